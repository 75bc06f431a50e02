"""Committees as they were printed in credits: formed, licensed, paid for a year, and ended.

Reads a list of real committees (CSV with the columns madb_id, title, date, committee, members; the
members separated by |). What credits do not print is made up and recorded as made up: shares by a
hash of names (`shares_are_synthetic`), plans, licences, revenue; and two stand-in members where
nobody knows any. One register is built and copied for each kind of plan; every committee of a copy
ends under that kind, and then the next quarter is paid to whoever took its place.

Checked afterwards: each part of each work sums to one, no licence is without licensor, postings sum
to zero, and what came in is what was given out. Printed: committees, grants, yen in, yen out, what
was refused and why, and the seconds.

    python benchmarks/real_committees.py LIST.csv [--limit N] [--plans co_ownership,lead] [--verify]
"""

import argparse
import csv
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import func, select

from contracts.period import Period
from contracts.rights.extent import everything
from contracts.rights.grants import UNASSIGNED
from contracts.rights.holding import holdings
from contracts.rights.licences import without_licensor
from ledger.agreements.commands import RecordAgreement
from ledger.bootstrap import Register, Sample, create_register, register
from ledger.command import Command
from ledger.committees.commands import (
    Disposition,
    DispositionPlan,
    FormCommittee,
    Member,
    Window,
)
from ledger.dissolutions.commands import BeginDissolution, CompleteDissolution
from ledger.dissolutions.written import EndClause, Liquidator, Resolution
from ledger.door import Recorded
from ledger.errors import Refused
from ledger.ids import derived_id
from ledger.jobs.verify import verify_register
from ledger.keys.consents import Consent
from ledger.parties.commands import RegisterCompany
from ledger.revenue.commands import RecordReceipt
from ledger.revenue.ingest import ReportMeta, prepare_report
from ledger.rights.commands import LicenseRight, RecordTitle
from ledger.rights.reading import grants_of
from ledger.rights.views import RightRow, recorded
from ledger.rights.written import Codes, Stake, WrittenExtent
from ledger.royalties.prepare import prepare_payout
from ledger.royalties.views import AllocationRow, trial_balance
from ledger.settings import Settings
from ledger.statements.prepare import prepare_statements
from ledger.store.views import table_of
from ledger.values import DocumentRef, Names, Ratio
from ledger.works.commands import RegisterWork, WorkData

