"""Whoever forges a share, an extent, a consent or an ending of a right is found at its entry."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from forging import Parts, Said, found, told_by
from money_stage import open_money

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from tests.faults.granted import grant_rights

TITLE, TRANSFER = "rights.title_recorded/1", "rights.transferred/1"
LICENCE, ENDED = "rights.licensed/1", "rights.ended/1"
REGISTERED, CHANGED = "rights.registered/1", "rights.licensor_changed/1"
OPTION, EXTENDED = "rights.option_granted/1", "rights.option_extended/1"
EXERCISED, PLEDGED = "rights.option_exercised/1", "rights.encumbered/1"
OFFERED, ANSWERED = "rights.offer_notified/1", "rights.offer_answered/1"
NOBODY = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture(scope="module")
def granted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    for money in open_money(tmp_path_factory.mktemp("granted") / "home"):
        grant_rights(money)
        told = told_by(money)
    return told


def facts(**change: Any) -> Callable[[Parts], None]:
    """A change of a fact; None takes a field out."""

    def forge(parts: Parts) -> None:
        parts["facts"].update(change)
        for name in [name for name, value in change.items() if value is None]:
            del parts["facts"][name]

    return forge


def stake(num: int, den: int) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"]["stakes"][0].update(share={"num": num, "den": den})


def leaves(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"]["resolved"].update(change)


def waiting(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"]["resolved_holdbacks"][0].update(change)


# One title, one transfer, a licence and its sub-licence, and the end of the latter.
FORGED: list[tuple[str, int, Callable[[Parts], None], set[str]]] = [
    (TITLE, 0, stake(2, 3), {"rights-refused"}),
    (TITLE, 0, leaves(until="2030-12-31"), {"rights-extent"}),
    (TRANSFER, 0, facts(share={"num": 1, "den": 3}), {"rights-refused"}),
    (TRANSFER, 0, facts(consents=[]), {"rights-refused"}),
    (TRANSFER, 0, leaves(acts="0001"), {"rights-extent"}),
    (LICENCE, 0, facts(signers=[]), {"rights-signers"}),
    (LICENCE, 0, facts(consents=[]), {"rights-refused"}),
    (LICENCE, 0, waiting(until="2026-11-30"), {"rights-holdbacks"}),
    (LICENCE, 1, facts(exclusivity="exclusive", source=None), {"rights-refused"}),
    (REGISTERED, 0, facts(right="right_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"rights-registered"}),
    (OPTION, 0, facts(consents=[]), {"rights-refused"}),
    (OPTION, 0, facts(until="2025-12-31"), {"rights-refused"}),
    (OPTION, 0, leaves(until="2030-12-31"), {"rights-extent"}),
    (OPTION, 0, facts(price=None), {"rights-refused"}),
    (EXTENDED, 0, facts(until="2027-12-31"), {"rights-refused"}),
    (EXTENDED, 0, facts(consents=[]), {"rights-refused"}),
    (EXTENDED, 0, facts(option="opt_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"rights-option"}),
    (EXERCISED, 0, facts(exercised_on="2028-04-01"), {"rights-refused"}),
    (EXERCISED, 0, facts(right="right_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"rights-option"}),
    (OFFERED, 0, facts(number=2), {"rights-option"}),
    (ANSWERED, 0, facts(answered_on="2026-11-01"), {"rights-refused"}),
    (LICENCE, 0, facts(bundle_amounts=[30_000_000]), {"rights-conditions"}),
    (LICENCE, 2, facts(option=None), {"rights-refused"}),
    (LICENCE, 3, facts(licensee=NOBODY), {"rights-refused"}),
    (LICENCE, 3, facts(options_on=None), {"rights-refused"}),
    (LICENCE, 3, facts(options_on="2026-10-19"), {"rights-refused"}),
    (PLEDGED, 0, facts(consents=[]), {"rights-refused"}),
    (PLEDGED, 0, facts(holder=NOBODY), {"rights-refused"}),
    (TRANSFER, 1, facts(encumbrances=None), {"rights-encumbrances"}),
    (TRANSFER, 1, facts(reverts_on="2032-01-01"), {"rights-conditions"}),
    (CHANGED, 0, facts(consents=[]), {"rights-refused"}),
    (CHANGED, 0, facts(giver="party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"rights-refused"}),
    (CHANGED, 0, facts(first_day="2031-04-01"), {"rights-refused"}),
    (CHANGED, 0, facts(licence="right_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"rights-licensor"}),
    (CHANGED, 0, facts(signers=[]), {"rights-signers"}),
    (ENDED, 0, facts(right="right_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"rights-ended"}),
]


def test_the_sound_register_of_rights_has_no_finding(granted: tuple[Said, Blobs]) -> None:
    assert found(*granted) == set()


@pytest.mark.parametrize(("kind", "nth", "forge", "codes"), FORGED)
def test_a_forged_right_is_found(
    granted: tuple[Said, Blobs],
    kind: str,
    nth: int,
    forge: Callable[[Parts], None],
    codes: set[str],
) -> None:
    said = copy.deepcopy(granted[0])
    index, parts = [(at, parts) for at, event_type, parts in said if event_type == kind][nth]
    forge(parts)
    problems = found(said, granted[1])
    assert codes <= {code for code, at in problems if at == index}
    for code, _ in problems:
        assert all(problem_of(code, lang) != code for lang in ("ja", "en"))


def test_who_reads_a_fact_but_not_its_command_finds_nothing(granted: tuple[Said, Blobs]) -> None:
    findings = Findings()
    contents = ContentAudit(findings, granted[1], 1)
    for index, event_type, parts in granted[0]:
        if event_type.startswith("rights."):
            contents.missing(index, event_type, {"facts": parts["facts"]})
        else:
            contents.see(index, event_type, parts)
    contents.finish()
    assert findings.kept == []
