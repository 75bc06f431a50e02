"""The sample register: built into a home, with what a newcomer should look at first."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from ledger.bootstrap import Register, Sample, create_register, register
from ledger.committees.views import CommitteeRow
from ledger.parties.display import DisplayName, names_of
from ledger.payments.views import PaymentRow
from ledger.settings import Settings
from ledger.statements.prepare import statement_sheet
from ledger.statements.views import StatementRow
from ledger.store.read import LogReader
from ledger.store.state import Row
from ledger.store.views import table_of, unpack
from seeds.accounts import record_accounts
from seeds.build import START, Builder, Progress
from seeds.catalogue import record_works
from seeds.cinema import record_films
from seeds.committees import record_committees
from seeds.ending import ENDING_FILE, ending_plan, write_new
from seeds.films import Film, films_of
from seeds.keys import record_keys
from seeds.parties import record_parties
from seeds.rights import record_rights
from seeds.sales import LAST_RUN
from seeds.visitors import AUDITOR, open_doors, record_auditor
from seeds.world import plan
from seeds.year import live_through

ORIGIN = "demo.daicho.example/register"
DEFAULT_SEED = 20250401


@dataclass(frozen=True, slots=True)
class Received:
    """What one payee received over the year, in minor units of the currency."""

    party: str
    name: DisplayName
    role: str
    statements: int
    transfer_minor: int
    withholding_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One line of one creator's statement, from the reports down to the yen."""

    statement: str
    payee: DisplayName
    label_ja: str
    label_en: str
    amount_minor: int
    ja: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What was built, and where to look.

    Attributes:
        counts: How many of what is on the register.
        received: Creators first, by amount; then companies.
        open_next: What to look at: kind to id.
        refused: What the register refused on purpose: code and what it was about.
    """

    home: Path
    seed: int
    size: int
    root: str
    counts: dict[str, int]
    received: tuple[Received, ...]
    explained: Explained
    open_next: dict[str, str]
    refused: tuple[tuple[str, str], ...]


def build_demo(
    home: Path,
    *,
    seed: int = DEFAULT_SEED,
    factor: int = 1,
    progress: Progress | None = None,
    database_url: str | None = None,
) -> DemoResult:
    """Create a sample register in an empty folder and live through its year.

    Args:
        home: The folder.
        seed: The same seed gives the same log, on every database.
        factor: Size of the world.
        progress: Called with (stage, done, in all).
        database_url: Where log and views go, if not into the folder.

    Raises:
        Conflict: The folder holds a register already.
    """
    settings = Settings(home=home, database_url=database_url, guard_url=None)
    sample = Sample(seed, START)
    create_register(settings, ORIGIN, sample=sample)
    with register(settings, sample=sample) as opened:
        builder = build_world(opened, seed, factor, progress)
        result = _describe(opened, builder, home)
        open_doors(opened, result.open_next)
        return result


def build_world(
    opened: Register, seed: int, factor: int, progress: Progress | None = None
) -> Builder:
    """Record the planned world of a seed into an open, empty sample register."""
    builder = Builder(opened, plan(seed, factor), progress)
    record_parties(builder)
    pens = record_keys(builder)
    record_works(builder)
    record_committees(builder, pens)
    record_films(builder, pens)
    record_rights(builder)
    record_accounts(builder)
    live_through(builder)
    record_auditor(builder)
    return builder


def _describe(opened: Register, builder: Builder, home: Path) -> DemoResult:
    with opened.ledger.reading() as conn:
        head = LogReader(conn).head()
        received = _received(conn, opened, builder)
        explained, open_next = _example(conn, opened, builder)
        open_next |= _payment(conn)
    world = builder.world
    films = films_of(world)
    ending, file = ending_plan(builder)
    write_new(home / ENDING_FILE, file)
    return DemoResult(
        home=home,
        seed=world.seed,
        size=head.size,
        root=head.root().hex(),
        counts={
            "works": len(world.titles) + len(films),
            "committees": len(world.bodies) + len(films),
            "companies": len(world.companies) + len(films),
            "creators": len(world.people),
        },
        received=received,
        explained=explained,
        open_next={
            **open_next,
            "ending": ending,
            "ending_lead": _lead(opened, ending),
            "auditor": builder.ids[AUDITOR],
        },
        refused=tuple(builder.refused),
    )


def _lead(opened: Register, committee: str) -> str:
    table = table_of(CommitteeRow)
    with opened.ledger.reading() as conn:
        query = select(table.c.lead).where(table.c.id == committee)
        return str(conn.execute(query).scalar_one())


def _received(conn: Connection, opened: Register, builder: Builder) -> tuple[Received, ...]:
    table = table_of(StatementRow)
    sums = select(
        table.c.payee,
        table.c.currency,
        func.count(),
        func.sum(table.c.transfer_minor),
        func.sum(table.c.withholding_minor),
    ).group_by(table.c.payee, table.c.currency)
    rows = conn.execute(sums).all()
    names = names_of(conn, opened.vault, [row[0] for row in rows])
    roles = {builder.ids[person.key]: person.role for person in builder.world.people}
    theatres = (film.theatre for film in films_of(builder.world))
    companies = (*builder.world.companies, *theatres)
    trades = {builder.ids[company.key]: company.trade for company in companies}
    found = [
        Received(
            party=payee,
            name=names[payee],
            role=roles.get(payee) or trades.get(payee, "heir"),
            statements=count,
            transfer_minor=int(transfer),
            withholding_minor=int(withheld),
            currency=currency,
        )
        for payee, currency, count, transfer, withheld in rows
    ]
    found.sort(key=lambda one: (one.party not in roles, -one.transfer_minor, one.party))
    return tuple(found)


def _example(
    conn: Connection, opened: Register, builder: Builder
) -> tuple[Explained, dict[str, str]]:
    """Choose the line that pays a film's character designer after recoupment."""
    for film in films_of(builder.world):
        lead, agreement = builder.ids[film.body.lead], builder.ids[film.agreement]
        for designer in _designers(builder, film):
            for row in _statements(conn, designer, lead):
                found = _creators_line(opened, row, agreement)
                if found:
                    number, line = found
                    name = names_of(conn, opened.vault, [designer])[designer]
                    open_next = {
                        "creator": designer,
                        "studio": builder.ids[film.title.studio],
                        "lead": lead,
                        "work": builder.ids[film.title.key],
                        "committee": builder.ids[film.body.key],
                        "agreement": agreement,
                        "statement": row["id"],
                        "line": str(number),
                    }
                    return _explained(row["id"], name, line), open_next
    msg = "the plan has no film that paid its character designer after recoupment"
    raise AssertionError(msg)


