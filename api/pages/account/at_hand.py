"""What the pages of the sign-in have at hand: the register's entrance, and which site they are."""

import ipaddress

from starlette.requests import Request

from ledger.bootstrap import Register
from ledger.jobs.doors import entrance_of as entrance_of
from ledger.sign_in.passkeys import Passkeys, Place
from ledger.sign_in.providers import Providers
from ledger.sign_in.starting import Starting


def starting_of(register: Register) -> Starting:
    """Return what starts accounts."""
    return Starting(register.engine, entrance_of(register), register.clock)


def passkeys_of(register: Register, request: Request) -> Passkeys:
    """Return the passkeys of the site that was asked."""
    place = place_of(request)
    return Passkeys(register.engine, entrance_of(register), place, register.entropy)


def place_of(request: Request) -> Place:
    """Return which site the browser sees."""
    return Place(request.url.hostname or "", f"{request.url.scheme}://{request.url.netloc}")


def may_have_passkeys(request: Request) -> bool:
    """Tell whether the site has a name: passkeys are for names, never for bare addresses."""
    try:
        ipaddress.ip_address(request.url.hostname or "")
    except ValueError:
        return True
    return False


def providers_of(request: Request) -> Providers:
    """Return the sign-in services that were set up."""
    providers: Providers = request.app.state.providers
    return providers
