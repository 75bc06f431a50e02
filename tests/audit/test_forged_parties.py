"""Whoever forges the end of a party, a milestone or what a licence waits for is found by entry."""

import copy
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import pytest
from money_stage import Money, open_money

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from ledger.log.entry import parse_part
from ledger.parties.commands import EndParty, ReturnParty
from ledger.store.read import LogReader, StoredPart
from tests.faults.abroad import co_produce

Parts = dict[str, dict[str, Any]]
Said = list[tuple[int, str, Parts]]
ENDED, RETURNED = "party.ended/1", "party.returned/1"
REACHED, LICENSED = "committee.milestone_reached/1", "rights.licensed/1"


def record(money: Money) -> None:
    """Two companies are gone, one of them comes back; a China window is licensed while it waits."""
    gone, back = money.company("解散した会社"), money.company("応答のない会社")
    money.record(EndParty(party=gone, day=date(2020, 3, 1), ground="liquidation", source="官報"))
    money.record(EndParty(party=back, day=date(2021, 3, 1), ground="unreachable", source="返送"))
    money.record(ReturnParty(party=back, day=date(2022, 3, 1), source="回答"))
    co_produce(money)


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Said, Blobs]]:
    for money in open_money(tmp_path_factory.mktemp("gone") / "home"):
        record(money)
        with money.ledger.reading() as conn:
            reader = LogReader(conn)
            said = [
                (entry.index, entry.header().event_type, _bodies(stored))
                for entry, stored in reader.iterate(0, reader.size())
            ]
        yield said, money.register.blobs


def _bodies(stored: Iterable[StoredPart]) -> Parts:
    parts = [parse_part(part.data) for part in stored]
    return {part.name: dict(part.body) for part in parts}


def found(said: Said, blobs: Blobs) -> set[tuple[str, int | None]]:
    findings = Findings()
    contents = ContentAudit(findings, blobs, 1)
    for index, event_type, parts in said:
        contents.see(index, event_type, parts)
    contents.finish()
    return {(finding.code, finding.index) for finding in findings.kept}


def facts(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(change)


def sender(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["command"].update(change)


def without(field: str) -> Callable[[Parts], None]:
    def forge(parts: Parts) -> None:
        del parts["facts"][field]

    return forge


def both(**change: Any) -> Callable[[Parts], None]:
    """Change the fact and the command, so that they agree with each other."""

    def forge(parts: Parts) -> None:
        parts["facts"].update(change)
        parts["command"]["body"].update(change)

    return forge


FORGED: list[tuple[str, int, Callable[[Parts], None], str]] = [
    (ENDED, 0, both(ground="death_without_heirs"), "end-ground"),
    (ENDED, 0, facts(is_private=True), "end-private"),
    (ENDED, 1, facts(is_private=False), "end-private"),
    (ENDED, 0, sender(role="studio"), "end-by-operator"),
    (RETURNED, 0, facts(is_private=False), "end-private"),
    (REACHED, 0, both(territory="KR"), "milestone-unknown"),
    (REACHED, 0, both(code="premiere"), "milestone-unknown"),
    (REACHED, 0, facts(parties=[]), "milestone-readers"),
    (LICENSED, 0, without("awaiting"), "rights-awaiting"),
]


def test_the_sound_register_has_no_finding(recorded: tuple[Said, Blobs]) -> None:
    assert found(*recorded) == set()


@pytest.mark.parametrize(("kind", "nth", "forge", "code"), FORGED)
def test_what_was_forged_is_found(
    recorded: tuple[Said, Blobs], kind: str, nth: int, forge: Callable[[Parts], None], code: str
) -> None:
    said, blobs = copy.deepcopy(recorded[0]), recorded[1]
    index, parts = [(at, parts) for at, each, parts in said if each == kind][nth]
    forge(parts)
    assert (code, index) in found(said, blobs)


def test_a_return_without_an_end_and_an_end_said_twice_are_found(
    recorded: tuple[Said, Blobs],
) -> None:
    said, blobs = copy.deepcopy(recorded[0]), recorded[1]
    back = next(parts for _, kind, parts in said if kind == RETURNED)
    ended = next(parts for _, kind, parts in said if kind == ENDED)
    for kind, parts in ((RETURNED, back), (ENDED, ended)):
        said.append((len(said), kind, copy.deepcopy(parts)))
    codes = found(said, blobs)
    assert ("end-missing", len(said) - 2) in codes
    assert ("end-twice", len(said) - 1) in codes


def test_a_licence_recorded_before_the_approval_is_found_when_the_approval_is_moved_before_it(
    recorded: tuple[Said, Blobs],
) -> None:
    """Moved before the licence, the approval leaves the licence waiting for nothing."""
    said, blobs = copy.deepcopy(recorded[0]), recorded[1]
    at = next(place for place, (_, kind, _) in enumerate(said) if kind == LICENSED)
    passed = [place for place, (_, kind, _) in enumerate(said) if kind == REACHED][-1]
    said.insert(at, said.pop(passed))
    assert "rights-awaiting" in {code for code, _ in found(said, blobs)}


def test_every_finding_is_said_in_both_languages() -> None:
    for *_, code in FORGED:
        assert not problem_of(code, "ja").startswith("[")
        assert not problem_of(code, "en").startswith("[")
