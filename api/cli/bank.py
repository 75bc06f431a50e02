"""`daicho bank`: where parties are paid; proposed, confirmed by somebody else, and looked up."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

import typer

from api.cli import bank_sheets
from api.cli.acting import actor_of, record, say_recorded, today, viewer_of
from api.cli.bank_asking import account_of, check_digits, told
from api.cli.inputs import build, read_bytes, read_json
from api.cli.known import names_in
from api.cli.options import Reason, of_file_or
from api.cli.session import session_of
from ledger.bank_details.commands import ConfirmBankDetails, SetBankWaiting, WithdrawBankDetails
from ledger.bank_details.directory import branches, check_bank, check_branch, table_day
from ledger.errors import RuleViolation
from ledger.jobs.bank_details import Proposal, propose_details
from ledger.jobs.bank_reading import see, waiting

app = typer.Typer(no_args_is_help=True, help="Bank details: proposed, confirmed, looked up.")
_COLUMNS: Final = ("id", "currency", "status", "account_number", "waiting_until", "in_force_from")
_WAITING: Final = (
    "id", "party", "hold", "currency", "account_number", "proposed_on", "waiting_until",
)  # fmt: skip
_BRANCHES: Final = ("bank", "branch", "name", "reading")
DetailsArgument = Annotated[str, typer.Argument(help="Id of bank details.")]
PartyArgument = Annotated[str | None, typer.Argument(help="Whose account; not with --from.")]
EvidenceOption = Annotated[
    str | None, typer.Option("--evidence", help="SHA-256 of the party's own paper.")
]
OfferOption = Annotated[
    bool,
    typer.Option("--as-banks-write", help="Take holders' names as a bank would write them."),
]


@app.command()
def propose(
    ctx: typer.Context,
    party: PartyArgument = None,
    *,
    bank: Annotated[str | None, typer.Option(help="Four digits.")] = None,
    branch: Annotated[str | None, typer.Option(help="Three digits.")] = None,
    account_type: Annotated[
        str | None, typer.Option("--type", help="ordinary, current, savings or other.")
    ] = None,
    number: Annotated[str | None, typer.Option(help="Up to seven digits.")] = None,
    holder: Annotated[str | None, typer.Option(help="The name as the bank has it.")] = None,
    postal_sign: Annotated[str | None, typer.Option(help="記号 of the post bank.")] = None,
    postal_number: Annotated[str | None, typer.Option(help="番号 of the post bank.")] = None,
    branch_name: Annotated[
        str | None, typer.Option(help="Reading of a branch younger than our table.")
    ] = None,
    effective_from: Annotated[str | None, typer.Option(help="From when it is to be used.")] = None,
    evidence: EvidenceOption = None,
    as_banks_write: OfferOption = False,
    file: Annotated[
        str | None, typer.Option("--file", help="The account as JSON; - reads standard input.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--from", help="A CSV of accounts; right rows are proposed.")
    ] = None,
) -> None:
    """Check an account and propose it; another person has to confirm it, and it waits."""
    session = session_of(ctx)
    if sheet is not None:
        bank_sheets.propose(session, read_bytes(sheet), as_banks_write=as_banks_write)
        return
    typed = {
        "bank": bank, "branch": branch, "account_type": account_type, "account_number": number,
        "holder": holder, "postal_sign": postal_sign, "postal_number": postal_number,
        "branch_name": branch_name,
    }  # fmt: skip
    account = of_file_or(read_json(file) if file else {}, typed)
    data = {
        "party": _named(party),
        "account": {"kind": "domestic", **account},
        "effective_from": effective_from,
        "evidence": {"sha256": evidence} if evidence else None,
        "takes_offer": as_banks_write,
    }
    proposal = build(Proposal, data)
    with session.register(for_parties=True) as register:
        recorded = propose_details(register, proposal, actor=actor_of(session, register))
        fact = recorded.events[0]
        say_recorded(session, str(dict(fact)["id"]), recorded)
        told(session, register, dict(fact), holder)


def _named(party: str | None) -> str:
    if party is None:
        raise RuleViolation(
            "party-missing", field="party", value="", expected="the id of a party, or --from FILE"
        )
    return party


@app.command()
def confirm(
    ctx: typer.Context,
    details: DetailsArgument,
    *,
    how: Annotated[str, typer.Option(help="call_back, letter, in_person or signature.")],
    note: Annotated[str, typer.Option(help="Who was reached, and when; stays on record.")],
    digits: Annotated[
        str, typer.Option(help="Last three digits of the number, as the party said them.")
    ],
    evidence: EvidenceOption = None,
) -> None:
    """Confirm proposed details, as another person than who proposed them."""
    session = session_of(ctx)
    data: dict[str, Any] = {"id": details, "how": how, "note": note}
    if evidence:
        data["evidence"] = {"sha256": evidence}
    command = build(ConfirmBankDetails, data)
    with session.register(for_parties=True) as register:
        check_digits(register, viewer_of(session, register), details, digits)
        record(session, register, command, details)


@app.command()
def withdraw(
    ctx: typer.Context,
    details: DetailsArgument,
    *,
    cause: Annotated[str, typer.Option(help="not_me, mistaken, closed or returned.")],
    reason: Reason,
) -> None:
    """Take back proposed details, or end those in force; not_me stops every payment."""
    session = session_of(ctx)
    command = build(WithdrawBankDetails, {"id": details, "cause": cause, "reason": reason})
    with session.register(for_parties=True) as register:
        record(session, register, command, details)


@app.command()
def show(
    ctx: typer.Context,
    party: Annotated[str, typer.Argument(help="Whose account.")],
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Numbers in full, for those who may see them.")
    ] = False,
) -> None:
    """List a party's bank details, the newest first, with the last digits."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        seen = see(conn, register.vault, viewer_of(session, register), party, full=full)
    if not full or session.out.as_json:
        session.out.items([_flat(row) for row in seen.rows], _COLUMNS)
        return
    for row in seen.rows:
        session.out.show(_named_apart(row))


