"""Whoever forges a member, a share, a consent, a refund or a call is found at its entry."""

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
from ledger.jobs.verify import verify_register
from tests.faults.lived import live

ADMITTED, LEFT = "committee.member_admitted/1", "committee.member_left/1"
SOLD, SUCCEEDED = "committee.share_transferred/1", "committee.member_succeeded/1"
STATUS, OFFERED = "committee.status_changed/1", "committee.share_offered/1"
ANSWERED, CALLED = "committee.offer_answered/1", "committee.capital_called/1"
PAID, NOTICE = "committee.contribution_paid/1", "committee.invoice_notified/1"
SETTLED = "committee.leaving_settled/1"
STRANGER = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    for money in open_money(tmp_path_factory.mktemp("lived") / "home"):
        live(money)
        assert verify_register(money.register, views=True, commands=True).findings == ()
        told = told_by(money)
    return told


def of(part: str, **change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts[part].update(change)


def swapped(first: int, second: int) -> Callable[[Parts], None]:
    """Two members exchange their shares."""

    def forge(parts: Parts) -> None:
        members = parts["shares"]["members"]
        one, other = members[first]["party"], members[second]["party"]
        members[first]["party"], members[second]["party"] = other, one

    return forge


def refunded(part: str, **change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts[part]["refund"].update(change)


def owing(amount: int) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"]["owed"][0].update(amount_minor=amount)


FORGED: list[tuple[str, Callable[[Parts], None], str]] = [
    (ADMITTED, of("change", party=STRANGER), "committee-members"),
    (ADMITTED, of("shares", consents=[]), "committee-consents"),
    (ADMITTED, of("change", invoice_warnings=[]), "committee-invoices"),
    (ADMITTED, of("facts", effective_from="2025-01-01"), "committee-version"),
    (ADMITTED, of("shares", first_refusal=None), "committee-version"),
    (ADMITTED, of("facts", status="dissolved"), "committee-version"),
    (ADMITTED, of("shares", windows=[{"medium": "music", "holder": STRANGER}]),
     "committee-version"),
    (SOLD, swapped(0, 1), "committee-members"),
    (SOLD, of("change", moved={"copyright": {"num": 1, "den": 20}}), "committee-members"),
    (SOLD, of("shares", consents=[]), "committee-consents"),
    (SOLD, of("change", offer=None), "committee-offer"),
    (SOLD, of("change", price_minor=999_999), "committee-offer"),
    (SUCCEEDED, of("change", succession=3), "committee-members"),
    (SUCCEEDED, swapped(0, 1), "committee-members"),
    (LEFT, refunded("change", amount_minor=-100_001), "committee-refund"),
    (LEFT, refunded("change", share={"num": 1, "den": 11}), "committee-refund"),
    (LEFT, of("change", party=STRANGER), "committee-members"),
    (LEFT, of("shares", consents=[]), "committee-consents"),
    (SETTLED, refunded("facts", amount_minor=0), "committee-refund"),
    (SETTLED, of("facts", left_on="2026-01-01"), "committee-refund"),
    (SETTLED, of("facts", party=STRANGER), "committee-refund"),
    (STATUS, of("change", before="dissolving"), "committee-version"),
    (STATUS, swapped(0, 1), "committee-members"),
    (OFFERED, of("facts", offered_to=[STRANGER]), "committee-offer"),
    (OFFERED, of("facts", moved={"copyright": {"num": 1, "den": 2}}), "committee-offer"),
    (ANSWERED, of("facts", party=STRANGER), "committee-offer"),
    (ANSWERED, of("facts", answered_on="2099-01-01"), "committee-offer"),
    (CALLED, owing(999_999), "committee-call"),
    (CALLED, of("facts", consents=[]), "committee-consents"),
    (PAID, of("facts", amount_minor=10_000_000), "committee-call"),
    (PAID, of("facts", party=STRANGER), "committee-call"),
    (NOTICE, of("facts", party=STRANGER), "committee-invoices"),
]  # fmt: skip


def test_the_sound_life_of_a_committee_has_no_finding(lived: tuple[Said, Blobs]) -> None:
    assert found(*lived) == set()


@pytest.mark.parametrize(("kind", "forge", "code"), FORGED)
def test_a_forged_change_is_found(
    lived: tuple[Said, Blobs], kind: str, forge: Callable[[Parts], None], code: str
) -> None:
    said = copy.deepcopy(lived[0])
    index, parts = next((at, parts) for at, event_type, parts in said if event_type == kind)
    forge(parts)
    problems = found(said, lived[1])
    assert (code, index) in problems
    for one, _ in problems:
        assert all(problem_of(one, lang) != one for lang in ("ja", "en"))


def test_who_reads_a_part_of_the_register_accuses_nobody(lived: tuple[Said, Blobs]) -> None:
    findings = Findings()
    contents = ContentAudit(findings, lived[1], 1)
    for index, event_type, parts in lived[0]:
        if event_type.startswith("party."):
            contents.missing(index, event_type, {})
        else:
            contents.see(index, event_type, parts)
    contents.finish()
    assert findings.kept == []
