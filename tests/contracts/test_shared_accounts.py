"""One target filled by several agreements, each of which runs for itself."""

from dataclasses import replace
from typing import Any

from contracts.explain import explain
from contracts.position import Position
from contracts.shared import filled, shared_accounts
from contracts.terms import parse_terms
from contracts.waterfall import Inputs, Item, Outcome, run
from tests.contracts.written_terms import a_step, an_account, rate, terms_json

SHARED = "acc_x"


def advance(kind: str = "advance") -> dict[str, Any]:
    """An author with half of the sales, who pays an advance of 100 back out of it."""
    account = {**an_account("mg", kind, 100), "shared": SHARED}
    return terms_json(
        a_step("author", "royalty", basis="received", rate=rate(50), payee="party_author"),
        a_step("recoup", "recoup", account="mg", against="author"),
        accounts=(account,),
    )


def watched() -> dict[str, Any]:
    """A pool of everything beyond 100."""
    account = {**an_account("budget", "memo", 100), "shared": SHARED}
    return terms_json(
        a_step("met", "recoup", account="budget", basis="received"),
        a_step("pool", "pool", basis="excess:budget", rate=rate(100), payee="party_author"),
        accounts=(account,),
    )


def a_run(
    terms: dict[str, Any], amount: int, elsewhere: int, before: Position | None = None
) -> Outcome:
    number = len(before.values) if before else 0
    item = Item(f"item/{number}/{amount}", amount, "net", "video", "JP", None, "2026-04")
    inputs = Inputs("2026-04", "JPY", (item,), elsewhere={SHARED: elsewhere} if elsewhere else {})
    return run(parse_terms(terms), before or Position(), inputs)


def due(outcome: Outcome) -> int:
    return sum(one.amount_minor for one in outcome.allocations if one.payee == "party_author")


def test_what_another_agreement_has_filled_is_not_recouped_again() -> None:
    """Sales of 200 give the author 100. 80 of the 100 were recouped elsewhere: 20 are here, and
    80 are hers."""
    assert due(a_run(advance(), 200, 80)) == 80
    assert due(a_run(advance(), 200, 0)) == 0
    assert due(a_run(advance(), 200, 100)) == 100


def test_each_tells_what_it_has_filled() -> None:
    assert filled(advance(), a_run(advance(), 200, 80).position) == {SHARED: 20}
    assert filled(watched(), a_run(watched(), 70, 80).position) == {SHARED: 20}
    assert shared_accounts(advance()) == {SHARED: "mg"}
    assert shared_accounts(terms_json(a_step("window", "commission"))) == {}


def test_the_excess_belongs_to_the_agreement_that_is_beyond_the_common_target() -> None:
    """80 elsewhere and 70 here are 50 beyond the target of 100; without the others, nothing."""
    assert due(a_run(watched(), 70, 80)) == 50
    assert due(a_run(watched(), 70, 0)) == 0


def test_what_was_recovered_is_kept_when_others_fill_the_rest() -> None:
    """60 were recouped here; then the others fill 100. The 60 stay, and nothing more is taken."""
    first = a_run(advance(), 120, 0)
    later = a_run(advance(), 40, 100, first.position)
    assert due(first) == 0
    assert due(later) == 20


def test_the_room_that_others_left_is_told_in_both_languages() -> None:
    outcome = a_run(advance(), 200, 80)
    row = next(one.row for one in outcome.allocations if one.amount_minor == -20)
    japanese = "".join(explain(outcome.trace, row, "ja"))
    english = " ".join(explain(outcome.trace, row, "en"))
    assert "目標額 100円 のうち、ほかの契約が満たした額 = 80円" in japanese
    assert "目標額 20円" in japanese
    assert "others have filled JPY 80" in english


def test_an_account_of_ones_own_leaves_the_bytes_it_always_left() -> None:
    """No row and no field says anything of sharing where nothing is shared."""
    plain = advance()
    del plain["accounts"][0]["shared"]
    with_name = run(parse_terms(advance()), Position(), Inputs("2026-04", "JPY"))
    without = run(parse_terms(plain), Position(), Inputs("2026-04", "JPY"))
    assert [row.to_dict() for row in with_name.trace] == [row.to_dict() for row in without.trace]


def test_amounts_of_other_accounts_are_ignored() -> None:
    outcome = a_run(advance(), 200, 0)
    item = Item("item/0/200", 200, "net", "video", "JP", None, "2026-04")
    other = Inputs("2026-04", "JPY", (item,), elsewhere={"acc_other": 80})
    assert run(parse_terms(advance()), Position(), other).allocations == outcome.allocations
    assert replace(other, elsewhere={}).elsewhere == {}
