"""Contributions are called for and paid; a committee sleeps; invoices depend on every member."""

from datetime import date
from typing import Any

import pytest
from stage import Stage, digest, member, studio

from ledger.committees.change_views import calls_on, invoicing_on
from ledger.committees.changes import (
    CallCapital,
    RecordContribution,
    RecordInvoiceNotice,
    SetCommitteeStatus,
)
from ledger.committees.commands import AmendCommittee
from ledger.committees.invoicing import Notice, Version, invoicing
from ledger.ledger import Ledger
from ledger.values import DocumentRef
from tests.ledger.committees.living import DOCUMENT, JULY, Living, consents


@pytest.fixture
def living(ledger: Ledger) -> Living:
    return Living(Stage(ledger))


def call(living: Living, **more: Any) -> CallCapital:
    stated: dict[str, Any] = {
        "id": living.stage.new("call"), "committee": living.id, "amount_minor": 10_000_001,
        "due_on": date(2026, 9, 30), "purpose": "追加の宣伝費", "decided_on": date(2026, 8, 20),
        "document": DOCUMENT, "consents": consents(living.a, living.b, living.c),
    }  # fmt: skip
    return CallCapital(**(stated | more))


def paid(called: str, party: str, amount: int, day: date, notice: str = "入金") -> Any:
    document = DocumentRef(sha256=digest(f"{notice}{party}{day}"))
    return RecordContribution(
        call=called, party=party, amount_minor=amount, paid_on=day, document=document
    )


def test_a_call_is_divided_and_followed(living: Living) -> None:
    """A owes 5,000,001 and pays late, B pays 3,000,000 in time, C pays 1 of 2,000,000."""
    command = call(living)
    living.stage.record(command)
    for party, amount, day in (
        (living.a, 5_000_001, date(2026, 10, 1)),
        (living.b, 3_000_000, date(2026, 9, 30)),
        (living.c, 1, date(2026, 9, 1)),
    ):
        living.stage.record(paid(command.id, party, amount, day))
    found = {}
    with living.stage.ledger.reading() as conn:
        for day in (date(2026, 9, 30), date(2026, 10, 2)):
            (one,) = calls_on(conn, living.id, day)
            found[day.month] = {owed["party"]: owed["state"] for owed in one["owed"]}
    assert found[9] == {living.a: "awaited", living.b: "paid", living.c: "awaited"}
    assert found[10] == {living.a: "paid_late", living.b: "paid", living.c: "in_default"}


def test_a_call_is_decided_by_the_members(living: Living) -> None:
    error = living.stage.refused(call(living, consents=consents(living.b, living.c)))
    assert (error.code, error.fields["missing"]) == ("consent-missing", [living.a])
    error = living.stage.refused(call(living, due_on=date(2026, 8, 1)))
    assert error.code == "due-before-decision"
    unknown = living.stage.committee(member(living.a), origin="existing", plan=None)
    error = living.stage.refused(call(living, committee=unknown))
    assert error.code == "investment-unknown"


def test_a_payment_is_counted_once_and_never_above_what_is_owed(living: Living) -> None:
    command = call(living)
    living.stage.record(command)
    assert living.stage.refused(command).code == "id-taken"
    day = date(2026, 9, 1)
    first = paid(command.id, living.c, 1_500_000, day)
    living.stage.record(first)
    assert living.stage.refused(first).code == "contribution-repeated"
    error = living.stage.refused(paid(command.id, living.c, 500_001, day, "次"))
    assert (error.code, error.fields["expected"]) == ("contribution-exceeds", "500000 or less")
    assert living.stage.refused(paid(command.id, living.n, 1, day)).code == "not-a-member"
    assert living.stage.refused(paid(command.id, living.b, 1, date(2027, 1, 1))).code == (
        "day-in-future"
    )


