"""Whoever forges the right, the figures or the end of a royalty audit is found at its entry."""

import copy
from collections.abc import Callable

import pytest
from forging import Parts, Said, found, told_by
from money_stage import open_money

from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from tests.faults.audited import audit

RIGHT, REQUESTED = "royalty_audit.right_recorded/1", "royalty_audit.requested/1"
SAID, FOUND = "royalty_audit.said/1", "royalty_audit.found/1"
CLOSED = "royalty_audit.closed/1"
NOWHERE = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
NONE = "aud_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    for money in open_money(tmp_path_factory.mktemp("audited") / "home"):
        audit(money)
        told = told_by(money)
    return told


def facts(**change: object) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(change)


def row(**change: object) -> Callable[[Parts], None]:
    return lambda parts: parts["facts.assessed/0"]["items"][0].update(change)


def correction(**change: object) -> Callable[[Parts], None]:
    return lambda parts: parts["facts.corrected/0"]["items"][0].update(change)


# The first audit was accepted and corrected, the second settled by document, the third withdrawn.
FORGED: list[tuple[str, int, Callable[[Parts], None], set[str]]] = [
    (RIGHT, 0, lambda parts: parts["facts"].update(auditor=parts["facts"]["audited"]),
     {"audit-sides"}),
    (REQUESTED, 0, facts(by=NOWHERE), {"audit-right-missing"}),
    (REQUESTED, 0, facts(first_month="2019-01"), {"audit-not-as-agreed"}),
    (REQUESTED, 0, facts(starts_on="2026-11-23"), {"audit-not-as-agreed"}),
    (REQUESTED, 1, facts(first_month="2026-03"), {"audit-not-as-agreed"}),
    (SAID, 0, facts(by=NOWHERE), {"audit-sides"}),
    (SAID, 0, facts(audit=NONE), {"audit-unknown"}),
    (FOUND, 0, facts(by=NOWHERE), {"audit-sides"}),
    (FOUND, 0, facts(under_minor=1), {"audit-figures"}),
    (FOUND, 0, facts(cost_of_audited_minor=0), {"audit-figures"}),
    (FOUND, 0, row(reported_minor=1_000_001), {"audit-reported", "audit-figures"}),
    (FOUND, 0, row(interest_minor=1), {"audit-figures"}),
    (FOUND, 0, row(due_on="2010-01-01"), {"audit-figures"}),
    (FOUND, 0, row(period="2026-04"), {"audit-period"}),
    (CLOSED, 0, correction(was_minor=1), {"audit-correction", "audit-not-corrected"}),
    (CLOSED, 0, correction(report="rep_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"audit-correction"}),
    (CLOSED, 0, facts(interest_minor=0), {"audit-owed"}),
    (CLOSED, 0, facts(by=NOWHERE), {"audit-ended-by-nobody"}),
    (CLOSED, 0, facts(outcome="clean"), {"audit-ended-without-findings", "audit-owed"}),
    (CLOSED, 1, lambda parts: parts["facts"].pop("document"), {"audit-ended-by-nobody"}),
    (CLOSED, 1, facts(outcome="unanswered"), {"audit-ended-over-objection"}),
    (CLOSED, 2, facts(outcome="agreed"), {"audit-ended-without-findings"}),
    (CLOSED, 2, facts(interest_minor=5), {"audit-owed"}),
]  # fmt: skip


def test_sound_audits_have_no_finding(audited: tuple[Said, Blobs]) -> None:
    assert found(*audited) == set()


@pytest.mark.parametrize(("kind", "nth", "forge", "codes"), FORGED)
def test_a_forged_audit_is_found(
    audited: tuple[Said, Blobs],
    kind: str,
    nth: int,
    forge: Callable[[Parts], None],
    codes: set[str],
) -> None:
    said = copy.deepcopy(audited[0])
    index, parts = [(at, parts) for at, event_type, parts in said if event_type == kind][nth]
    forge(parts)
    problems = found(said, audited[1])
    assert codes <= {code for code, at in problems if at == index}
    for code, _ in problems:
        assert all(problem_of(code, lang) != code for lang in ("ja", "en"))


def test_an_audit_that_is_over_is_not_closed_again(audited: tuple[Said, Blobs]) -> None:
    said = copy.deepcopy(audited[0])
    (place, *_) = [at for at, (_, event_type, _) in enumerate(said) if event_type == CLOSED]
    last = said[-1][0] + 1
    said.append((last, CLOSED, copy.deepcopy(said[place][2])))
    assert ("audit-over", last) in found(said, audited[1])
