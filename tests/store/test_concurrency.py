"""Many writers at once: no gap, no fork, no acknowledged entry lost."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Engine

from ledger.log import entry
from ledger.log.verify import EntryCopy, verify_entries
from ledger.store.check import verify_head
from ledger.store.engine import read_transaction
from ledger.store.read import LogReader
from tests.store.hammer import append_one

Acknowledged = list[tuple[int, str, str]]
ROOT = Path(__file__).parents[2]


def check_nothing_is_lost(engine: Engine, acknowledged: Acknowledged) -> None:
    with read_transaction(engine) as conn:
        reader = LogReader(conn)
        head = verify_head(conn)
        stored = list(reader.iterate(0, head.size))
        seen = reader.requests_seen([(key.split("-")[0], key) for _, _, key in acknowledged])
    copies = [
        EntryCopy(e.leaf, e.leaf_hash, [(p.salt, p.data) for p in parts]) for e, parts in stored
    ]
    assert verify_entries(head.genesis, copies).root == head.root()
    assert sorted(index for index, _, _ in acknowledged) == list(range(head.size))
    for index, leaf_hash, key in acknowledged:
        found, parts = stored[index]
        assert found.leaf_hash.hex() == leaf_hash
        assert entry.parse_part(parts[0].data).body == {"key": key}
        assert seen[key.split("-")[0], key].first_index == index


def test_eight_threads_append_without_gap_or_fork(log_engine: Engine) -> None:
    def work(thread: int) -> Acknowledged:
        return [append_one(log_engine, f"thread{thread}", number) for number in range(15)]

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(8)))
    acknowledged = [item for result in results for item in result]
    assert len(acknowledged) == 120
    check_nothing_is_lost(log_engine, acknowledged)


def test_four_processes_append_without_gap_or_fork(log_engine: Engine) -> None:
    url = log_engine.url.render_as_string(hide_password=False)
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.hammer", url, f"process{number}", "25"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    acknowledged: Acknowledged = []
    for worker in workers:
        out, err = worker.communicate(timeout=120)
        assert worker.returncode == 0, err
        for line in out.splitlines():
            index, leaf_hash, key = line.split()
            acknowledged.append((int(index), leaf_hash, key))
    assert len(acknowledged) == 100
    check_nothing_is_lost(log_engine, acknowledged)
