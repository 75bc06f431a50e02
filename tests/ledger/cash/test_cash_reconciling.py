"""Bank and book are compared: every difference has a name, and the book is owed to the yen."""

from datetime import date

from cash_stage import CashStage, differences, owed
from money_stage import Money
from payment_stage import Payer

from ledger.cash.commands import MatchCash, OpenCashAccount
from ledger.cash.parts import CashPart
from ledger.jobs.cash import compare, import_cash, propose
from ledger.values import DocumentRef

ROWS = (
    "2026/04/20,,1000000,1050000,ｱｵﾊﾞﾊｲｼﾝ",
    "2026/04/25,,499560,1549560,ｱｵﾊﾞﾊｲｼﾝ",
    "2026/05/07,,30000,1579560,ﾀﾀﾞﾉﾋﾄ",
    "2026/05/10,330,,1579230,手数料",
)


def test_the_book_is_owed_to_the_yen(cash: CashStage) -> None:
    """By hand.

    50,000 opened the book. 1,000,000 and 499,560 came for reports, 30,000 for nobody knows what,
    330 went for a fee: 1,579,230 on the bank, less the unknown 30,000 the book is 1,549,230.
    A run divides 1,499,560: 1% is 14,995 (14,995.60 cut), of the other 1,484,565 two thirds are
    989,710 and one third is 494,855. 50,000 + 14,995 + 989,710 + 494,855 - 330 = 1,549,230.
    """
    batch = cash.take(*ROWS).id
    cash.confirm(f"{batch}/1")
    cash.confirm(f"{batch}/2")
    cash.money.record(cash.matching(batch, 4, {"kind": "bank_fee", "amount_minor": 330}))
    cash.money.run(cash.agreement, "2026-04")
    found = cash.compared()
    assert (found.book.bank_minor, found.book.book_minor) == (1_579_230, 1_549_230)
    assert differences(found) == {"unmatched_in": -30_000}
    assert owed(found) == {
        ("opening", None): 50_000,
        ("not_stated", cash.writer): 14_995,
        ("not_stated", cash.lead): 989_710,
        ("not_stated", cash.partner): 494_855,
        ("fees", None): -330,
    }


def test_what_no_run_used_is_undistributed_and_what_exceeds_a_report_is_excess(
    cash: CashStage,
) -> None:
    """By hand: 1,600,000 came for 1,500,000; nothing was run: 1,500,000 wait, 100,000 are excess."""
    batch = cash.take("2026/05/07,,1600000,1650000,ｱｵﾊﾞﾊｲｼﾝ").id
    cash.confirm(f"{batch}/1", excess_to=cash.april)
    assert owed(cash.compared()) == {
        ("opening", None): 50_000,
        ("undistributed", cash.agreement): 1_500_000,
        ("excess", cash.april): 100_000,
    }


def test_the_book_is_divided_by_committee(cash: CashStage) -> None:
    batch = cash.take(*ROWS[:2]).id
    cash.confirm(f"{batch}/1")
    cash.confirm(f"{batch}/2")
    parts = {one.committee: one.amount_minor for one in cash.compared().book.committees}
    assert parts == {cash.committee: 1_499_560, None: 50_000}


def test_a_receipt_by_hand_that_no_line_shows_is_a_difference(cash: CashStage) -> None:
    cash.money.receive(cash.agreement, cash.march, 1_000_000, received_on=date(2026, 5, 1))
    found = cash.compared()
    assert differences(found) == {"receipt_not_on_bank": 1_000_000}
    assert (found.book.bank_minor, found.book.book_minor) == (50_000, 1_050_000)
    assert owed(found)["undistributed", cash.agreement] == 1_000_000


def test_another_balance_of_the_bank_is_a_difference(cash: CashStage) -> None:
    found = cash.compared(stated=49_000)
    assert (differences(found), found.book.book_minor) == ({"bank_stated": 1_000}, 50_000)


def test_a_comparison_is_of_its_day(cash: CashStage) -> None:
    cash.take(*ROWS)
    assert cash.compared(date(2026, 4, 20)).book.bank_minor == 1_050_000


def test_a_comparison_is_recorded_and_shown_with_the_account(cash: CashStage) -> None:
    cash.take(*ROWS)
    cash.money.record(cash.compared().command(DocumentRef(sha256="a" * 64, title="残高証明書")))
    (shown,) = cash.show()["reconciliations"]
    assert (shown["day"], shown["bank_minor"]) == ("2026-05-31", 1_579_230)
    assert cash.show()["reconciled_on"] == "2026-05-31"


