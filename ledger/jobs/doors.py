"""The entrance of an open register."""

from ledger.bootstrap import Register
from ledger.sign_in.entrance import Entrance


def entrance_of(register: Register) -> Entrance:
    """Return the way in of a register."""
    return Entrance(register.engine, register.vault.beside, register.clock, register.entropy)
