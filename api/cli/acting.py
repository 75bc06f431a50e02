"""Who acts: the operator at the machine, or the holder of a token; and what came of a command.

A token on the command line tells two people apart who work at one machine. It keeps honest people
honest: whoever can read the register's files can read all that is in them.
"""

from datetime import date
from typing import Final

from api.cli.session import Session
from ledger.access.tokens import Identity, Tokens
from ledger.access.views import Viewer
from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.command import SYSTEM, Actor, Command
from ledger.door import Recorded
from ledger.errors import Forbidden, NotFound

OPERATOR: Final = Viewer("operator")


def today(register: Register) -> date:
    """Return the calendar day in Japan."""
    return tokyo_date(register.clock.now())


def actor_of(session: Session, register: Register) -> Actor:
    """Return who acts: the holder of the token, or the operator at the machine."""
    if session.token is None:
        return SYSTEM
    return _identity(session.token, register).actor


def viewer_of(session: Session, register: Register) -> Viewer:
    """Return who reads: the holder of the token today, or the operator at the machine."""
    return Viewer.of(actor_of(session, register), register.clock)


def act_as(token: str, register: Register, *, for_parties: bool) -> None:
    """Let the holder of a token do what this process records.

    Raises:
        Forbidden: The token is unknown, has ended, or may not read; or this command is the
            operator's. One that may only read is refused when something is recorded.
    """
    identity = _identity(token, register)
    identity.must_have("read")
    if not (for_parties or identity.actor.is_operator):
        raise Forbidden(
            "command-of-operator",
            "this command shows and does what only the operator may",
            field="--token",
            value=identity.actor.role,
            expected="a token of the operator; parties use the HTTP interface",
        )

    def recorder() -> Actor:
        identity.must_have("write")
        return identity.actor

    register.ledger.is_for_party = not identity.actor.is_operator
    register.ledger.operator = recorder  # asked before anything is recorded


def _identity(token: str, register: Register) -> Identity:
    return Tokens(register.engine, register.clock, register.entropy).authenticate(token)


def record(session: Session, register: Register, command: Command, name: str) -> Recorded:
    """Record a command as whoever acts and say what came of it.

    Args:
        session: Where to say it.
        register: The register.
        command: What is asked.
        name: Id of what the command is about.
    """
    recorded = register.ledger.record(command, actor=SYSTEM)
    say_recorded(session, name, recorded)
    return recorded


def say_recorded(session: Session, name: str, recorded: Recorded) -> None:
    """Say where the facts of a command stand now."""
    if session.out.as_json:
        session.out.json(recorded_as_json(name, recorded))
        return
    session.out.note(
        "recorded",
        name=name,
        entries=_span(recorded.first_index, recorded.count),
        leaf_hash=recorded.leaf_hashes[0].hex(),
    )


def publish(session: Session, register: Register) -> bool:
    """Publish a checkpoint of what is durable, with the cosignatures that the policy asks for.

    Returns:
        False if the log's key is away, which is said; whoever has it publishes later.
    """
    # Loaded here: most commands publish nothing and need no web client.
    from ledger.jobs.cosigning import cosigner  # noqa: PLC0415
    from ledger.jobs.publish import publish_checkpoint  # noqa: PLC0415

    try:
        publish_checkpoint(register, cosigner(register, session.settings()))
    except NotFound as error:
        if error.code != "log-key-missing":
            raise
        session.out.remark("key-away")
        return False
    return True


def _span(first: int, count: int) -> str:
    """Write the places of entries that follow each other."""
    return str(first) if count == 1 else f"{first}-{first + count - 1}"


def recorded_as_json(name: str, recorded: Recorded) -> dict[str, object]:
    """Return the outcome of a command as plain JSON values."""
    return {
        "id": name,
        "first_index": recorded.first_index,
        "count": recorded.count,
        "leaf_hashes": [leaf_hash.hex() for leaf_hash in recorded.leaf_hashes],
        "replayed": recorded.replayed,
    }
