"""One of several processes that append to the same log: `python -m tests.store.hammer URL NAME N`.

Each append is a transaction of its own and is acknowledged on standard output only after its
commit returned: its index, leaf hash and request key.
"""

import sys

from sqlalchemy import Engine

from ledger.clock import SystemClock
from ledger.entropy import SystemEntropy
from ledger.log.entry import Part
from ledger.store.append import Appender, lock_head
from ledger.store.engine import open_engine, write_transaction
from tests.store.logs import MAC


def append_one(engine: Engine, name: str, number: int) -> tuple[int, str, str]:
    key = f"{name}-{number}"
    with write_transaction(engine) as conn:
        appender = Appender(lock_head(conn), SystemEntropy())
        part = Part("facts", ("public",), {"key": key})
        index, leaf_hash = appender.add("work.registered/1", [part], SystemClock().now())
        appender.flush(conn, [(name, key, MAC, index, 1)])
    return index, leaf_hash.hex(), key


def main(url: str, name: str, count: int) -> None:
    engine = open_engine(url)
    for number in range(count):
        print(*append_one(engine, name, number), flush=True)
    engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
