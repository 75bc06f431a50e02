"""Whoever forges what a dispute holds, whose turn it is or what carried it out is found."""

import copy
from collections.abc import Callable

import pytest
from forging import Parts, Said, found, told_by
from money_stage import open_money
from paid_world import pay, reported_world

from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from tests.faults.contested import contest

HELD, RELEASED = "dispute.held/1", "dispute.released/1"
DEADLINE, CARRIED_OUT = "dispute.deadline/1", "dispute.carried_out/1"
NOWHERE = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
NONE = "dsp_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture(scope="module")
def contested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    for money in open_money(tmp_path_factory.mktemp("holds") / "home"):
        contest(money, pay(reported_world(money)))
        told = told_by(money)
    return told


def facts(**change: object) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(change)


def portion(**change: object) -> Callable[[Parts], None]:
    return lambda parts: parts["facts.portions/0"]["items"][0].update(change)


def correction(**change: object) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(correction=change)


FORGED: list[tuple[str, Callable[[Parts], None], set[str]]] = [
    (HELD, facts(dispute=NONE), {"dispute-unknown"}),
    (HELD, facts(payee=NOWHERE), {"hold-statement"}),
    (HELD, facts(by=NOWHERE), {"hold-payer"}),
    (HELD, facts(currency="USD"), {"hold-exceeds-dispute", "hold-statement"}),
    (HELD, portion(amount_minor=1_001), {"hold-exceeds-dispute"}),
    (HELD, portion(amount_minor=900_000), {"hold-exceeds-line"}),
    (HELD, portion(step="members"), {"hold-exceeds-line"}),
    (HELD, portion(income="fee"), {"hold-exceeds-line"}),
    (HELD, portion(run="run_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"hold-not-disputed"}),
    (RELEASED, portion(amount_minor=701), {"hold-released-more"}),
    (RELEASED, facts(by=NOWHERE), {"hold-payer"}),
    (DEADLINE, facts(turn=[NOWHERE]), {"dispute-turn"}),
    (DEADLINE, facts(by=NOWHERE), {"dispute-speaker"}),
    (DEADLINE, facts(sides=[NOWHERE]), {"dispute-sides"}),
    (CARRIED_OUT, facts(dispute=NONE), {"dispute-unknown"}),
    (
        CARRIED_OUT,
        correction(kind="revision", id="rev_01KAM3Z4T0V6S8Q2YB5C9D7E1F"),
        {"dispute-correction"},
    ),
]


@pytest.mark.parametrize(("kind", "forge", "codes"), FORGED)
def test_forged_holds_and_courses_are_found(
    contested: tuple[Said, Blobs], kind: str, forge: Callable[[Parts], None], codes: set[str]
) -> None:
    said = copy.deepcopy(contested[0])
    (index, parts), *_ = [(at, parts) for at, event_type, parts in said if event_type == kind]
    forge(parts)
    problems = found(said, contested[1])
    assert codes <= {code for code, at in problems if at == index}
    for code, _ in problems:
        assert all(problem_of(code, lang) != code for lang in ("ja", "en"))


@pytest.mark.parametrize(
    ("kind", "code"), [(HELD, "dispute-over"), (CARRIED_OUT, "dispute-nothing-due")]
)
def test_what_comes_after_the_end_is_found(
    contested: tuple[Said, Blobs], kind: str, code: str
) -> None:
    said = copy.deepcopy(contested[0])
    (place, *_) = [at for at, (_, event_type, _) in enumerate(said) if event_type == kind]
    last = said[-1][0] + 1
    said.append((last, kind, copy.deepcopy(said[place][2])))
    assert (code, last) in found(said, contested[1])
