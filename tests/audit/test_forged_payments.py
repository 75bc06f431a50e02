"""Whoever forges what was paid, who approved it or what became of it is found at its entry."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from forging import Parts, Said, found, told_by
from money_stage import Money

from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from ledger.bootstrap import create_register, register
from ledger.settings import Settings
from tests.faults.paid_out import pay_out
from tests.faults.world import ORIGIN, SAMPLE

PREPARED, EXPORTED = "payment.prepared/1", "payment.exported/1"
CONFIRMED, CANCELLED = "payment.confirmed/1", "payment.cancelled/1"
GIVEN = "approval.given/1"
NOWHERE = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
NONE = "pay_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    """A payment that was called off, and one of which half came back."""
    settings = Settings(home=tmp_path_factory.mktemp("paid") / "home")
    create_register(settings, ORIGIN, sample=SAMPLE)
    with register(settings, sample=SAMPLE) as opened:
        money = Money(opened)
        pay_out(money)
        return told_by(money)


def facts(**change: object) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(change)


def item(name: str = "item", **change: object) -> Callable[[Parts], None]:
    """Change what one payee gets."""

    def forge(parts: Parts) -> None:
        key = next(key for key in sorted(parts) if key.startswith(f"{name}/"))
        parts[key][name].update(change)

    return forge


def file(**change: object) -> Callable[[Parts], None]:
    def forge(parts: Parts) -> None:
        files: list[dict[str, Any]] = parts["facts"]["files"]
        files[0].update(change)

    return forge


# The first payment was called off after it was sent; the second was confirmed.
FORGED: list[tuple[str, int, Callable[[Parts], None], set[str]]] = [
    (PREPARED, 1, item(transfer_minor=1), {"payment-item-sum", "payment-totals"}),
    (PREPARED, 1, item(amount_minor=1), {"payment-not-the-rest", "payment-item-sum"}),
    (PREPARED, 1, item(is_rest=False, amount_minor=99_999_999), {"payment-too-much"}),
    (PREPARED, 1, item(payee=NOWHERE), {"payment-statement"}),
    (PREPARED, 1, item(set_off_minor=1), {"payment-set-off"}),
    (PREPARED, 1, facts(currency="USD"), {"payment-statement"}),
    (EXPORTED, 0, facts(payment=NONE), {"payment-unknown"}),
    (EXPORTED, 0, file(total_minor=1), {"payment-files"}),
    (CANCELLED, 0, lambda parts: parts["facts"].pop("not_sent"), {"payment-sent"}),
    (CONFIRMED, 0, item("outcome", transfer_minor=1), {"payment-outcome"}),
    (CONFIRMED, 0, facts(on="2026-11-12"), {"payment-day"}),
    (CONFIRMED, 0, facts(payment=NONE), {"payment-unknown"}),
]


@pytest.mark.parametrize(("kind", "nth", "forge", "codes"), FORGED)
def test_forged_payments_are_found(
    paid: tuple[Said, Blobs], kind: str, nth: int, forge: Callable[[Parts], None], codes: set[str]
) -> None:
    said = copy.deepcopy(paid[0])
    index, parts = [(at, parts) for at, event_type, parts in said if event_type == kind][nth]
    forge(parts)
    problems = found(said, paid[1])
    assert codes <= {code for code, at in problems if at == index}
    for code, _ in problems:
        assert all(problem_of(code, lang) != code for lang in ("ja", "en"))


def test_a_payment_that_nobody_else_approved_is_found(paid: tuple[Said, Blobs]) -> None:
    approvals = [at for at, event_type, _ in paid[0] if event_type == GIVEN]
    exports = [at for at, event_type, _ in paid[0] if event_type == EXPORTED]
    left = [one for one in copy.deepcopy(paid[0]) if one[0] != approvals[-1]]
    assert ("payment-not-approved", exports[-1]) in found(left, paid[1])


@pytest.mark.parametrize(
    ("kind", "code"),
    [(EXPORTED, "payment-sent-twice"), (CONFIRMED, "payment-outcome-twice")],
)
def test_what_is_said_twice_is_found(paid: tuple[Said, Blobs], kind: str, code: str) -> None:
    said = copy.deepcopy(paid[0])
    place = [at for at, (_, event_type, _) in enumerate(said) if event_type == kind][-1]
    last = said[-1][0] + 1
    said.append((last, kind, copy.deepcopy(said[place][2])))
    assert (code, last) in found(said, paid[1])


def test_a_second_payment_of_the_same_statement_is_found(paid: tuple[Said, Blobs]) -> None:
    said = copy.deepcopy(paid[0])
    first, second = (place for place, one in enumerate(said) if one[1] == PREPARED)
    index, _, parts = said[second]
    cancelled = [one for one in said if one[1] != CANCELLED]
    assert ("payment-twice", index) in found(cancelled, paid[1])
    assert parts["facts"]["id"] != said[first][2]["facts"]["id"]
