"""Options that many commands share, spelled once."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

JsonFile = Annotated[
    str | None, typer.Option("--file", help="The whole command as JSON; - reads standard input.")
]
After = Annotated[str | None, typer.Option("--after", help="Start after this id.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many.")]
Reason = Annotated[str, typer.Option("--reason", help="Stays on record.")]
AgreementOption = Annotated[str | None, typer.Option("--agreement", help="Id of an agreement.")]
Query = Annotated[str, typer.Argument(help="Any part of a name, in any width, case or kana.")]


def next_after(items: Sequence[Mapping[str, Any]], limit: int, key: str = "id") -> str | None:
    """Return where the next page starts: after the last of a full page."""
    return str(items[-1][key]) if len(items) == limit else None


def of_file_or(data: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a file's values, with those of options given beside it on top, also inside names."""
    merged = dict(data)
    for name, value in given.items():
        if value is None or value == []:
            continue
        before = merged.get(name)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            value = {**before, **value}  # noqa: PLW2901 - one name for what will be there
        merged[name] = value
    return merged
