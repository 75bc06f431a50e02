"""`daicho invoices`: present, confirm, object, issue, credit, list, show, export and sum up."""

import re
from pathlib import Path

import pytest
from cli_stage import Daicho
from paid_world import Paid

JAPANESE = re.compile("[぀-ヿ㐀-鿿]")
DOCUMENT = ("--document", "d" * 64)


@pytest.fixture
def presented(on_world: Daicho, world: Paid) -> str:
    """The writer's document for March."""
    terms = ("--payer", world.studio, "--payee", world.writer, "--day", "2026-01-01")
    on_world.data("invoices", "agree", *terms, "--days", "14", "--clause", "第9条", *DOCUMENT)
    done = on_world.data("invoices", "present", "--payer", world.studio, "--period", "2026-03")
    (item,) = [one for one in done["items"] if one["payee"] == world.writer]
    return str(item["id"])


def test_a_period_is_presented_confirmed_by_silence_and_listed(
    on_world: Daicho, world: Paid, presented: str
) -> None:
    listed = on_world.data("invoices", "list", "--payee", world.writer)["items"]
    assert [(one["id"], one["standing"]) for one in listed] == [(presented, "waiting")]
    later = on_world.data("invoices", "list", "--payee", world.writer, "--on", "2999-01-01")
    assert later["items"][0]["standing"] == "deemed"
    again = on_world("invoices", "present", "--payer", world.studio, "--period", "2026-02")
    assert "purchase-none" in again.err


def test_an_objection_is_recorded_and_another_document_takes_its_place(
    on_world: Daicho, world: Paid, presented: str
) -> None:
    on_world.data("invoices", "object", presented, "--reason", "国外の仕事です。", "--line", "1")
    shown = on_world.data("invoices", "show", presented)
    assert (shown["standing"], shown["said"][0]["by"]) == ("objected", world.writer)
    done = on_world.data(
        "invoices", "present", "--statement", shown["statement"], "--replaces", presented,
        "--line", "1=out_of_scope", "--reason", "国外の役務", *DOCUMENT,
    )  # fmt: skip
    (item,) = done["items"]
    lines = on_world.data("invoices", "show", item["id"])["lines"]
    assert [line["tax_class"] for line in lines] == ["out_of_scope"]


def test_a_confirmation_by_the_operator_needs_a_document(on_world: Daicho, presented: str) -> None:
    assert "purchase-document-missing" in on_world("invoices", "confirm", presented).err
    on_world.data("invoices", "confirm", presented, *DOCUMENT)
    assert on_world.data("invoices", "show", presented)["standing"] == "confirmed"


def test_a_committee_that_may_not_is_told_why_and_a_plain_invoice_is_made(
    on_world: Daicho, world: Paid, tmp_path: Path
) -> None:
    asked = ("invoices", "issue", "--report", world.report, "--due", "2999-12-31")
    refused = on_world(*asked)
    assert refused.code != 0
    assert "invoice-committee-not-registered" in refused.err
    assert world.partner in refused.err
    told = on_world("--lang", "ja", *asked).err
    assert f"{world.partner}: 2026-01-01 から適格請求書発行事業者の登録がありません。" in told
    assert "全員が登録事業者である旨の届出がありません。" in told
    made = on_world.data(*asked, "--plain")
    assert (made["number"].split("-")[1], made["is_qualified"]) == ("0001", False)
    (one,) = on_world.data("invoices", "list", "--sales")["items"]
    assert one["id"] == made["id"]
    assert "請求書番号" in on_world("--lang", "ja", "invoices", "list", "--sales").out
    page = tmp_path / "invoice.pdf"
    on_world.data("invoices", "export", made["id"], "--save", str(page))
    assert page.read_bytes().startswith(b"%PDF")
    assert "credit-nothing" in on_world("invoices", "credit", "--report", world.report).err


def test_a_summary_is_written_as_a_table(
    on_world: Daicho, world: Paid, presented: str, tmp_path: Path
) -> None:
    assert presented
    out = tmp_path / "summary.csv"
    rows = on_world.data(
        "invoices", "summary", "--payer", world.studio, "--from", "2026-01-01", "--to",
        "2027-12-31", "--save", str(out),
    )["items"]  # fmt: skip
    assert {row["tax_class"] for row in rows} == {"standard", "not_taxable"}
    assert out.read_bytes().startswith("\ufeff仕入・売上".encode())


def test_what_is_shown_is_in_one_language(on_world: Daicho, presented: str) -> None:
    shown = on_world("--lang", "ja", "invoices", "show", presented)
    for word in ("消費税の区分", "確認の状態", "異議の期限", "支払者の仕入税額控除", "経過措置"):
        assert word in shown.out
    assert "standing" not in shown.out
    english = on_world("--lang", "en", "invoices", "list").out
    assert "standing" in english
    assert not JAPANESE.search(english.split("pinv_")[0])


def test_a_registration_is_noted(on_world: Daicho, world: Paid) -> None:
    noted = (
        "invoices", "registration", world.writer, "--kind", "registered", "--day", "2026-11-01",
        "--number", "T7000012050002", "--source", "公表サイト",
    )  # fmt: skip
    on_world.data(*noted)
    assert "registration-unchanged" in on_world(*noted).err


def test_options_that_say_too_little_are_named(on_world: Daicho, presented: str) -> None:
    wrong = on_world("invoices", "present", "--statement", presented, "--line", "x=free")
    assert "tax-class-option" in wrong.err
    missing = on_world("invoices", "show", "pinv_01KAM3Z4T0V6S8Q2YB5C9D7E1F")
    assert "invoice-not-found" in missing.err
