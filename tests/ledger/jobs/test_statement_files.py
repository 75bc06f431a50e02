"""The files of a statement: made at issue in the formats asked for, listed with their hashes."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from disputes_stage import Disputes
from money_stage import Money, rate, step, terms
from paid_world import Paid
from sqlalchemy import select

from ledger.access.views import OPERATOR_VIEWER
from ledger.errors import RuleViolation
from ledger.jobs.disclose import Discloser
from ledger.jobs.payouts import Asked, run_payout
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.statement_files import FORMATS, makers_of
from ledger.jobs.statement_zip import read_statement_zip, statement_zip
from ledger.jobs.statements import issue_statements
from ledger.jobs.verify import verify_register
from ledger.log import canonical
from ledger.papers.statement import statement_paper
from ledger.papers.typesetting import typeset
from ledger.royalties.views import RunPayeeRow
from ledger.statements.events import StatementIssued
from ledger.statements.files import file_of
from ledger.statements.views import page
from ledger.store.nodes import TileCache
from ledger.store.views import table_of


@pytest.fixture
def closed(reported: Paid) -> Paid:
    """March was run, and nothing is stated."""
    run_payout(reported.money.register, Asked(reported.agreement, "2026-03"))
    return reported


def issued(money: Money, payer: str, **more: Any) -> dict[str, StatementIssued]:
    recorded = issue_statements(money.register, payer=payer, period="2026-03", **more)
    events = [event for item in recorded for event in item.events]
    return {event.payee: event for event in events if isinstance(event, StatementIssued)}


def content(money: Money, statement: StatementIssued, format: str, lang: str = "ja") -> bytes:
    file = file_of([one.model_dump() for one in statement.files], format, lang)
    assert file is not None
    return money.register.blobs.get(file["sha256"])


def test_every_file_of_a_statement_is_listed_with_its_hash(closed: Paid) -> None:
    statement = issued(closed.money, closed.studio, formats=FORMATS)[closed.writer]
    suffixes = ("json", "csv", "ja.pdf", "en.pdf", "ja.xlsx", "en.xlsx")
    assert [file.title for file in statement.files] == [f"{statement.id}.{s}" for s in suffixes]
    for file in statement.files:
        assert sha256(closed.money.register.blobs.get(file.sha256)).hexdigest() == file.sha256
    assert content(closed.money, statement, "pdf", "en").startswith(b"%PDF")
    assert content(closed.money, statement, "xlsx").startswith(b"PK")
    report = verify_register(closed.money.register, views=True, commands=True)
    assert report.findings == ()


def test_whoever_has_the_json_can_print_the_same_bytes(closed: Paid) -> None:
    statement = issued(closed.money, closed.studio, formats=["pdf"])[closed.studio]
    sheet = canonical.decode(content(closed.money, statement, "json"))
    assert sheet["works"][closed.work]["ja"] == "星の図書館"
    for lang in ("ja", "en"):
        assert typeset(statement_paper(sheet, lang)) == content(
            closed.money, statement, "pdf", lang
        )


def test_the_address_of_the_register_is_on_the_paper_as_a_code(closed: Paid) -> None:
    url = "https://ledger.example"
    register = replace(closed.money.register, public_url=url)
    (first, *_) = issue_statements(register, payer=closed.studio, period="2026-03", formats=["pdf"])
    (statement,) = (each for each in first.events if isinstance(each, StatementIssued))
    sheet = canonical.decode(content(closed.money, statement, "json"))
    assert content(closed.money, statement, "pdf") == typeset(statement_paper(sheet, "ja", url))
    assert statement_paper(sheet, "ja", url).address.startswith(f"{url}/ja/check/statements/stmt_")


def test_without_a_wish_there_are_json_and_csv(closed: Paid) -> None:
    statement = issued(closed.money, closed.studio)[closed.writer]
    assert [file.media_type for file in statement.files] == ["application/json", "text/csv"]


def test_an_unknown_format_is_refused_before_anything_is_issued(closed: Paid) -> None:
    with pytest.raises(RuleViolation, match="statement-format-unknown"):
        issued(closed.money, closed.studio, formats=["pdf", "docx"])
    assert issued(closed.money, closed.studio)


def test_the_statements_of_a_period_add_up_to_its_runs(closed: Paid) -> None:
    """500,000 arrived and are divided whole: 50,000 + 4,500 + 297,000 + 148,500."""
    statements = issued(closed.money, closed.studio, formats=FORMATS)
    stated: dict[str, int] = defaultdict(int)
    for statement in statements.values():
        sheet = canonical.decode(content(closed.money, statement, "json"))
        for line in sheet["lines"]:
            stated[line["run"]] += line["amount_minor"]
    table = table_of(RunPayeeRow)
    given: dict[str, int] = defaultdict(int)
    with closed.money.ledger.reading() as conn:
        for row in conn.execute(select(table)).mappings():
            given[row["run_id"]] += row["amount_minor"] - row["kept_minor"]
    assert stated == given
    assert sum(stated.values()) == 500_000


def test_a_name_that_cannot_be_printed_holds_up_no_other_payee(money: Money) -> None:
    """Her statement is refused by name; as JSON and CSV it can be issued all the same."""
    payer, her, him = (
        money.company("星雲スタジオ"),
        money.named_person("祝😀"),
        money.named_person("青空"),
    )
    clauses = terms(
        *(
            step(name, "royalty/1", basis="received", rate=rate(1, 100), payee=payee)
            for name, payee in (("her", her), ("him", him))
        )
    )
    agreement = money.agreement(payer, clauses, works=(work := money.work("星"),))
    money.receive(agreement, money.sales(agreement, payer, work, 100_000), 100_000)
    money.run(agreement)
    with pytest.raises(RuleViolation) as caught:
        issued(money, payer, formats=FORMATS)
    assert (caught.value.code, caught.value.fields["payee"]) == ("glyph-missing", her)
    assert set(issued(money, payer, formats=["csv"])) == {her}
    with money.ledger.reading() as conn:
        rows = conn.execute(select(table_of(RunPayeeRow))).mappings().all()
    assert all(row["statement_id"] for row in rows)
    assert him in {row["party_id"] for row in rows}


def test_the_evidence_of_a_statement_has_all_its_files(closed: Paid) -> None:
    statement = issued(closed.money, closed.studio, formats=FORMATS)[closed.writer]
    publish_checkpoint(closed.money.register)
    with closed.money.ledger.reading() as conn:
        maker = Discloser(conn, TileCache(), OPERATOR_VIEWER)
        package = maker.statement(statement.id, closed.money.register.blobs)
    members = read_statement_zip(statement_zip(package))
    assert members[f"{statement.id}.ja.pdf"] == content(closed.money, statement, "pdf")
    assert members[f"{statement.id}.en.xlsx"] == content(closed.money, statement, "xlsx", "en")


def test_json_is_always_among_the_formats() -> None:
    assert list(makers_of(["xlsx"])) == ["json", "xlsx"]
    assert list(makers_of([])) == ["json"]


def test_the_next_statement_says_which_line_is_contested(paid: Paid) -> None:
    """The writer contests 1,000 of March; nobody else reads of it."""
    money, stage = paid.money, Disputes(paid.money, paid)
    dispute = stage.open()
    money.record(dispute)
    report = money.sales(paid.agreement, paid.platform, paid.work, 100_000, period="2026-05")
    money.receive(paid.agreement, report, 100_000, received_on=date(2026, 5, 20))
    money.run(paid.agreement, "2026-05")
    issue_statements(money.register, payer=paid.studio, period="2026-05")
    with money.ledger.reading() as conn:
        rows = page(conn, OPERATOR_VIEWER, period="2026-05")
    notes = {row["payee"]: money.sheet(row["id"])["notes"] for row in rows}
    told = f"（{dispute.id}、1,000円、回答期限 2026-12-31）"
    assert [note for note in notes[paid.writer]["ja"] if told in note and stage.statement in note]
    assert [note for note in notes[paid.writer]["en"] if f"({dispute.id}, JPY 1,000," in note]
    assert [payee for payee, said in notes.items() if dispute.id in str(said)] == [paid.writer]
