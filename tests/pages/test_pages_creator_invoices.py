"""Purchase statements that payers made in a creator's name, on her pages."""

from sqlalchemy import select

from ledger.clock import tokyo_date
from ledger.command import Actor
from ledger.invoices.commands import Sent
from ledger.invoices.drafting import Asked
from ledger.jobs.purchases import present_statement
from ledger.statements.views import StatementRow
from ledger.store.views import table_of
from tests.pages.creator_stage import at_pages, persons, statement_of
from tests.pages.stand import Site


def _presented(site: Site, party: str) -> str:
    """Let the payer of somebody's last statement present it; return the document."""
    statement, register = statement_of(site, party), site.register
    table = table_of(StatementRow)
    with register.ledger.reading() as conn:
        query = select(table.c.payer).where(table.c.id == statement)
        payer = str(conn.execute(query).scalar_one())
    asked = Asked(Sent(on=tokyo_date(register.clock.now())), "home", (), None)
    actor = Actor("studio", payer, "tok_00000000000000000000000009")
    recorded = present_statement(register, statement, asked, actor=actor)
    return str(dict(recorded.events[0])["id"])


def test_who_has_none_is_told_where_they_come_from(site: Site) -> None:
    with at_pages(site, persons(site)[-1]) as creator:
        assert "仕入明細書はまだありません" in creator.get("/my/invoices")


def test_a_document_is_read_line_by_line_and_objected_to_then_confirmed(site: Site) -> None:
    party = persons(site)[14]
    there = f"/my/invoices/{_presented(site, party)}"
    with at_pages(site, party) as creator:
        assert there in creator.get("/my/invoices")
        page = creator.get(there)
        assert "確認待ち" in page
        assert "1. " in page
        assert "Purchase statement" in creator.get(there, "en")
        status, page = creator.send(there, f"{there}/objection", {"reason": "", "line": "1"})
        assert status == 422
        assert 'id="e-reason"' in page
        sent = {"reason": "一行目の額が違います", "line": "1"}
        assert creator.send(there, f"{there}/objection", sent)[0] == 303
        assert "異議あり" in creator.get(there)
        assert creator.send(there, f"{there}/confirmation", {})[0] == 303
        assert "確認済み" in creator.get(there)
    with at_pages(site, persons(site)[-1]) as stranger:
        assert stranger.http.get(f"/ja{there}").status_code == 404
