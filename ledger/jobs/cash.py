"""Keep a bank account's book: take a bank's file, propose and confirm what lines were for, compare.

Each of these reads on a snapshot and ends in one command, or in one command for each line: what was
confirmed stays confirmed when the next one is refused or the process ends.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from contracts.period import Period
from ledger.access.views import OPERATOR_VIEWER, Viewer, may_read
from ledger.bootstrap import Register
from ledger.cash.book import Book, book_of
from ledger.cash.commands import (
    CashLine,
    ImportCash,
    MatchCash,
    OwedFromAccount,
    ReconcileCash,
    digest_of,
)
from ledger.cash.owed import owed_of
from ledger.cash.profiles import (
    BUILT_IN,
    IN_AND_OUT,
    NOTICE,
    CashProfile,
    profile_named,
    write_profile,
)
from ledger.cash.proposing import FEES, Proposed, proposals
from ledger.cash.reading import BankFile, read_bank_file
from ledger.cash.shown import page, show
from ledger.clock import tokyo_date
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.errors import NotFound, Refused, RuleViolation
from ledger.ids import CASH_IMPORT, RECEIPT, new_id
from ledger.store.read import read_head
from ledger.values import DocumentRef

_CSV: Final = "text/csv"
MOST_ACCOUNTS: Final = 10_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A bank's file that was taken.

    Attributes:
        id: Of the import. recorded: its entry.
    """

    id: str
    file: BankFile | None
    recorded: Recorded

    def as_data(self) -> dict[str, Any]:
        """Return its sums as plain values."""
        if self.file is None:
            return {"id": self.id}
        amounts = [line.amount_minor for line in self.file.lines]
        return {
            "id": self.id,
            "lines": len(amounts),
            "covers_from": self.file.first_day.isoformat(),
            "covers_to": self.file.last_day.isoformat(),
            "in_minor": sum(one for one in amounts if one > 0),
            "out_minor": -sum(one for one in amounts if one < 0),
            "opening_minor": self.file.opening_minor,
            "closing_minor": self.file.closing_minor,
        }


def import_cash(  # noqa: PLR0913 - the file, how to read it, who asks and how often
    register: Register,
    account: str,
    data: bytes,
    *,
    profile: str | CashProfile = IN_AND_OUT,
    title: str | None = None,
    id: str | None = None,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
) -> Taken:
    """Read a bank's file, keep it, and record its lines: all of them or none.

    Args:
        register: Where.
        account: Id of the account.
        data: As the bank gave it.
        profile: How to read it: the name of a built-in one, of notices, or one's own.
        title: Name of the file, for people.
        id: Of the import; a new one if left out.
        actor: Who asks.
        request: Idempotency key; a repeated request reads nothing again.

    Raises:
        Refused: The file cannot be read, or does not follow what is on record.
    """
    earlier = register.ledger.replay(ImportCash, request) if request else None
    if earlier:
        return Taken(str(getattr(earlier.events[0], "id", "")), None, earlier)
    with register.ledger.reading() as conn:
        row = account_row(conn, account, Viewer.of(actor, register.clock))
    how = profile_named(profile) if isinstance(profile, str) and profile != NOTICE else profile
    today = tokyo_date(register.clock.now())
    read = read_bank_file(data, how, currency=row["currency"], today=today)
    lines = tuple(
        CashLine(
            n=n, day=line.day, amount_minor=line.amount_minor,
            balance_minor=line.balance_minor, digest=line.digest(account),
        )
        for n, line in enumerate(read.lines, start=1)
    )  # fmt: skip
    _check_newer(read, lines, row)
    command = ImportCash(
        id=id or new_id(CASH_IMPORT, register.clock, register.entropy),
        account=account,
        **_kept(register, data, how, title),
        first_day=read.first_day,
        last_day=read.last_day,
        opening_minor=read.opening_minor,
        closing_minor=read.closing_minor,
        lines_sha256=digest_of(lines),
        lines=lines,
    )
    recorded = register.ledger.record(command, actor, request)
    return Taken(command.id, read, recorded)


def _check_newer(read: BankFile, lines: Sequence[CashLine], row: Mapping[str, Any]) -> None:
    """Refuse a file that ends before the book begins, before anything of it is kept."""
    if read.last_day.isoformat() < row["opened_on"]:
        raise RuleViolation(
            "cash-before-opening",
            f"the book of this account begins on {row['opened_on']}",
            field="last_day",
            value=f"{read.last_day}, {len(lines)} lines",
            expected=f"{row['opened_on']} or later",
        )


def _kept(
    register: Register, data: bytes, how: str | CashProfile, title: str | None
) -> dict[str, Any]:
    """Keep the file, and a layout of one's own, and return what names them."""
    name = how if isinstance(how, str) else how.name
    with register.blobs.batch() as batch:
        file = batch.put(data, title=title, media_type=None if name == NOTICE else _CSV)
        layout: DocumentRef | None = None
        if isinstance(how, CashProfile) and BUILT_IN.get(name) != how:
            layout = batch.put(write_profile(how), media_type="application/json")
    return {"file": file, "profile": name, "layout": layout}


def account_row(conn: Connection, account: str, viewer: Viewer) -> dict[str, Any]:
    """Return an account that a viewer may read.

    Raises:
        NotFound: There is none for this viewer.
    """
    may_read(conn, viewer, account)
    row = show(conn, account, viewer)
    if row is None:
        raise NotFound("cash-account-not-found", field="account", value=account)
    return row


