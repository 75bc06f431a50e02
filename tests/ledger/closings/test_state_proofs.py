"""State proofs: what holds, and that nothing which was touched holds or breaks the verifier."""

import json
from typing import Any

import pytest
from money_stage import Money, money
from stage import identified, member

from ledger.errors import LedgerError, LogCorrupt, NotFound
from ledger.jobs.closing import close_state
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.state_proofs import ClosedMonth
from ledger.log import canonical
from ledger.log.note import VerifierKey
from ledger.log.state_proof import verify_state_proof
from ledger.periods.commands import ClosePeriod
from ledger.store.nodes import TileCache
from tests.published import log_key

__all__ = ["money"]

ISAN = "00000000D07A0090"


@pytest.fixture
def key(money: Money) -> VerifierKey:
    return log_key(money.register)


@pytest.fixture
def studio(money: Money) -> str:
    """The holder of two thirds, in a month whose state is closed and published."""
    studio, partner = money.company("星雲スタジオ"), money.company("銀河出版")
    work = money.work("星", studio, identifiers=identified("isan", ISAN))
    money.committee(member(studio, "2/3"), member(partner, "1/3"), works=(work,))
    money.record(ClosePeriod(month="2026-02"))
    close_state(money.register, "2026-02")
    publish_checkpoint(money.register)
    return studio


def holding(money: Money, party: str) -> bytes:
    with money.ledger.reading() as conn:
        return ClosedMonth(conn, TileCache()).holding(party)


def identifier(money: Money, text: str, *, absent: bool) -> bytes:
    with money.ledger.reading() as conn:
        return ClosedMonth(conn, TileCache()).identifier(text, absent=absent)


def test_a_holding_is_shown_with_month_and_size(
    money: Money, studio: str, key: VerifierKey
) -> None:
    shown = verify_state_proof(holding(money, studio), [key])
    assert (shown.month, shown.size) == ("2026-02", shown.entry.index)
    assert {leaf["kind"] for leaf in shown.leaves} == {"holding"}
    assert {(leaf["num"], leaf["den"]) for leaf in shown.leaves} == {(2, 3)}


def test_a_proof_of_an_old_state_holds_after_the_log_went_on(
    money: Money, studio: str, key: VerifierKey
) -> None:
    money.committee(member(studio, "1"))
    money.record(ClosePeriod(month="2026-03"))
    close_state(money.register, "2026-03")
    publish_checkpoint(money.register)
    with money.ledger.reading() as conn:
        old = ClosedMonth(conn, TileCache(), "2026-02").holding(studio)
        new = ClosedMonth(conn, TileCache()).holding(studio)
    assert len(verify_state_proof(old, [key]).leaves) == 3
    assert len(verify_state_proof(new, [key]).leaves) == 6


def test_a_state_that_no_checkpoint_covers_is_not_proved_yet(money: Money, studio: str) -> None:
    money.record(ClosePeriod(month="2026-03"))
    close_state(money.register, "2026-03")
    with pytest.raises(NotFound, match="entry-not-covered"):
        holding(money, studio)


def test_a_party_that_holds_nothing_gets_no_proof(money: Money, studio: str) -> None:
    with pytest.raises(NotFound, match="nothing-of-party"):
        holding(money, "party_" + "9" * 26)


def test_a_root_that_does_not_come_out_again_is_never_handed_out(money: Money, studio: str) -> None:
    from ledger.closings.commands import CloseState, Tree  # noqa: PLC0415

    money.record(ClosePeriod(month="2026-03"))
    tree = Tree(count=1, root="0" * 64)
    with money.ledger.reading() as conn:
        size = ClosedMonth(conn, TileCache()).index + 2
    forged = CloseState(month="2026-03", size=size, identifiers=tree, balances=tree, key="1" * 64)
    money.record(forged)
    publish_checkpoint(money.register)
    with pytest.raises(LogCorrupt, match="state-differs"):
        holding(money, studio)
    with pytest.raises(LogCorrupt, match="state-differs"):
        identifier(money, "mal:1", absent=True)


def test_no_flipped_bit_of_a_proof_holds(money: Money, studio: str, key: VerifierKey) -> None:
    data = identifier(money, f"isan:{ISAN}", absent=False)
    spare = said_of_the_maker(data)
    for place in range(0, len(data), 3):
        touched = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        if place in spare:
            continue
        with pytest.raises(LedgerError):
            verify_state_proof(touched, [key])


def said_of_the_maker(data: bytes) -> set[int]:
    """Places of what the maker says and nothing proves: purpose, reader, key of the genesis text."""
    spared: set[int] = set()
    evidence = json.loads(data)["evidence"]
    for text in (*evidence["purpose"].values(), evidence["reader"], evidence["genesis"]):
        written = canonical.encode(text)[1:-1]
        start = data.rindex(written)
        spared |= set(range(start, start + len(written)))
    return spared


JUNK: tuple[Any, ...] = (None, 0, -1, 10**15, "", "zz", [], {}, [1], True)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [at] if at else []
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, inner in items:
            found += places(inner, (*at, name))
    return found


def replaced(value: Any, at: tuple[Any, ...], junk: Any) -> Any:
    copy = json.loads(json.dumps(value))
    target = copy
    for name in at[:-1]:
        target = target[name]
    target[at[-1]] = junk
    return copy


def test_no_junk_in_any_member_breaks_the_verifier(
    money: Money, studio: str, key: VerifierKey
) -> None:
    for data in (holding(money, studio), identifier(money, "mal:1", absent=True)):
        proof = json.loads(data)
        for at in places(proof):
            if at[:2] in {("evidence", "purpose"), ("evidence", "reader")}:
                continue  # said by the maker, proved by nothing
            for junk in JUNK:
                touched = replaced(proof, at, junk)
                if canonical.encode(touched) == data:
                    continue
                with pytest.raises(LedgerError):
                    verify_state_proof(canonical.encode(touched), [key])


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff", b'{"format":"x"}'])
def test_what_is_no_proof_is_refused(money: Money, key: VerifierKey, data: bytes) -> None:
    with pytest.raises(LedgerError):
        verify_state_proof(data, [key])
