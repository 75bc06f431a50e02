"""Create a register, or open one: the only place where its pieces are put together.

A home is a folder that holds one register with all its files:

    register.json   origin, genesis text, public key       register.db   log and views (SQLite)
    log.key         signs checkpoints                      request.key   keys request digests
    guard.db        the last checkpoint that was signed: never restored along with the rest
    vault.db, keys.db, master.key   people's data          blobs/        files by their hash

Creation is explicit, so that a wrong path never starts a new log.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url

from ledger.blobs.blobs import Blobs
from ledger.clock import Clock, SteppingClock, SystemClock
from ledger.entropy import Entropy, SeededEntropy, SystemEntropy
from ledger.errors import LogCorrupt, Refused, RuleViolation
from ledger.guard.check import check_guard
from ledger.guard.guard import Guard, same_store
from ledger.home import (
    CARD,
    REQUEST_KEY,
    must_be_free,
    occupied,
    pieces,
    read_card,
    read_key,
    write_secret,
)
from ledger.ledger import Ledger
from ledger.log import canonical
from ledger.log.genesis import genesis_text, parse_genesis
from ledger.log.merkle import EMPTY_ROOT
from ledger.log.note import KEY_BYTES, Checkpoint, sign_note
from ledger.log_keys.files import LOG_KEY as LOG_KEY
from ledger.log_keys.views import keys_of
from ledger.rebuild import create_views, rebuild_views, renew_views
from ledger.settings import Settings
from ledger.store.append import start_log
from ledger.store.check import verify_head
from ledger.store.engine import open_engine, read_transaction, write_transaction
from ledger.store.read import Head, LogReader
from ledger.store.schema import check_schema, create_schema
from ledger.subjects.destroying import carry_out_orders
from ledger.vault.vault import Vault

_GUARDS = ("trigger", "rule")  # what stands guard around the tables, but holds no data


@dataclass(frozen=True, slots=True)
class Sample:
    """How a sample register makes its times and randomness reproducible.

    Attributes:
        seed: Named in the genesis text.
        start: First reading of its clock.
    """

    seed: int
    start: datetime


@dataclass(frozen=True, slots=True)
class Filling:
    """What is brought into a new register: entries, in one transaction, and people's data."""

    log: Callable[[Connection], None]
    vault: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Register:
    """An open register.

    Attributes:
        ledger: The door. engine: log and views. guard: the last signed checkpoint.
        vault, blobs: People's data, and files.
        clock, entropy: For ids and times outside the door; the door has streams of its own.
        genesis: The genesis text. home: the folder.
        public_url: Where readers of what it prints can ask it; empty if nowhere.
    """

    home: Path
    genesis: str
    ledger: Ledger
    engine: Engine
    guard: Guard
    vault: Vault
    blobs: Blobs
    clock: Clock
    entropy: Entropy
    public_url: str = ""

    @property
    def origin(self) -> str:
        """Name of the log."""
        return parse_genesis(self.genesis).origin

    @property
    def is_sample(self) -> bool:
        """True for a synthetic world made from a seed."""
        return parse_genesis(self.genesis).sample_seed is not None

    def close(self) -> None:
        """Finish what is queued and release every file."""
        self.ledger.close()
        self.vault.close()
        self.guard.close()
        self.engine.dispose()


def create_register(
    settings: Settings, origin: str, *, sample: Sample | None = None, admin_url: str | None = None
) -> None:
    """Create an empty register in a home that has none.

    Args:
        settings: Names the home and the database.
        origin: Name of the log, such as `ledger.example/ip`; it can never change.
        sample: Given for a synthetic world: its keys, salts and times come from a seed.
        admin_url: A PostgreSQL URL that may create tables and roles, where the application may not.

    Raises:
        Conflict: There is a register already, or what is left of one.
    """
    home = settings.home
    must_be_free(home)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    entropy = _entropy(sample, "keys")
    key = Ed25519PrivateKey.from_private_bytes(entropy.bytes(KEY_BYTES))
    public = key.public_key().public_bytes_raw()
    text = genesis_text(origin, public, sample.seed if sample else None)
    try:
        write_secret(home / LOG_KEY, key.private_bytes_raw())  # first: of two, one gets it
    except FileExistsError:
        raise occupied(home, [LOG_KEY]) from None
    empty = sign_note(Checkpoint(origin, 0, EMPTY_ROOT).text(), origin, key)
    _make_pieces(settings, text, empty, entropy, admin_url=admin_url)


