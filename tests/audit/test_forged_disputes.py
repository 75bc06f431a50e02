"""Whoever forges the sides, the subject or the end of a dispute is found at its entry."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from forging import Parts, Said, found, told_by
from money_stage import open_money
from paid_world import pay, reported_world

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from tests.faults.contested import contest

OPENED, MESSAGE, SETTLED = "dispute.opened/1", "dispute.message/1", "dispute.settled/1"
NOWHERE = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
NONE = "dsp_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture(scope="module")
def contested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    for money in open_money(tmp_path_factory.mktemp("contested") / "home"):
        contest(money, pay(reported_world(money)))
        told = told_by(money)
    return told


def facts(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(change)


def about(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"]["subject"].update(change)


def ending(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["ending"].update(change)


def without_speaker(parts: Parts) -> None:
    del parts["facts"]["by"]


# The first dispute is about a line and was settled; the second is about an agreement.
FORGED: list[tuple[str, int, Callable[[Parts], None], set[str]]] = [
    (OPENED, 0, facts(by=NOWHERE), {"dispute-unconcerned", "dispute-readers"}),
    (OPENED, 0, facts(against=[]), {"dispute-sides"}),
    (OPENED, 0, about(step="window"), {"dispute-line"}),
    (OPENED, 0, about(kind="committee"), {"dispute-kind"}),
    (OPENED, 1, facts(parties=[NOWHERE]), {"dispute-readers"}),
    (MESSAGE, 0, facts(dispute=NONE), {"dispute-unknown"}),
    (MESSAGE, 0, facts(by=NOWHERE), {"dispute-speaker"}),
    (MESSAGE, 1, facts(sides=[NOWHERE]), {"dispute-sides"}),
    (SETTLED, 0, facts(dispute=NONE), {"dispute-unknown"}),
    (SETTLED, 0, ending(consents=[]), {"dispute-ended-by-nobody"}),
    (SETTLED, 0, without_speaker, {"dispute-ended-by-nobody"}),
    (SETTLED, 0, facts(parties=[NOWHERE]), {"dispute-readers"}),
]


def test_sound_disputes_have_no_finding(contested: tuple[Said, Blobs]) -> None:
    assert found(*contested) == set()


@pytest.mark.parametrize(("kind", "nth", "forge", "codes"), FORGED)
def test_a_forged_dispute_is_found(
    contested: tuple[Said, Blobs],
    kind: str,
    nth: int,
    forge: Callable[[Parts], None],
    codes: set[str],
) -> None:
    said = copy.deepcopy(contested[0])
    index, parts = [(at, parts) for at, event_type, parts in said if event_type == kind][nth]
    forge(parts)
    problems = found(said, contested[1])
    assert codes <= {code for code, at in problems if at == index}
    for code, _ in problems:
        assert all(problem_of(code, lang) != code for lang in ("ja", "en"))


def test_a_dispute_that_is_over_is_not_settled_again(contested: tuple[Said, Blobs]) -> None:
    said = copy.deepcopy(contested[0])
    (place, *_) = [at for at, (_, event_type, _) in enumerate(said) if event_type == SETTLED]
    last = said[-1][0] + 1
    said.append((last, SETTLED, copy.deepcopy(said[place][2])))
    assert ("dispute-over", last) in found(said, contested[1])


def test_who_reads_that_there_is_a_dispute_but_not_its_claim_finds_nothing(
    contested: tuple[Said, Blobs],
) -> None:
    findings = Findings()
    contents = ContentAudit(findings, contested[1], 1)
    for index, event_type, parts in contested[0]:
        if event_type.startswith("dispute."):
            contents.missing(index, event_type, {"facts": parts["facts"]})
        else:
            contents.see(index, event_type, parts)
    contents.finish()
    assert findings.kept == []
