"""What waits with a new debtor is the same in views, in facts and in the state of a month."""

from datetime import date

from debtors_stage import Debts
from money_stage import Money
from rights_stage import consent

from ledger.audit.family import Entry
from ledger.audit.records import fact_reader
from ledger.audit.state import StateBook
from ledger.closings.present import private_leaves
from ledger.jobs.closing import close_state
from ledger.jobs.verify import verify_register
from ledger.log.entry import parse_part
from ledger.periods.commands import ClosePeriod
from ledger.store.read import LogReader
from tests.faults.assumed import assume_debts


def leaves_of_facts(money: Money, month: str) -> list[bytes]:
    book, reader = StateBook(), fact_reader()
    with money.ledger.reading() as conn:
        log = LogReader(conn)
        for entry, stored in log.iterate(0, log.size()):
            bodies = {part.name: part.body for part in (parse_part(each.data) for each in stored)}
            kind = entry.header().event_type
            book.see(Entry(entry.index, kind, reader.read(kind, bodies), bodies))
        size = log.size()
    return sorted(book.private_leaves(size, month))


def leaves_of_views(money: Money, day: date) -> list[bytes]:
    with money.ledger.reading() as conn:
        return sorted(private_leaves(conn, day))


def test_a_month_that_is_closed_states_what_waits_with_the_new_debtor(
    money_anywhere: Money,
) -> None:
    """B has stated nothing yet: the leaf names the statement of A's in which the 800 arose."""
    money = money_anywhere
    debts = Debts(money)
    debts.sell("2026-03", 1_600)
    statement = debts.state(debts.a, "2026-03").id
    debts.assume()
    money.record(ClosePeriod(month="2026-03"))
    close_state(money.register, "2026-03")
    found = leaves_of_views(money, date(2026, 3, 31))
    assert found == leaves_of_facts(money, "2026-03")
    own = [leaf for leaf in found if f'"payer":"{debts.b}"'.encode() in leaf]
    assert len(own) == 1
    assert b'"amount_minor":800' in own[0]
    assert statement.encode() in own[0]


def test_everything_that_follows_from_assumed_debts_verifies(money_anywhere: Money) -> None:
    """Bytes, contents, decisions and views, on either database."""
    money = money_anywhere
    debts = assume_debts(money)
    debts.assume("2026-06", debtor=debts.a, consents=consent(debts.a))
    assert leaves_of_views(money, date(2026, 6, 30)) == leaves_of_facts(money, "2026-06")
    report = verify_register(money.register, views=True, commands=True)
    assert list(report.findings) == []
