"""Who asks: the bearer token decides role and party, and they decide everything else.

No token means the public, who may read what is public. A token that is unknown, expired, revoked or
malformed is refused, also where none would have been needed.

Source:
    RFC 6750 section 2.1, the Authorization request header.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from api.errors import unauthenticated
from api.reading import RegisterDep
from ledger.access.tokens import Tokens
from ledger.access.views import Viewer
from ledger.bootstrap import Register
from ledger.command import Actor
from ledger.errors import Forbidden

READ: Final = "read"
WRITE: Final = "write"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request.

    Attributes:
        scopes: What the token is good for; empty for the public.
    """

    actor: Actor
    viewer: Viewer
    scopes: frozenset[str]

    def must_have(self, scope: str) -> None:
        """Refuse a caller without a token, or whose token is not good for this.

        Raises:
            HttpProblem: There is no token.
            Forbidden: It lacks the scope.
        """
        if not self.scopes:
            raise unauthenticated("token-missing", "this needs a token: Authorization: Bearer dk_…")
        if scope not in self.scopes:
            raise Forbidden(
                "scope-missing",
                field="Authorization",
                value=" ".join(sorted(self.scopes)),
                expected=scope,
            )


async def caller(request: Request, register: RegisterDep) -> Caller:
    """Return who asks; the public if nobody says who."""
    header = request.headers.get("authorization")
    if header is None:
        actor = Actor("public")
        return Caller(actor, Viewer.of(actor, register.clock), frozenset())
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise unauthenticated("token-malformed", "expected: Authorization: Bearer dk_…")
    known = await run_in_threadpool(_known, register, token.strip())
    request.state.actor = known.actor  # whose reads of people's data are written down
    return known


def _known(register: Register, text: str) -> Caller:
    try:
        identity = Tokens(register.engine, register.clock, register.entropy).authenticate(text)
    except Forbidden as refusal:
        raise unauthenticated(refusal.code, refusal.message) from None
    viewer = Viewer.of(identity.actor, register.clock)
    return Caller(identity.actor, viewer, identity.scopes)


CallerDep = Annotated[Caller, Depends(caller)]


async def visitor(caller: CallerDep) -> Caller:
    """Return whoever reads what is public; a token must then be good for reading."""
    if caller.scopes:
        caller.must_have(READ)
    return caller


async def reader(caller: CallerDep) -> Caller:
    """Return a caller who may read what is not public."""
    caller.must_have(READ)
    return caller


async def writer(caller: CallerDep) -> Caller:
    """Return a caller who may record."""
    caller.must_have(WRITE)
    return caller


PublicDep = Annotated[Caller, Depends(visitor)]
ReaderDep = Annotated[Caller, Depends(reader)]
WriterDep = Annotated[Caller, Depends(writer)]
