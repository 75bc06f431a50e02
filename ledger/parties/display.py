"""What to call parties on a screen or a statement: companies from views, persons from the vault."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Row, select

from ledger.parties.views import PartyRow
from ledger.store.views import table_of
from ledger.vault.vault import Pair, Vault

_PER_QUERY: Final = 10_000


@dataclass(frozen=True, slots=True)
class DisplayName:
    """What a party is called.

    Attributes:
        ja: As written. kana: its reading. en: in English.
        is_erased: True for a person whose data were erased; the names then say so.
        is_restricted: True where the name may not be shown to this reader; the names then say so.
    """

    ja: str
    kana: str | None = None
    en: str | None = None
    is_erased: bool = False
    is_restricted: bool = False

    def in_language(self, language: str) -> str:
        """Return the name for a reader of a language, `ja` or `en`."""
        return self.en if language == "en" and self.en else self.ja


ERASED: Final = DisplayName("（消去済み）", None, "(erased)", is_erased=True)
RESTRICTED: Final = DisplayName("（利用停止中）", None, "(use restricted)", is_restricted=True)


def names_of(
    conn: Connection, vault: Vault, ids: Iterable[str], *, hides_restricted: bool = False
) -> dict[str, DisplayName]:
    """Return what parties are called, with two queries however many they are.

    Args:
        conn: A snapshot of the views.
        vault: Opens the names of persons.
        ids: Parties; those the register does not know are absent from the result.
        hides_restricted: For readers other than the operator: persons whose data may be used for
            one purpose only, such as taxes, have no name.
    """
    wanted = sorted(set(ids))
    table = table_of(PartyRow)
    columns = [table.c[name] for name in ("id", "name_ja", "name_kana", "name_en")]
    columns += [table.c[name] for name in ("subject", "credit_commit", "kana_commit", "data_use")]
    rows: list[Row[tuple[str, ...]]] = []
    for start in range(0, len(wanted), _PER_QUERY):
        chunk = wanted[start : start + _PER_QUERY]
        rows.extend(conn.execute(select(*columns).where(table.c.id.in_(chunk))))
    opened = vault.open_many(pair for row in rows for pair in _pairs(row))
    return {
        row.id: RESTRICTED
        if hides_restricted and row.data_use == "restricted"
        else _name(row, opened)
        for row in rows
    }


def _pairs(row: Row[tuple[str, ...]]) -> list[Pair]:
    commits = (row.credit_commit, row.kana_commit)
    return [(row.subject, commit) for commit in commits if commit is not None]


def _name(row: Row[tuple[str, ...]], opened: dict[Pair, str]) -> DisplayName:
    if row.subject is None:
        return DisplayName(row.name_ja, row.name_kana, row.name_en)
    name = opened.get((row.subject, row.credit_commit))
    if name is None:
        return ERASED
    return DisplayName(name, opened.get((row.subject, row.kana_commit)))
