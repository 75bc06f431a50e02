"""A creator of the sample at her pages: whose statements are paid to herself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import func, select
from starlette.testclient import TestClient

from ledger.parties.views import PartyRow
from ledger.sign_in.sessions import Sessions
from ledger.statements.views import StatementRow
from ledger.store.views import table_of
from tests.pages.stand import Site

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)


def persons(site: Site) -> list[str]:
    """Persons who are paid themselves, those with most statements first."""
    statement, party = table_of(StatementRow), table_of(PartyRow)
    query = (
        select(statement.c.payee)
        .join(party, party.c.id == statement.c.payee)
        .where(
            statement.c.paid_to == statement.c.payee,
            statement.c.transfer_minor > 0,
            party.c.subject.is_not(None),
            party.c.country == "JP",
        )
        .group_by(statement.c.payee)
        .order_by(func.count().desc(), statement.c.payee)
    )
    with site.register.ledger.reading() as conn:
        return list(conn.execute(query).scalars())


def statement_of(site: Site, party: str) -> str:
    """The last statement that pays somebody something."""
    table = table_of(StatementRow)
    query = select(table.c.id).where(table.c.payee == party, table.c.transfer_minor > 0)
    with site.register.ledger.reading() as conn:
        found = conn.execute(query.order_by(table.c.payment_date.desc())).scalars().first()
    assert found is not None
    return str(found)


def proved(site: Site, party: str) -> str:
    """Let a creator prove anew who she is; her session goes on under a new cookie."""
    cookie = site.cookie("creator", party)
    register = site.register
    pieces = register.engine, register.vault.beside, register.clock, register.entropy
    (key,) = [key for key, value in site.cookies.items() if value == cookie]
    site.cookies[key] = Sessions(*pieces).step_up(cookie, "totp").cookie
    return site.cookies[key]


@dataclass(frozen=True)
class Creator:
    """One creator at her pages, without a browser."""

    http: TestClient
    party: str

    def get(self, path: str, lang: str = "ja") -> str:
        """Open a page that is there."""
        answer = self.http.get(f"/{lang}{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def send(
        self, page: str, to: str, fields: dict[str, str], file: bytes = b""
    ) -> tuple[int, str]:
        """Fill in the form of a page that goes to an address, and send it.

        Returns:
            The status, and the page or where it leads.
        """
        forms = [body for action, body in _FORM.findall(self.get(page)) if action == f"/ja{to}"]
        hidden = dict(_HIDDEN.findall(forms[0]))
        files = {"evidence": ("paper.pdf", file)} if file else None
        answer = self.http.post(f"/ja{to}", data={**hidden, **fields}, files=files)
        return answer.status_code, answer.headers.get("location") or answer.text


@contextmanager
def at_pages(site: Site, party: str, *, is_proved: bool = False) -> Iterator[Creator]:
    """Sign a creator in."""
    if is_proved:
        proved(site, party)
    with site.client("creator", party) as http:
        yield Creator(http, party)
