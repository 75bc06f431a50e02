"""Credits over HTTP: names in plain text at the edge, commitments in the log."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field
from starlette.responses import JSONResponse

from api.writing import Call
from ledger.bootstrap import Register
from ledger.command import Command
from ledger.door import Recorded
from ledger.ids import ElementId, PartyId, WorkId
from ledger.jobs.people import PlainCredit, seal_credits
from ledger.subjects.queries import restricted_among
from ledger.values import Names, Text, Value
from ledger.works.commands import Asset, WorkData


class WorkBody(Value):
    """A work to register, with names in plain text."""

    id: WorkId
    holder: PartyId | None = None
    data: WorkData
    credits: tuple[PlainCredit, ...] = ()
    assets: tuple[Asset, ...] = ()
    source: Text | None = None


class AmendWorkBody(Value):
    """An amendment; fields left out stay as they are."""

    work: WorkId
    reason: Text
    data: WorkData | None = None
    credits: tuple[PlainCredit, ...] | None = None
    assets: tuple[Asset, ...] = ()


class ElementBody(Value):
    """A character, a design or a version, with names in plain text."""

    id: ElementId
    work: WorkId
    kind: Literal["character", "design", "version", "storyboard", "script", "music", "other"]
    name: Names
    of: ElementId | None = None
    credits: tuple[PlainCredit, ...] = ()
    assets: tuple[Asset, ...] = Field(default=(), max_length=200)


async def sealed(
    call: Call,
    kind: type[Command],
    body: WorkBody | AmendWorkBody | ElementBody,
    *,
    location: str = "",
) -> JSONResponse:
    """Put the names of a body's credits into the vault, then record the command.

    Args:
        call: The request.
        kind: The command: same fields as the body, but for the credits.
        body: With names in plain text.
        location: Path of what was recorded.
    """
    lines = body.credits or ()
    if not any(line.person for line in lines):
        return await call.record(_command(call.register, kind, body), location=location)

    def job() -> Recorded:
        if earlier := call.replay(kind):
            return earlier
        command = _command(call.register, kind, body)
        return call.register.ledger.record(command, call.caller.actor, call.key)

    return await call.work(job, location=location)


def _command(
    register: Register, kind: type[Command], body: WorkBody | AmendWorkBody | ElementBody
) -> Command:
    fields = dict(body)
    if body.credits is not None:
        fields["credits"] = seal_credits(register, body.credits)
    return kind(**fields)


def opened(register: Register, work: dict[str, Any]) -> dict[str, Any]:
    """Return a work with the printed names of people beside their commitments.

    What credits print is public; a person who was erased, or whose data may be used for one
    purpose only, has no name here any more.
    """
    lines = list(_credit_lines(work))
    pairs = [(line["subject"], line["name"]) for line in lines if line.get("subject")]
    with register.ledger.reading() as conn:
        hidden = restricted_among(conn, (subject for subject, _ in pairs))
    names = register.vault.open_many(pair for pair in pairs if pair[0] not in hidden)
    for line in lines:
        if line.get("subject"):
            line["person"] = names.get((line["subject"], line["name"]))
    return work


def _credit_lines(work: dict[str, Any]) -> Iterable[dict[str, Any]]:
    yield from work["credits"]
    for element in work["elements"]:
        yield from element["credits"]
