"""Many clients at once, in threads and in processes, on both databases: one chain, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.bootstrap import Register, open_register
from ledger.errors import Conflict
from ledger.jobs.verify import verify_register
from ledger.rebuild import compare_views
from ledger.settings import Settings
from tests.faults import writer
from tests.faults.world import company, evidence, key, numbered, size_of

Answers = dict[str, dict[int, tuple[int, str]]]


def must_hold_exactly(register: Register, answers: Answers, each: int) -> None:
    """One gapless chain; every acknowledged command once, where its caller was told; views fit."""
    log = evidence(register.engine)
    assert verify_register(register).findings == ()
    assert compare_views(register.engine) == (log.size, [])
    assert log.size == each * len(answers)
    places = [index for heard in answers.values() for index, _ in heard.values()]
    assert sorted(places) == list(range(log.size))
    for name, heard in answers.items():
        assert sorted(heard) == list(range(each))
        for number, (index, leaf_hash) in heard.items():
            assert log.leaf_hashes[index].hex() == leaf_hash
            if number >= 2:
                assert log.events[index].reason == f"{name}-{number}"
        # A client that waits for nothing still finds its commands in the order it sent them.
        assert [heard[number][0] for number in range(each)] == sorted(
            index for index, _ in heard.values()
        )


def test_eight_threads_share_one_door(either_register: Register) -> None:
    def client(name: str) -> dict[int, tuple[int, str]]:
        heard = {}
        for number in range(20):
            recorded = writer.send(either_register, name, number).result(60)
            heard[number] = (recorded.first_index, recorded.leaf_hashes[0].hex())
        return heard

    names = [f"thread{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = dict(zip(names, pool.map(client, names), strict=True))
    must_hold_exactly(either_register, answers, 20)


def test_four_processes_share_one_database(either_settings: Settings, tmp_path: Path) -> None:
    papers = {f"process{number}": tmp_path / f"heard{number}" for number in range(4)}
    children = [
        writer.start(either_settings, name, range(50), heard) for name, heard in papers.items()
    ]
    register = open_register(either_settings)  # readers look on meanwhile
    while any(child.is_alive() for child in children):
        assert len(evidence(register.engine).events) <= 200
        children[0].join(0.05)
        children[-1].join(0.05)
    assert [child.exitcode for child in children] == [0, 0, 0, 0]
    answers = {name: writer.answers(heard) for name, heard in papers.items()}
    must_hold_exactly(register, answers, 50)
    register.close()


def test_two_doors_of_one_database_decide_on_each_others_facts(
    either_settings: Settings,
) -> None:
    """Alternately: what one door recorded binds the other at once, keys included."""
    doors = [open_register(either_settings), open_register(either_settings)]
    for number in range(20):
        doors[number % 2].ledger.record(numbered("x", number), request=key(f"x{number}"))
    for number in range(20):
        again = doors[(number + 1) % 2].ledger.record(
            numbered("x", number), request=key(f"x{number}")
        )
        assert (again.first_index, again.replayed) == (number, True)
    for door in doors:
        with pytest.raises(Conflict):
            door.ledger.record(company("会社 x"))
    assert size_of(doors[0]) == size_of(doors[1]) == 20
    for door in doors:
        door.close()


def test_the_same_keys_sent_through_many_doors_at_once_are_recorded_once(
    either_settings: Settings,
) -> None:
    doors = [open_register(either_settings) for _ in range(3)]
    futures = [[writer.send(door, "x", number) for number in range(30)] for door in doors]
    answers = [[future.result(60) for future in sent] for sent in futures]
    for same in zip(*answers, strict=True):
        assert len({recorded.first_index for recorded in same}) == 1
        assert len({recorded.leaf_hashes for recorded in same}) == 1
        assert sorted(recorded.replayed for recorded in same) == [False, True, True]
    assert size_of(doors[0]) == 30
    assert compare_views(doors[0].engine)[1] == []
    for door in doors:
        door.close()
