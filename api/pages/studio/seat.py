"""For which party a page of the studio works: one's own, or the one that the operator chose.

The operator may act for everybody; his pages carry the choice as `party` in address and form.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query
from sqlalchemy import Connection, select
from starlette.responses import HTMLResponse

from api.pages.desk import Desk, StudioDesk
from api.pages.forms import Form
from api.pages.studio.named import names_in
from ledger.agreements.views import AgreementRow
from ledger.store.views import table_of


@dataclass(frozen=True, slots=True)
class Seat:
    """Who works for whom.

    Attributes:
        party: For whom; empty while the operator has not chosen.
    """

    desk: Desk
    party: str

    def to(self, path: str, **query: str | None) -> str:
        """Return an address in the reader's language, with the operator's choice in it."""
        asked = {name: value for name, value in query.items() if value}
        if self.desk.actor.is_operator and self.party:
            asked["party"] = self.party
        return self.desk.url(f"{path}?{urlencode(asked)}" if asked else path)

    def back(self, path: str, **query: str | None) -> str:
        """Return the same address without its language, as `Desk.see` wants it."""
        return self.to(path, **query).removeprefix(f"/{self.desk.lang}")


def seat(desk: StudioDesk, party: Annotated[str, Query(max_length=64)] = "") -> Seat:
    """Return the seat that a page is opened from.

    Raises:
        Forbidden: The address names another party than the reader's.
    """
    if desk.actor.is_operator:
        return Seat(desk, party)
    if party:
        desk.actor.must_act_for(party, "party")
    return Seat(desk, desk.party)


SeatDep = Annotated[Seat, Depends(seat)]


def sent_seat(desk: Desk, form: Form) -> Seat:
    """Return the seat that a form was sent from.

    Raises:
        RuleViolation: The operator's form names no party.
        Forbidden: It names another party than the sender's.
    """
    if desk.actor.is_operator:
        return Seat(desk, form.needed("party"))
    if named := form.text("party"):
        desk.actor.must_act_for(named, "party")
    return Seat(desk, desk.party)


def chosen(seat: Seat, path: str) -> HTMLResponse:
    """Ask the operator for whom he wants to act."""
    desk, table = seat.desk, table_of(AgreementRow)
    with desk.reading() as conn:
        payers = list(conn.execute(select(table.c.payer).distinct()).scalars())
        names = desk.names(conn, payers)
    options = sorted(names.items(), key=lambda item: item[1])
    return desk.page("studio/choose.html", title="studio-money.choose", options=options, path=path)


def called(desk: Desk, conn: Connection, data: object) -> dict[str, str]:
    """Return what to call everything that plain values name.

    The reader may read in full what the values are of, so persons are called by their names; who
    restricted the use of theirs is not. What is nameless here goes by its id.
    """
    names = names_in(desk, conn, data, of_persons=True)
    return {**{one: one for one in _texts(data)}, **names}


def _texts(data: object) -> list[str]:
    if isinstance(data, str):
        return [data]
    parts = data.values() if isinstance(data, dict) else data
    return [one for part in parts for one in _texts(part)] if isinstance(parts, Iterable) else []
