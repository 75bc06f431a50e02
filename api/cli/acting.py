"""Acting as the operator of the register: record a command and say what came of it."""

from datetime import date
from typing import Final

from api.cli.session import Session
from ledger.access.views import Viewer
from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.command import SYSTEM, Command
from ledger.door import Recorded
from ledger.errors import NotFound

OPERATOR: Final = Viewer("operator")


def today(register: Register) -> date:
    """Return the calendar day in Japan."""
    return tokyo_date(register.clock.now())


def record(session: Session, register: Register, command: Command, name: str) -> Recorded:
    """Record a command as the operator and say what came of it.

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