def test_a_comparison_whose_account_moved_since_is_refused(cash: CashStage) -> None:
    command = cash.compared().command()
    cash.take(*ROWS)
    assert cash.money.refused(command).code == "cash-changed-since"


def test_sums_that_do_not_come_out_are_refused(cash: CashStage) -> None:
    command = cash.compared().command()
    wrong = command.model_copy(update={"book_minor": 1})
    assert cash.money.refused(wrong).code == "cash-equation-broken"


class Paying(Payer):
    """A studio with an account from which it paid two payees, one of whom came back."""

    def __init__(self, money: Money) -> None:
        super().__init__(money)
        self.first, self.second = self.person("青空 純"), self.person("月野 光")
        for payee in (self.first, self.second):
            self.with_account(payee)
        self.cash = money.new("acct")
        money.record(
            OpenCashAccount(
                id=self.cash, party=self.studio, name="支払口", opened_on=date(2026, 1, 1),
                opening_minor=1_000_000,
            )
        )  # fmt: skip

    def take(self, *rows: str) -> str:
        """Take a file of the bank."""
        headings = "取引日,金額,摘要"
        data = ("\n".join((headings, *rows)) + "\n").encode()
        register = self.money.register
        return import_cash(register, self.cash, data, profile="signed-amount/1").id

    def match(self, batch: str, line: int, **part: object) -> None:
        """Say what a line was for."""
        purposes = (CashPart.model_validate(part),)
        self.money.record(MatchCash(account=self.cash, batch=batch, line=line, purposes=purposes))


def test_payments_that_went_out_are_differences_until_a_line_shows_them(money: Money) -> None:
    """By hand.

    100,000 and 50,000 are owed before tax. No consumption tax; 10.21% is withheld: 10,210 and
    5,105 (5,105.00). 89,790 and 44,895 go out, 134,685 in all, and 15,315 stay for the tax office.
    The revenue never arrived: the payer paid it in advance, so 150,000 are negative.
    """
    paying = Paying(money)
    paying.owe({paying.first: 100_000, paying.second: 50_000})
    payment, _ = paying.sent()
    paying.confirm(payment)
    with money.ledger.reading() as conn:
        items = conn.exec_driver_sql(
            "SELECT SUM(transfer_minor), SUM(withholding_minor), SUM(consumption_tax_minor) "
            "FROM v_payment_item"
        ).one()
    transfer, withheld, tax = (int(one) for one in items)
    assert (transfer, withheld, tax) == (134_685, 15_315, 0)
    day = paying.bank.today()
    found = compare(money.register, paying.cash, day)
    assert differences(found) == {"payment_not_on_bank": -transfer}
    assert owed(found)["withholding", None] == withheld
    assert ("unexplained", None) not in owed(found)
    batch = paying.take(f"2027-01-29,-{transfer},ｿｳｺﾞｳﾌﾘｺﾐ")
    (proposed,) = propose(money.register, paying.cash)
    assert proposed.kind == "payment"
    paying.match(batch, 1, **proposed.parts[0])
    found = compare(money.register, paying.cash, day)
    assert differences(found) == {}
    assert found.book.book_minor == 1_000_000 - transfer
    assert owed(found).get(("consumption_tax", None), 0) == -tax
    assert ("unexplained", None) not in owed(found)


def test_a_transfer_that_came_back_is_proposed_and_matched_once(money: Money) -> None:
    paying = Paying(money)
    stated = paying.owe({paying.first: 100_000, paying.second: 50_000})
    payment, _ = paying.sent()
    items = {one["statement_id"]: one["transfer_minor"] for one in paying.show(payment)["items"]}
    back = stated[paying.second]
    paying.confirm(payment, paid=[stated[paying.first]], returned={back: "口座なし"})
    out = sum(items.values())
    batch = paying.take(f"2027-01-29,-{out},ｿｳｺﾞｳﾌﾘｺﾐ", f"2027-01-29,{items[back]},ｸﾐﾓﾄﾞｼ")
    whole, returned = propose(money.register, paying.cash)
    assert (whole.kind, returned.kind) == ("payment", "returned")
    paying.match(batch, 1, **whole.parts[0])
    paying.match(batch, 2, **returned.parts[0])
    found = compare(money.register, paying.cash, paying.bank.today())
    assert differences(found) == {}
    assert found.book.book_minor == 1_000_000 - out + items[back]
    assert ("unexplained", None) not in owed(found)
