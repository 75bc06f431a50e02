"""Rules about generated texts: made from the newest terms, and one text for the same inputs."""

from typing import Final

from ledger.access.views import InvolvementRow
from ledger.agreements.views import AgreementRow
from ledger.command import Command, Context
from ledger.committees.views import CommitteeRow
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.papers.commands import Kind, RecordPaper
from ledger.papers.events import PaperGenerated
from ledger.papers.views import PaperRow
from ledger.rights.views import RightRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import View

_VIEWS: Final[dict[Kind, tuple[str, type[View]]]] = {
    "committee": ("cmt_", CommitteeRow),
    "licence": ("right_", RightRow),
    "agreement": ("agr_", AgreementRow),
}


def record_paper(command: RecordPaper, state: State, context: Context) -> list[Event]:
    """Decide about the hash of a text."""
    readers = _readers(command.of, state)
    _check_actor(command, readers, context)
    row = _subject(command, state)
    if command.entry != row["entry_index"]:
        raise Conflict(
            "paper-outdated",
            "the text was made from an entry that is not the newest one of its terms",
            field="entry",
            value=command.entry,
            expected=row["entry_index"],
        )
    if not command.template.startswith(f"{command.kind}/"):
        raise RuleViolation(
            "paper-template-of-another-kind",
            field="template",
            value=command.template,
            expected=f"a version of {command.kind}",
        )
    _check_new(command, state)
    return [PaperGenerated(**dict(command), parties=readers)]


def _readers(of: str, state: State) -> tuple[str, ...]:
    rows = state.select(InvolvementRow, object_id=of)
    return tuple(sorted(row["party_id"] for row in rows if row["level"] == "party"))


def _check_actor(command: RecordPaper, readers: tuple[str, ...], context: Context) -> None:
    """Refuse strangers as if there were no such terms."""
    actor = context.actor
    if actor.is_operator:
        return
    if actor.role not in {"studio", "creator"}:
        raise Forbidden("role-may-not-write", role=actor.role, expected="studio or creator")
    if actor.party not in readers:
        raise NotFound("object-not-found", field="of", value=command.of)


def _subject(command: RecordPaper, state: State) -> Row:
    prefix, view = _VIEWS[command.kind]
    if not command.of.startswith(prefix):
        raise RuleViolation(
            "paper-of-another-kind", field="of", value=command.of, expected=f"{prefix}..."
        )
    row = state.require(view, command.of, field="of")
    if command.kind == "licence" and row["kind"] != "licence":
        raise RuleViolation(
            "paper-of-another-kind", field="of", value=row["kind"], expected="a licence"
        )
    return row


def _check_new(command: RecordPaper, state: State) -> None:
    known = state.get(PaperRow, *key_of(command))
    if known is None:
        return
    if known["sha256"] == command.sha256:
        raise Conflict(
            "paper-on-record",
            f"entry {known['entry_index']} has this text",
            field="sha256",
            value=command.sha256,
            expected="a text that is not on record yet",
            entry=known["entry_index"],
        )
    raise Conflict(
        "paper-differs",
        "the same inputs and template gave another text before",
        field="sha256",
        value=command.sha256,
        expected=known["sha256"],
        entry=known["entry_index"],
    )


def key_of(paper: RecordPaper | PaperGenerated) -> tuple[str, str, str, str]:
    """Return what decides a text."""
    return (paper.of, paper.language, paper.template, paper.inputs)


def needs(command: RecordPaper) -> list[Key]:
    """Return the rows of the subject and of a text with the same inputs."""
    _, view = _VIEWS[command.kind]
    return [(view, (command.of,)), (PaperRow, key_of(command))]


HANDLERS: Final[dict[type[Command], Handler]] = {RecordPaper: Handler(record_paper, needs)}
