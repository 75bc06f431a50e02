"""What leaves the command: data on standard output, everything else on standard error.

With `--json` standard output carries exactly one JSON document and nothing else.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import orjson
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli.language import Lang
from api.cli.look import Look, describe, listing, plain
from api.cli.messages import say
from api.cli.warned import warned

_WIDTH_OF_A_PIPE: Final = 200  # nobody wraps a pipe, and ids must not be cut
Report = Callable[[int, int], None]


class Output:
    """The two streams of one command.

    Args:
        as_json: Machine-readable output.
        lang: Language of labels and sentences.
    """

    def __init__(self, *, as_json: bool, lang: Lang) -> None:
        self.as_json = as_json
        self.lang = lang
        self._out = _console(stderr=False)
        self._err = _console(stderr=True)
        self._said: set[str] = set()

    def json(self, value: object) -> None:
        """Print one JSON document."""
        self._out.print(_json(value), markup=False, highlight=False, soft_wrap=True)

    def note(self, key: str, **values: object) -> None:
        """Say a sentence of the catalogue on standard output; machines do not hear it."""
        if not self.as_json:
            self._out.print(plain(say(key, self.lang, **values)), soft_wrap=True)

    def text(self, text: str) -> None:
        """Print text as it is; machines do not see it."""
        if not self.as_json:
            self._out.print(plain(text), soft_wrap=True)

    def draw(self, renderable: RenderableType) -> None:
        """Print a table or the like; machines do not see it."""
        if not self.as_json:
            self._out.print(renderable)

    def show(
        self,
        data: Mapping[str, Any],
        names: Mapping[str, str] | None = None,
        lang: Lang | None = None,
    ) -> None:
        """Print one object.

        Args:
            data: JSON-able.
            names: Names of parties by id; they are added to the JSON as `display_names`.
            lang: If not the language of the tool.
        """
        if self.as_json:
            self.json({**data, "display_names": dict(names)} if names else data)
        else:
            self._out.print(describe(data, Look(lang or self.lang, names or {})))

    def items(
        self,
        items: Sequence[Mapping[str, Any]],
        columns: Iterable[str],
        names: Mapping[str, str] | None = None,
        after: str | None = None,
    ) -> None:
        """Print a list.

        Args:
            items: JSON-able objects.
            columns: Keys that people see; machines see all.
            names: Names of parties by id.
            after: Where the next page starts, if there may be one.
        """
        if self.as_json:
            self.json({"items": list(items), "display_names": dict(names or {}), "next": after})
            return
        if not items:
            self.note("nothing")
            return
        self._out.print(listing(items, columns, Look(self.lang, names or {})))
        if after:
            self.note("more", after=after)

    def problem(self, text: str, data: Mapping[str, Any]) -> None:
        """Print an error on standard error, as JSON for machines."""
        shown = _json(data) if self.as_json else text
        self._err.print(plain(shown), soft_wrap=True)

    def remark(self, key: str, **values: object) -> None:
        """Say a sentence on standard error."""
        self._err.print(plain(say(key, self.lang, **values)), soft_wrap=True)

    def remark_once(self, key: str, **values: object) -> None:
        """Say a sentence on standard error, but only the first time."""
        if key not in self._said:
            self._said.add(key)
            self.remark(key, **values)

    def warn(self, warnings: Iterable[str]) -> None:
        """Say on standard error what was recorded but deserves a look."""
        for warning in warnings:
            self.remark("warned", warning=warned(warning, self.lang))

    @contextmanager
    def progress(self, key: str) -> Iterator[Report]:
        """Show a bar on standard error while something takes its time, if somebody watches.

        Yields:
            A function that takes (done, in all).
        """
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._err,
            transient=True,
            disable=not self._err.is_terminal,
        )
        with bar:
            task = bar.add_task(say(key, self.lang), total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_OF_A_PIPE
    return console


def _json(value: object) -> str:
    # Names of tables and columns are a kind of text of their own: the second option takes them.
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode()
