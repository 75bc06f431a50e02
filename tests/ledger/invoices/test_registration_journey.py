"""A payee registers as an invoice issuer and stops: every paper of every payment agrees.

By hand, for 100,000 of royalties to a person, paid once in each of three months:

* 28 December 2026, not registered: no tax added, 10,210 withheld, 89,790 transferred. The purchase
  document finds 100,000 x 10/110 = 9,090 in the amount and is no qualified invoice.
* 29 January 2027, registered since the 1st: 10,000 added, 10,210 withheld, 99,790 transferred. The
  purchase document is qualified: base 100,000, tax 10,000.
* 26 February 2027, ended on the 15th: as in December.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bank_stage import advance
from money_stage import Money
from payment_stage import Payer

from ledger.access.views import OPERATOR_VIEWER
from ledger.audit.auditor import audit
from ledger.audit.notes import Outside
from ledger.disputes.commands import DisputeSubject, OpenDispute
from ledger.disputes.holding_commands import HoldDisputed, LinePortion, ReleaseDisputed
from ledger.invoices.commands import Sent
from ledger.invoices.reading import purchases, show_purchase
from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.purchases import present_period
from ledger.jobs.tax_records import payer_records
from ledger.jobs.verify import verify_register
from ledger.parties.commands import NoteRegistration
from ledger.statements.views import show as show_statement

NUMBER = "T7000012050002"
BEGINS, ENDS = date(2027, 1, 1), date(2027, 2, 15)
DECEMBER, JANUARY, FEBRUARY = date(2026, 12, 28), date(2027, 1, 29), date(2027, 2, 26)
UNREGISTERED, REGISTERED = (0, 10_210, 89_790), (10_000, 10_210, 99_790)


class Writer:
    """A person with an account whom a studio owes 100,000 every month."""

    def __init__(self, money: Money) -> None:
        self.money = money
        self.payer = Payer(money)
        self.id = self.payer.person()
        self.payer.with_account(self.id)
        self.payer.bank.pass_days()

    def note(self, kind: str, day: date) -> None:
        """Note a beginning or an end on its day."""
        if day > self.payer.bank.today():
            advance(self.money, day)
        self.money.record(
            NoteRegistration(
                party=self.id, kind=kind, day=day, number=NUMBER,  # type: ignore[arg-type]
                source="公表サイト 照会",
            )
        )  # fmt: skip

    def owe(self, day: date) -> str:
        """State 100,000 for a day."""
        return self.payer.owe({self.id: 100_000}, day=day)[self.id]

    def pay(self, day: date) -> tuple[int, int, int]:
        """Pay what is due on a day; its consumption tax, tax withheld and transfer."""
        payment, _ = self.payer.sent(due=day, pay_on=day)
        self.payer.confirm(payment, on=day)
        (item,) = self.payer.show(payment)["items"]
        return taxes(item)

    def statement(self, id: str) -> dict[str, Any]:
        """A statement as it is shown."""
        with self.money.ledger.reading() as conn:
            shown = show_statement(conn, id, OPERATOR_VIEWER)
        assert shown is not None
        return shown

    def left_out(self, **more: Any) -> list[str]:
        """Why nothing is paid."""
        outcome = self.payer.prepare(**more)
        assert outcome.payments == ()
        return [one.reason for one in outcome.left_out]


def taxes(amounts: dict[str, Any]) -> tuple[int, int, int]:
    return (
        amounts["consumption_tax_minor"], amounts["withholding_minor"], amounts["transfer_minor"],
    )  # fmt: skip


def stated(writer: Writer, id: str) -> tuple[int, int, int]:
    totals = writer.statement(id)["totals"]
    return totals["consumption_tax"], totals["withholding"], totals["transfer"]


def test_tax_follows_the_registration_from_statement_to_audit(
    money_anywhere: Money, tmp_path: Path
) -> None:
    money = money_anywhere
    writer = Writer(money)
    first = writer.owe(DECEMBER)
    assert stated(writer, first) == writer.pay(DECEMBER) == UNREGISTERED
    writer.note("registered", BEGINS)
    second = writer.owe(JANUARY)
    assert stated(writer, second) == writer.pay(JANUARY) == REGISTERED
    writer.note("ended", ENDS)
    third = writer.owe(FEBRUARY)
    assert stated(writer, third) == writer.pay(FEBRUARY) == UNREGISTERED
    assert_documents(writer)
    assert_records(writer)
    assert verify_register(money.register, views=True, commands=True).findings == ()
    publish_checkpoint(money.register)
    export_bundle(money.register, tmp_path / "bundle", with_personal=True)
    report = audit(tmp_path / "bundle", Outside(), jobs=1)
    assert report.findings == ()


def assert_documents(writer: Writer) -> None:
    """The three purchase documents: whether qualified, base and tax."""
    money, today = writer.money, writer.payer.bank.today()
    for month in ("2026-01", "2026-02", "2026-03"):
        present_period(money.register, writer.payer.studio, month, Sent(on=today))
    with money.ledger.reading() as conn:
        listed = purchases(conn, OPERATOR_VIEWER, today)
        found = [show_purchase(conn, one["id"], OPERATOR_VIEWER, today) for one in listed]
    says = {
        one["period"]: (
            one.get("number"), one["is_qualified"], one["total_minor"],
            one["classes"][0]["tax_minor"],
        )
        for one in found
        if one
    }  # fmt: skip
    plain = (None, False, 100_000, 9_090)
    assert says == {"2026-01": plain, "2026-02": (NUMBER, True, 110_000, 10_000), "2026-03": plain}


def assert_records(writer: Writer) -> None:
    """Two years' payment records: sums without consumption tax, and the tax beside them."""
    money, studio = writer.money, writer.payer.studio
    with money.ledger.reading() as conn:
        years = [payer_records(conn, money.register.vault, studio, year) for year in (2026, 2027)]
    (old,), (new,) = (year.filed for year in years)
    assert (old.record.total_minor, old.consumption_minor) == (100_000, 0)
    assert (new.record.total_minor, new.consumption_minor) == (200_000, 10_000)
    assert new.record.withheld_minor == 20_420


