"""How a committee stands on a day: members, who may decide, capital, offers, invoices.

A member's copyright by a committee reference passes with the version. What somebody holds in its
own name in a title of the committee's works does not: it is told until its transfer is recorded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from ledger.access.views import InvolvementRow, Viewer, can_read
from ledger.committees.change_views import (
    CommitteeNoticeRow,
    CommitteeOfferRow,
    CommitteeSettlementRow,
    calls_on,
    documents,
    invoicing_on,
)
from ledger.committees.versions import DRAFT
from ledger.committees.views import CommitteeRow
from ledger.errors import NotFound
from ledger.rights.views import RightRow
from ledger.store.views import table_of, unpack

_HELD = ("title", "transfer")


def committee_life(conn: Connection, viewer: Viewer, committee: str, day: date) -> dict[str, Any]:
    """Describe a committee as its members know it.

    Args:
        conn: A snapshot.
        viewer: Must be able to read the contract.
        committee: Its id.
        day: Payments and registrations up to this day count.

    Raises:
        NotFound: There is no such committee, or this viewer does not read its contract.
    """
    contract = _contract(conn, viewer, committee)
    offers = documents(conn, CommitteeOfferRow, committee)
    return {
        "id": committee,
        "on": day.isoformat(),
        "status": contract["status"],
        "lead": contract.get("lead"),
        "members": contract["members"],
        "decisions": contract.get("decisions"),
        "first_refusal": contract.get("first_refusal"),
        "offers": [_offer(offer, day.isoformat()) for offer in offers],
        "calls": [_without_readers(call) for call in calls_on(conn, committee, day)],
        "settlements": [
            _without_readers(one) for one in documents(conn, CommitteeSettlementRow, committee)
        ],
        "held_by_name": list(held_by_name(conn, contract)),
    }


def committee_invoices(
    conn: Connection, viewer: Viewer, committee: str, day: date
) -> dict[str, Any]:
    """Say whether a committee may issue qualified invoices on a day, member by member.

    Args:
        conn: A snapshot.
        viewer: Must be able to read the contract.
        committee: Its id.
        day: The day that is asked about.

    Raises:
        NotFound: There is no such committee, or this viewer does not read its contract.
    """
    contract = _contract(conn, viewer, committee)
    found = invoicing_on(conn, committee, day)
    notices = documents(conn, CommitteeNoticeRow, committee)
    return {
        "id": committee,
        "on": found.day,
        # Whom credits name is not known to be a partner: nobody files for a draft.
        "may_issue": found.may_issue and contract["status"] != DRAFT,
        "filed_on": found.filed_on,
        "members": [
            {"party": party, "is_registered": is_registered}
            for party, is_registered in found.members
        ],
        "warnings": [asdict(warning) for warning in found.warnings],
        "notices": [_without_readers(one) for one in notices],
    }


def held_by_name(conn: Connection, contract: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Yield what former members hold in their own names in works of the committee.

    Who has passed something of a work on since is not told about that work any more.

    Args:
        conn: A snapshot.
        contract: The newest contract with its history.
    """
    members = {member["party"] for member in contract["members"]}
    former = set(_left(contract)) - members
    if not former:
        return
    rights = _rights_of(conn, former)
    given = {(row.work, row.giver) for row in rights}
    held = [
        (row, party)
        for row in rights
        for party in sorted(former & _holders(row))
        if (row.work, party) not in given
    ]
    ours = set(contract["works"]) | _works_of(conn, contract["id"], {row.work for row, _ in held})
    for row, party in held:
        if row.work in ours:
            yield {"party": party, "right": row.id, "work": row.work}


def _rights_of(conn: Connection, parties: Iterable[str]) -> list[Any]:
    """Return titles and transfers that concern any of the parties, in the order of their ids."""
    table, involved = table_of(RightRow), table_of(InvolvementRow)
    concerned = select(involved.c.object_id).where(involved.c.party_id.in_(sorted(parties)))
    query = select(table.c.id, table.c.work, table.c.giver, table.c.taker, table.c.doc)
    query = query.where(table.c.id.in_(concerned), table.c.kind.in_(_HELD))
    return [*conn.execute(query.order_by(table.c.id))]


def _holders(row: Any) -> set[str]:
    return {row.taker} | {stake["holder"] for stake in unpack(row.doc)["body"].get("stakes", ())}


def _works_of(conn: Connection, committee: str, works: set[str]) -> set[str]:
    """Return those of the works in which the committee's copyright holds something."""
    table = table_of(RightRow)
    query = select(table.c.work, table.c.taker, table.c.doc)
    query = query.where(table.c.work.in_(sorted(works)), table.c.kind.in_(_HELD))
    reference = f"committee:{committee}/copyright"
    return {row.work for row in conn.execute(query) if reference in _holders(row)}


def _left(contract: dict[str, Any]) -> Iterator[str]:
    """Yield who left, sold or was succeeded."""
    for step in contract["history"]:
        change = step.get("change", {})
        yield from (change[name] for name in ("party", "giver") if name in change)


def _contract(conn: Connection, viewer: Viewer, committee: str) -> dict[str, Any]:
    table = table_of(CommitteeRow)
    row = conn.execute(select(table.c.doc, table.c.status).where(table.c.id == committee)).first()
    if row is None or not can_read(conn, viewer, committee):
        raise NotFound("committee-not-found", field="committee", value=committee)
    return {**unpack(row.doc), "status": row.status}


def _offer(offer: dict[str, Any], day: str) -> dict[str, Any]:
    waiting = [party for party in offer["offered_to"] if party not in offer["answers"]]
    answers = [{"party": party, "answer": said} for party, said in offer["answers"].items()]
    may_answer = waiting if day <= offer["answer_by"] else []
    return {**_without_readers(offer), "answers": answers, "may_answer": may_answer}


def _without_readers(doc: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in doc.items() if name not in ("parties", "committee")}


def sentences(fact: object) -> Iterable[str]:
    """Return codes of what deserves a look in a change that was just recorded.

    Example:
        `invoice: member-not-registered party_… 2026-07-01`, `still-named: party_… plan.contact`.
    """
    for one in getattr(fact, "invoice_warnings", ()):
        yield f"invoice-{one.code}: {one.party or '-'} {one.since_day}"
    for place in getattr(fact, "still_named", ()):
        yield f"still-named: {place}"
