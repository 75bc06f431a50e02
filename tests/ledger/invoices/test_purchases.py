"""Purchase documents: figures from the statement, confirmed or deemed, objected to and replaced."""

from datetime import date, timedelta

import pytest
from invoice_stage import NUMBERS, PAPER, Bought, bought_world, purchase_of
from money_stage import Money
from stage import studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.errors import Refused
from ledger.invoices.commands import ClassOverride, ConfirmPurchase, ObjectPurchase, Sent
from ledger.invoices.drafting import Asked, drafted, statement_row
from ledger.invoices.reading import purchases, show_purchase
from ledger.invoices.sheets import purchase_sheet
from ledger.invoices.summary import summary, summary_csv
from ledger.jobs.invoice_files import purchase_files
from ledger.jobs.purchases import Presented, present_statement
from ledger.parties.commands import NoteRegistration
from ledger.rebuild import compare_views
from ledger.statements.views import show as show_statement


@pytest.fixture
def world(money: Money) -> Bought:
    return bought_world(money)


def test_each_payee_gets_a_document_of_his_class(world: Bought) -> None:
    """Of 1,000,000 the author gets 3% = 30,000 and 10% of tax; of the 970,000 left the writer gets
    2% = 19,400, and 19,400 x 10/110 = 1,763.6, cut to 1,763, is the tax in it; of 950,600 abroad
    gets 1% = 9,506; of 941,094 the partner gets a third = 313,698. The lead's own part is no
    purchase.
    """
    world.state()
    presented = world.present()
    assert (len(presented.recorded), presented.left_out, presented.unpaid) == (4, (), 1)
    author, writer = purchase_of(world, world.author), purchase_of(world, world.writer)
    assert (author["total_minor"], author["is_qualified"]) == (33_000, True)
    assert (writer["total_minor"], writer["is_qualified"]) == (19_400, False)
    shown = {payee: show(world, payee) for payee in (world.author, world.writer, world.abroad)}
    assert shown[world.author]["classes"] == [
        {"tax_class": "standard", "base_minor": 30_000, "tax_minor": 3_000, "rate": "10%"}
    ]
    assert shown[world.writer]["classes"] == [
        {"tax_class": "standard", "base_minor": 17_637, "tax_minor": 1_763, "rate": "10%"}
    ]
    assert shown[world.abroad]["classes"] == [
        {"tax_class": "out_of_scope", "base_minor": 9_506, "tax_minor": 0}
    ]
    (partner,) = show(world, world.partner)["classes"]
    assert partner == {"tax_class": "not_taxable", "base_minor": 313_698, "tax_minor": 0}
    assert shown[world.author]["number"] == NUMBERS[2]
    assert "number" not in shown[world.writer]


def show(world: Bought, payee: str, viewer: Viewer = OPERATOR_VIEWER) -> dict[str, object]:
    found = purchase_of(world, payee)
    with world.money.ledger.reading() as conn:
        shown = show_purchase(conn, found["id"], viewer, world.today())
    assert shown is not None
    return shown


@pytest.mark.parametrize(
    ("day", "rate", "creditable"),
    [(date(2026, 9, 30), "80%", 1_410), (date(2026, 10, 1), "70%", 1_234)],
)
def test_what_is_paid_never_changes_and_only_the_payer_reads_the_credit(
    money: Money, day: date, rate: str, creditable: int
) -> None:
    """The writer is paid 19,400 - 1,980 (10.21%) = 17,420 on the last day of 80% and on the first
    of 70%; the payer credits 1,410 (80% of 1,763 = 1,410.4) or 1,234 (70% = 1,234.1).
    """
    world = bought_world(money)
    statements = world.state(payment_date=day)
    world.present()
    with money.ledger.reading() as conn:
        statement = show_statement(conn, statements[world.writer], OPERATOR_VIEWER)
    assert statement is not None
    transfer, credit = statement["transfer_minor"], show(world, world.writer)["credit"]
    assert transfer == 17_420
    assert (credit["kind"], credit["rate"], credit["creditable_minor"]) == (
        "transitional", rate, creditable,
    )  # fmt: skip
    assert "credit" in show(world, world.writer, Viewer("studio", world.lead))
    assert "credit" not in show(world, world.writer, Viewer("creator", world.writer))


