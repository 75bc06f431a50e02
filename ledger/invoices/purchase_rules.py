"""Rules about purchase documents: presented once per statement, confirmed by whoever is paid."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.invoices.commands import (
    AgreePurchases,
    ConfirmPurchase,
    ObjectPurchase,
    PresentPurchase,
)
from ledger.invoices.deeming import CONFIRMED, OBJECTED, REPLACED
from ledger.invoices.drafting import Asked, drafted, figures_sha256
from ledger.invoices.events import (
    PurchaseConfirmed,
    PurchaseObjected,
    PurchasePresented,
    PurchasesAgreed,
)
from ledger.invoices.views import PurchaseClauseRow, PurchaseRow, purchases_of
from ledger.parties.views import PartyRow
from ledger.statements.rules import refuse_erased
from ledger.statements.views import StatementRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack


def agree_purchases(command: AgreePurchases, state: State, context: Context) -> list[Event]:
    """Record a clause by which silence is confirmation; either side may show the agreement."""
    for name in ("payer", "payee"):
        state.require(PartyRow, getattr(command, name), field=name)
    if context.actor.party != command.payee:
        context.actor.must_act_for(command.payer, "payer")
    if command.payer == command.payee:
        raise RuleViolation(
            "purchase-with-oneself", field="payee", value=command.payee, expected="another party"
        )
    known = state.select(PurchaseClauseRow, payer=command.payer, payee=command.payee)
    if command.days is None and not any(row["day"] <= command.day.isoformat() for row in known):
        raise Conflict(
            "purchase-clause-not-in-force",
            "there is no clause that could end",
            field="days",
            value=None,
            expected="how many days without an objection confirm a document",
        )
    return [PurchasesAgreed(**dict(command))]


def present_purchase(command: PresentPurchase, state: State, context: Context) -> list[Event]:
    """Present a statement as a purchase document, as it was drafted on a snapshot."""
    statement = state.get(StatementRow, command.statement)
    if statement is None or not _knows(statement, context):
        raise NotFound("statement-not-found", field="statement", value=command.statement)
    context.actor.must_act_for(statement["payer"], "payer")
    if state.get(PurchaseRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    for party in (statement["payee"], statement["paid_to"]):
        refuse_erased(state.require(PartyRow, party, field="statement"))
    _check_first(command, state)
    _check_sent(command, statement, context)
    asked = Asked(command.sent, command.services_in, command.overrides, command.replaces)
    fields = drafted(state, statement, asked)
    found = figures_sha256(fields)
    if found != command.figures_sha256:
        raise Conflict(
            "purchase-outdated",
            "what the document says changed after it was prepared; prepare it again",
            field="figures_sha256",
            value=command.figures_sha256,
            expected=found,
        )
    return [PurchasePresented(id=command.id, **fields, files=command.files)]


def _knows(statement: Row, context: Context) -> bool:
    concerned = (statement["payer"], statement["payee"], statement["paid_to"])
    return context.actor.is_operator or context.actor.party in concerned


def _check_first(command: PresentPurchase, state: State) -> None:
    """Refuse a second document, unless it stands for one that was objected to."""
    living = [row for row in purchases_of(state, command.statement) if row["status"] != REPLACED]
    if not living and command.replaces is None:
        return
    if not living or (command.replaces is not None and living[-1]["id"] != command.replaces):
        raise NotFound(
            "purchase-not-found",
            field="replaces",
            value=command.replaces,
            expected=living[-1]["id"] if living else "nothing",
        )
    if command.replaces is None or living[-1]["status"] != OBJECTED:
        raise Conflict(
            "purchase-exists",
            "it was presented; another takes its place only after an objection",
            field="statement",
            value=command.statement,
            purchase=living[-1]["id"],
            expected="a statement that was not presented yet",
        )


def _check_sent(command: PresentPurchase, statement: Row, context: Context) -> None:
    issued = unpack(statement["doc"])["issued_at"][:10]
    today = tokyo_date(context.at)
    first = date.fromisoformat(issued)
    if not first <= command.sent.on <= today:
        raise RuleViolation(
            "purchase-sent-when",
            "a document is sent after its statement was issued, and not in the future",
            field="sent.on",
            value=command.sent.on.isoformat(),
            expected=f"{first} to {today}",
        )


def confirm_purchase(command: ConfirmPurchase, state: State, context: Context) -> list[Event]:
    """Record that whoever is paid confirmed a document."""
    row = _living(command.purchase, state, context)
    context.actor.must_act_for(command.by, "by")
    if command.by != row["supplier"]:
        raise Forbidden(
            "purchase-confirmed-by-other",
            "whoever is paid confirms it, because it serves as that party's invoice",
            field="by",
            value=command.by,
            expected=row["supplier"],
        )
    if row["status"] == CONFIRMED:
        raise Conflict("purchase-confirmed", field="purchase", value=command.purchase)
    if context.actor.is_operator and command.document is None:
        raise RuleViolation(
            "purchase-document-missing",
            "what the operator records for others is shown by a document",
            field="document",
            value=None,
            expected="the payee's written confirmation",
        )
    return [PurchaseConfirmed(**dict(command), parties=_parties(row))]


def object_purchase(command: ObjectPurchase, state: State, context: Context) -> list[Event]:
    """Record an objection; it is heard after the last day for it, too."""
    row = _living(command.purchase, state, context)
    context.actor.must_act_for(command.by, "by")
    if command.by not in (row["payee"], row["supplier"]):
        raise Forbidden(
            "purchase-objected-by-other",
            "whom the document concerns may object",
            field="by",
            value=command.by,
            expected=[row["payee"], row["supplier"]],
        )
    _check_line(command, row, state)
    today = tokyo_date(context.at).isoformat()
    is_late = row["confirm_by"] is not None and today > row["confirm_by"]
    return [PurchaseObjected(**dict(command), is_late=is_late, parties=_parties(row))]


def _check_line(command: ObjectPurchase, row: Row, state: State) -> None:
    if command.line is None:
        return
    statement = state.require(StatementRow, row["statement"], field="purchase")
    count = len(unpack(statement["doc"])["lines"])
    if command.line > count:
        raise RuleViolation(
            "purchase-line-unknown",
            field="line",
            value=command.line,
            expected=f"lines 1 to {count}",
        )


def _living(purchase: str, state: State, context: Context) -> Row:
    """Return a document that still says something, for whom it concerns."""
    row = state.get(PurchaseRow, purchase)
    is_known = row is not None and (
        context.actor.is_operator or context.actor.party in _parties(row)
    )
    if row is None or not is_known:
        raise NotFound("purchase-not-found", field="purchase", value=purchase)
    if row["status"] == REPLACED:
        raise Conflict(
            "purchase-replaced",
            "another document took its place",
            field="purchase",
            value=purchase,
            expected=purchases_of(state, row["statement"])[-1]["id"],
        )
    return row


def _parties(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys((row["payer"], row["payee"], row["supplier"])))


def needs_agree(command: AgreePurchases) -> Iterable[Key]:
    """Return the rows of both sides."""
    return [(PartyRow, (party,)) for party in (command.payer, command.payee)]


def needs_present(command: PresentPurchase) -> Iterable[Key]:
    """Return the rows of the statement and of the document."""
    return [(StatementRow, (command.statement,)), (PurchaseRow, (command.id,))]


def needs_said(command: ConfirmPurchase | ObjectPurchase) -> Iterable[Key]:
    """Return the row of the document."""
    return [(PurchaseRow, (command.purchase,))]


HANDLERS: Final[dict[type[Command], Handler]] = {
    AgreePurchases: Handler(agree_purchases, needs_agree),
    PresentPurchase: Handler(present_purchase, needs_present),
    ConfirmPurchase: Handler(confirm_purchase, needs_said),
    ObjectPurchase: Handler(object_purchase, needs_said),
}
