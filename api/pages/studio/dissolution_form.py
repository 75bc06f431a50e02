"""The plan for an end as a form, and a form as the plan: what is asked follows what there is.

    situation_of(desk, conn, committee, document)   members, licences, agreements, money it meets
    fields_of(document, situation)                  a plan as fields, by their paths
    document_of(desk, conn, fields, situation)      fields as a plan, without what was left blank

A row that says nothing is no row: a licence without a taker stays with its licensor, an agreement
without a debtor with its payer. Whoever records attests the consents that he ticks.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection

from api.pages.desk import Desk
from api.pages.studio import parties
from api.pages.studio.named import Names, names_in
from api.pages.studio.reading import share, whole
from api.pages.studio.trees import Tree, filled, flat, tree_of
from contracts.rights.extent import describe
from ledger.committees.plan import MEDIA
from ledger.committees.views import CommitteeRow
from ledger.dissolutions.asked import Asked
from ledger.dissolutions.gathering import gather
from ledger.dissolutions.written import Balance
from ledger.rights.positions import licensors_on
from ledger.rights.reading import extent_of
from ledger.store.state import State
from ledger.store.views import unpack

Plan = Mapping[str, Any]
_NUMBERS: Final = frozenset(("after_years", "price_minor", "amount_minor"))
_PARTIES: Final = frozenset(("party", "to", "debtor", "owner", "contact", "declarant", "taker"))
_SAYS: Final = {
    "dispositions": "outcome", "moves": "taker", "debtors": "debtor", "owners": "owner",
    "successor_agreements": "agreement", "liquidators": "party", "custody": "item",
    "assets": "name", "debts": "name", "shares": "party",
}  # fmt: skip
"""What a row of each list has to say to be one."""
_OPERATOR: Final = "operator"


@dataclass(frozen=True, slots=True)
class Situation:
    """What an end would meet, for the form.

    Attributes:
        members: Parties. moves: licences that go on with each licensor of theirs.
        agreements: With payer. owners: money that is held. own: the contract's plan.
        names: Of everything named here.
    """

    committee: str
    name: str
    members: tuple[str, ...]
    moves: tuple[Mapping[str, str], ...]
    agreements: tuple[Mapping[str, str], ...]
    owners: tuple[Mapping[str, Any], ...]
    own: tuple[Mapping[str, Any], ...]
    contact: str
    lead: str
    names: Names

    @property
    def choices(self) -> list[str]:
        """Names of parties that the committee's papers mention."""
        return sorted({name for id, name in self.names.items() if id.startswith("party_")})


def situation_of(desk: Desk, conn: Connection, committee: str, document: Plan) -> Situation:
    """Gather what the form asks about; on the days that the plan names, or today.

    Args:
        desk: Who asks; whether he may is asked before.
        conn: A snapshot.
        committee: Its id.
        document: The plan so far.
    """
    state = State(conn)
    row = state.require(CommitteeRow, committee, field="committee")
    said = document.get("complete") or {}
    found = gather(state, row, _days(said, desk.today))
    doc = unpack(row["doc"])
    moves = tuple(
        {
            "licence": one.body["id"],
            "giver": giver,
            "licensee": one.body["licensee"],
            "what": describe(extent_of(one.body), desk.lang),
        }
        for one in found.licences
        for giver in licensors_on(one, found.situation.transfer_day)
    )
    agreements = tuple({"agreement": one.id, "payer": one.payer} for one in found.contracts)
    owners = tuple(_held(one) for one in found.balances if one.account == "held")
    own = tuple(one.model_dump(mode="json", exclude_none=True) for one in found.own_clauses)
    members = tuple(one.party for one in found.members)
    plan = doc.get("plan") or {}
    named = [members, moves, agreements, owners, own, plan, row["lead"], committee, document]
    names = names_in(desk, conn, named, of_persons=True)
    return Situation(
        committee=committee,
        name=row["name_ja"],
        members=members,
        moves=moves,
        agreements=agreements,
        owners=owners,
        own=own,
        contact=plan.get("contact", "") or row["lead"] or "",
        lead=row["lead"] or "",
        names=names,
    )