SAMPLE = Sample(1, datetime(2026, 11, 22, 3, 44, 5, tzinfo=UTC))
REOPENED = Sample(1, datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
"""The clock of a sample begins anew whenever it is opened, and entries never go back in time."""
VOCABULARY = "media/1+territories/1+acts/1+languages/1"
FORMED, LICENSED, TRANSFER = date(2025, 1, 1), date(2025, 4, 1), date(2026, 1, 1)
RESOLVED = date(2025, 12, 31)
HALVES = ("2025-H1", "2025-H2")
AFTERWARDS = "2026-Q1"
DOCUMENT = DocumentRef(sha256="0" * 64, title="synthetic")
STAND_INS = ("合成構成員1（実在しない）", "合成構成員2（実在しない）")
AUTHOR, PLATFORM, MANAGER = "合成作者", "合成配信社", "合成管理会社"
PLANS = (
    "contract", "statute", "co_ownership", "lead", "member", "author", "author_later", "manager",
    "mixture",
)  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """A committee as credits print it.

    Attributes:
        members: Names; two stand-ins where none is known.
    """

    key: str
    title: str
    name: str
    members: tuple[str, ...]

    @property
    def id(self) -> str:
        """Id of the committee."""
        return made("cmt", self.key)

    @property
    def work(self) -> str:
        """Id of its work."""
        return made("work", self.key)

    @property
    def agreement(self) -> str:
        """Id of its agreement."""
        return made("agr", self.key)

    @property
    def holder(self) -> str:
        """As which it holds rights."""
        return f"committee:{self.id}/copyright"

    @property
    def parties(self) -> list[str]:
        """Ids of its members."""
        return [made("party", name) for name in self.members]

    def revenue(self, period: str) -> int:
        """Synthetic yen of a period: from 1,000 to 50 million."""
        return 1_000 + int.from_bytes(digest(self.key, period)[:4], "big") % 50_000_000


@dataclass
class Told:
    """What came of one kind of plan."""

    plan: str
    committees: int
    grants: int = 0
    yen_in: int = 0
    yen_out: int = 0
    ended: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    seconds: float = 0.0


def digest(*words: str) -> bytes:
    """Return a hash of some words."""
    return sha256("\x00".join(words).encode()).digest()


def made(prefix: str, *words: str) -> str:
    """Return an id that the same words always get."""
    return derived_id(prefix, digest(prefix, *words))


def read(file: Path, limit: int | None = None) -> list[Printed]:
    """Read a list of committees."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [printed(row) for row in rows[:limit]]


def printed(row: dict[str, str]) -> Printed:
    """Read one line of the list."""
    names = tuple(dict.fromkeys(name.strip() for name in row["members"].split("|") if name.strip()))
    return Printed(row["madb_id"], row["title"], row["committee"], names or STAND_INS)


def run(
    committees: Sequence[Printed],
    folder: Path,
    plans: Iterable[str] = PLANS,
    *,
    is_verified: bool = False,
) -> Iterator[Told]:
    """Build one register, and end all of its committees under each kind of plan, in a copy each."""
    base = folder / "base"
    create_register(Settings(home=base), "ledger.example/real", sample=SAMPLE)
    with register(Settings(home=base), sample=SAMPLE) as opened:
        refused = Builder(opened, committees).build()
    for plan in plans:
        home = folder / plan
        shutil.copytree(base, home)
        with register(Settings(home=home), sample=REOPENED) as opened:
            one = end_all(opened, committees, plan, is_verified=is_verified)
        one.refused.update(refused)
        shutil.rmtree(home)
        yield one


class Writer:
    """Sends many commands through the door at once and counts what is refused.

    Args:
        opened: The register.
    """

    def __init__(self, opened: Register) -> None:
        self.register = opened
        self.refused: Counter[str] = Counter()

    def send(self, commands: Iterable[Command]) -> list[bool]:
        """Submit commands in their order; tell of each whether it was accepted."""
        waiting = [self.register.ledger.submit(command) for command in commands]
        return [self._is_accepted(future) for future in waiting]

    def _is_accepted(self, future: "Future[Recorded]") -> bool:
        try:
            future.result()
        except Refused as refusal:
            self.refused[refusal.code] += 1
            return False
        return True


class Builder(Writer):
    """Forms the committees and pays their first year.

    Args:
        opened: An empty register.
        committees: As credits print them.
    """

    def __init__(self, opened: Register, committees: Sequence[Printed]) -> None:
        super().__init__(opened)
        self.committees = committees

    def build(self) -> Counter[str]:
        """Record everything before the end; returns what was refused."""
        names = dict.fromkeys(name for one in self.committees for name in one.members)
        self.send(
            RegisterCompany(id=made("party", name), names=Names(ja=name))
            for name in (*names, AUTHOR, PLATFORM, MANAGER)
        )
        self.send(
            RegisterWork(id=one.work, data=WorkData(kind="other", title=Names(ja=one.title)))
            for one in self.committees
        )
        self.send(map(formed, self.committees))
        self.send(map(titled, self.committees))
        self.send(map(licensed, self.committees))
        self.send(map(agreed, self.committees))
        for period in HALVES:
            Payer(self.register, self.committees).pay(period)
        return self.refused


class Payer(Writer):
    """Reports, receives, runs and states one period of all committees.

    Args:
        opened: The register.
        committees: Those to be paid.
    """

    def __init__(self, opened: Register, committees: Sequence[Printed]) -> None:
        super().__init__(opened)
        self.committees = committees

    def pay(self, period: str) -> None:
        """Pay a period."""
        reports = [self._report(one, period) for one in self.committees]
        self.send(reports)
        self.send(self._receipt(one, period) for one in self.committees)
        with self.register.ledger.reading() as conn:
            runs = [
                prepare_payout(
                    conn, self.register.blobs, id=made("run", one.key, period),
                    agreement=one.agreement, period=period,
                ).command
                for one in self.committees
            ]  # fmt: skip
        self.send(runs)
        for payer in dict.fromkeys(one.parties[0] for one in self.committees):
            self.send(self._statements(payer, period))

    def _report(self, one: Printed, period: str) -> Command:
        last = Period.parse(period).last
        line = f"streaming,JP,{one.work},{last},1,{one.revenue(period)}"
        file = f"channel,territory,work,month,units,amount\n{line}\n".encode()
        meta = ReportMeta(
            agreement=one.agreement, reporter=made("party", PLATFORM), period=period, basis="net",
            id=made("rep", one.key, period),
        )  # fmt: skip
        with self.register.ledger.reading() as conn:
            opened = self.register
            return prepare_report(conn, opened.blobs, file, meta, opened.entropy).command

    @staticmethod
    def _receipt(one: Printed, period: str) -> Command:
        return RecordReceipt(
            id=made("rcpt", one.key, period), agreement=one.agreement, currency="JPY",
            report=made("rep", one.key, period), amount_minor=one.revenue(period),
            received_on=Period.parse(period).last.last_day,
        )  # fmt: skip

    def _statements(self, payer: str, period: str) -> list[Any]:
        opened = self.register
        with opened.ledger.reading() as conn:
            return list(prepare_statements(conn, opened.blobs, opened.vault, payer, period))


def members_of(one: Printed) -> tuple[Member, ...]:
    """Return members with shares by a hash of their names, from 1 to 9 parts each."""
    weights = [1 + digest(one.key, name)[0] % 9 for name in one.members]
    shares = [Ratio.of(Fraction(weight, sum(weights))) for weight in weights]
    return tuple(
        Member(party=party, investment=share, copyright=share, profit=share)
        for party, share in zip(one.parties, shares, strict=True)
    )


def formed(one: Printed) -> Command:
    """Form a committee with synthetic shares and a synthetic plan."""
    lead = one.parties[0]
    return FormCommittee(
        id=one.id, name=Names(ja=one.name), origin="existing", works=(one.work,),
        members=members_of(one), lead=lead, formed_on=FORMED, shares_are_synthetic=True,
        windows=(Window(medium="streaming", holder=one.parties[-1]),),
        plan=DispositionPlan(
            dispositions=(Disposition(outcome="co_ownership"),), contact=lead,
            adjustments_debtor=lead,
        ),
    )  # fmt: skip


def reach(media: str, place: str, first: date, until: date | None = None) -> WrittenExtent:
    """Return an extent of one code on each axis."""
    return WrittenExtent(
        vocabulary=VOCABULARY, media=Codes(include=(media,)), territories=Codes(include=(place,)),
        first=first, until=until,
    )  # fmt: skip


def titled(one: Printed) -> Command:
    """Record that the committee made the work."""
    stake = Stake(holder=one.holder, share=Ratio(num=1, den=1))
    return RecordTitle(
        id=made("right", one.key, "title"), work=one.work, stakes=(stake,), origin="maker_29",
        extent=reach("all", "WW", FORMED), document=DOCUMENT,
    )  # fmt: skip


def licensed(one: Printed) -> Command:
    """License SVOD in Japan for five years, through the window for streaming."""
    return LicenseRight(
        id=made("right", one.key, "licence"), work=one.work, licensors=(one.holder,),
        licensee=made("party", PLATFORM), exclusivity="exclusive", document=DOCUMENT,
        extent=reach("svod", "JP", LICENSED, date(2030, 3, 31)), agreement=None,
        consents=consents([one.parties[-1]]),
    )  # fmt: skip


def consents(parties: Iterable[str]) -> tuple[Consent, ...]:
    """Return synthetic consents on paper."""
    return tuple(
        Consent(
            party=party, method="seal", document=DOCUMENT, attested_by="operator",
            consented_on=RESOLVED,
        )
        for party in dict.fromkeys(parties)
    )  # fmt: skip


def agreed(one: Printed) -> Command:
    """Pay one percent to an author, the rest to the members."""
    label = {"ja": "合成の条項", "en": "synthetic clause"}
    holders, author = f"committee:{one.id}/investment", made("party", AUTHOR)
    steps = [
        {
            "id": "author", "kind": "royalty/1", "basis": "received", "payee": author,
            "rate": {"num": 1, "den": 100}, "clause": "第1条", "label": label,
        },
        {"id": "members", "kind": "split/1", "holders": holders, "clause": "第2条", "label": label},
    ]  # fmt: skip
    return RecordAgreement(
        id=one.agreement, title=Names(ja=f"{one.name}（合成）"), kind="committee",
        payer=one.parties[0], committee=one.id, works=(one.work,), parties=tuple(one.parties),
        effective_month="2025-01", terms={"terms": 1, "currency": "JPY", "steps": steps},
    )  # fmt: skip


def end_all(
    opened: Register, committees: Sequence[Printed], plan: str, *, is_verified: bool = False
) -> Told:
    """End every committee under a kind of plan, pay whoever follows, and check what must hold."""
    began, told, writer = time.monotonic(), Told(plan, len(committees)), Writer(opened)
    writer.send(map(beginning, committees))
    accepted = writer.send(completion(one, plan) for one in committees)
    ended = [one for one, is_ended in zip(committees, accepted, strict=True) if is_ended]
    told.ended = len(ended)
    payer = Payer(opened, ended)
    payer.pay(AFTERWARDS)
    told.refused = writer.refused + payer.refused
    check(opened, committees, ended, told)
    if is_verified:
        report = verify_register(opened, views=True, commands=True)
        told.findings += [f"{finding.code} at {finding.index}" for finding in report.findings]
    told.seconds = time.monotonic() - began
    return told


def beginning(one: Printed) -> Command:
    """All members resolve to end it on the last day of the year."""
    return BeginDissolution(
        id=made("dis", one.key), committee=one.id, ground="resolution", ground_day=RESOLVED,
        resolution=Resolution(day=RESOLVED, document=DOCUMENT),
        liquidators=(Liquidator(party=one.parties[0], authority="members"),),
        consents=consents(one.parties),
    )  # fmt: skip


def completion(one: Printed, plan: str) -> Command:
    """Complete it from the new year on."""
    return CompleteDissolution(
        dissolution=made("dis", one.key), transfer_day=TRANSFER, money_from=f"{TRANSFER:%Y-%m}",
        dispositions=clauses(one, plan), report=DOCUMENT, consents=consents(one.parties),
        contact=one.parties[0],
    )  # fmt: skip


def clauses(one: Printed, plan: str) -> tuple[EndClause, ...] | None:
    """Return the plan of a kind; None is the contract's, nothing at all the statute."""
    rest, last = EndClause(outcome="co_ownership"), one.parties[-1]
    author, manager = made("party", AUTHOR), made("party", MANAGER)
    sold = EndClause(outcome="member", to=last, price_minor=1_000_000)
    return {
        "contract": None,
        "statute": (),
        "co_ownership": (rest,),
        "lead": (EndClause(outcome="lead", to=one.parties[0]),),
        "member": (sold,),
        "author": (EndClause(outcome="author", to=author),),
        "author_later": (rest, EndClause(outcome="author", to=author, after_years=5)),
        "manager": (EndClause(outcome="manager", to=manager),),
        "mixture": (
            EndClause(rights=("streaming",), outcome="member", to=last),
            EndClause(rights=("merchandise",), outcome="author", to=author),
            rest,
        ),
    }[plan]


def check(
    opened: Register, committees: Sequence[Printed], ended: Sequence[Printed], told: Told
) -> None:
    """Look at every part of every work and at every yen; note what does not hold."""
    with opened.ledger.reading() as conn:
        for one in committees:
            grants = grants_of(recorded(conn, one.work, everything(FORMED)))
            for held in holdings(grants, everything(TRANSFER)):
                if sum(Fraction(*share) for _, share in held.shares) != 1:
                    told.findings.append(f"a part of {one.key} does not sum to one")
                if UNASSIGNED in dict(held.shares):
                    told.findings.append(f"a part of {one.key} is nobody's")
            if without_licensor(grants, TRANSFER):
                told.findings.append(f"a licence of {one.key} has no licensor")
        if set(trial_balance(conn).values()) - {0}:
            told.findings.append("postings do not sum to zero")
        rights, given = table_of(RightRow), table_of(AllocationRow)
        told.grants = conn.execute(select(func.count()).select_from(rights)).scalar_one()
        told.yen_out = int(conn.execute(select(func.sum(given.c.amount_minor))).scalar_one() or 0)
    told.yen_in = sum(one.revenue(period) for one in committees for period in HALVES)
    told.yen_in += sum(one.revenue(AFTERWARDS) for one in ended)
    if told.yen_in != told.yen_out:
        told.findings.append(f"{told.yen_in} yen came in, {told.yen_out} went out")


def as_table(told: Iterable[Told]) -> Table:
    """Draw what came of each kind of plan."""
    table = Table("plan", "committees", "ended", "grants", "yen in", "yen out", "refused", "s")
    for one in told:
        refused = ", ".join(f"{code}: {count}" for code, count in sorted(one.refused.items()))
        table.add_row(
            one.plan, f"{one.committees:,}", f"{one.ended:,}", f"{one.grants:,}",
            f"{one.yen_in:,}", f"{one.yen_out:,}", refused or "-", f"{one.seconds:.0f}",
        )  # fmt: skip
    return table


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="daicho-real-") as folder:
        yield Path(folder)


def main() -> int:
    """Run all of it and print the table; 1 when something does not hold."""
    parser = argparse.ArgumentParser(description="End real committees under each kind of plan.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--plans", default=",".join(PLANS))
    parser.add_argument("--verify", action="store_true", help="also verify each register in full")
    given = parser.parse_args()
    committees, console = read(given.file, given.limit), Console()
    unknown = sum(one.members == STAND_INS for one in committees)
    console.print(
        f"{len(committees)} committees; shares, plans, licences and money are synthetic; "
        f"{unknown} have no known member, so that two stand in."
    )
    plans = track(given.plans.split(","), "kinds of plan", console=console)
    with scratch() as folder:
        told = []
        for one in run(committees, folder, plans, is_verified=given.verify):
            console.print(as_table([one]))
            told.append(one)
    console.print(as_table(told))
    findings = [f"{one.plan}: {finding}" for one in told for finding in one.findings]
    for finding in findings[:50]:
        console.print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