def test_a_committee_sleeps_and_is_amended_and_wakes(living: Living) -> None:
    def status(word: Any, month: int = 7) -> SetCommitteeStatus:
        return SetCommitteeStatus(
            committee=living.id, effective_from=date(2026, month, 1), status=word, reason="休眠"
        )

    assert living.stage.refused(status("active")).code == "status-unchanged"
    events = living.stage.record(status("dormant"), studio(living.a)).events
    assert (events[0].status, events[0].before) == ("dormant", "active")
    amended = AmendCommittee(
        committee=living.id, effective_from=date(2026, 8, 1), reason="窓口", works=()
    )
    assert living.stage.record(amended).events[0].status == "dormant"
    assert living.held(JULY)[living.a] == "1/2"
    assert living.stage.record(status("active", 9)).events[0].status == "active"


def notice(living: Living, kind: Any, day: date, party: str | None = None) -> RecordInvoiceNotice:
    return RecordInvoiceNotice(
        committee=living.id, kind=kind, party=party, day=day, document=DOCUMENT
    )


def test_one_member_without_a_number_stops_qualified_invoices(living: Living) -> None:
    record = living.stage.record
    record(notice(living, "registered", date(2026, 2, 1), living.b), studio(living.b))
    record(notice(living, "registered", date(2026, 3, 1), living.c))
    record(notice(living, "filed", date(2026, 3, 10)))

    def asked(day: date) -> tuple[bool, list[tuple[str, str | None, str]]]:
        with living.stage.ledger.reading() as conn:
            found = invoicing_on(conn, living.id, day)
        return found.may_issue, [(one.code, one.party, one.since_day) for one in found.warnings]

    assert asked(date(2026, 2, 10)) == (
        False,
        [("member-not-registered", living.c, "2026-01-01"), ("not-notified", None, "2026-01-01")],
    )
    assert asked(date(2026, 3, 10)) == (True, [])
    living.stage.record(living.admit())
    assert asked(date(2026, 6, 30)) == (True, [])
    assert asked(JULY) == (
        False,
        [
            ("member-not-registered", living.n, "2026-07-01"),
            ("notification-ended", living.n, "2026-07-01"),
        ],
    )


def test_a_notice_is_of_the_committee_or_of_one_member(living: Living) -> None:
    day = date(2026, 3, 1)
    refused = living.stage.refused
    assert refused(notice(living, "filed", day, living.a)).code == "notice-party"
    assert refused(notice(living, "unregistered", day)).code == "not-a-member"
    assert (
        refused(notice(living, "unregistered", date(2027, 1, 1), living.a)).code == "day-in-future"
    )


VERSIONS = [Version("2026-01-01", ("A", "B")), Version("2026-07-01", ("A", "B", "C"))]


@pytest.mark.parametrize(
    ("notices", "day", "may", "codes"),
    [
        ((), "2026-02-01", False, ["not-notified"]),
        ((Notice("2026-01-10", "filed"),), "2026-01-09", False, ["not-notified"]),
        ((Notice("2026-01-10", "filed"),), "2026-06-30", True, []),
        ((Notice("2026-01-10", "filed"),), "2026-07-01", False,
         ["member-not-registered", "notification-ended"]),
        ((Notice("2026-01-10", "filed"), Notice("2026-09-01", "registered", "C")), "2026-09-02",
         False, ["notification-ended"]),
        ((Notice("2026-01-10", "filed"), Notice("2026-09-01", "registered", "C"),
          Notice("2026-09-05", "filed")), "2026-09-05", True, []),
        ((Notice("2026-01-10", "filed"), Notice("2026-03-01", "unregistered", "B")), "2026-03-01", False,
         ["member-not-registered", "notification-ended"]),
    ],
)  # fmt: skip
def test_a_notification_ends_with_a_gap_and_is_filed_again(
    notices: tuple[Notice, ...], day: str, may: bool, codes: list[str]
) -> None:
    """C joins on 1 July without a number: from then on no, even once C registers, until filed."""
    found = invoicing(VERSIONS, {"A": True, "B": True}, notices, day)
    assert (found.may_issue, [one.code for one in found.warnings]) == (may, codes)
