"""What the bank says: paid, returned, or a file that is not this payment's."""

from datetime import date

import pytest
from bank_stage import FIRST, PAPER
from money_stage import Money
from payment_stage import PAY_ON, Payer, refused_code

from ledger.approvals.commands import Approve
from ledger.command import SYSTEM, Actor
from ledger.errors import Conflict
from ledger.jobs.payments import confirm_payment
from ledger.jobs.verify import verify_register
from ledger.payments.results import ResultProfile

HEADINGS = "EDI情報,振込金額,振込指定日,処理結果,理由"


@pytest.fixture
def payer(money: Money) -> Payer:
    """A studio that owes two people 89,790 and 898."""
    payer = Payer(money)
    for number, (name, amount) in enumerate((("青空 純", 100_000), ("月野 桃", 1_000))):
        person = payer.person(name)
        payer.with_account(person, account_number=f"111111{number}")
        payer.owe({person: amount})
    return payer


def result(payer: Payer, payment: str, *, day: str = "20270129", **words: str) -> bytes:
    """The bank's file: everything paid, but for the statements that are named with a reason."""
    lines = [HEADINGS]
    for item in payer.show(payment)["items"]:
        reason = words.get(item["statement_id"], "")
        said = "組戻" if reason else "正常"
        lines.append(f"{item['reference']},{item['transfer_minor']},{day},{said},{reason}")
    return "\r\n".join(lines).encode("cp932")


def take(payer: Payer, payment: str, data: bytes) -> None:
    """Take a result file on the day after the payment."""
    if payer.bank.today() <= PAY_ON:
        payer.bank.pass_days((PAY_ON - payer.bank.today()).days + 1)
    confirm_payment(payer.money.register, payment, data, ResultProfile(), actor=FIRST)


def test_the_banks_file_says_what_was_paid_and_what_came_back(payer: Payer) -> None:
    payment, _ = payer.sent()
    first, second = (item["statement_id"] for item in payer.show(payment)["items"])
    take(payer, payment, result(payer, payment, **{second: "口座名義相違"}))
    shown = {item["statement_id"]: item for item in payer.show(payment)["items"]}
    assert (shown[first]["status"], shown[first]["paid_on"]) == ("paid", "2027-01-29")
    assert (shown[second]["status"], shown[second]["reason"]) == ("returned", "口座名義相違")
    assert payer.show(payment)["status"] == "done"


def test_what_came_back_is_payable_again_but_not_to_that_account(payer: Payer) -> None:
    payment, _ = payer.sent()
    first, second = (item["statement_id"] for item in payer.show(payment)["items"])
    payer.confirm(payment, paid=[first], returned={second: "口座なし"})
    left = payer.prepare()
    assert [(one.statement, one.reason) for one in left.left_out] == [
        (second, "bank-details-returned")
    ]
    payee = left.left_out[0].payee
    own = Actor("creator", payee, "tok_00000000000000000000000009", stepped_up=True)
    payer.bank.confirm(payer.bank.propose(payee, actor=own))
    payer.bank.pass_days()
    (item,) = payer.show(payer.one())["items"]
    assert (item["statement_id"], item["is_first"]) == (second, True)


def test_a_file_of_another_month_is_refused_naming_both_days(payer: Payer) -> None:
    payment, _ = payer.sent()
    with pytest.raises(Conflict) as refusal:
        take(payer, payment, result(payer, payment, day="20261229"))
    assert refusal.value.code == "result-of-another-day"
    assert (refusal.value.fields["value"], refusal.value.fields["expected"]) == (
        "20261229", "20270129",
    )  # fmt: skip


def test_a_file_of_another_payment_is_refused_naming_both_payments(payer: Payer) -> None:
    first, _ = payer.sent()
    person = payer.person("三人目")
    payer.with_account(person, account_number="3333333")
    payer.owe({person: 5_000})
    other, _ = payer.sent()
    with pytest.raises(Conflict) as refusal:
        take(payer, other, result(payer, first))
    assert refusal.value.code == "result-of-another-payment"
    assert (refusal.value.fields["other"], other != first) == (first, True)


def test_a_file_with_another_sum_is_refused(payer: Payer) -> None:
    payment, _ = payer.sent()
    data = result(payer, payment).replace(b",89790,", b",89791,")
    assert refused_code(lambda: take(payer, payment, data)) == "result-sum-differs"


def test_the_same_file_twice_is_refused_naming_the_payment(payer: Payer) -> None:
    payment, _ = payer.sent()
    data = result(payer, payment)
    take(payer, payment, data)
    with pytest.raises(Conflict) as refusal:
        take(payer, payment, data)
    assert (refusal.value.code, refusal.value.fields["payment"]) == ("result-taken", payment)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b",20270129,", b",Jan 29,"), "result-cell-wrong"),
        ((b",89790,", b",89.790,"), "result-cell-wrong"),
        ((b"89790", b"9" * 5_000), "result-cell-wrong"),
        (("正常".encode("cp932"), b"x" * 200_000), "result-unreadable"),
        (("正常".encode("cp932"), b""), "result-cell-wrong"),
        (("正常".encode("cp932"), "予約".encode("cp932")), "result-cell-wrong"),
        (("正常,".encode("cp932"), "不能,a\0".encode("cp932")), "result-cell-wrong"),
        (("正常,".encode("cp932"), "不能,".encode("cp932") + b"a" * 501), "result-cell-wrong"),
        (("振込金額".encode("cp932"), b"amount"), "result-column-missing"),
        ((b"89790", b"\x81\xff"), "result-encoding-unknown"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    payer: Payer, change: tuple[bytes, bytes], code: str
) -> None:
    payment, _ = payer.sent()
    data = result(payer, payment).replace(*change)
    assert refused_code(lambda: take(payer, payment, data)) == code


def test_what_was_not_sent_has_no_outcome(payer: Payer) -> None:
    payment = payer.one()
    assert refused_code(lambda: payer.confirm(payment)) == "payment-not-sent"


def test_no_outcome_is_recorded_twice_or_before_its_day(payer: Payer) -> None:
    payment, _ = payer.sent()
    early = date(2027, 1, 28)
    assert refused_code(lambda: payer.confirm(payment, on=early)) == "confirm-day-wrong"
    payer.confirm(payment)
    assert refused_code(lambda: payer.confirm(payment)) == "outcome-on-record"


def test_a_payment_is_called_off_until_the_bank_has_it(payer: Payer) -> None:
    payment, _ = payer.sent()
    assert refused_code(lambda: payer.cancel(payment)) == "not-sent-missing"
    payer.cancel(payment, not_sent=PAPER)
    assert payer.show(payment)["status"] == "cancelled"
    assert len(payer.show(payer.one())["items"]) == 2


def test_neither_the_maker_nor_somebody_without_a_token_approves(payer: Payer) -> None:
    assert refused_code(lambda: payer.prepare(actor=SYSTEM)) == "maker-unknown"
    payment = payer.one()
    assert refused_code(lambda: payer.approve(payment, actor=FIRST)) == "approval-by-maker"
    asked = payer.show(payment)["approval"]["asked_index"]
    command = Approve(kind="payments", subject=payment, asked=asked)
    assert refused_code(lambda: payer.money.record(command, SYSTEM)) == "approver-unknown"


def test_everything_verifies_after_a_return_and_a_second_payment(payer: Payer) -> None:
    payment, _ = payer.sent()
    first, second = (item["statement_id"] for item in payer.show(payment)["items"])
    payer.confirm(payment, paid=[first], returned={second: "口座なし"})
    report = verify_register(payer.money.register, views=True, commands=True)
    assert report.findings == ()
