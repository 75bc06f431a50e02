"""Whom and what an accountant's own sheet means: payees by name, clauses by what they are called.

Other books know no ids. A name counts when one payee alone has it, a clause's name or number when
one clause alone has it; whatever else is written stays as it is, and is told as unknown.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from ledger.agreements.terms import payees_of
from ledger.parties.display import names_of
from ledger.parties.names import match_key
from ledger.vault.vault import Vault

Sums = dict[tuple[str, str], int]
"""Step and payee to amount; without a payee, what the clause took in all."""


def in_our_words(
    theirs: Mapping[tuple[str, str], int], steps: Mapping[str, str], payees: Mapping[str, str]
) -> Sums:
    """Return a sheet with ids for what it calls by name; lines that become one are added up.

    Args:
        theirs: What the sheet says.
        steps: What clauses are called, see `words_of_steps`.
        payees: What payees are called, see `words_of_payees`.

    Example:
        >>> in_our_words({("原作使用料", ""): 5}, {match_key("原作使用料"): "author"}, {})
        {('author', ''): 5}
    """
    found: Sums = {}
    for (step, payee), amount in theirs.items():
        key = (steps.get(match_key(step), step), payees.get(match_key(payee), payee))
        found[key] = found.get(key, 0) + amount
    return found


def words_of_steps(steps: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return id, names and number of each clause, as search keys, to its id."""
    said = [
        (word, step["id"])
        for step in steps
        for word in (step["label"]["ja"], step["label"]["en"], step["clause"])
    ]
    return _one_meaning(said) | {match_key(step): step for _, step in said}


def words_of_payees(
    conn: Connection, vault: Vault, terms: dict[str, Any], allocated: Iterable[str]
) -> dict[str, str]:
    """Return the names of everybody who may be paid, as search keys, to the party.

    Args:
        conn: A snapshot of the views.
        vault: Opens the names of persons.
        terms: The clauses; they may name payees to whom this run gives nothing.
        allocated: Payees of the run.
    """
    ids = {payee for _, payee in payees_of(terms)} | set(allocated)
    names = names_of(conn, vault, ids, hides_restricted=True)
    shown = {
        party: name for party, name in names.items() if not (name.is_erased or name.is_restricted)
    }
    return _one_meaning(
        (word, party) for party, name in shown.items() for word in (name.ja, name.en) if word
    )


def _one_meaning(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return search keys to what they mean; a word for several things means none."""
    found: dict[str, set[str]] = {}
    for word, meant in said:
        if key := match_key(word):
            found.setdefault(key, set()).add(meant)
    return {key: meant.pop() for key, meant in found.items() if len(meant) == 1}