@app.command()
def pending(ctx: typer.Context) -> None:
    """List what is held: changes that their parties denied first, then those that wait."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        items = [_flat(row) for row in waiting(conn, register.vault, today(register))]
        known = names_in(register, conn, items, session.lang)
    alarms = sum(item["hold"] == "frozen" for item in items)
    if alarms and not session.out.as_json:
        session.out.remark("bank-alarms", count=alarms)
    session.out.items(items, _WAITING, known)


def _named_apart(row: Mapping[str, Any]) -> dict[str, Any]:
    """Call the holder of an account something else than the holder of a right."""
    account = dict(row.get("account") or {})
    if "holder" in account:
        account["account_holder"] = account.pop("holder")
    return {**row, "account": account}


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its bank and last digits as one text."""
    shown = account_of(row.get("account"))
    return {**row, "number": shown, "account_number": shown}


@app.command()
def check(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A CSV of accounts; - reads standard input.")],
    *,
    as_banks_write: OfferOption = False,
) -> None:
    """Check a CSV of accounts row by row; nothing is recorded. Exit 1 if a row is wrong."""
    bank_sheets.check(session_of(ctx), read_bytes(file), as_banks_write=as_banks_write)


@app.command()
def directory(
    ctx: typer.Context,
    bank: Annotated[str, typer.Argument(help="Four digits of a bank.")],
    branch: Annotated[str | None, typer.Argument(help="Three digits of a branch.")] = None,
) -> None:
    """Look up a bank and its branches in our table; no register is needed."""
    session = session_of(ctx)
    known = check_bank(bank)
    found = [check_branch(bank, branch)] if branch else list(branches(bank).values())
    items = [
        {
            "bank": known.code,
            "bank_name": known.name,
            "branch": one.code,
            "name": one.name,
            "reading": one.reading,
            "table_of": table_day().isoformat(),
        }
        for one in found
    ]
    if not session.out.as_json:
        session.out.remark("bank-table-day", bank=known.name, day=table_day())
    session.out.items(items, _BRANCHES)


@app.command("waiting")
def set_waiting(
    ctx: typer.Context,
    *,
    days: Annotated[int, typer.Option(help="Days on which banks work, 1 to 30.")],
    effective_from: Annotated[str, typer.Option("--from", help="First day of proposals.")],
    reason: Reason,
) -> None:
    """Set how long new details wait; a shorter wait holds after the longer one has passed."""
    session = session_of(ctx)
    data = {"days": days, "effective_from": effective_from, "reason": reason}
    with session.register() as register:
        record(session, register, build(SetBankWaiting, data), effective_from)
