"""What stands on the pages of purchase documents and invoices, and what goes with a person."""

from datetime import timedelta

import pypdfium2 as pdfium
import pytest
from invoice_stage import MARCH, NUMBERS, Bought, bought_world, purchase_of
from money_stage import Money, rate, step, terms
from stage import member

from ledger.access.views import OPERATOR_VIEWER
from ledger.invoices.commands import Sent
from ledger.invoices.reading import show_purchase
from ledger.invoices.sales import SaleAsked
from ledger.jobs.invoices import issue_invoice
from ledger.jobs.purchases import present_period
from ledger.log import canonical
from ledger.subjects.destroying import statement_files
from ledger.values import DocumentRef


@pytest.fixture
def world(money: Money) -> Bought:
    found = bought_world(money)
    found.register_members()
    found.agree(found.author)
    found.state()
    found.present()
    return found


def text_of(data: bytes) -> str:
    with pdfium.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "".join(pages).replace("\r\n", "").replace(" ", "")


def pages(world: Bought, files: tuple[DocumentRef, ...] | list[dict[str, str]]) -> dict[str, str]:
    """Language to the text of its PDF."""
    named = [one if isinstance(one, dict) else one.model_dump() for one in files]
    return {
        str(one["title"]).split(".")[1]: text_of(world.money.register.blobs.get(one["sha256"]))
        for one in named
        if str(one["title"]).endswith(".pdf")
    }


def shown(world: Bought, payee: str) -> dict[str, object]:
    with world.money.ledger.reading() as conn:
        found = show_purchase(conn, purchase_of(world, payee)["id"], OPERATOR_VIEWER, world.today())
    assert found is not None
    return found


def test_a_purchase_document_has_all_that_the_law_asks_for(world: Bought) -> None:
    told = pages(world, shown(world, world.author)["files"])  # type: ignore[arg-type]
    for words in (
        "仕入明細書", "作成者（支払者）星雲スタジオ", "原作工房", NUMBERS[2], "取引の期間2026年3月",
        "課税10%30,0003,00033,000", "消費税法30条9項3号", "契約（第12条3項）により、確認があったもの",
    ):  # fmt: skip
        assert words in told["ja"], words
    for words in ("Purchasestatement", "Registrationnumber" + NUMBERS[2], "Taxable10%", "33,000"):
        assert words in told["en"], words


def test_a_writer_without_a_number_reads_nothing_of_the_payers_credit(world: Bought) -> None:
    found = shown(world, world.writer)
    told = pages(world, found["files"])  # type: ignore[arg-type]
    assert "お支払額が変わることはありません" in told["ja"]
    credit = found["credit"]
    for secret in (f"{credit['creditable_minor']:,}", "経過措置", credit["rate"]):  # type: ignore[index]
        assert secret not in told["ja"]
    (sheet,) = [one for one in found["files"] if one["title"].endswith(".json")]  # type: ignore[attr-defined]
    data = canonical.decode(world.money.register.blobs.get(sheet["sha256"]))
    assert "credit" not in data


def test_an_invoice_names_committee_member_number_and_tax(world: Bought) -> None:
    today = world.today()
    asked = SaleAsked("invoice", world.report, today, today + timedelta(days=30))
    (_, issued) = issue_invoice(world.money.register, asked).events
    told = pages(world, issued.files)  # type: ignore[attr-defined]
    for words in (
        "請求書（適格請求書）", "配信プラットフォーム御中", "製作委員会（組合員星雲スタジオ）",
        NUMBERS[0], f"{today.year}-0001", "課税10%1,000,000100,0001,100,000",
    ):  # fmt: skip
        assert words in told["ja"], words


def test_files_that_name_a_person_go_with_her(world: Bought) -> None:
    with world.money.ledger.reading() as conn:
        gone = statement_files(conn, [world.writer])
        kept = statement_files(conn, [world.author])
    files = {one["sha256"] for one in shown(world, world.writer)["files"]}  # type: ignore[attr-defined]
    assert files <= gone
    assert not files & kept


def test_three_lines_of_335_bear_tax_of_100_from_report_to_document(money: Money) -> None:
    """CT-01 on the real path. Of 335,000: 1/1000 = 335; of 334,665 left 1/999 = 335; of 334,330
    left 1/998 = 335. Base 1,005, tax 100.5, cut to 100; line by line it were 3 x 33 = 99."""
    lead = money.company("星雲スタジオ", invoice_number=NUMBERS[0])
    author = money.company("原作工房", invoice_number=NUMBERS[2])
    licensee = money.company("配信プラットフォーム")
    work = money.work("星の図書館", lead)
    parts = [
        step(f"part{number}", "royalty/1", basis="received", rate=rate(1, den), payee=author)
        for number, den in enumerate((1000, 999, 998))
    ]
    partner = money.company("銀河出版")
    committee = money.committee(member(lead, "2/3"), member(partner, "1/3"), works=(work,))
    rest = step("rest", "split/1", holders=f"committee:{committee}/investment")
    agreement = money.agreement(
        lead, terms(*parts, rest), kind="committee", committee=committee, works=(work,),
        parties=(lead, partner),
    )  # fmt: skip
    money.receive(agreement, money.sales(agreement, licensee, work, 335_000), 335_000)
    money.run(agreement, MARCH)
    statement = money.issue(lead, MARCH)[author]
    assert [line.amount_minor for line in statement.lines] == [335, 335, 335]
    world = Bought(
        money, lead, partner, author, lead, lead, licensee, work, committee, agreement, ""
    )
    present_period(money.register, lead, MARCH, Sent(on=world.today()))
    found = shown(world, author)
    assert found["classes"] == [
        {"tax_class": "standard", "base_minor": 1005, "tax_minor": 100, "rate": "10%"}
    ]
    assert statement.totals.consumption_tax == 100
