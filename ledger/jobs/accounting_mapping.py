"""Whose chart it is: a mapping from the journal's accounts and tax classes to a user's names.

mapping = read_mapping(data)          every problem at once, each with its line
layout_of(mapping, "yayoi")           columns, encoding, how tax is written
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from ledger.errors import RuleViolation
from ledger.jobs.accounting_lines import ACCOUNTS, TAX_CLASSES

ENCODINGS: Final = ("utf-8-sig", "cp932")
TAXES: Final = ("separate", "inclusive")
SUBS: Final = ("party", "committee", "place", "none")
_SIDES: Final = ("account", "code", "sub", "party", "tax", "amount", "tax_amount")
_CONTENTS: Final = frozenset(
    {"flag", "type", "number", "id", "entry", "date", "text", "kind"}
    | {f"{side}.{name}" for side in ("debit", "credit") for name in _SIDES}
)
_MOST_BYTES: Final = 1_000_000
_LAYOUT_TEXTS: Final = ("title", "date", "source")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a mapping that has to be put right.

    Attributes:
        line: Of the file; 0 where something is missing altogether.
        field: Its place, such as `accounts.payable`.
        reason: A code. value: what stands there. expected: what would be right.
    """

    line: int
    field: str
    reason: str
    value: str
    expected: str


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """An account of the user's chart."""

    name: str
    code: str
    sub: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The shape of a file; see accounting_layouts.toml."""

    name: str
    title: str
    encoding: str
    head: bool
    is_inclusive: bool
    date: str
    most_digits: int
    columns: tuple[tuple[str, str], ...]
    source: str
    confirm: str
    blank_tax: str


@dataclass(frozen=True, slots=True)
class ChartMapping:
    """A mapping without problems, as far as it goes: what it lacks is told when it is needed."""

    accounts: Mapping[str, ChartAccount]
    tax: Mapping[str, Mapping[str, str]]
    parties: Mapping[str, str]
    layouts: Mapping[str, Layout]


def default_mapping() -> bytes:
    """Return the mapping to begin with, as a file to be edited."""
    return _own("accounting_mapping.toml")


@cache
def _own(name: str) -> bytes:
    return resources.files("ledger.jobs").joinpath(name).read_bytes()


def problems_in(data: bytes) -> list[Problem]:
    """Name everything that is wrong or missing in a mapping, in the order of its lines."""
    return _read(data)[1]


def read_mapping(data: bytes | None = None) -> ChartMapping:
    """Read a mapping; the default one where none is given.

    Raises:
        RuleViolation: `accounting-mapping-wrong`, with every unknown name and malformed value. What
            is only missing does not matter until something needs it.
    """
    mapping, problems = _read(default_mapping() if data is None else data)
    wrong = [one for one in problems if one.reason != "missing"]
    if mapping is None or wrong:
        told = [f"line {one.line}: {one.field}: {one.value}" for one in wrong]
        raise RuleViolation(
            "accounting-mapping-wrong",
            field="mapping",
            value=told,
            expected=sorted({f"{one.field}: {one.expected}" for one in wrong}),
        )
    return mapping


def layout_of(mapping: ChartMapping, name: str) -> Layout:
    """Return a layout by its name.

    Raises:
        RuleViolation: `accounting-layout-unknown`, with those there are.
    """
    found = mapping.layouts.get(name)
    if found is None:
        raise RuleViolation(
            "accounting-layout-unknown",
            field="layout",
            value=name,
            expected=sorted(mapping.layouts),
        )
    return found


def _read(data: bytes) -> tuple[ChartMapping | None, list[Problem]]:
    try:
        if len(data) > _MOST_BYTES:
            return None, [Problem(0, "mapping", "too-long", str(len(data)), f"<= {_MOST_BYTES}")]
        text = data.decode("utf-8-sig")
        given = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 0
        return None, [Problem(line, "mapping", "malformed", str(error), "TOML in UTF-8")]
    problems = [*_unknown(given), *_accounts(given), *_taxes(given), *_layouts(given)]
    placed = [_placed(one, text) for one in problems]
    placed.sort(key=lambda one: (one.line == 0, one.line, one.field))
    if any(one.reason != "missing" for one in placed):
        return None, placed
    return _made(given), placed


def _made(given: Mapping[str, Any]) -> ChartMapping:
    built_in = tomllib.loads(_own("accounting_layouts.toml").decode())["layouts"]
    layouts = {**built_in, **given.get("layouts", {})}
    return ChartMapping(
        accounts={
            name: ChartAccount(one["name"], one.get("code", ""), one.get("sub", "none"))
            for name, one in given.get("accounts", {}).items()
        },
        tax=given.get("tax", {}),
        parties=given.get("parties", {}),
        layouts={name: _layout(name, one) for name, one in layouts.items()},
    )


def _layout(name: str, one: Mapping[str, Any]) -> Layout:
    return Layout(
        name=name,
        title=one["title"],
        encoding=one["encoding"],
        head=one["head"],
        is_inclusive=one["tax"] == "inclusive",
        date=one["date"],
        most_digits=one["most_digits"],
        columns=tuple((heading, content) for heading, content in one["columns"]),
        source=one["source"],
        confirm=one.get("confirm", ""),
        blank_tax=one.get("blank_tax", ""),
    )


def _unknown(given: Mapping[str, Any]) -> Iterator[Problem]:
    sections = ("accounts", "tax", "parties", "layouts")
    for name, section in given.items():
        if name not in sections:
            yield Problem(0, name, "unknown", name, ", ".join(sections))
        elif not isinstance(section, dict):
            yield Problem(0, name, "malformed", str(section), f"[{name}]")
    for party, name in _section(given, "parties").items():
        if not isinstance(name, str) or not name.strip():
            yield Problem(0, f"parties.{party}", "malformed", str(name), '"name"')


def _section(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = given.get(name, {})
    return found if isinstance(found, dict) else {}


def _accounts(given: Mapping[str, Any]) -> Iterator[Problem]:
    accounts = _section(given, "accounts")
    expected = '{ code = "", name = "売掛金", sub = "party" }'
    for name in ACCOUNTS:
        if name not in accounts:
            yield Problem(0, f"accounts.{name}", "missing", "", expected)
    for name, one in accounts.items():
        field = f"accounts.{name}"
        if name not in ACCOUNTS:
            yield Problem(0, field, "unknown", name, ", ".join(ACCOUNTS))
        elif not _is_account(one):
            yield Problem(0, field, "malformed", str(one), expected)
        elif one.get("sub", "none") not in SUBS:
            yield Problem(0, field, "malformed", str(one["sub"]), ", ".join(SUBS))


def _is_account(one: object) -> bool:
    if not isinstance(one, dict) or not set(one) <= {"name", "code", "sub"}:
        return False
    texts = all(isinstance(value, str) for value in one.values())
    return texts and bool(one.get("name", "").strip())


def _taxes(given: Mapping[str, Any]) -> Iterator[Problem]:
    for layout, words in _section(given, "tax").items():
        if not isinstance(words, dict):
            yield Problem(0, f"tax.{layout}", "malformed", str(words), f"[tax.{layout}]")
            continue
        for name in TAX_CLASSES:
            if name not in words:
                yield Problem(0, f"tax.{layout}.{name}", "missing", "", '"対象外"')
        for name, word in words.items():
            field = f"tax.{layout}.{name}"
            if name not in TAX_CLASSES:
                yield Problem(0, field, "unknown", name, ", ".join(TAX_CLASSES))
            elif not isinstance(word, str) or not word.strip():
                yield Problem(0, field, "malformed", str(word), '"対象外"')


def _layouts(given: Mapping[str, Any]) -> Iterator[Problem]:
    for name, one in _section(given, "layouts").items():
        field = f"layouts.{name}"
        if not isinstance(one, dict):
            yield Problem(0, field, "malformed", str(one), f"[layouts.{name}]")
            continue
        checks = {
            "encoding": (one.get("encoding") in ENCODINGS, ", ".join(ENCODINGS)),
            "tax": (one.get("tax") in TAXES, ", ".join(TAXES)),
            "head": (isinstance(one.get("head"), bool), "true, false"),
            "most_digits": (_is_count(one.get("most_digits")), "11"),
            "columns": (_are_columns(one.get("columns")), '[["日付", "date"], ...]'),
        } | {key: (isinstance(one.get(key), str), '"..."') for key in _LAYOUT_TEXTS}
        for key, (is_good, expected) in checks.items():
            if not is_good:
                yield Problem(0, f"{field}.{key}", "malformed", str(one.get(key)), expected)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _are_columns(columns: object) -> bool:
    return (
        isinstance(columns, list)
        and bool(columns)
        and all(
            isinstance(one, list)
            and [type(part) for part in one] == [str, str]
            and (one[1] in _CONTENTS or one[1].startswith("="))
            for one in columns
        )
    )


def _placed(problem: Problem, text: str) -> Problem:
    """Return a problem with the line on which its field stands."""
    *sections, name = problem.field.split(".")
    wanted, inside = ".".join(sections), ""
    head = re.compile(r"^\s*\[([^\]]+)\]")
    for number, line in enumerate(text.splitlines(), 1):
        if found := head.match(line):
            inside = found[1].strip()
            is_here = problem.reason != "missing" and inside == problem.field
        else:
            key = line.split("=", 1)[0].strip().strip('"')
            is_here = inside == wanted and key == name
        if is_here:
            return Problem(number, problem.field, problem.reason, problem.value, problem.expected)
    return problem
