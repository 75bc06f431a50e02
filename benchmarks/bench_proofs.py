"""How long a proof takes at 10,000 and at 1,000,000 entries, and how that grows.

A log on SQLite is filled with small entries through the store's own appender. At each size proofs
are made for entries spread over the whole log, each in a snapshot of its own as a web request does
it, in three ways:

- `inclusion`: of one entry, with the tile cache that all requests share.
- `inclusion, cold`: the same with an empty cache, as the first request after a start.
- `consistency`: between a size and the present one, with the shared cache.

A hundred times the entries are 6.6 more levels of the tree: a proof grows by a few hashes, and the
time should hardly grow. Printed are milliseconds, and the ratio of large to small, measured in the
same run.

    python benchmarks/bench_proofs.py [small large]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from ledger.clock import SteppingClock
from ledger.entropy import SeededEntropy
from ledger.log.entry import Part
from ledger.log.genesis import genesis_text
from ledger.log.proof import consistency_proof, inclusion_proof
from ledger.store.append import Appender, lock_head, start_log
from ledger.store.engine import open_engine, read_transaction, write_transaction
from ledger.store.nodes import TileCache
from ledger.store.read import LogReader
from ledger.store.schema import create_schema

SIZES = (10_000, 1_000_000)
BATCH = 20_000
PROOFS = 2_000
COLD_PROOFS = 200
STEP = 7_919  # a prime: walks over the whole log in an order that no cache foresees
PARTS = (Part("facts", ("public",), {"n": 1}),)
Times = dict[str, list[float]]


def main() -> None:
    """Fill a log, measure at both sizes, print the growth."""
    sizes = [int(word) for word in sys.argv[1:3]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'register.db'}", create=True)
        try:
            create_schema(engine)
            with write_transaction(engine) as conn:
                start_log(conn, genesis_text("bench.example/proofs", bytes(32), 1))
            clock = SteppingClock(datetime(2026, 4, 1, tzinfo=UTC), timedelta(milliseconds=1))
            measured = []
            for size in sizes:
                start = time.perf_counter()
                fill(engine, size, clock)
                print(f"{size:,} entries, filled in {time.perf_counter() - start:.0f} s")
                measured.append(measure(engine, size))
                tell(measured[-1])
        finally:
            engine.dispose()
    print(f"growth from {sizes[0]:,} to {sizes[1]:,} entries ({sizes[1] / sizes[0]:.0f} times)")
    for name in measured[0]:
        small, large = (percentiles(times[name]) for times in measured)
        print(f"  {name:16} p50 {large[0] / small[0]:6.2f} times   p99 {large[1] / small[1]:6.2f}")


def fill(engine: Engine, size: int, clock: SteppingClock) -> None:
    """Append entries until the log has this size."""
    entropy = SeededEntropy(1, "bench")
    present = 0
    while present < size:
        with write_transaction(engine) as conn:
            appender = Appender(lock_head(conn), entropy)
            for _ in range(min(BATCH, size - appender.size)):
                appender.add("bench.entry_added/1", PARTS, clock.now())
            present = appender.flush(conn).size


def measure(engine: Engine, size: int) -> Times:
    """Return the seconds of each proof, by what was proved."""
    shared = TileCache()
    places = [number * STEP % size for number in range(PROOFS)]
    for index in places[:COLD_PROOFS]:  # fills the shared cache
        prove_inclusion(engine, index, shared)
    return {
        "inclusion": [timed(prove_inclusion, engine, at, shared) for at in places],
        "inclusion, cold": [
            timed(prove_inclusion, engine, at, TileCache()) for at in places[:COLD_PROOFS]
        ],
        "consistency": [timed(prove_growth, engine, at + 1, shared) for at in places],
    }


def prove_inclusion(engine: Engine, index: int, cache: TileCache) -> None:
    """Make one inclusion proof as a request does."""
    with read_transaction(engine) as conn:
        log = LogReader(conn, cache)
        size = log.size()
        inclusion_proof(index, size, log.hash_reader(size))


def prove_growth(engine: Engine, first: int, cache: TileCache) -> None:
    """Make one consistency proof as a request does."""
    with read_transaction(engine) as conn:
        log = LogReader(conn, cache)
        size = log.size()
        consistency_proof(first, size, log.hash_reader(size))


def timed(
    action: Callable[[Engine, int, TileCache], None], engine: Engine, number: int, cache: TileCache
) -> float:
    """Return how many seconds an action takes."""
    start = time.perf_counter()
    action(engine, number, cache)
    return time.perf_counter() - start


def percentiles(seconds: list[float]) -> tuple[float, float]:
    """Return the median and the 99th percentile, in milliseconds."""
    ranked = sorted(seconds)
    return ranked[len(ranked) // 2] * 1000, ranked[len(ranked) * 99 // 100] * 1000


def tell(times: Times) -> None:
    """Print the latencies of one size."""
    for name, seconds in times.items():
        p50, p99 = percentiles(seconds)
        print(f"  {name:16} p50 {p50:7.2f} ms   p99 {p99:7.2f} ms   ({len(seconds):,} proofs)")


if __name__ == "__main__":
    main()
