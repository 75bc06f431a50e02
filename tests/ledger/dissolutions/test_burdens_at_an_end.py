"""What a committee pledged passes burdened to its members, and an auditor finds the same."""

from datetime import date

from ending_stage import Ending
from rights_stage import Rights, consent, reach

from ledger.access.views import OPERATOR_VIEWER
from ledger.jobs.verify import verify_register
from ledger.rights.views import page, show


def test_a_pledge_on_the_committees_share_passes_with_every_part(ending: Ending) -> None:
    money, bank = ending.money, ending.money.company("銀行")
    holder = f"committee:{ending.committee}/copyright"
    rights = Rights(money)
    rights.work = ending.work
    pledge = rights.burden(holder, bank, consents=consent(ending.a, ending.b, ending.c))
    money.record(pledge)

    money.record(ending.completion(ending.begin()))

    with money.ledger.reading() as conn:
        moved = page(conn, OPERATOR_VIEWER, work=ending.work, kind="transfer")
        shown = [show(conn, one["id"], OPERATOR_VIEWER) for one in moved]
    assert {tuple(one["encumbrances"]) for one in shown if one} == {(pledge.id,)}
    given = rights.transfer(
        ending.a, ending.b, "1/4", extent=reach(since=date(2026, 6, 1)),
        consents=consent(ending.b, ending.c),
    )  # fmt: skip
    money.record(given)
    with money.ledger.reading() as conn:
        again = show(conn, given.id, OPERATOR_VIEWER)
    assert again
    assert again["encumbrances"] == [pledge.id]
    assert verify_register(money.register, commands=True).findings == ()