def test_a_statement_prepared_before_the_note_is_prepared_again(money: Money) -> None:
    writer = Writer(money)
    (draft,) = unissued(writer)
    advance(money, BEGINS)
    writer.note("registered", BEGINS)
    refused = money.refused(draft)
    assert (refused.code, refused.fields["field"]) == ("statement-outdated", "tax.invoice_number")


def unissued(writer: Writer) -> list[Any]:
    """A statement of 100,000 for 29 January, prepared and not issued."""
    payer, issue = writer.payer, writer.money.issue
    kept: list[Any] = []

    def prepare_alone(studio: str, period: str, **more: Any) -> dict[str, Any]:
        kept.extend(writer.money.drafts(studio, period, **more))
        return {}

    writer.money.issue = prepare_alone  # type: ignore[method-assign]
    payer.owe({writer.id: 100_000}, day=JANUARY)
    writer.money.issue = issue  # type: ignore[method-assign]
    return kept


def test_a_payment_waits_when_the_registration_changed_after_the_statement(money: Money) -> None:
    """By hand: stated without tax for 29 January; registered since the 1st, as noted later."""
    writer = Writer(money)
    statement = writer.owe(JANUARY)
    writer.note("registered", BEGINS)
    assert writer.left_out(pay_on=JANUARY) == ["registration-changed"]
    payment, _ = writer.payer.sent(pay_on=JANUARY, as_stated=(statement,))
    (item,) = writer.payer.show(payment)["items"]
    assert (taxes(item), item["as_stated"]) == (UNREGISTERED, True)
    writer.payer.confirm(payment, on=JANUARY)
    assert verify_register(money.register, views=True, commands=True).findings == ()


def test_no_tax_is_paid_to_whoever_stopped_being_registered(money: Money) -> None:
    """By hand: 110,000 stated for 26 February; the registration ends on the 15th."""
    writer = Writer(money)
    writer.note("registered", BEGINS)
    statement = writer.owe(FEBRUARY)
    assert stated(writer, statement) == REGISTERED
    writer.note("ended", ENDS)
    assert writer.left_out(pay_on=FEBRUARY) == ["registration-changed"]


@pytest.mark.parametrize("kinds", [("registered",), ("registered", "ended")])
def test_a_held_part_bears_the_tax_of_its_statement_after_a_change(
    money: Money, kinds: tuple[str, ...]
) -> None:
    """By hand: of 100,000, 40,000 are held. Stated without tax: 60,000 bear 6,126, then 40,000 bear
    4,084. Stated with tax: 6,000 is added to the first part and 4,000 to the second."""
    writer = Writer(money)
    if "ended" in kinds:
        writer.note("registered", BEGINS)
    statement = writer.owe(JANUARY)
    dispute, portion = held(writer, statement)
    added = 6_000 if "ended" in kinds else 0
    assert writer.pay(JANUARY) == (added, 6_126, 53_874 + added)
    writer.note(kinds[-1], date(2027, 2, 1))
    by = writer.payer.studio
    money.record(ReleaseDisputed(dispute=dispute, by=by, lines=(portion,), reason="確認できた。"))
    rest = added * 2 // 3
    assert writer.pay(FEBRUARY) == (rest, 4_084, 35_916 + rest)
    assert verify_register(money.register, views=True, commands=True).findings == ()


def held(writer: Writer, statement: str) -> tuple[str, LinePortion]:
    """Hold 40,000 of the only line."""
    shown = writer.statement(statement)
    line = {name: shown["lines"][0][name] for name in ("run", "step")}
    dispute, by = writer.money.new("dsp"), writer.payer.studio
    writer.money.record(
        OpenDispute(
            id=dispute, subject=DisputeSubject(kind="statement_line", id=statement, **line),
            by=by, against=(writer.id,), claim="料率が違います。", amount_minor=40_000,
            currency="JPY", answer_by=date(2028, 1, 31),
        )
    )  # fmt: skip
    portion = LinePortion(statement=statement, amount_minor=40_000, **line)
    writer.money.record(HoldDisputed(dispute=dispute, by=by, lines=(portion,)))
    return dispute, portion
