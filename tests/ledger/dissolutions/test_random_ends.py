"""Random plans through the door: the register holds what an oracle says, and all of it verifies."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from ending_stage import TRANSFER, Ending, clause
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from money_stage import open_money
from rights_stage import DOCUMENT, consent, reach
from stage import ratio

from contracts.dissolution.situation import Clause, MemberShares, Situation
from contracts.rights.extent import Extent, everything, on_axis
from contracts.rights.grants import Grants
from contracts.rights.holding import holdings
from contracts.rights.vocabulary import AXES, tree_of
from ledger.committees.views import holders_on
from ledger.jobs.verify import verify_register
from ledger.parties.commands import RecordSuccession, Successor
from ledger.rights.commands import TransferRight
from ledger.rights.reading import grants_of
from ledger.rights.views import recorded
from tests.contracts.oracle_dissolution import after_at

COPYRIGHT = {"a": (1, 2), "b": (3, 10), "c": (1, 5)}
WORDS: tuple[Any, ...] = ("streaming", "merchandise", "publishing", "overseas")
Said = tuple[str, str, tuple[str, ...], int, bool]
"""Outcome, receiver, words, years, and whether shares are said."""

few = settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Said, ...]:
    """The rest in some way, and a clause for up to three words, at once or after a year."""
    rest = draw(st.sampled_from(("co_ownership", "lead", "manager")))
    found: list[Said] = [(rest, "x", (), 0, False)]
    for word in draw(st.lists(st.sampled_from(WORDS), unique=True, max_size=3)):
        outcome = draw(st.sampled_from(("co_ownership", "member", "author")))
        to = draw(st.sampled_from(("b", "c"))) if outcome == "member" else "x"
        years = draw(st.sampled_from((0, 0, 1)))
        found.append((outcome, to, (word,), years, draw(st.booleans())))
    return tuple(found)


@st.composite
def points(draw: st.DrawFn) -> Extent:
    """One leaf on every axis, on one day of the first two years."""
    day = TRANSFER + timedelta(days=draw(st.sampled_from((0, 100, 364, 365, 500))))
    point = replace(everything(day), until=day)
    leaves = {
        "acts": draw(st.sampled_from(("reproduction", "adaptation"))),
        "media": draw(st.sampled_from(("svod", "goods", "publishing", "cinema"))),
        "territories": draw(st.sampled_from(("JP", "US"))),
        "languages": draw(st.sampled_from(("ja", "en"))),
    }
    for axis in AXES:
        point = on_axis(point, axis, tree_of(axis).bits(leaves[axis]))
    return point


def shares_of(to: str) -> tuple[tuple[str, str], ...]:
    return (("a", "1/4"), (to, "3/4"))


@contextmanager
def stage() -> Iterator[Ending]:
    with tempfile.TemporaryDirectory() as folder:
        for money in open_money(Path(folder) / "home"):
            yield Ending(money)


def said_to(ending: Ending, plan: tuple[Said, ...]) -> tuple[Any, ...]:
    """The plan as a command says it."""
    party = vars(ending)
    found = []
    for outcome, to, words, years, has_shares in plan:
        shares = [(party[who], share) for who, share in shares_of(to)] if has_shares else ()
        taker = None if outcome in ("co_ownership", "lead") else party[to]
        more = {"after_years": years, "shares": shares}
        found.append(clause(outcome, taker, *words, **more))
    return tuple(found)


def known_of(ending: Ending, plan: tuple[Said, ...], heirs: dict[str, Any]) -> Situation:
    """The plan as the oracle reads it."""
    party = vars(ending)
    clauses = []
    for outcome, to, words, years, has_shares in plan:
        shares = tuple(
            (party[who], (int(share[0]), int(share[-1]))) for who, share in shares_of(to)
        )
        clauses.append(
            Clause(
                outcome=outcome,
                media=words,
                to=None if outcome in ("co_ownership", "lead") else party[to],
                shares=shares if has_shares else None,
                after_years=years,
            )
        )
    return Situation(
        committee_holder=ending.holder,
        works={},
        members=tuple(
            MemberShares(party=party[name], copyright=share) for name, share in COPYRIGHT.items()
        ),
        transfer_day=TRANSFER,
        lead=ending.a,
        clauses=tuple(clauses),
        gone=frozenset(heirs),
        successors=heirs,
    )


def register_of(ending: Ending) -> Grants:
    with ending.money.ledger.reading() as conn:
        return grants_of(recorded(conn, ending.work, everything(TRANSFER)))


def history(ending: Ending, *, gave: bool, merged: bool) -> dict[str, Any]:
    """A licence; a quarter of SVOD in Japan given away; C merged into N."""
    ending.licence()
    everybody = consent(ending.a, ending.b, ending.c, ending.x)
    if gave:
        given_away = TransferRight(
            id=ending.money.new("right"),
            work=ending.work,
            giver=ending.holder,
            taker=ending.x,
            share=ratio("1/4"),
            extent=reach("svod", "JP", since=date(2026, 2, 1)),
            document=DOCUMENT,
            articles_27_28_expressly=True,
            consents=everybody,
        )
        ending.money.record(given_away)
    if not merged:
        return {}
    successors = (Successor(party=ending.n, share=ratio("1")),)
    ending.money.record(
        RecordSuccession(
            party=ending.c, ground="merger", effective_from=date(2026, 3, 1), successors=successors
        )
    )
    return {ending.c: ((ending.n, (1, 1)),)}


@few
@given(plans(), st.lists(points(), min_size=4, max_size=4), st.booleans(), st.booleans())
def test_an_end_through_the_door_gives_each_point_to_whom_an_oracle_says(
    plan: tuple[Said, ...], where: list[Extent], gave: bool, merged: bool
) -> None:
    with stage() as ending:
        heirs = history(ending, gave=gave, merged=merged)
        before, known = register_of(ending), known_of(ending, plan, heirs)
        last = ending.n if merged else ending.c
        agreed = consent(ending.a, ending.b, last)
        begun = ending.begin(consents=agreed)
        ending.money.record(
            ending.completion(begun, dispositions=said_to(ending, plan), consents=agreed)
        )
        after = register_of(ending)
        for point in where:
            (held,) = holdings(after, point)
            shares = {who: Fraction(*share) for who, share in held.shares}
            assert shares == after_at(known, before, point)
        with ending.money.ledger.reading() as conn:
            found = holders_on(conn, ending.committee, "investment", date(2027, 12, 31))
        assert found
        assert sum(share.fraction() for _, share in found.shares) == 1
        report = verify_register(ending.money.register, views=True, commands=True)
        assert [(one.code, one.expected, one.found) for one in report.findings] == []
