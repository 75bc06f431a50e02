"""Erasing while a statement is under way: whoever comes second yields, and no name is left behind."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from money_stage import Money
from people import leave, paid_in

from ledger.clock import SteppingClock
from ledger.errors import Refused
from ledger.jobs.erase import erase_people
from ledger.jobs.statements import issue_statements
from ledger.jobs.sweep import sweep
from ledger.jobs.verify import verify_register


@pytest.mark.parametrize("head_start", [0, 1, 2])
def test_a_statement_and_an_erasure_at_one_moment(money: Money, head_start: int) -> None:
    register = money.register
    writer = paid_in(money, 2014)
    report = money.sales(writer.agreement, writer.payer, writer.work, 40, period="2014-04")
    money.receive(writer.agreement, report, 40, received_on=date(2014, 4, 30))
    money.run(writer.agreement, "2014-04")  # one percent of forty yen is nothing
    leave(money, writer, "2014-05")
    start = Barrier(2)

    def issue() -> str:
        start.wait(timeout=30)
        return outcome(
            lambda: issue_statements(
                register, payer=writer.payer, period="2014-04", payment_date=date(2014, 5, 31)
            )
        )

    def erase() -> str:
        start.wait(timeout=30)
        for _ in range(head_start * 50):
            register.vault.find("somebody else")
        return outcome(lambda: erase_people(register, writer.party))

    with ThreadPoolExecutor(2) as pool:
        issued, erased = pool.submit(issue), pool.submit(erase)
        assert issued.result(timeout=60) in ("done", "payee-erased")
        assert erased.result(timeout=60) == "done"
    assert verify_register(register).findings == ()
    sweep(register)
    assert isinstance(register.clock, SteppingClock)
    register.clock.advance_to(register.clock.now() + timedelta(hours=25))
    sweep(register)
    name = "青空 太郎".encode()
    assert [digest for digest in register.blobs if name in register.blobs.get(digest)] == []
    assert verify_register(register).findings == ()


def outcome(action: Callable[[], object]) -> str:
    """What came of an action: `done`, or the code of the refusal."""
    try:
        action()
    except Refused as refusal:
        return refusal.code
    return "done"
