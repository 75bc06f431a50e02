"""How fast a log is audited, against what the same machine does with bare hashes and signatures.

What is measured, in CPU time, in one run:

- `chain`: place and `prev` of every entry, hash-only, against `openssl speed sha256` on blocks of
  the same size. A ratio of 0.5 means that reading, comparing and Python cost as much as hashing.
- `chain and tree`: as an auditor does it: canonical form, chain, time, and the root of the tree.
- `notes`: checkpoints read and verified, against bare Ed25519 verification of the same texts.
- `audit`: for information, the whole audit of a sample register, or of the bundle that is named.

    python benchmarks/bench_audit.py [bundle]
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.audit.auditor import audit
from ledger.bootstrap import register
from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.log.entry import entry_bytes
from ledger.log.genesis import genesis_prev, genesis_text
from ledger.log.note import Checkpoint, sign_note, verifier_key, verify_checkpoint
from ledger.log.verify import EntryCopy, LogVerifier, verify_chain
from ledger.settings import Settings

ENTRIES = 100_000
NOTES = 2_000
ROUNDS = 3
ORIGIN = "ledger.example/ip"


def main() -> None:
    """Print every ratio."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    genesis = genesis_text(ORIGIN, key.public_key().public_bytes_raw())
    leaves = made_up(genesis)
    size_bytes = sum(map(len, leaves)) // len(leaves) + 1  # the byte before each leaf is hashed too
    bare = openssl_hashes(size_bytes)
    print(f"openssl speed sha256, {size_bytes} bytes: {bare:,.0f} hashes/s")
    chain = rate(ENTRIES, lambda: verify_chain(genesis, leaves))
    print(f"chain, hash-only: {chain:,.0f} entries/s, ratio to openssl {chain / bare:.2f}")
    tree = rate(ENTRIES, lambda: whole(genesis, leaves))
    print(f"chain and tree: {tree:,.0f} entries/s, ratio to openssl {tree / bare:.2f}")
    measure_notes(key)
    measure_audit()


def made_up(genesis: str) -> list[bytes]:
    """Leaves of entries that nobody recorded, chained as they must be."""
    leaves = []
    prev = genesis_prev(genesis)
    for index in range(ENTRIES):
        leaf = entry_bytes(
            origin=ORIGIN,
            index=index,
            prev=prev,
            recorded_at="2026-11-22T03:44:05.123456Z",
            event_type="royalty.payout_closed/1",
            commit=sha256(prev).digest(),
        )
        leaves.append(leaf)
        prev = sha256(b"\x00" + leaf).digest()
    return leaves


def whole(genesis: str, leaves: list[bytes]) -> None:
    """Chain and tree as the auditor checks them."""
    verifier = LogVerifier(genesis)
    for leaf in leaves:
        assert not verifier.check(EntryCopy(leaf))
    verifier.root()


def rate(count: int, run: Callable[[], object]) -> float:
    """How many per second of CPU time, the median of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        run()
        seconds.append(time.process_time() - started)
    return count / median(seconds)


def openssl_hashes(size_bytes: int) -> float:
    """Blocks of a size that `openssl speed` hashes per second of CPU time."""
    words = ["openssl", "speed", "-mr", "-bytes", str(size_bytes), "-seconds", "1", "sha256"]
    found = []
    for _ in range(ROUNDS):
        done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
        line = next(line for line in done.stdout.splitlines() if line.startswith("+F:"))
        found.append(float(line.split(":")[-1]) / size_bytes)
    return median(found)


def measure_notes(key: Ed25519PrivateKey) -> None:
    """Checkpoints verified, against bare signatures over the same texts."""
    texts = [Checkpoint(ORIGIN, size, bytes(32)).text() for size in range(1, NOTES + 1)]
    notes = [sign_note(text, ORIGIN, key) for text in texts]
    signatures = [key.sign(text.encode()) for text in texts]
    keys, public = [verifier_key(ORIGIN, key)], key.public_key()

    def bare() -> None:
        for text, signature in zip(texts, signatures, strict=True):
            public.verify(signature, text.encode())

    def verified() -> None:
        for note in notes:
            verify_checkpoint(note, keys, ORIGIN)

    raw, ours = rate(NOTES, bare), rate(NOTES, verified)
    print(f"bare Ed25519: {raw:,.0f} signatures/s")
    print(f"notes: {ours:,.0f} checkpoints/s, ratio to bare {ours / raw:.2f}")


def measure_audit() -> None:
    """The whole audit, contents included, of a sample or of the bundle that is named."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(sys.argv[1]) if len(sys.argv) > 1 else sample_bundle(Path(folder))
        started = time.process_time()
        report = audit(bundle)
        seconds = time.process_time() - started
    checks = ", ".join(f"{item.check} {item.count}" for item in report.checks if item.count)
    print(f"audit: {report.verdict}, {report.size / seconds:,.0f} entries/s ({checks})")


def sample_bundle(folder: Path) -> Path:
    """The bundle of a sample register."""
    words = [sys.executable, "-c", "from api.cli.main import main; main()"]
    words += ["demo", "--dir", str(folder / "demo"), "--fresh"]
    subprocess.run(words, check=True, capture_output=True, timeout=600)
    with register(Settings(home=folder / "demo")) as opened:
        publish_checkpoint(opened)
        export_bundle(opened, folder / "bundle")
    return folder / "bundle"


if __name__ == "__main__":
    main()
