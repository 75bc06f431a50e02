"""Whoever forges who owes an agreement, or what passed to him, is found at the entry."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from forging import Parts, Said, found, told_by
from money_stage import open_money

from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from tests.faults.assumed import assume_debts

ASSUMED, STATEMENT, RUN = "agreement.assumed/1", "statement.issued/1", "royalty.payout_closed/1"
NOBODY = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture(scope="module")
def owed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    for money in open_money(tmp_path_factory.mktemp("owed") / "home"):
        assume_debts(money)
        told = told_by(money)
    return told


def facts(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(change)


def amount(name: str, **change: Any) -> Callable[[Parts], None]:
    """Change what passes to the new debtor, or what stays."""

    def forge(parts: Parts) -> None:
        (key,) = (key for key in parts if key.startswith(f"{name}/"))
        parts[key][name].update(change)

    return forge


def without(name: str) -> Callable[[Parts], None]:
    def forge(parts: Parts) -> None:
        (key,) = (key for key in parts if key.startswith(f"{name}/"))
        del parts[key]

    return forge


def totals(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"]["totals"].update(change)


FORGED: list[tuple[str, int, Callable[[Parts], None], set[str]]] = [
    (ASSUMED, 0, facts(payer=NOBODY), {"assumption-payer"}),
    (ASSUMED, 0, facts(debtor=NOBODY), {"assumption-consents", "assumption-parties"}),
    (ASSUMED, 0, facts(from_month="2026-06"), {"assumption-month"}),
    (ASSUMED, 0, facts(liable=[]), {"assumption-liable"}),
    (ASSUMED, 0, facts(consents=[]), {"assumption-consents"}),
    (ASSUMED, 0, facts(manner="releasing"), {"assumption-consents"}),
    (ASSUMED, 0, facts(parties=[NOBODY]), {"assumption-parties"}),
    (ASSUMED, 0, amount("carried", amount_minor=499), {"assumption-carried"}),
    (ASSUMED, 0, amount("carried", parts=[]), {"assumption-carried"}),
    (ASSUMED, 0, without("carried"), {"assumption-carried"}),
    (ASSUMED, 0, amount("stays", amount_minor=0), {"assumption-stays"}),
    (STATEMENT, -1, totals(carried_in=0), {"statement-carried", "statement-totals"}),
    (RUN, -1, facts(payer=NOBODY), {"payout-agreement"}),
]


def test_the_sound_register_of_debts_has_no_finding(owed: tuple[Said, Blobs]) -> None:
    assert found(*owed) == set()


@pytest.mark.parametrize(("kind", "nth", "forge", "codes"), FORGED)
def test_a_forged_assumption_is_found(
    owed: tuple[Said, Blobs],
    kind: str,
    nth: int,
    forge: Callable[[Parts], None],
    codes: set[str],
) -> None:
    said = copy.deepcopy(owed[0])
    index, parts = [(at, parts) for at, event_type, parts in said if event_type == kind][nth]
    forge(parts)
    problems = found(said, owed[1])
    assert codes <= {code for code, at in problems if at == index}
    for code, _ in problems:
        assert all(problem_of(code, lang) != code for lang in ("ja", "en"))
