"""`daicho state`: the state of closed months, and proofs of single lines of it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.acting import OPERATOR, publish, recorded_as_json, say_recorded
from api.cli.session import Session, session_of
from api.cli.verifier_keys import keys_of, read_at_most
from ledger.bootstrap import Register
from ledger.closings.views import closed_states
from ledger.door import Recorded
from ledger.errors import NotFound
from ledger.jobs.closing import close_state
from ledger.jobs.state_proofs import ClosedMonth
from ledger.jobs.writing import write_file
from ledger.log.state_proof import MAX_BYTES, verify_state_proof
from ledger.parties.queries import show as show_party
from ledger.store.nodes import TileCache
from ledger.works.commands import Identifier
from ledger.works.identifiers import OWN, canonical

app = typer.Typer(no_args_is_help=True, help="The state of closed months, and proofs from it.")
_COLUMNS = ("month", "size", "entry_index", "identifiers", "balances")
_IDS = ("work", "committee", "party")
MonthArgument = Annotated[str, typer.Argument(help="Month, like 2026-03.")]
MonthOption = Annotated[str | None, typer.Option("--month", help="Else the last one closed.")]
OutFile = Annotated[Path, typer.Option("--out", help="Where to write the proof.")]
Scheme = Annotated[str, typer.Argument(help="isan, eidr, madb ..., or work, committee, party.")]
Value = Annotated[str, typer.Argument(help="Of an own number: holder's id, colon, number.")]


@app.command()
def close(ctx: typer.Context, month: MonthArgument) -> None:
    """Record the state of a month that is closed for all, and publish a checkpoint."""
    session = session_of(ctx)
    with session.register() as register:
        record_state(session, register, month)


def record_state(
    session: Session, register: Register, month: str, before: Recorded | None = None
) -> None:
    """Record the state of a month, say so, and publish a checkpoint of it.

    Args:
        session: Where to say it.
        register: The register.
        month: Closed for the whole register.
        before: The closing of the month itself, when that was recorded just now.
    """
    recorded = close_state(register, month)
    if session.out.as_json:
        state = recorded_as_json(month, recorded)
        session.out.json({**recorded_as_json(month, before), "state": state} if before else state)
    else:
        for one in filter(None, (before, recorded)):
            say_recorded(session, month, one)
    if publish(session, register):
        session.out.note("checkpoint-covers", month=month)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """List the months whose state is on record."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        items = closed_states(conn)
    session.out.items(items, _COLUMNS)


@app.command("prove-holding")
def prove_holding(
    ctx: typer.Context,
    party: Annotated[str, typer.Argument(help="Id of the holder.")],
    out: OutFile,
    month: MonthOption = None,
) -> None:
    """Prove one party's holdings, accounts and carried amounts, and nobody else's."""

    def prove(closed: ClosedMonth) -> bytes:
        return closed.holding(party)

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        if show_party(conn, party, OPERATOR) is None:
            raise NotFound("party-not-found", field="party", value=party)
    _write(session, month, out, prove)


@app.command("prove-absence")
def prove_absence(
    ctx: typer.Context, scheme: Scheme, value: Value, out: OutFile, month: MonthOption = None
) -> None:
    """Prove that an identifier was never registered up to a month's state."""
    identifier = _identifier(scheme, value)
    _write(session_of(ctx), month, out, lambda closed: closed.identifier(identifier, absent=True))


@app.command("prove-presence")
def prove_presence(
    ctx: typer.Context, scheme: Scheme, value: Value, out: OutFile, month: MonthOption = None
) -> None:
    """Prove that an identifier was registered by the time of a month's state."""
    identifier = _identifier(scheme, value)
    _write(session_of(ctx), month, out, lambda closed: closed.identifier(identifier, absent=False))


def _identifier(scheme: str, value: str) -> str:
    """Return the one spelling of an identifier.

    Raises:
        ValidationError: There is no such scheme.
        RuleViolation: The value has not the form of its scheme.
    """
    if scheme in _IDS:
        return f"{scheme}:{value}"
    holder, colon, number = value.partition(":") if scheme == OWN else ("", "", value)
    item = Identifier.model_validate({"scheme": scheme, "value": number if colon else value})
    spelled = canonical(item, "value")
    return f"{scheme}:{holder}:{spelled}" if colon else f"{scheme}:{spelled}"


def _write(
    session: Session, month: str | None, out: Path, prove: Callable[[ClosedMonth], bytes]
) -> None:
    with session.register() as register, register.ledger.reading() as conn:
        closed = ClosedMonth(conn, TileCache(), month)
        data = prove(closed)
    write_file(out, data)
    if session.out.as_json:
        session.out.json({"file": str(out), "index": closed.index})
    else:
        session.out.note("saved", file=out)


@app.command()
def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A state proof.")],
    key: Annotated[
        list[str],
        typer.Option("--key", help="Verifier key of the log, or a file of them; repeatable."),
    ],
) -> None:
    """Check a state proof without any register; exit 1 if it does not hold."""
    keys = [found for text in key for found in keys_of(text)]
    shown = verify_state_proof(read_at_most(file, MAX_BYTES), keys)
    session = session_of(ctx)
    data: dict[str, Any] = {
        "origin": shown.package.checkpoint.origin,
        "index": shown.entry.index,
        "recorded_at": shown.entry.recorded_at,
        "month": shown.month,
        "size": shown.size,
        "signed_by": [str(signer) for signer in shown.package.signers],
        "leaves": [_leaf(leaf, session) for leaf in shown.leaves],
        "present": list(shown.present),
        "absent": list(shown.absent),
    }
    session.out.show({name: value for name, value in data.items() if value not in ([], None)})
    session.out.note("state-proof-holds")


def _leaf(leaf: Mapping[str, Any], session: Session) -> dict[str, Any]:
    """Return a leaf; for people, a weight is no amount, and a statement no claim's wording."""
    data = dict(leaf)
    if session.out.as_json:
        return data
    if str(data.get("name", "")).startswith("weight:"):
        data["weight"] = data.pop("amount_minor")
    if "statement" in data:
        data["statements"] = data.pop("statement")
    return data
