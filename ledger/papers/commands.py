"""What may be asked about papers."""

from typing import Annotated, ClassVar, Final, Literal

from pydantic import StringConstraints

from ledger.command import Command
from ledger.values import Count, Sha256

_BODY: Final = "[0-7][0-9A-HJKMNP-TV-Z]{25}"

Kind = Literal["committee", "licence", "agreement"]
SubjectId = Annotated[str, StringConstraints(pattern=f"^(cmt|right|agr)_{_BODY}$")]
Template = Annotated[str, StringConstraints(pattern=r"^(committee|licence|agreement)/[1-9][0-9]?$")]


class RecordPaper(Command):
    """Put the hash of a generated text on record, beside the terms that it was made from.

    Attributes:
        kind: What the text is about.
        of: The committee, licence or agreement.
        entry: Its newest entry, which the text was made from.
        template: Which version of our sentences.
        inputs: SHA-256 of the canonical JSON of all that went into the text, names included.
        sha256: SHA-256 of the plain text in UTF-8.
    """

    TYPE: ClassVar[str] = "RecordPaper/1"

    kind: Kind
    of: SubjectId
    entry: Count
    language: Literal["ja", "en"]
    template: Template
    inputs: Sha256
    sha256: Sha256
