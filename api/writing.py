"""Recording over HTTP: body to command, through the door, and the answer after the commit.

The sender may put an `Idempotency-Key` on a request: sent again, exactly the same request returns
the entries of the first time and the header `Idempotent-Replayed: true`; another request under the
same key is a conflict. The key belongs to the sender's party, and the register keeps a keyed digest
of the request, never the request.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Header, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api import publishing, signing
from api.auth import Caller, WriterDep
from api.bodies import Limits, fix, parse_object, read_body, to_model
from api.errors import CREATED
from api.publishing import Publisher
from api.reading import RegisterDep
from ledger.access.views import can_read, may_read
from ledger.bootstrap import Register
from ledger.command import Command, RequestKey
from ledger.door import Recorded
from ledger.ids import new_id
from ledger.log.authorship import Signature
from ledger.store.nodes import TileCache

M = TypeVar("M", bound=BaseModel)
REPLAYED: Final = "Idempotent-Replayed"
CHECKPOINT: Final = "checkpoint"
_NAMED_BY: Final = (
    "id", "work", "agreement", "subject", "party", "month", "source", "dispute", "committee", "of",
    "purchase", "audit", "payment", "payer",
)  # fmt: skip
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        alias="Idempotency-Key",
        max_length=200,
        pattern=r"^[!-~]+$",
        description="Chosen by the sender; the same request under the same key is recorded once.",
    ),
]
Preferences = Annotated[
    list[str] | None,
    Header(
        alias="Prefer",
        description="`wait=checkpoint`: answer only with the proof in a published checkpoint. "
        "`return=to-be-signed`: record nothing, answer with the command and the bytes to sign.",
    ),
]


@dataclass(frozen=True, slots=True)
class Call:
    """One request that wants something recorded.

    Attributes:
        key: Idempotency key with the exact request, if the sender gave one.
        proves: Waits for a published checkpoint; None when the sender does not.
        signatures: Of authors' keys over the command.
        prepares: The sender wants the bytes to sign; nothing is recorded.
    """

    register: Register
    caller: Caller
    body: bytes
    key: RequestKey | None
    proves: Callable[[Sequence[Recorded]], Awaitable[dict[str, Any]]] | None = None
    signatures: tuple[Signature, ...] = ()
    prepares: bool = False

    def read(self, kind: type[M], *, new: tuple[str, str] | None = None, **fixed: str) -> M:
        """Turn the body into a command, or another model.

        Args:
            kind: The model.
            new: Field and prefix of the id that the register chooses when the body has none.
            **fixed: Fields that the path of the request names.

        Raises:
            RuleViolation: The body is malformed or contradicts the path.
            ValidationError: It does not have the model's shape.
        """
        document = parse_object(self.body)
        for name, value in fixed.items():
            fix(document, name, value)
        if new and new[0] not in document:
            if self.signatures:
                raise signing.id_needed(*new)
            document[new[0]] = new_id(new[1], self.register.clock, self.register.entropy)
        return to_model(kind, document)

    async def must_know(self, objects: Sequence[str]) -> None:
        """Refuse a sender who may not know these objects, before any rule speaks of them.

        Raises:
            NotFound: One of them does not exist for this sender.
        """
        if not self.caller.actor.is_operator:
            await run_in_threadpool(self._must_know, objects)

    def _must_know(self, objects: Sequence[str]) -> None:
        with self.register.ledger.reading() as conn:
            for object_id in objects:
                if not can_read(conn, self.caller.viewer, object_id, level="payee"):
                    may_read(conn, self.caller.viewer, object_id)

    async def record(
        self, command: Command, *, knows: Sequence[str] = (), location: str = ""
    ) -> JSONResponse:
        """Record a command and answer after the commit.

        Args:
            command: What is asked.
            knows: Ids in the command that are secret to strangers.
            location: Path of what was recorded, with `{id}` in it.
        """
        await self.must_know(knows)
        ledger, actor = self.register.ledger, self.caller.actor
        if self.prepares:
            return JSONResponse(signing.to_be_signed(self.register, actor, command))
        if self.signatures:
            signing.must_be_signable(command.TYPE)
            await run_in_threadpool(ledger.check, command, actor, self.key, self.signatures)
        future = ledger.submit(command, actor, self.key, self.signatures)
        # Shielded: what was submitted is decided, whether or not the sender still listens.
        recorded = await asyncio.shield(asyncio.wrap_future(future))
        return await self._answered(recorded, location)

    async def work(self, job: Callable[[], Recorded], *, location: str = "") -> JSONResponse:
        """Run a job that works before it records, and asks first whether it did so before.

        Args:
            job: Runs in a thread of its own.
            location: As for `record`.
        """
        self.must_not_sign()
        return await self._answered(await run_in_threadpool(job), location)

    def must_not_sign(self) -> None:
        """Refuse a signature beside what the register composes of a request.

        Raises:
            RuleViolation: The sender signed it, or wants the bytes to sign.
        """
        if self.signatures or self.prepares:
            raise signing.not_signable("what the register composes of the request")

    async def _answered(self, recorded: Recorded, location: str) -> JSONResponse:
        return answer(recorded, location, **await self.proof_of([recorded]))

    async def proof_of(self, recorded: Sequence[Recorded]) -> dict[str, Any]:
        """Return what the answer says about a checkpoint, for a sender who waits for one.

        Raises:
            Unavailable: Recorded, but no checkpoint covers it yet.
        """
        return {CHECKPOINT: await self.proves(recorded)} if self.proves else {}

    def replay(self, kind: type[Command]) -> Recorded | None:
        """Return what this very request recorded before, if it did."""
        return self.register.ledger.replay(kind, self.key) if self.key else None


def answer(recorded: Recorded, location: str = "", **more: object) -> JSONResponse:
    """Return what was recorded: its id, the range of entries, and their leaf hashes."""
    body = described(recorded) | more
    headers = {"Location": location.format(id=body["id"])} if location else {}
    if recorded.replayed:
        headers[REPLAYED] = "true"
    if CHECKPOINT in more:
        headers[publishing.APPLIED] = publishing.WAIT
    return JSONResponse(body, CREATED.value, headers)


def described(recorded: Recorded) -> dict[str, Any]:
    """Return the answer's body."""
    names: Mapping[str, Any] = dict(recorded.events[0])
    # An end records other facts before its own.
    ended = dict(recorded.events[-1]).get("dissolution")
    return {
        "id": ended or next(str(names[name]) for name in _NAMED_BY if names.get(name)),
        "first_index": recorded.first_index,
        "count": recorded.count,
        "leaf_hashes": [item.hex() for item in recorded.leaf_hashes],
    }