def _days(said: Plan, today: date) -> Asked:
    """Return the days of a plan as far as they are days; else today's."""
    day, month = today, today.isoformat()[:7]
    with suppress(ValueError, TypeError):
        day = date.fromisoformat(said.get("transfer_day") or "")
        month = day.isoformat()[:7]
    with suppress(ValueError, TypeError):
        month = date.fromisoformat(f"{said.get('money_from') or ''}-01").isoformat()[:7]
    return Asked(transfer_day=day, money_from=month)


def _held(one: Balance) -> dict[str, Any]:
    return {
        "agreement": one.agreement,
        "account": one.name or one.account,
        "currency": one.currency,
        "amount_minor": one.amount_minor,
        "before": one.before,
    }


def starting(situation: Situation) -> dict[str, Any]:
    """Return the plan to begin with: the contract's, wound up by the lead."""
    begin = {"liquidators": [{"party": situation.lead, "authority": "members"}]}
    complete = {"dispositions": [*situation.own], "contact": situation.contact}
    return {"begin": begin if situation.lead else {}, "complete": complete}


def fields_of(document: Plan, situation: Situation) -> dict[str, str]:
    """Return a plan as the fields of the form, each by its path.

    Rows about what there is stand in its order: a move beside its licence, a debtor beside his
    agreement; media are ticked by their place in the list of media.
    """
    begin, complete = dict(document.get("begin") or {}), dict(document.get("complete") or {})
    consents = begin.pop("consents", None) or complete.get("consents") or ()
    complete.pop("consents", None)
    for clause in (named := [dict(one) for one in complete.get("dispositions") or ()]):
        clause["rights"] = {str(MEDIA.index(word)): word for word in clause.get("rights", ())}
        clause["shares"] = [
            {"party": one["party"], "share": f"{one['share']['num']}/{one['share']['den']}"}
            for one in clause.get("shares", ())
        ]
    for other in (agreed := [dict(one) for one in complete.get("successor_agreements") or ()]):
        other["media"] = {str(MEDIA.index(word)): word for word in other.get("media", ())}
    complete |= {"dispositions": named, "successor_agreements": agreed}
    for key, rows, by in (
        ("moves", situation.moves, ("licence", "giver")),
        ("debtors", situation.agreements, ("agreement",)),
        ("owners", situation.owners, ("agreement", "account")),
    ):
        complete[key] = _beside(rows, complete.get(key) or (), by)
    told = {"begin": begin, "complete": complete, "consents": _ticked(consents, situation)}
    plain = flat(told)
    return {path: _shown(path, text, situation.names) for path, text in plain.items()}


def _beside(
    rows: tuple[Mapping[str, Any], ...], said: Any, by: tuple[str, ...]
) -> dict[str, Mapping[str, Any]]:
    keyed = {tuple(str(one.get(name)) for name in by): one for one in said}
    return {
        str(at): keyed.get(tuple(str(row[name]) for name in by), {}) for at, row in enumerate(rows)
    }


def _ticked(consents: Any, situation: Situation) -> dict[str, Mapping[str, Any]]:
    by_party = {one["party"]: one for one in consents}
    found: dict[str, Mapping[str, Any]] = {}
    for at, party in enumerate(situation.members):
        one = by_party.get(party)
        found[str(at)] = {
            "agreed": "on" if one else "",
            "method": one["method"] if one else "",
            "consented_on": one["consented_on"] if one else "",
            "sha256": (one.get("document") or {}).get("sha256", "") if one else "",
        }
    return found


def _shown(path: str, text: str, names: Names) -> str:
    """Write a party as its name where no other has it."""
    if text in ("None", "False"):
        return ""
    if path.rpartition(".")[2] not in _PARTIES:
        return text
    name = names.get(text, text)
    return name if [*names.values()].count(name) == 1 else text


