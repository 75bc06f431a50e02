"""What the global options decided, carried to every subcommand.

What opens a register is imported when one is opened: help and offline checks need none of it, and
loading it takes longer than they do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import typer

from api.cli.language import Lang
from api.cli.output import Output

if TYPE_CHECKING:
    from ledger.bootstrap import Register
    from ledger.settings import Settings


SAMPLE: Final = Path("demo")
"""Where `make demo` builds its register."""


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command.

    Attributes:
        home: Folder of the register, if named on the command line.
        lang: Language of the tool.
        document_lang: Language of documents: the one asked for by name, else Japanese.
        out: Where everything is printed.
        token: Shows who acts; without one the operator at the machine of the register does.
        command: First word of the command: why people's data are read.
    """

    home: Path | None
    lang: Lang
    document_lang: Lang
    out: Output
    token: str | None = None
    command: str = "-"

    def settings(self, *, new: bool = False) -> "Settings":
        """Return the settings of the environment, with the home of the command line.

        Where neither names a home and the user has no register yet, the sample register in the
        folder at hand is meant, and that is said.

        Args:
            new: True for a register that is about to be created.
        """
        from ledger.home import CARD  # noqa: PLC0415
        from ledger.settings import Settings  # noqa: PLC0415

        if self.home:
            return Settings(home=self.home)
        found = Settings()
        is_named = found.model_fields_set & {"home", "database_url"}
        if new or is_named or (found.home / CARD).exists() or not (SAMPLE / CARD).exists():
            return found
        self.out.remark_once("sample-home", home=SAMPLE)
        return Settings(home=SAMPLE)

    @contextmanager
    def register(self, *, for_parties: bool = False) -> Iterator["Register"]:
        """Open the register for one command; close it whatever happens.

        Args:
            for_parties: The command shows and does only what its `viewer_of` and `actor_of` may;
                else it is the operator's, and a token of somebody else is refused.
        """
        from ledger.bootstrap import open_register  # noqa: PLC0415

        settings = self.settings()
        opened = open_register(settings)
        try:
            self.act_in(opened, for_parties=for_parties)
        except BaseException:
            opened.close()
            raise
        if settings.key_file or settings.key_name:
            from api.cli.author import author_of  # noqa: PLC0415

            opened.ledger.author = author_of(opened, settings, self.lang)
        try:
            with self._noted_reads(opened):
                yield opened
        finally:
            opened.close()

    @contextmanager
    def _noted_reads(self, register: "Register") -> Iterator[None]:
        """Write down whose data the command opens, before any of it is printed."""
        from api.cli.acting import actor_of  # noqa: PLC0415
        from ledger.access.personal_reads import PersonalReads  # noqa: PLC0415
        from ledger.vault.watching import watching  # noqa: PLC0415

        reads = PersonalReads(register.engine, register.clock, register.entropy)
        with watching() as opened:
            try:
                yield
            finally:
                if opened:
                    who = actor_of(self, register)
                    reads.keep(who, f"daicho {self.command}", opened)

    def act_in(self, register: "Register", *, for_parties: bool = False) -> None:
        """Let the holder of the token act in an open register, if there is a token.

        Raises:
            Forbidden: The token is not good, or not good for this command.
        """
        if self.token is not None:
            from api.cli.acting import act_as  # noqa: PLC0415

            act_as(self.token, register, for_parties=for_parties)


def session_of(ctx: typer.Context) -> Session:
    """Return what the root callback put into the context."""
    return cast("Session", ctx.find_root().obj)
