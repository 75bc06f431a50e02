"""What may be asked about works."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.ids import ClaimId, ElementId, PartyId, SubjectId, WorkId
from ledger.values import Commit, Count, DocumentRef, LongText, Names, Sha256, Text, Value

WorkKind = Literal["tv", "film", "short", "ona", "ova", "special", "other"]
WorkStatus = Literal["in_development", "in_production", "released", "cancelled", "unknown"]
Role = Literal[
    "original_work", "director", "chief_director", "episode_director", "series_composition",
    "script", "character_design", "original_character_design", "animation_director",
    "chief_animation_director", "key_animation", "in_between", "storyboard", "art_director",
    "background", "color_design", "photography", "cgi", "editing", "sound_director", "sound",
    "music", "theme_song", "voice", "producer", "planning", "production", "production_cooperation",
    "other",
]  # fmt: skip


class Identifier(Value):
    """A number under which others know the work; the scheme decides how it is checked."""

    scheme: Literal["isan", "eidr", "madb", "own", "mal", "anilist", "anidb"]
    value: Text


class Credit(Value):
    """One line of the credits.

    A natural person is a vault subject with a commitment to the printed name, or a party; an
    organisation is a party or a printed name.

    Attributes:
        role: Normalised role; `other` keeps its meaning in `role_printed`.
        subject: The person in the vault: one subject per work and credited name until claimed.
        name: Commitment to the printed name of a person.
        party: The party that this credit belongs to, once it is known.
        organisation: Printed name of an organisation.
        character: The character a voice belongs to.
    """

    role: Role
    role_printed: Text | None = None
    subject: SubjectId | None = None
    name: Commit | None = None
    party: PartyId | None = None
    organisation: Text | None = None
    character: Text | None = None


class Asset(Value):
    """A file known by its hash; the file itself never leaves the studio."""

    sha256: Sha256
    size_bytes: Count
    label: Text
    media_type: Text | None = None


class WorkData(Value):
    """What is said about a work."""

    title: Names
    kind: WorkKind
    status: WorkStatus = "unknown"
    length_minutes: Count | None = None
    episodes: Count | None = None
    first_published: date | None = None
    identifiers: tuple[Identifier, ...] = ()
    genre: Text | None = None
    note: LongText | None = None


class FileNotice(Command):
    """File a pre-production notice: evidence of existence and date, secret until released."""

    TYPE: ClassVar[str] = "FileNotice/1"

    work: WorkId
    holder: PartyId
    working_title: Text
    note: LongText | None = None
    assets: tuple[Asset, ...] = ()


class RegisterWork(Command):
    """Register a work; a notice filed under the same id keeps its first date."""

    TYPE: ClassVar[str] = "RegisterWork/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("credits",)

    id: WorkId
    holder: PartyId | None = None
    data: WorkData
    credits: tuple[Credit, ...] = ()
    assets: tuple[Asset, ...] = ()
    source: Text | None = None


class AmendWork(Command):
    """Replace what is said about a work; what was said before stays on record."""

    TYPE: ClassVar[str] = "AmendWork/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("credits",)

    work: WorkId
    reason: Text
    data: WorkData | None = None
    credits: tuple[Credit, ...] | None = None
    assets: tuple[Asset, ...] = ()


class RegisterElement(Command):
    """Register a character, a design or a version that belongs to a work."""

    TYPE: ClassVar[str] = "RegisterElement/1"

    id: ElementId
    work: WorkId
    kind: Literal["character", "design", "version", "storyboard", "script", "music", "other"]
    name: Names
    of: ElementId | None = None
    credits: tuple[Credit, ...] = ()
    assets: tuple[Asset, ...] = Field(default=(), max_length=200)


class ClaimWork(Command):
    """Claim something about a work, beside what others claim; the register does not judge."""

    TYPE: ClassVar[str] = "ClaimWork/1"

    id: ClaimId
    work: WorkId
    claimant: PartyId
    claim: Literal["author", "maker", "copyright_holder", "original_author", "other"]
    statement: LongText
    evidence: tuple[DocumentRef, ...] = ()