def document_of(
    desk: Desk, conn: Connection, fields: Mapping[str, tuple[str, ...]], situation: Situation
) -> dict[str, Any]:
    """Return what was typed as the plan that the register takes.

    Raises:
        RuleViolation: A number, a share or the name of a party cannot be read.
    """
    tree = tree_of(fields)
    named = [*situation.names.values()]
    known = {
        name: id
        for id, name in situation.names.items()
        if id.startswith("party_") and named.count(name) == 1
    }
    who = partial(_party, desk, conn, known)
    for key, rows in (
        ("moves", situation.moves), ("debtors", situation.agreements), ("owners", situation.owners)
    ):  # fmt: skip
        for at, row in enumerate(rows):
            _add(tree, key, at, {name: row[name] for name in _KEYS[key]})
    complete = _read(who, filled(tree.get("complete") or {}), "complete")
    begin = _read(who, filled(tree.get("begin") or {}), "begin")
    resolved = ((begin.get("resolution") or {}).get("document") or {}).get("sha256", "")
    consents = _consents(desk, tree.get("consents"), situation, resolved)
    settlement = complete.get("settlement") or {}
    if not (settlement.get("assets") or settlement.get("debts")):
        complete.pop("settlement", None)
    if not (complete.get("declaration") or {}).get("declarant"):
        complete.pop("declaration", None)
    found: dict[str, Any] = {"complete": {**complete, "consents": consents}}
    if begin.get("ground"):
        found["begin"] = {**begin, "consents": consents}
    return found


_KEYS: Final = {
    "moves": ("licence", "giver"), "debtors": ("agreement",), "owners": ("agreement", "account")
}  # fmt: skip


def _add(tree: Tree, key: str, at: int, said: Mapping[str, str]) -> None:
    rows = tree.get("complete", {}).get(key)
    if isinstance(rows, list) and at < len(rows) and isinstance(rows[at], dict):
        rows[at] |= said


def _read(who: partial[str], tree: Tree, path: str) -> dict[str, Any]:
    """Read numbers, shares, ticks and parties where the names of fields say so."""
    found: dict[str, Any] = {}
    for name, value in tree.items():
        at = f"{path}.{name}"
        if name in _SAYS or name in {"rights", "media"}:
            found[name] = _rows(who, value, at, _SAYS.get(name))
        elif isinstance(value, dict):
            found[name] = _read(who, value, at)
        elif name in _NUMBERS:
            found[name] = whole(value, at)
        elif name in _PARTIES:
            found[name] = who(value, at)
        elif name == "share":
            found[name] = share(value, at)
        else:
            found[name] = True if name == "set_off" else value
    return found


def _rows(who: partial[str], value: Tree, path: str, says: str | None) -> list[Any]:
    rows = value if isinstance(value, list) else []
    if says is None:
        return [one for one in rows if isinstance(one, str)]
    return [
        _read(who, one, f"{path}.{at}")
        for at, one in enumerate(rows)
        if isinstance(one, dict) and one.get(says)
    ]


def _party(desk: Desk, conn: Connection, known: Names, text: str, field: str) -> str:
    return known.get(text) or parties.find(desk, conn, text, field)


def _consents(desk: Desk, rows: Tree, situation: Situation, resolved: str) -> list[dict[str, Any]]:
    """Return the consents that are ticked, attested by whoever sends the form.

    A consent without a document of its own is shown by the resolution.
    """
    attester = desk.actor.party or _OPERATOR
    found = []
    for party, one in zip(situation.members, rows if isinstance(rows, list) else (), strict=False):
        if not (isinstance(one, dict) and one.get("agreed")):
            continue
        consent = {"party": party, "method": one.get("method") or "seal"}
        consent |= {"consented_on": one.get("consented_on", "")}
        if consent["method"] != "key":
            consent |= {
                "attested_by": attester,
                "document": {"sha256": one.get("sha256") or resolved},
            }
        found.append(consent)
    return found


def starting_found(situation: Situation) -> dict[str, str]:
    """Return the fields to begin with where an end is found: whom the contract names."""
    name = situation.names.get(situation.contact, situation.contact)
    return {"complete.contact": name} if name else {}


def fields_read(
    desk: Desk, conn: Connection, fields: Mapping[str, tuple[str, ...]], situation: Situation
) -> dict[str, Any]:
    """Return what was typed about an end that was found, as the register takes it.

    Raises:
        RuleViolation: A number, a share or the name of a party cannot be read.
    """
    read = document_of(desk, conn, fields, situation)["complete"]
    read.pop("consents")
    return {name: value for name, value in read.items() if value != []}