def test_a_stranger_and_other_payees_see_nothing(world: Bought) -> None:
    world.state()
    world.present()
    found = purchase_of(world, world.author)
    with world.money.ledger.reading() as conn:
        for party in (world.writer, world.licensee):
            viewer = Viewer("creator", party)
            assert show_purchase(conn, found["id"], viewer, world.today()) is None
        own = purchases(conn, Viewer("creator", world.writer), world.today())
    assert [one["payee"] for one in own] == [world.writer]


def test_silence_confirms_by_clause_on_the_day_after_the_last(world: Bought) -> None:
    world.agree(world.author)
    world.state()
    world.present()
    found, today = purchase_of(world, world.author), world.today()
    assert found["confirm_by"] == (today + timedelta(days=14)).isoformat()
    standings = []
    with world.money.ledger.reading() as conn:
        for days in (14, 15):
            shown = show_purchase(conn, found["id"], OPERATOR_VIEWER, today + timedelta(days=days))
            assert shown is not None
            standings.append((shown["standing"], shown.get("since")))
    since = (today + timedelta(days=15)).isoformat()
    assert standings == [("waiting", None), ("deemed", since)]


def test_without_a_clause_nothing_is_deemed(world: Bought) -> None:
    world.agree(world.author)
    world.agree(world.author, days=None)
    world.state()
    world.present()
    found = purchase_of(world, world.author)
    with world.money.ledger.reading() as conn:
        shown = show_purchase(conn, found["id"], OPERATOR_VIEWER, date(2036, 1, 1))
    assert shown is not None
    assert (shown["standing"], shown["confirm_by"]) == ("waiting", None)


def test_the_supplier_confirms_and_nobody_else(world: Bought) -> None:
    world.state()
    world.present()
    money, id = world.money, purchase_of(world, world.author)["id"]
    by_lead = ConfirmPurchase(purchase=id, by=world.lead)
    assert money.refused(by_lead, studio(world.lead)).code == "purchase-confirmed-by-other"
    confirm = ConfirmPurchase(purchase=id, by=world.author)
    assert money.refused(confirm).code == "purchase-document-missing"
    assert money.refused(confirm, studio(world.partner)).code == "purchase-not-found"
    money.record(confirm, studio(world.author))
    assert purchase_of(world, world.author)["standing"] == "confirmed"
    assert money.refused(confirm, studio(world.author)).code == "purchase-confirmed"


def test_an_objection_stops_the_deeming_and_lets_another_document_come(world: Bought) -> None:
    world.agree(world.author)
    statements = world.state()
    world.present()
    money, first = world.money, purchase_of(world, world.author)["id"]
    wrong = ObjectPurchase(purchase=first, by=world.author, reason="行がちがう", line=9)
    assert money.refused(wrong, studio(world.author)).code == "purchase-line-unknown"
    again = Asked(Sent(on=world.today()), replaces=first)
    with pytest.raises(Refused) as early:
        present_statement(money.register, statements[world.author], again)
    assert early.value.code == "purchase-exists"
    objection = ObjectPurchase(purchase=first, by=world.author, reason="区分がちがう", line=1)
    money.record(objection, studio(world.author))
    with money.ledger.reading() as conn:
        shown = show_purchase(conn, first, OPERATOR_VIEWER, date(2036, 1, 1))
    assert shown is not None
    assert (shown["standing"], shown["said"][0]["reason"]) == ("objected", "区分がちがう")
    present_statement(money.register, statements[world.author], again)
    second = purchase_of(world, world.author)
    assert (second["standing"], second["id"] != first) == ("waiting", True)
    confirm = ConfirmPurchase(purchase=first, by=world.author)
    assert money.refused(confirm, studio(world.author)).code == "purchase-replaced"


