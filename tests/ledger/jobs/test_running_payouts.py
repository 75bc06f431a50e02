"""Running a payout: prepared on a snapshot, closed through the door, again if something changed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from money_stage import Money
from paid_world import Paid

from ledger.access.views import OPERATOR_VIEWER
from ledger.blobs.blobs import Blobs, Content
from ledger.bootstrap import Register
from ledger.command import Actor, RequestKey
from ledger.errors import Conflict, NotFound
from ledger.jobs.payouts import MOST_ATTEMPTS, Asked, close_run, run_payout
from ledger.royalties.views import show


class MeddlingBlobs(Blobs):
    """Blobs that let something happen when a file is stored: after the snapshot was read."""

    def __init__(self, root: Path, meddle: Callable[[], None]) -> None:
        super().__init__(root)
        self._meddle = meddle

    def write(self, content: Content) -> tuple[Path, str, int]:
        self._meddle()
        return super().write(content)


def meddled(world: Paid, times: int) -> Register:
    """The register of a world in which one yen more arrives whenever a run was just computed."""
    left = [times]

    def one_yen_more() -> None:
        if left[0]:
            left[0] -= 1
            world.money.receive(world.agreement, world.report, 1)

    register = world.money.register
    return replace(register, blobs=MeddlingBlobs(register.home / "blobs", one_yen_more))


def test_a_run_is_computed_and_closed(reported: Paid) -> None:
    register = reported.money.register
    closed = close_run(register, Asked(reported.agreement, "2026-03"))
    with register.ledger.reading() as conn:
        run = show(conn, closed.id, OPERATOR_VIEWER)
    assert run is not None
    assert run["identity"]["sales"] == 500_000
    assert any(warning.startswith("month-open") for warning in closed.warnings)


def test_a_period_is_run_once(reported: Paid) -> None:
    register = reported.money.register
    run_payout(register, Asked(reported.agreement, "2026-03"))
    with pytest.raises(Conflict) as caught:
        run_payout(register, Asked(reported.agreement, "2026-03"))
    assert caught.value.code == "payout-exists"


def test_money_that_arrives_meanwhile_is_in_the_run(reported: Paid) -> None:
    register = meddled(reported, times=2)
    closed = close_run(register, Asked(reported.agreement, "2026-03"))
    with register.ledger.reading() as conn:
        run = show(conn, closed.id, OPERATOR_VIEWER)
    assert run is not None
    assert run["identity"]["sales"] == 500_002


def test_a_run_gives_up_when_everything_keeps_changing(reported: Paid) -> None:
    register = meddled(reported, times=MOST_ATTEMPTS)
    with pytest.raises(Conflict) as caught:
        run_payout(register, Asked(reported.agreement, "2026-03"))
    assert caught.value.code == "payout-outdated"


def test_a_repeated_request_gives_the_run_of_the_first_time(reported: Paid) -> None:
    register = reported.money.register
    request = RequestKey("operator", "k1", b"run march")
    first = close_run(register, Asked(reported.agreement, "2026-03"), request=request)
    again = close_run(register, Asked(reported.agreement, "2026-03"), request=request)
    assert again.id == first.id
    assert again.recorded.replayed
    assert again.recorded.leaf_hashes == first.recorded.leaf_hashes


def test_a_stranger_hears_that_there_is_no_such_agreement(reported: Paid) -> None:
    stranger = Actor("studio", reported.money.company("無関係の会社"))
    with pytest.raises(NotFound):
        run_payout(reported.money.register, Asked(reported.agreement, "2026-03"), actor=stranger)


def test_the_payer_may_run_his_own_agreement(reported: Paid) -> None:
    recorded = run_payout(
        reported.money.register,
        Asked(reported.agreement, "2026-03"),
        actor=Actor("studio", reported.studio),
    )
    assert recorded.count == 1


def test_an_unknown_agreement_is_not_found(money: Money) -> None:
    with pytest.raises(NotFound):
        run_payout(money.register, Asked(money.new("agr"), "2026-03"))


def test_the_late_half_is_paid_in_the_month_it_arrived(paid: Paid) -> None:
    register = paid.money.register
    paid.money.receive(paid.agreement, paid.report, 7, received_on=date(2026, 5, 1))
    closed = close_run(register, Asked(paid.agreement, "2026-05", empty=True))
    with register.ledger.reading() as conn:
        run = show(conn, closed.id, OPERATOR_VIEWER)
    assert run is not None
    assert run["identity"]["sales"] == 0


def test_requests_repeated_at_once_are_told_one_run(reported: Paid) -> None:
    key = RequestKey("operator", "once", b"the same request")
    register = reported.money.register

    def ask(_: int) -> str:
        run = close_run(register, Asked(reported.agreement, "2026-03"), request=key)
        return run.id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