def _calls(limit: Callable[[Limits], int]) -> Callable[..., Awaitable[Call]]:
    async def call(
        request: Request,
        register: RegisterDep,
        caller: WriterDep,
        idempotency_key: IdempotencyKey = None,
        prefer: Preferences = None,
        signature: signing.SignatureHeader = None,
    ) -> Call:
        signatures = signing.read_signatures(signature or ())
        proves = None
        if publishing.wants_checkpoint(prefer or ()):
            publishing.must_have_key(idempotency_key)
            state = request.app.state
            proves = partial(_proven, register, state.publisher, state.tiles)
        body = await read_body(request, limit(request.app.state.limits))
        key = None
        if idempotency_key:
            sent = _fingerprint(request, body)
            key = RequestKey(caller.actor.reader, idempotency_key, sent)
        prepares = signing.wants_bytes(prefer or ())
        return Call(register, caller, body, key, proves, signatures, prepares)

    return call


async def _proven(
    register: Register, publisher: Publisher, tiles: TileCache, recorded: Sequence[Recorded]
) -> dict[str, Any]:
    since = time.monotonic()
    job = partial(publishing.proven, register, publisher, tiles, recorded, since)
    return await publisher.wait(job)


def _fingerprint(request: Request, body: bytes) -> bytes:
    """Return what makes two requests the same: method, path, query and body."""
    target = request.url.path + ("?" + request.url.query if request.url.query else "")
    return f"{request.method} {target}\n".encode() + sha256(body).digest()


CallDep = Annotated[Call, Depends(_calls(lambda limits: limits.json_bytes))]
UploadDep = Annotated[Call, Depends(_calls(lambda limits: limits.report_bytes))]
