"""Works onto the register, in batches: seal the names of people, then record.

The rules kept here, in order:

1. The vault has a batch's names before the log cites them. After a crash there may be a sealed
   name that nothing cites, never an entry whose names nobody can open.
2. An amended work keeps the subjects of the names that stay. Where a name was erased a person has
   to look: the source would bring it back.
3. Nothing is sealed for a row whose texts do not fit into the log.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.errors import Refused, RuleViolation
from ledger.ids import SUBJECT, new_id
from ledger.imports.madb.credit_lines import CreditLines, credit_lines
from ledger.imports.madb.identity import CHANGED, Citation, work_id
from ledger.imports.madb.on_record import sealed_names
from ledger.imports.madb.outcome import MALFORMED, Tally
from ledger.imports.madb.privacy import Discretion
from ledger.imports.madb.sending import Advance, batches, complaint, send
from ledger.imports.madb.works import ParsedWork
from ledger.imports.madb.works_due import WorksDue
from ledger.values import Names
from ledger.vault.secret import check
from ledger.vault.vault import Pair, Secret
from ledger.vault.watching import comparing
from ledger.works.commands import AmendWork, Identifier, RegisterWork, WorkData

CREDIT_NAME = "credit_name"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A work that has to be recorded or amended.

    Attributes:
        known: Subjects and commitments of names that are sealed already.
        is_new: It is not on record.
    """

    work: ParsedWork
    data: WorkData
    lines: CreditLines
    known: Mapping[str, Pair]
    is_new: bool

    @property
    def unsealed(self) -> list[str]:
        """Names that the vault does not have yet for this work."""
        return [name for name in self.lines.names if name not in self.known]


@dataclass(frozen=True, slots=True)
class WorkRecorder:
    """Records works one batch after the other.

    Attributes:
        discretion: Knows what names people.
        parties: Companies on record.
        tally: Takes what became of each row.
    """

    register: Register
    discretion: Discretion
    parties: frozenset[str]
    tally: Tally

    def record(self, works: WorksDue, advance: Advance) -> None:
        """Record what is new and amend what changed."""
        advance.step(len(works.unchanged))
        for batch in batches(works.new):
            self._record([*self._prepared(batch, {})])
            advance.step(len(batch))
        for batch in batches(works.changed):
            with self.register.ledger.reading() as conn:
                sealed = sealed_names(conn, (work_id(work.madb_id) for work in batch))
            self._record([*self._prepared(batch, sealed)])
            advance.step(len(batch))

    def _prepared(
        self, batch: Iterable[ParsedWork], on_record: Mapping[str, list[Pair]]
    ) -> Iterator[Prepared]:
        pairs = [pair for sealed in on_record.values() for pair in sealed]
        with comparing():
            opened = self.register.vault.open_many(pairs)
        for work in batch:
            sealed = on_record.get(work_id(work.madb_id))
            if any(pair not in opened for pair in sealed or ()):
                self.tally.hold(work.place, "work", "name-erased")
                continue
            known = {opened[pair]: pair for pair in sealed or ()}
            prepared = self._prepare(work, known, is_new=sealed is None)
            if prepared:
                yield prepared

    def _prepare(
        self, work: ParsedWork, known: Mapping[str, Pair], *, is_new: bool
    ) -> Prepared | None:
        """Build what the log will hold, so that nothing is sealed for a row that does not fit."""
        try:
            lines = credit_lines(work, self.discretion, self.parties)
            for name in lines.names:
                check(Secret(work.madb_id, CREDIT_NAME, name))
            return Prepared(work, self._data(work), lines, known, is_new)
        except (ValidationError, RuleViolation) as error:
            text = complaint(error) if isinstance(error, ValidationError) else str(error)
            self.tally.hold(work.place, "work", MALFORMED, text)
            return None

    def _data(self, work: ParsedWork) -> WorkData:
        published = work.first_published
        is_out = published is not None and published <= tokyo_date(self.register.clock.now())
        return WorkData(
            title=Names(ja=work.title, kana=work.title_kana or None, en=work.title_en or None),
            kind=work.kind,
            status="released" if is_out else "unknown",
            length_minutes=work.length_minutes,
            episodes=work.episodes,
            first_published=published,
            identifiers=(Identifier(scheme="madb", value=work.madb_id),),
        )

    def _record(self, batch: list[Prepared]) -> None:
        sealed = self._seal(batch)
        commands = [
            _command(prepared, {**prepared.known, **pairs})
            for prepared, pairs in zip(batch, sealed, strict=True)
        ]
        for prepared, refusal in zip(batch, send(self.register, commands), strict=True):
            self._note(prepared, refusal)

    def _seal(self, batch: list[Prepared]) -> list[dict[str, Pair]]:
        """Put the names of a batch into the vault, all at once; durable on return."""
        register = self.register
        secrets = [
            [
                Secret(new_id(SUBJECT, register.clock, register.entropy), CREDIT_NAME, name)
                for name in prepared.unsealed
            ]
            for prepared in batch
        ]
        flat = [secret for each in secrets for secret in each]
        commits = iter(register.vault.seal(flat) if flat else ())
        self.tally.people += len(flat)
        return [
            {secret.value: (secret.subject, next(commits)) for secret in each} for each in secrets
        ]

    def _note(self, prepared: Prepared, refusal: Refused | None) -> None:
        work = prepared.work
        if refusal is None:
            self.tally.works[work.place] = "recorded" if prepared.is_new else "amended"
            self.tally.left_out.update(prepared.lines.left_out)
        else:
            self.tally.hold(work.place, "work", refusal.code, str(refusal))


def _command(prepared: Prepared, pairs: Mapping[str, Pair]) -> RegisterWork | AmendWork:
    name = work_id(prepared.work.madb_id)
    cites = str(Citation.of(prepared.work))
    lines = prepared.lines.sealed(pairs)
    if prepared.is_new:
        return RegisterWork(id=name, data=prepared.data, credits=lines, source=cites)
    return AmendWork(work=name, reason=f"{CHANGED}{cites}", data=prepared.data, credits=lines)
