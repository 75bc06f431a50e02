"""Agreement texts generated from what is on record: templates for counsel, never for signature.

    text_of(printer, id) -> Generated

Every number and name comes from the record, and clauses keep the numbers that the record names. The
hash of the plain text is what goes on record: the same inputs, the same text, whoever makes it.

- `committee/1` from a committee: members, windows, decisions, what happens at the end.
- `licence/1` from a licence: extent, exclusivity, sub-licences, holdbacks, allocation.
- `agreement/1` from the money clauses of an agreement, such as a creator's profit share.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from ledger.errors import RuleViolation
from ledger.log import canonical
from ledger.papers.agreement_text import agreement_text
from ledger.papers.blocks import Paper, as_text
from ledger.papers.commands import Kind, RecordPaper
from ledger.papers.committee_text import committee_text
from ledger.papers.licence_text import licence_text
from ledger.papers.printer import Printer
from ledger.papers.written_text import Written

TEMPLATES: Final[Mapping[Kind, str]] = {
    "committee": "committee/1",
    "licence": "licence/1",
    "agreement": "agreement/1",
}
_MAKERS: Final[Mapping[str, tuple[Kind, Callable[[Printer, str], Written]]]] = {
    "cmt_": ("committee", committee_text),
    "right_": ("licence", licence_text),
    "agr_": ("agreement", agreement_text),
}


@dataclass(frozen=True, slots=True)
class Generated:
    """A text with what its hash stands for.

    Attributes:
        kind: `committee`, `licence` or `agreement`.
        of: Id of what it was made from. entry: its newest entry.
        template: Which version of our sentences.
        inputs: SHA-256 of the canonical JSON of all that went into it.
        plain: The text, as hashed.
    """

    kind: Kind
    of: str
    entry: int
    template: str
    inputs: str
    plain: str
    paper: Paper

    @property
    def sha256(self) -> str:
        """The hash of the plain text in UTF-8."""
        return sha256(self.plain.encode()).hexdigest()

    def command(self) -> RecordPaper:
        """Return what puts this text on record."""
        return RecordPaper(
            kind=self.kind,
            of=self.of,
            entry=self.entry,
            language=self.paper.lang,
            template=self.template,
            inputs=self.inputs,
            sha256=self.sha256,
        )


def text_of(printer: Printer, id: str) -> Generated:
    """Generate the text of a committee, a licence or an agreement.

    Raises:
        NotFound: There is no such thing for this viewer.
        RuleViolation: No text is made of this kind of thing.
    """
    found = next((maker for prefix, maker in _MAKERS.items() if id.startswith(prefix)), None)
    if found is None:
        raise RuleViolation(
            "text-kind-unknown",
            field="id",
            value=id,
            expected="cmt_..., agr_..., or the right_... of a licence",
        )
    kind, make = found
    written = make(printer, id)
    template = TEMPLATES[kind]
    inputs: dict[str, Any] = {"template": template, "language": printer.lang, **written.inputs}
    return Generated(
        kind=kind,
        of=id,
        entry=written.entry,
        template=template,
        inputs=canonical.digest(inputs),
        plain=as_text(written.paper),
        paper=written.paper,
    )
