"""Rules about what a dispute holds: the disputed amount, of money that it is about, and no more.

1. A dispute about an amount of money that is open can hold; nobody else's quarrel stops money.
2. It holds lines that its subject reaches: other lines of the contested run (for a payer who says
   that it is too much, the line itself), lines of the contested agreement or committee, and of
   agreements that stand on the contested right.
3. Never the money of who opened it: whoever says "too little" is paid what nobody contests.
4. In all never more than is disputed, of a line never more than it gives, of a statement never
   more than is still to be paid of that kind of income. What was paid is not held.

Example:
    A writer of 10,000 says that 5,000 are missing, which the two members of the split would bear.
    The payer holds 3,333 and 1,667 of their lines. The writer's 10,000 and the rest of the
    members' money are paid on their day.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from contracts.tax.income import COPYRIGHT, INCOMES
from ledger.agreements.views import AgreementRow, AgreementWorkRow
from ledger.command import Command, Context
from ledger.disputes.holding import held_by, left_to_hold, payments_of
from ledger.disputes.holding_commands import HoldDisputed, LinePortion, ReleaseDisputed
from ledger.disputes.holding_events import DisputeHeld, DisputeReleased, HeldPortion
from ledger.disputes.holding_views import DisputeHoldRow
from ledger.disputes.views import OPEN, DisputeRow, sides_of
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.rights.views import RightRow
from ledger.statements.views import StatementRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack

Line = Mapping[str, Any]


def hold_disputed(command: HoldDisputed, state: State, context: Context) -> list[Event]:
    """Hold parts of lines, statement by statement."""
    dispute = _dispute(command.dispute, state, context)
    _must_be_open(dispute)
    body = unpack(dispute["doc"])["body"]
    grouped = _by_statement(command.lines, state, command.by, context)
    held = [_held(dispute, row, lines, state) for row, lines in grouped]
    facts = [
        DisputeHeld(dispute=command.dispute, by=command.by, portions=lines, **_of(row))
        for (row, _), lines in zip(grouped, held, strict=True)
    ]
    _must_be_disputed(command, body, grouped, state)
    return list(facts)


def release_disputed(command: ReleaseDisputed, state: State, context: Context) -> list[Event]:
    """Release parts of what a dispute holds."""
    dispute = _dispute(command.dispute, state, context)
    opener = dispute["opened_by"]
    acting = None if command.by == opener else command.by
    if command.by == opener:
        context.actor.must_act_for(opener, "by")
    elif command.by is None:
        _must_be_operator(context)
    grouped = _by_statement(command.lines, state, acting, context, asks_payer=command.by != opener)
    return [
        DisputeReleased(
            dispute=command.dispute,
            by=command.by,
            portions=_released(command.dispute, row, lines, state),
            reason=command.reason,
            **_of(row),
        )
        for row, lines in grouped
    ]


def _dispute(id: str, state: State, context: Context) -> Row:
    """Return a dispute to its sides and the operator; who else pays is told to be no side."""
    row = state.get(DisputeRow, id)
    known = row is not None and (
        context.actor.is_operator
        or context.actor.party in sides_of(row).parties
        or context.actor.party in sides_of(row).both()
    )
    if row is None or not known:
        raise NotFound("dispute-not-found", field="dispute", value=id)
    return row


def _must_be_open(dispute: Row) -> None:
    if dispute["status"] != OPEN:
        raise Conflict(
            "dispute-settled",
            "it is over, and holds nothing more",
            field="dispute",
            value=dispute["id"],
            expected="a dispute that is open",
            outcome=dispute["status"],
        )


def _must_be_operator(context: Context) -> None:
    if not context.actor.is_operator:
        raise Forbidden(
            "dispute-speaker-missing",
            "only the operator speaks without naming a side",
            field="by",
            value=None,
            expected=context.actor.party,
        )


def _by_statement(
    lines: Iterable[LinePortion],
    state: State,
    payer: str | None,
    context: Context,
    *,
    asks_payer: bool = True,
) -> list[tuple[Row, list[LinePortion]]]:
    """Return the statements in their first order, each with what is asked of its lines."""
    if payer is not None:
        context.actor.must_act_for(payer, "by")
    elif asks_payer:
        _must_be_operator(context)
    grouped: dict[str, tuple[Row, list[LinePortion]]] = {}
    for line in lines:
        row = state.get(StatementRow, line.statement)
        if row is None or (payer is not None and row["payer"] != payer):
            raise NotFound(
                "statement-not-found",
                field="lines",
                value=line.statement,
                expected="a statement that this party pays",
            )
        grouped.setdefault(line.statement, (row, []))[1].append(line)
    return list(grouped.values())


def _of(row: Row) -> dict[str, Any]:
    names = ("payer", "payee", "paid_to", "currency")
    return {"statement": row["id"], **{name: row[name] for name in names}}


def _held(
    dispute: Row, statement: Row, asked: Sequence[LinePortion], state: State
) -> tuple[HeldPortion, ...]:
    """Return what is held of one statement, kind of income by kind."""
    left = left_to_hold(state, statement)
    found: list[HeldPortion] = []
    for portion in asked:
        own = _lines_of(portion, statement)
        _must_be_about(dispute, statement, own[0], state)
        gives = _given(own, portion, dispute["id"], state)
        for income, amount in _split(portion, gives, left, statement, state):
            left[income] -= amount
            found.append(
                HeldPortion(run=portion.run, step=portion.step, income=income, amount_minor=amount)
            )
    return tuple(found)


def _lines_of(portion: LinePortion, statement: Row) -> list[Line]:
    lines = unpack(statement["doc"])["lines"]
    own = [line for line in lines if (line["run"], line["step"]) == (portion.run, portion.step)]
    if not own:
        raise NotFound(
            "statement-line-not-found",
            field="lines",
            value=f"{portion.run} / {portion.step}",
            expected="run and step of a line of this statement",
        )
    return own


def _must_be_about(dispute: Row, statement: Row, line: Line, state: State) -> None:
    if dispute["opened_by"] in (statement["payee"], statement["paid_to"]):
        raise RuleViolation(
            "hold-own-claim",
            "who opened the dispute is paid what nobody contests",
            field="lines",
            value=statement["id"],
            expected="lines of whoever would be paid less if the claim is right",
        )
    if not _is_reached(unpack(dispute["doc"])["body"]["subject"], line, state):
        raise RuleViolation(
            "hold-not-disputed",
            "the dispute is about other money",
            field="lines",
            value=f"{statement['id']} {line['run']} / {line['step']}",
            expected="lines of the contested run, agreement, committee or right",
        )


def _is_reached(subject: Mapping[str, Any], line: Line, state: State) -> bool:
    """Tell whether a line is money that the subject of a dispute gives."""
    kind, about, agreement = subject["kind"], subject["id"], line["agreement"]
    if kind == "statement_line":
        return bool(line["run"] == subject["run"])
    if kind == "agreement":
        return bool(agreement == about)
    if kind == "committee":
        row = state.get(AgreementRow, agreement)
        return row is not None and row["committee"] == about
    right = state.require(RightRow, about, field="subject.id")
    stated = unpack(right["doc"])["body"].get("agreement")
    covers = state.get(AgreementWorkRow, agreement, right["work"]) is not None
    return bool(stated == agreement if stated else covers)


def _given(own: Iterable[Line], portion: LinePortion, dispute: str, state: State) -> dict[str, int]:
    """Return what a line gives by kind of income, less what disputes hold of it."""
    del dispute
    sums: dict[str, int] = {}
    for line in own:
        income = line.get("income") or COPYRIGHT
        sums[income] = sums.get(income, 0) + line["amount_minor"]
    held = state.select(
        DisputeHoldRow, statement_id=portion.statement, run=portion.run, step=portion.step
    )
    for row in held:
        sums[row["income"]] = sums.get(row["income"], 0) - row["amount_minor"]
    return sums


def _split(
    portion: LinePortion,
    gives: Mapping[str, int],
    left: Mapping[str, int],
    statement: Row,
    state: State,
) -> Iterator[tuple[str, int]]:
    """Yield what is held of each kind, in their order; refuse more than there is."""
    rest = portion.amount_minor
    for income in INCOMES:
        some = min(rest, max(0, gives.get(income, 0)), max(0, left.get(income, 0)))
        if some:
            yield income, some
            rest -= some
    if not rest:
        return
    payments = payments_of(state, statement["id"])
    fields: dict[str, Any] = {
        "field": "lines",
        "value": portion.amount_minor,
        "step": portion.step,
        "expected": f"at most {portion.amount_minor - rest}",
    }
    if payments:
        fields |= {"payment": payments[-1]["payment_id"], "paid_on": payments[-1]["pay_on"]}
        fields["status"] = payments[-1]["status"]
        raise Conflict(
            "hold-paid",
            f"{payments[-1]['payment_id']} pays it on {payments[-1]['pay_on']}",
            **fields,
        )
    raise RuleViolation("hold-exceeds-line", "so much is not about to be paid", **fields)


def _must_be_disputed(
    command: HoldDisputed,
    body: Mapping[str, Any],
    grouped: Sequence[tuple[Row, list[LinePortion]]],
    state: State,
) -> None:
    """Refuse more than the disputed amount, or another currency."""
    disputed = body.get("amount_minor", 0)
    already = sum(row["amount_minor"] for row in held_by(state, command.dispute))
    asked = sum(line.amount_minor for line in command.lines)
    if asked > disputed - already:
        raise RuleViolation(
            "hold-exceeds-dispute",
            f"{disputed} is disputed, of which {already} is held already",
            field="lines",
            value=asked,
            expected=f"at most {disputed - already}",
        )
    other = [row["currency"] for row, _ in grouped if row["currency"] != body["currency"]]
    if other:
        raise RuleViolation(
            "hold-currency", field="lines", value=other[0], expected=body["currency"]
        )


def _released(
    dispute: str, statement: Row, asked: Sequence[LinePortion], state: State
) -> tuple[HeldPortion, ...]:
    found: list[HeldPortion] = []
    for portion in asked:
        rest = portion.amount_minor
        for income in INCOMES:
            row = state.get(
                DisputeHoldRow, dispute, statement["id"], portion.run, portion.step, income
            )
            some = min(rest, row["amount_minor"]) if row else 0
            if some:
                found.append(
                    HeldPortion(
                        run=portion.run, step=portion.step, income=income, amount_minor=some
                    )
                )
                rest -= some
        if rest:
            raise Conflict(
                "release-exceeds-hold",
                field="lines",
                value=portion.amount_minor,
                step=portion.step,
                expected=f"at most {portion.amount_minor - rest}",
            )
    return tuple(found)


def needs_portions(command: HoldDisputed | ReleaseDisputed) -> Iterable[Key]:
    """Return the rows of the dispute and of the statements."""
    statements = dict.fromkeys(line.statement for line in command.lines)
    return [
        (DisputeRow, (command.dispute,)),
        *[(StatementRow, (statement,)) for statement in statements],
    ]


HANDLERS: Final[dict[type[Command], Handler]] = {
    HoldDisputed: Handler(hold_disputed, needs_portions),
    ReleaseDisputed: Handler(release_disputed, needs_portions),
}