def register_from(
    settings: Settings,
    genesis: str,
    note: bytes,
    filling: Filling,
    *,
    admin_url: str | None = None,
) -> None:
    """Create a register out of the bytes of another, in a home that has none; it has no key.

    Args:
        settings: Names the home and the database.
        genesis: The genesis text of the log.
        note: Its latest checkpoint, from which the guard goes on.
        filling: Brings log and people's data.
        admin_url: As for `create_register`.

    Raises:
        Conflict: There is a register already, or what is left of one.
    """
    must_be_free(settings.home)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_pieces(settings, genesis, note, SystemEntropy(), filling=filling, admin_url=admin_url)


def _make_pieces(
    settings: Settings,
    genesis: str,
    note: bytes,
    entropy: Entropy,
    *,
    filling: Filling | None = None,
    admin_url: str | None = None,
) -> None:
    """Make everything of a register but its key; if that fails, nothing is left."""
    home = settings.home
    try:
        _create_database(settings, genesis, filling, admin_url)
        with closing(_guard(settings, genesis)) as guard:
            guard.create(note)
        write_secret(home / REQUEST_KEY, entropy.bytes(KEY_BYTES))
        Vault.create(home, entropy)
        (home / "blobs").mkdir(mode=0o700, exist_ok=True)
        if filling:
            filling.vault()
        card = {"format": 1, "origin": parse_genesis(genesis).origin, "genesis": genesis}
        # Last: a home without a card is no register.
        write_secret(home / CARD, canonical.encode(card))
    except BaseException:
        for name in pieces(home):
            (home / name).unlink(missing_ok=True)
        raise


def open_register(settings: Settings, *, sample: Sample | None = None) -> Register:
    """Open the register in a home, after checking that its pieces belong together.

    Args:
        settings: Names the home and the database.
        sample: Replay a sample's own clock and randomness instead of the machine's; refused
            unless the genesis text says that the log is a sample of this seed.

    Raises:
        NotFound: There is no register in this home.
        Refused: Seeded randomness for a log that is no such sample.
        LogCorrupt: Schema or head contradict what is stored, the database is another log's, or it
            is behind its guard.
    """
    text = read_card(settings.home)
    genesis = parse_genesis(text)
    if sample and genesis.sample_seed != sample.seed:
        raise Refused("not-this-sample", value=sample.seed, expected=genesis.sample_seed)
    with _engine_kept(settings.url) as engine:
        check_schema(engine)
        head = _check_database(engine, text)
        renew_views(engine)
        hold_against_guard(engine, _guard(settings, text))
        opened = _assembled(settings, text, sample, engine, head)
        try:
            _keep_erased(opened)
        except BaseException:
            opened.close()
            raise
        return opened


def _keep_erased(opened: Register) -> None:
    """Destroy again what a restored backup of keys, values or files brought back of the erased."""
    with opened.ledger.reading() as conn:
        carry_out_orders(conn, opened.vault, opened.blobs)


def hold_against_guard(engine: Engine, guard: Guard) -> Checkpoint:
    """Refuse a log that is not the one its guard knows, or is shorter; see `check_guard`."""
    with closing(guard):
        note = guard.read()  # before the snapshot: the log may only have grown since
        with read_transaction(engine) as conn:
            return check_guard(conn, note, keys_of(conn), guard.read)


