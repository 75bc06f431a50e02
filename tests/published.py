"""A register whose log is public up to its present size."""

from ledger.bootstrap import Register
from ledger.ids import PARTY, new_id
from ledger.jobs.publish import publish_checkpoint
from ledger.log.genesis import parse_genesis
from ledger.log.note import VerifierKey
from ledger.parties.commands import RegisterCompany
from ledger.store.checkpoints import StoredCheckpoint
from ledger.store.read import LogReader
from ledger.values import Names


def publish(register: Register) -> StoredCheckpoint:
    """Publish a checkpoint of the present size."""
    return publish_checkpoint(register)


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
