"""Present the statements of a payer for a period as purchase documents, file by file.

Each document is an entry of its own. Interrupted, the same call presents those that are missing. A
statement that cannot be one is left out with its amount and the reason, and the others go on.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.errors import Conflict, NotFound, Refused, RuleViolation
from ledger.ids import PURCHASE, derived_id
from ledger.invoices.commands import ClassOverride, Place, PresentPurchase, Sent
from ledger.invoices.deeming import REPLACED
from ledger.invoices.drafting import Asked, drafted, figures_sha256, statement_row
from ledger.invoices.sheets import purchase_sheet
from ledger.invoices.views import PurchaseRow, purchases_of
from ledger.jobs.invoice_files import purchase_files
from ledger.statements.prepare import statement_sheet
from ledger.statements.views import StatementRow
from ledger.store.state import Row
from ledger.store.views import table_of, unpack

Progress = Callable[[int, int], None]
_NOTHING: Final = "purchase-nothing-paid"
_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A statement that could not be presented, and why."""

    statement: str
    payee: str
    payable_minor: int
    refusal: Refused


@dataclass(frozen=True, slots=True)
class Presented:
    """What was presented, and what was left out.

    Attributes:
        unpaid: How many statements pay nothing to anybody else; nothing was bought by them.
    """

    recorded: tuple[Recorded, ...]
    left_out: tuple[LeftOut, ...]
    unpaid: int


@dataclass(frozen=True, slots=True)
class _Draft:
    id: str
    statement: Row
    asked: Asked
    fields: dict[str, Any]
    sheet: dict[str, Any]


def present_period(
    register: Register,
    payer: str,
    period: str,
    sent: Sent,
    *,
    actor: Actor = SYSTEM,
    progress: Progress | None = None,
) -> Presented:
    """Present every statement of a payer for a period that was not presented yet.

    Args:
        register: Where.
        payer: Whose statements.
        period: As they were issued.
        sent: How and when the payees are shown them.
        actor: Who asks: the payer or the operator.
        progress: Called with (documents presented, documents in all).

    Raises:
        NotFound: There is no statement left to present.
    """
    actor.must_act_for(payer, "payer")
    with register.ledger.reading() as conn:
        waiting = _waiting(conn, payer, period)
        if not waiting:
            raise NotFound(
                "purchase-none",
                field="period",
                value=period,
                expected="a period with statements of this payer that were not presented yet",
            )
        asked = Asked(sent)
        drafts, left = _drafts(register, conn, waiting, asked)
    unpaid = [one for one in left if one.refusal.code == _NOTHING]
    left_out = [one for one in left if one.refusal.code != _NOTHING]
    recorded: list[Recorded] = []
    for start in range(0, len(drafts), _AT_ONCE):
        some, refused = _prepared(register, drafts[start : start + _AT_ONCE])
        left_out += refused
        recorded += _record(register, some, actor)
        if progress:
            progress(len(recorded) + len(refused), len(drafts))
    return Presented(tuple(recorded), tuple(left_out), len(unpaid))


def present_statement(
    register: Register,
    statement: str,
    asked: Asked,
    *,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
) -> Recorded:
    """Present one statement, with lines of other classes or in place of one objected to.

    Raises:
        Refused: It cannot be presented; see `ledger.invoices.purchase_rules`.
    """
    if request and (replayed := register.ledger.replay(PresentPurchase, request)):
        return replayed
    with register.ledger.reading() as conn:
        row = statement_row(conn, statement)
        concerned = (row["payer"], row["payee"], row["paid_to"])
        if not actor.is_operator and actor.party not in concerned:
            raise NotFound("statement-not-found", field="statement", value=statement)
        actor.must_act_for(row["payer"], "payer")
        draft = _draft(register, conn, row, asked)
    some, refused = _prepared(register, [draft])
    if refused:
        raise refused[0].refusal
    return register.ledger.record(some[0], actor=actor, request=request)


def overrides_of(given: Sequence[Mapping[str, Any]]) -> tuple[ClassOverride, ...]:
    """Read overrides from plain values."""
    return tuple(ClassOverride.model_validate(dict(one)) for one in given)


def _waiting(conn: Connection, payer: str, period: str) -> list[Row]:
    """Return the statements of a period that no document stands for."""
    table, presented = table_of(StatementRow), table_of(PurchaseRow)
    living = select(presented.c.statement).where(presented.c.status != REPLACED)
    query = select(table).where(
        table.c.payer == payer, table.c.period == period, table.c.id.not_in(living)
    )
    return [dict(row) for row in conn.execute(query.order_by(table.c.payee)).mappings()]


def _drafts(
    register: Register, conn: Connection, rows: list[Row], asked: Asked
) -> tuple[list[_Draft], list[LeftOut]]:
    drafts, left = [], []
    for row in rows:
        try:
            drafts.append(_draft(register, conn, row, asked))
        except Refused as refusal:
            left.append(_left(row, refusal))
    return drafts, left


def _draft(register: Register, conn: Connection, row: Row, asked: Asked) -> _Draft:
    fields = drafted(conn, row, asked)
    sheet = statement_sheet(register.blobs, unpack(row["doc"])["files"])
    count = len(purchases_of(conn, row["id"]))
    id = derived_id(PURCHASE, sha256(f"{row['id']}|{count}".encode()).digest())
    return _Draft(id, row, asked, fields, purchase_sheet(id, fields, sheet))


def _left(row: Row, refusal: Refused) -> LeftOut:
    return LeftOut(row["id"], row["payee"], row["payable_minor"], refusal)


def _prepared(
    register: Register, drafts: list[_Draft]
) -> tuple[list[PresentPurchase], list[LeftOut]]:
    """Make and keep the files of documents; one whose files cannot be made is left out."""
    commands: list[PresentPurchase] = []
    left: list[LeftOut] = []
    with register.blobs.batch() as batch:
        made = purchase_files([draft.sheet for draft in drafts])
        for draft, files in zip(drafts, made, strict=True):
            if isinstance(files, RuleViolation):
                left.append(_left(draft.statement, files))
                continue
            kept = tuple(
                batch.put(one.data, title=f"{draft.id}.{one.suffix}", media_type=one.media_type)
                for one in files
            )
            commands.append(
                PresentPurchase(
                    id=draft.id,
                    statement=draft.statement["id"],
                    sent=draft.asked.sent,
                    services_in=draft.asked.services_in,
                    overrides=tuple(draft.asked.overrides),
                    replaces=draft.asked.replaces,
                    figures_sha256=figures_sha256(draft.fields),
                    files=kept,
                )
            )
    return commands, left


def _record(register: Register, commands: list[PresentPurchase], actor: Actor) -> list[Recorded]:
    """Record documents; one that somebody else presented meanwhile stands as it is."""
    waiting: list[Future[Recorded]] = [
        register.ledger.submit(command, actor) for command in commands
    ]
    recorded = []
    for future in waiting:
        try:
            recorded.append(future.result())
        except Conflict as conflict:
            if conflict.code not in ("purchase-exists", "id-taken"):
                raise
    return recorded


__all__ = [
    "Asked", "LeftOut", "Place", "Presented", "overrides_of", "present_period",
    "present_statement",
]  # fmt: skip
