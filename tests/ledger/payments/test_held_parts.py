"""What disputes hold is not paid; what they let go is paid later, and the parts sum up."""

from datetime import date

import pytest
from bank_stage import FIRST
from money_stage import Money
from payment_stage import Payer

from ledger.access.views import OPERATOR_VIEWER
from ledger.disputes.commands import DisputeSubject, OpenDispute
from ledger.disputes.holding_commands import HoldDisputed, LinePortion, ReleaseDisputed
from ledger.jobs.verify import verify_register
from ledger.payments.freelance import judge
from ledger.payments.instalments import Figures, part_figures
from ledger.statements.totals import Payment
from ledger.statements.views import show as show_statement


@pytest.fixture
def payer(money: Money) -> Payer:
    """A studio with an account."""
    return Payer(money)


def contest(payer: Payer, statement: str, amount: int) -> tuple[str, LinePortion]:
    """Let the payer say that the only line gives too much, and hold that."""
    with payer.money.ledger.reading() as conn:
        shown = show_statement(conn, statement, OPERATOR_VIEWER)
    assert shown is not None
    line = {name: shown["lines"][0][name] for name in ("run", "step")}
    dispute = payer.money.new("dsp")
    payer.money.record(
        OpenDispute(
            id=dispute, subject=DisputeSubject(kind="statement_line", id=statement, **line),
            by=payer.studio, against=(shown["payee"],), claim="料率が違います。",
            amount_minor=amount, currency="JPY", answer_by=date(2028, 1, 31),
        )
    )  # fmt: skip
    portion = LinePortion(statement=statement, amount_minor=amount, **line)
    payer.money.record(HoldDisputed(dispute=dispute, by=payer.studio, lines=(portion,)))
    return dispute, portion


def test_a_part_is_taxed_by_what_is_paid_to_date(payer: Payer) -> None:
    """By hand: of 1,500,000, 204,200 are withheld. 1,100,000 first: 122,520; then 81,680."""
    writer = payer.person()
    payer.with_account(writer)
    statement = payer.owe({writer: 1_500_000})[writer]
    dispute, portion = contest(payer, statement, 400_000)
    first, _ = payer.sent()
    (item,) = payer.show(first)["items"]
    assert (item["amount_minor"], item["withholding_minor"], item["held_minor"]) == (
        1_100_000, 122_520, 400_000,
    )  # fmt: skip
    payer.confirm(first)
    assert [one.reason for one in payer.prepare().left_out] == ["disputed-whole"]
    payer.money.record(
        ReleaseDisputed(dispute=dispute, by=payer.studio, lines=(portion,), reason="確認できた。")
    )
    second, _ = payer.sent()
    (rest,) = payer.show(second)["items"]
    assert (rest["amount_minor"], rest["withholding_minor"], rest["is_rest"]) == (
        400_000, 81_680, True,
    )  # fmt: skip
    assert item["transfer_minor"] + rest["transfer_minor"] == 1_500_000 - 204_200
    assert verify_register(payer.money.register, views=True, commands=True).findings == ()


def test_a_statement_that_is_contested_whole_is_left_out(payer: Payer) -> None:
    writer = payer.person()
    payer.with_account(writer)
    statement = payer.owe({writer: 1_000})[writer]
    dispute, _ = contest(payer, statement, 1_000)
    (left,) = payer.prepare(actor=FIRST).left_out
    assert (left.reason, left.about) == ("disputed-whole", {"disputes": [dispute]})


def test_the_last_part_bears_whatever_is_left_of_the_stated_taxes() -> None:
    """By hand: stated 33 of consumption tax, 30 of it borne before: 3 are left."""
    payment = Payment(payee={}, currency="JPY", paid_on=None, is_own=False)  # type: ignore[arg-type]
    found = part_figures(
        {"fee": 333}, {"fee": 300}, {"fee": 33}, Figures(300, 30, 31), payment,
        Figures(333, 33, 33),
    )  # fmt: skip
    assert found == Figures(33, 3, 2)


@pytest.mark.parametrize(
    ("kind", "incomes", "verdict"),
    [
        ("person", {"copyright": 1}, "not"),
        ("person", {"fee": 1}, "unclear"),
        ("company", {"fee": 1}, "unclear"),
        ("public_body", {"fee": 1}, "not"),
    ],
)
def test_whether_the_freelance_law_applies_is_never_guessed(
    kind: str, incomes: dict[str, int], verdict: str
) -> None:
    assert judge(kind, incomes, None).verdict == verdict