def test_a_registration_that_ended_makes_no_qualified_document(world: Bought) -> None:
    """The statement added 3,000 of tax and pays it; the payer credits the transitional part of it:
    70% on 30 April 2027 (2,100)."""
    statements = world.state(payment_date=date(2027, 4, 30))
    world.money.record(
        NoteRegistration(
            party=world.author, kind="ended", day=date(2026, 11, 1), number=NUMBERS[2],
            source="公表サイト",
        )
    )  # fmt: skip
    world.present()
    assert statements
    shown = show(world, world.author)
    assert (shown["is_qualified"], shown["total_minor"]) == (False, 33_000)
    credit = shown["credit"]
    assert (credit["kind"], credit["creditable_minor"]) == ("transitional", 2_100)  # type: ignore[index]


def test_a_class_may_be_decided_where_the_statement_added_no_tax(world: Bought) -> None:
    statements = world.state()
    override = ClassOverride(line=1, tax_class="out_of_scope", reason="国外の役務", document=PAPER)
    asked = Asked(Sent(on=world.today()), overrides=(override,))
    present_statement(world.money.register, statements[world.writer], asked)
    shown = show(world, world.writer)
    assert [one["tax_class"] for one in shown["lines"]] == ["out_of_scope"]  # type: ignore[attr-defined]
    assert shown["total_minor"] == 19_400
    with pytest.raises(Refused) as refused:
        present_statement(world.money.register, statements[world.author], asked)
    assert refused.value.code == "purchase-tax-differs"


def test_a_statement_is_presented_once(world: Bought) -> None:
    statements = world.state()
    asked = Asked(Sent(on=world.today()))
    present_statement(world.money.register, statements[world.author], asked)
    with pytest.raises(Refused) as refused:
        present_statement(world.money.register, statements[world.author], asked)
    assert refused.value.code == "purchase-exists"
    assert len(world.present().recorded) == 3
    assert world.present() == Presented((), (), 1)  # the lead's own part is left


def test_the_summary_tells_what_may_be_credited_and_what_waits(world: Bought) -> None:
    world.agree(world.author)
    world.state(payment_date=date(2026, 11, 30))
    world.present()
    today = world.today()
    with world.money.ledger.reading() as conn:
        span = (world.lead, date(2026, 11, 1), date(2026, 11, 30))
        now = summary(conn, *span, today)
        later = summary(conn, *span, today + timedelta(days=15))
    assert credits(now) == {"unconfirmed": (2, 0), "none": (2, 0)}
    assert credits(later) == {"full": (1, 3_000), "unconfirmed": (1, 0), "none": (2, 0)}
    table = summary_csv(later).decode("utf-8-sig").splitlines()
    assert table[0].startswith("仕入・売上,通貨,区分,税率,控除")
    assert "仕入,JPY,課税,10%,全額,1,30000,3000,3000" in table


def credits(rows: list[dict[str, object]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        count, sum_ = found.get(str(row["credit"]), (0, 0))
        found[str(row["credit"])] = (
            count + int(str(row["count"])), sum_ + int(str(row["creditable_minor"])),
        )  # fmt: skip
    return found


def test_views_follow_from_the_facts(money_anywhere: Money) -> None:
    world = bought_world(money_anywhere)
    world.agree(world.author)
    world.state()
    world.present()
    id = purchase_of(world, world.author)["id"]
    money_anywhere.record(
        ObjectPurchase(purchase=id, by=world.author, reason="誤り"), studio(world.author)
    )
    assert compare_views(money_anywhere.register.engine)[1] == []


def test_the_same_statement_makes_the_same_bytes(world: Bought) -> None:
    statements = world.state()
    asked = Asked(Sent(on=world.today()))
    with world.money.ledger.reading() as conn:
        fields = drafted(conn, statement_row(conn, statements[world.author]), asked)
    sheet = purchase_sheet("pinv_x", fields, world.money.sheet(statements[world.author]))
    (first,), (second,) = purchase_files([sheet]), purchase_files([sheet])
    assert first == second