def _guard(settings: Settings, genesis: str) -> Guard:
    if same_store(settings.guard, settings.url):
        raise RuleViolation(
            "guard-not-separate",
            "the guard must not lie in the database that it guards",
            field="guard_url",
            expected="a database of its own",
        )
    return Guard(settings.guard, genesis)


def open_to_verify(settings: Settings) -> Register:
    """Open a register that may be damaged, to find out where; its door is closed from the start.

    Raises:
        NotFound: There is no register in this home.
        LogCorrupt: It is too damaged to be read at all.
    """
    text = read_card(settings.home)
    with _engine_kept(settings.url) as engine:
        try:
            check_schema(engine)
        except LogCorrupt as error:
            if error.fields.get("kind") not in _GUARDS:
                raise  # the tables cannot be read as they should
        with read_transaction(engine) as conn:
            head = LogReader(conn).head()
        opened = _assembled(settings, text, None, engine, head)
    opened.ledger.close()
    return opened


def _assembled(
    settings: Settings, genesis: str, sample: Sample | None, engine: Engine, head: Head
) -> Register:
    home = settings.home
    request_key = read_key(home / REQUEST_KEY)
    vault = Vault.open(home, _entropy(sample, "vault"))
    ledger = Ledger(
        engine,
        head,
        clock=_clock(sample),
        entropy=_entropy(sample, "salts"),
        request_key=request_key,
        batch_max=settings.batch_max,
    )
    world = _entropy(sample, "world")
    blobs = Blobs(home / "blobs")
    guard = _guard(settings, genesis)
    return Register(
        home, genesis, ledger, engine, guard, vault, blobs, _clock(sample), world,
        settings.public_url,
    )  # fmt: skip


@contextmanager
def _engine_kept(url: str) -> Iterator[Engine]:
    """Open a database and leave it open, unless something goes wrong meanwhile."""
    engine = open_engine(url)
    try:
        yield engine
    except BaseException:
        engine.dispose()
        raise


@contextmanager
def register(settings: Settings, *, sample: Sample | None = None) -> Iterator[Register]:
    """Open a register for a while; see `open_register`."""
    opened = open_register(settings, sample=sample)
    try:
        yield opened
    finally:
        opened.close()


def _clock(sample: Sample | None) -> Clock:
    """Return the machine's clock, or a new one of a sample: one for the door, one for the world.

    A stepping clock that two threads read would give the entries the times of their scheduling.
    """
    return SteppingClock(sample.start) if sample else SystemClock()


def _entropy(sample: Sample | None, stream: str) -> Entropy:
    """Return the machine's randomness, or one of a sample's streams.

    Each user of randomness has a stream of its own, so that threads cannot change who gets what.
    """
    return SeededEntropy(sample.seed, stream) if sample else SystemEntropy()


def _create_database(
    settings: Settings, genesis: str, filling: Filling | None, admin_url: str | None
) -> None:
    """Create the log's tables and guards, as the owner if there is one, and start the log."""
    if admin_url:
        with _engine(admin_url) as admin:
            create_schema(admin, app_role=make_url(settings.url).username)
    with _engine(settings.url, create=True) as engine:
        if not admin_url:
            create_schema(engine)
        with write_transaction(engine) as conn:
            start_log(conn, genesis)
            if filling:
                filling.log(conn)
        create_views(engine)
        if filling:
            rebuild_views(engine)


@contextmanager
def _engine(url: str, *, create: bool = False) -> Iterator[Engine]:
    engine = open_engine(url, create=create)
    try:
        yield engine
    finally:
        engine.dispose()


def _check_database(engine: Engine, genesis: str) -> Head:
    """Refuse a database of another log, or one whose head does not fit its entries."""
    with read_transaction(engine) as conn:
        found = LogReader(conn).head().genesis
        if found != genesis:
            raise LogCorrupt("database-of-another-log", found=found, expected=genesis)
        return verify_head(conn)
