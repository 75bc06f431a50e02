"""Credits of one work as the log may hold them: no name of a person, one line per role.

A person is a subject in the vault and a commitment to the printed name: one subject per work and
printed name, so that erasing it touches nothing else. The name of an organisation that is joined
with that of a person is treated as a person's.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ledger.imports.madb.identity import party_id
from ledger.imports.madb.privacy import OTHER_ROLE, Discretion, public_character, sure_names
from ledger.imports.madb.works import ParsedWork
from ledger.vault.vault import Pair
from ledger.works.commands import Credit


@dataclass(frozen=True, slots=True)
class CreditLines:
    """The credits of a work, before the vault gave subjects to the names.

    Attributes:
        lines: Each line with the personal name that belongs to it, or None.
        left_out: What was printed and is not in the lines.
    """

    lines: tuple[tuple[Credit, str | None], ...]
    left_out: Counter[str]

    @property
    def names(self) -> list[str]:
        """The personal names, each once."""
        return list(dict.fromkeys(name for _line, name in self.lines if name is not None))

    def sealed(self, pairs: Mapping[str, Pair]) -> tuple[Credit, ...]:
        """Return the credits with subjects and commitments.

        Args:
            pairs: Subject and commitment of every personal name.
        """
        return tuple(
            line if name is None else line.model_copy(update=_person(pairs[name]))
            for line, name in self.lines
        )


def _person(pair: Pair) -> dict[str, str]:
    subject, commit = pair
    return {"subject": subject, "name": commit}


def credit_lines(work: ParsedWork, discretion: Discretion, parties: frozenset[str]) -> CreditLines:
    """Turn what is printed into lines for the log.

    Args:
        work: As read.
        discretion: Knows what names people.
        parties: Companies on record; another one keeps its printed name alone.

    Raises:
        ValidationError: A text is longer than the log takes.
    """
    credited = list(dict.fromkeys(c.name for c in work.credits if not c.is_company))
    sure = sure_names(credited)
    lines: list[tuple[Credit, str | None]] = []
    left_out: Counter[str] = Counter()
    for printed in work.credits:
        character = public_character(printed.character, credited)
        left_out["characters"] += printed.character is not None and character is None
        left_out["affiliations"] += printed.affiliation is not None
        role = discretion.role(printed.role_raw, sure)
        is_company = printed.is_company and discretion.is_public(printed.name)
        party = party_id(printed.key) if is_company else ""
        for code in printed.roles:
            line = Credit(
                role=code,
                role_printed=role or OTHER_ROLE,
                party=party if party in parties else None,
                organisation=printed.name if is_company else None,
                character=character,
            )
            lines.append((line, None if is_company else printed.name))
    left_out["original_works"] += work.original_work is not None
    left_out["copyright_lines"] += work.copyright_line is not None
    return CreditLines(tuple(lines), +left_out)
