"""How far the recoupments are that a payee's share waits for: the notes of a statement as figures.

The same accounts as in `ledger.statements.notes`, at the same level of disclosure: where only
amounts are disclosed, a meter says whether its target is reached and nothing else.
"""

from dataclasses import dataclass

from contracts.disclosure import Level
from ledger.statements.notes import Standing, awaited_accounts, deficit_before


@dataclass(frozen=True, slots=True)
class Meter:
    """One target that somebody waits for.

    Attributes:
        is_done: Whether it is reached.
        is_shared: Whether other agreements fill it, too.
        so_far_minor: What came in, or was recovered, to date; None where it is not disclosed.
        target_minor: None where it is not disclosed.
    """

    account: str
    label_ja: str
    label_en: str
    is_done: bool
    is_shared: bool = False
    so_far_minor: int | None = None
    target_minor: int | None = None

    @property
    def rest_minor(self) -> int:
        """What is still to go; zero where it is reached or not disclosed."""
        return max(0, (self.target_minor or 0) - (self.so_far_minor or 0))

    @property
    def percent(self) -> int:
        """How much of the target is reached, in whole percents, cut; at most 100.

        Example:
            34,999,999 of 104,000,000 are 33 percent.
        """
        if not self.target_minor:
            return 100 if self.is_done else 0
        return min(100, max(0, self.so_far_minor or 0) * 100 // self.target_minor)


@dataclass(frozen=True, slots=True)
class Deficit:
    """The pool that somebody shares in is below zero.

    Attributes:
        amount_minor: Below zero; None where it is not disclosed.
    """

    amount_minor: int | None


def meters_of(standing: Standing, payee: str, level: Level) -> list[Meter]:
    """Return the targets that a payee's clauses wait for.

    Args:
        standing: Where the agreement stands.
        payee: Who is paid.
        level: What the reader may see.

    Example:
        A target of 104,000,000 with 70,000,000 in to date: 34,000,000 to go, 67 percent. To a
        reader of amounts alone: not reached.
    """
    return [_meter(standing, name, level) for name in awaited_accounts(standing, payee, level)]


def _meter(standing: Standing, name: str, level: Level) -> Meter:
    account = standing.parsed.accounts[name]
    so_far = standing.position[f"{'inflow' if account.kind == 'memo' else 'recoup'}:{name}"]
    figures = (None, None) if level == "aggregate" else (so_far, account.target_minor)
    return Meter(
        name, account.label_ja, account.label_en, so_far >= account.target_minor,
        bool(account.shared), *figures,
    )  # fmt: skip


def deficit_of(standing: Standing, payee: str, level: Level) -> Deficit | None:
    """Return that the pool which a payee shares in is below zero; None if it is not."""
    amount = deficit_before(standing, payee)
    return Deficit(None if level == "aggregate" else amount) if amount else None