def propose(
    register: Register,
    account: str,
    viewer: Viewer = OPERATOR_VIEWER,
    fees: Sequence[int] = FEES,
) -> list[Proposed]:
    """Propose what the open lines of an account were for."""
    with register.ledger.reading() as conn:
        return proposals(conn, register.blobs, account_row(conn, account, viewer), fees)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What became of proposals.

    Attributes:
        matched: Lines that were matched. refused: lines that were not, with the reason.
        left: Lines that need a person.
    """

    matched: tuple[str, ...]
    refused: tuple[tuple[str, Refused], ...]
    left: int

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "matched": list(self.matched),
            "refused": [
                {"line": line, "code": error.code, **error.fields} for line, error in self.refused
            ],
            "left": self.left,
        }


def confirm_sure(
    register: Register,
    account: str,
    *,
    actor: Actor = SYSTEM,
    progress: Progress | None = None,
) -> Confirmed:
    """Confirm every proposal that is sure, line by line; what is refused is told.

    Args:
        register: Where.
        account: Id of the account.
        actor: Who confirms.
        progress: Told how many of how many are done.
    """
    found = propose(register, account, Viewer.of(actor, register.clock))
    sure = [one for one in found if one.is_sure]
    matched: list[str] = []
    refused: list[tuple[str, Refused]] = []
    for done, one in enumerate(sure, start=1):
        line = f"{one.batch}/{one.n}"
        try:
            register.ledger.record(match_of(register, account, one), actor)
            matched.append(line)
        except Refused as error:
            refused.append((line, error))
        if progress:
            progress(done, len(sure))
    return Confirmed(tuple(matched), tuple(refused), len(found) - len(sure))


def match_of(
    register: Register,
    account: str,
    one: Proposed,
    *,
    fee_clause: str | None = None,
    excess_to: str | None = None,
    counted_on: date | None = None,
) -> MatchCash:
    """Return the command that confirms a proposal.

    Args:
        register: Chooses the ids of receipts.
        account: Id of the account.
        one: The proposal.
        fee_clause: Where the sender kept the fee: the clause that lets him. Without it only what
            came is received.
        excess_to: Report to which what is left over goes; it stays there as excess.
        counted_on: See `MatchCash`.

    Raises:
        RuleViolation: `cash-nothing-proposed`; or `cash-fee-without-clause`.
    """
    parts = [dict(part) for part in one.parts]
    if not parts:
        raise RuleViolation(
            "cash-nothing-proposed",
            field="line",
            value=f"{one.batch}/{one.n} {one.kind}",
            expected="what the line was for, said by options or in --file",
        )
    fee = one.fee_minor if fee_clause else 0
    if one.fee_minor and not fee_clause:
        parts[-1]["amount_minor"] -= one.fee_minor  # the rest of the report stays unpaid
    if excess_to and one.rest_minor:
        _add_excess(parts, excess_to, one)
    for part in parts:
        if part["kind"] == "receipt":
            part["receipt"] = new_id(RECEIPT, register.clock, register.entropy)
    return MatchCash.model_validate(
        {
            "account": account, "batch": one.batch, "line": one.n, "purposes": tuple(parts),
            "fee_minor": fee, "fee_clause": fee_clause if fee else None, "counted_on": counted_on,
        }
    )  # fmt: skip


def _add_excess(parts: list[dict[str, Any]], report: str, one: Proposed) -> None:
    for part in parts:
        if part.get("report") == report:
            part["amount_minor"] += one.rest_minor
            return
    raise RuleViolation(
        "cash-excess-elsewhere",
        field="excess_to",
        value=report,
        expected=[part.get("report") for part in parts],
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Bank and book of a day, to whom the book is owed, and the size of the log it is of."""

    book: Book
    owed: tuple[OwedFromAccount, ...]
    size: int

    def command(self, document: DocumentRef | None = None) -> ReconcileCash:
        """Return the command that puts it on record."""
        book = self.book
        return ReconcileCash(
            account=book.account["id"],
            day=date.fromisoformat(book.day),
            bank_minor=book.bank_minor,
            book_minor=book.book_minor,
            differences=book.differences,
            committees=book.committees,
            owed=self.owed,
            size=self.size,
            document=document,
        )

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        body = self.command().model_dump(mode="json", exclude_none=True)
        return {**body, "currency": self.book.account["currency"], "is_only": self.book.is_only}


def compare(
    register: Register,
    account: str,
    day: date,
    *,
    stated: int | None = None,
    viewer: Viewer = OPERATOR_VIEWER,
) -> Comparison:
    """Compare bank and book of an account at the end of a day.

    Args:
        register: Where.
        account: Id of the account.
        day: Not before the book begins.
        stated: The bank's balance, where it is known otherwise than by its lines.
        viewer: Whose account it is.
    """
    with register.ledger.reading() as conn:
        row = account_row(conn, account, viewer)
        if day.isoformat() < row["opened_on"]:
            raise RuleViolation(
                "cash-day-outside",
                field="day",
                value=day.isoformat(),
                expected=f"{row['opened_on']} or later",
            )
        book = book_of(conn, account, day, stated)
        return Comparison(book, owed_of(conn, book), read_head(conn).size)


def not_reconciled(conn: Connection, month: str) -> list[dict[str, Any]]:
    """Return the accounts whose bank and book were not compared up to the end of a month.

    Args:
        conn: A snapshot.
        month: Like 2026-03; accounts whose book begins later are not meant.
    """
    last_day = Period.parse(month).last_day.isoformat()
    accounts = page(conn, OPERATOR_VIEWER, limit=MOST_ACCOUNTS)
    return [
        row
        for row in accounts
        if row["opened_on"] <= last_day and (row["reconciled_on"] or "") < last_day
    ]


def proposal_data(one: Proposed) -> dict[str, Any]:
    """Return a proposal as plain values."""
    data = asdict(one)
    return {**data, "line": f"{one.batch}/{one.n}", "parts": [dict(part) for part in one.parts]}
