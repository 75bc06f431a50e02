"""The figures of an opening by key: which are there, which differ and why, what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from contracts.opening_lines import Entry, Holders, Key

Effect = Literal["kept", "next-run", "statement"]
ROUNDING: Final = "rounding"
"""Reason of a difference within the tolerance."""

_NEVER_NEGATIVE: Final = ("recouped", "paid")


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not what follows from the others, and what becomes of the difference."""

    key: Key
    stated_minor: int
    expected_minor: int
    reason: str
    effect: Effect

    @property
    def difference_minor(self) -> int:
        """Stated less expected."""
        return self.stated_minor - self.expected_minor


@dataclass(frozen=True, slots=True)
class Problem:
    """A figure that cannot be accepted.

    Attributes:
        code: Why.
        value: What is stated.
        expected: What would be right.
    """

    key: Key
    code: str
    value: str
    expected: str


@dataclass
class Book:
    """Figures by key, and what they have come to so far.

    Attributes:
        elsewhere: Shared account to what other agreements have filled of it.
        used: Figures that a clause asked for.
        allocated: Party to what he was allocated to date. held: held account to amount.
    """

    holders: Holders
    tolerance_minor: int
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    entries: dict[Key, Entry] = field(default_factory=dict)
    needed: frozenset[Key] = frozenset()
    used: set[Key] = field(default_factory=set)
    state: dict[str, int] = field(default_factory=dict)
    allocated: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, entries: Iterable[Entry], known: set[Key]) -> None:
        """Sort the figures; one given twice is refused."""
        self.needed = frozenset(known)
        for entry in entries:
            if entry.key in self.entries:
                self.problem(entry.key, "opening-entry-twice", str(entry.amount_minor), "1")
            self.entries[entry.key] = entry
            if entry.kind in _NEVER_NEGATIVE and entry.amount_minor < 0:
                code = "opening-amount-negative"
                self.problem(entry.key, code, str(entry.amount_minor), ">= 0")

    def problem(self, key: Key, code: str, value: object, expected: object) -> None:
        """Refuse a figure."""
        self.problems.append(Problem(key, code, str(value), str(expected)))

    def figure(self, kind: str, step: str = "", account: str = "", payee: str = "") -> Entry:
        """Give a figure that must be there; zero stands in for it while it is missing."""
        found = self.given(kind, step, account, payee)
        if found is None:
            key = (kind, step, account, payee)
            self.problem(key, "opening-entry-missing", "", "an amount; 0 if there is none")
            return Entry(kind, 0, step, account, payee)
        return found

    def given(self, kind: str, step: str = "", account: str = "", payee: str = "") -> Entry | None:
        """Give a figure if it is there."""
        key = (kind, step, account, payee)
        self.used.add(key)
        return self.entries.get(key)

    def payees(self, kind: str, step: str, account: str) -> list[str]:
        """Give the payees named with a clause, in the order given."""
        return [key[3] for key in self.entries if key[:3] == (kind, step, account)]

    def explain(self, entry: Entry, expected: int, effect: Effect, *, rounds: bool = False) -> None:
        """Hold a figure against what follows from others; see rule 4 of this module."""
        found = entry.amount_minor - expected
        if found == entry.difference_minor == 0:
            return
        reason = entry.reason
        if not entry.difference_minor and rounds and abs(found) <= self.tolerance_minor:
            reason = reason or ROUNDING
        elif entry.difference_minor != found:
            right = f"{expected} ({found:+})"
            code = "opening-difference" if found else "opening-difference-none"
            stated = f"{entry.amount_minor} ({entry.difference_minor:+})"
            self.problem(entry.key, code, stated, right)
            return
        elif not reason.strip():
            self.problem(entry.key, "opening-reason-missing", found, "why it differs")
            return
        self.differences.append(Difference(entry.key, entry.amount_minor, expected, reason, effect))

    def refuse_unused(self) -> None:
        """Refuse what no clause asked for."""
        for key in self.entries:
            if key not in self.used:
                code = "opening-entry-unasked"
                self.problem(key, code, self.entries[key].amount_minor, self._known(key[0]))

    def _known(self, kind: str) -> str:
        names = sorted(
            " ".join(part for part in key if part) for key in self.needed if key[0] == kind
        )
        return ", ".join(names) if names else "no such line"
