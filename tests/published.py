"""A register whose log is public up to its present size."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.bootstrap import LOG_KEY, Register
from ledger.ids import PARTY, new_id
from ledger.log.genesis import parse_genesis
from ledger.log.note import Checkpoint, VerifierKey, sign_note
from ledger.parties.commands import RegisterCompany
from ledger.store import checkpoints
from ledger.store.append import lock_head
from ledger.store.checkpoints import StoredCheckpoint
from ledger.store.engine import write_transaction
from ledger.store.read import LogReader
from ledger.values import Names


def publish(register: Register) -> StoredCheckpoint:
    """Sign the present head with the log's key and store the note, as it would be published."""
    private = Ed25519PrivateKey.from_private_bytes((register.home / LOG_KEY).read_bytes())
    with write_transaction(register.engine) as conn:
        head = lock_head(conn)
        text = Checkpoint(head.origin, head.size, head.root()).text()
        made = StoredCheckpoint(head.size, head.root(), sign_note(text, head.origin, private))
        checkpoints.add(conn, made)
    return made


def log_key(register: Register) -> VerifierKey:
    """The key that the genesis text names, as people exchange it."""
    genesis = parse_genesis(register.genesis)
    return VerifierKey(genesis.origin, genesis.public_key)


def grow(register: Register, size: int) -> None:
    """Record companies until the log has this size."""
    with register.ledger.reading() as conn:
        present = LogReader(conn).size()
    waiting = [register.ledger.submit(company(register, n)) for n in range(present, size)]
    for future in waiting:
        future.result()


def company(register: Register, number: int) -> RegisterCompany:
    id = new_id(PARTY, register.clock, register.entropy)
    return RegisterCompany(id=id, names=Names(ja=f"見本映像{number}"), legal_form="株式会社")
