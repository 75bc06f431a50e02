"""What the global options decided, carried to every subcommand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, cast

import typer

from api.cli.language import Lang
from api.cli.output import Output
from ledger.access.views import Viewer
from ledger.bootstrap import Register, open_register
from ledger.clock import tokyo_date
from ledger.command import SYSTEM, Command
from ledger.door import Recorded
from ledger.settings import Settings

OPERATOR: Final = Viewer("operator")


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command.

    Attributes:
        home: Folder of the register, if named on the command line.
        lang: Language of the tool.
        document_lang: Language of documents: the one asked for by name, else Japanese.
        out: Where everything is printed.
    """

    home: Path | None
    lang: Lang
    document_lang: Lang
    out: Output

    def settings(self) -> Settings:
        """Return the settings of the environment, with the home of the command line."""
        return Settings(home=self.home) if self.home else Settings()

    @contextmanager
    def register(self) -> Iterator[Register]:
        """Open the register for one command; close it whatever happens."""
        opened = open_register(self.settings())
        try:
            yield opened
        finally:
            opened.close()


def session_of(ctx: typer.Context) -> Session:
    """Return what the root callback put into the context."""
    return cast("Session", ctx.find_root().obj)


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