def _payment(conn: Connection) -> dict[str, str]:
    """Choose the last payment that left something out, and the month in which it paid."""
    table = table_of(PaymentRow)
    query = select(table).where(table.c.left_out_count > 0).order_by(table.c.id.desc()).limit(1)
    row = conn.execute(query).mappings().one()
    owes = select(table_of(StatementRow).c.payer).order_by(table_of(StatementRow).c.id.desc())
    unpaid = conn.execute(owes.where(table_of(StatementRow).c.period == LAST_RUN).limit(1))
    return {
        "payment": row["id"],
        "paying": row["payer"],
        "paid_in": row["pay_on"][:7],
        "owing": str(unpaid.scalar_one()),
    }


def _designers(builder: Builder, film: Film) -> list[str]:
    people = builder.people
    keys = (key for key in film.title.creators if people[key].role == "character_design")
    return [builder.ids[key] for key in keys]


def _statements(conn: Connection, payee: str, payer: str) -> list[Row]:
    """Return a payee's statements, the largest transfer first."""
    table = table_of(StatementRow)
    query = (
        select(table)
        .where(table.c.payee == payee, table.c.payer == payer, table.c.transfer_minor > 0)
        .order_by(table.c.transfer_minor.desc(), table.c.id)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def _creators_line(opened: Register, row: Row, agreement: str) -> tuple[int, Row] | None:
    """Return the line that an agreement's creators' pool gives, with its number."""
    sheet = statement_sheet(opened.blobs, unpack(row["doc"])["files"])
    return next(
        (
            (number, line)
            for number, line in enumerate(sheet["lines"], 1)
            if line["step"] == "creators-pool" and line["agreement"]["id"] == agreement
        ),
        None,
    )


def _explained(statement: str, name: DisplayName, line: Row) -> Explained:
    return Explained(
        statement=statement,
        payee=name,
        label_ja=line["label"]["ja"],
        label_en=line["label"]["en"],
        amount_minor=line["amount_minor"],
        ja=tuple(line["explanation"]["ja"]),
        en=tuple(line["explanation"]["en"]),
    )
