"""Random ends of committees over a few leaves, days and parties, so that everything meets."""

import datetime as dt
from typing import Any

from given_dissolution import COMMITTEE
from hypothesis import strategies as st
from random_extents import START, extents

from contracts.dissolution.situation import Clause, MemberShares, Situation
from contracts.rights.extent import everything
from contracts.rights.grants import Grants, Title, Transfer

PARTIES = ("A", "B", "C", "X", "Y")
WORDS = ("streaming", "theatrical", "overseas")
SHARES = ((1, 1), (1, 2), (1, 3), (2, 3), (1, 4))
STAKES = (
    ((COMMITTEE, (1, 1)),),
    ((COMMITTEE, (3, 4)), ("A", (1, 4))),
    ((COMMITTEE, (1, 2)), ("X", (1, 4)), ("C", (1, 8))),
    (("A", (1, 2)), ("B", (1, 2))),
)


@st.composite
def clauses(draw: st.DrawFn, words: tuple[str, ...], years: int) -> Clause:
    """One clause for some words; none of them is the rest."""
    shares = draw(st.none() | st.just((("A", (1, 2)), ("X", (1, 3)))) | st.just((("Y", (1, 1)),)))
    outcome: Any = draw(st.sampled_from(("co_ownership", "lead", "author", "manager")))
    to = None if outcome in ("co_ownership", "lead") else draw(st.sampled_from(PARTIES))
    return Clause(outcome=outcome, media=words, to=to, shares=shares, after_years=years)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Clause, ...]:
    """Clauses that do not repeat each other, at the end and a year later."""
    found = []
    for years in (0, 1):
        for words in draw(st.sampled_from(((), ((),), (WORDS[:1], ()), (WORDS[:1], WORDS[1:])))):
            found.append(draw(clauses(words, years)))
    return tuple(found)


@st.composite
def grants(draw: st.DrawFn) -> Grants:
    title = Title(
        id="title",
        extent=draw(st.just(everything(START)) | extents()),
        stakes=draw(st.sampled_from(STAKES)),
        origin="maker_29",
    )
    transfers = tuple(
        Transfer(
            id=f"t{number}",
            extent=extent,
            giver=giver,
            taker=taker,
            share=share,
            names_27_28=True,
        )
        for number, (extent, giver, taker, share) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        extents(),
                        st.sampled_from((COMMITTEE, *PARTIES)),
                        st.sampled_from((COMMITTEE, *PARTIES)),
                        st.none() | st.sampled_from(SHARES),
                    ).filter(lambda each: each[1] != each[2]),
                    max_size=3,
                )
            )
        )
    )
    return Grants(titles=(title,), transfers=transfers)


@st.composite
def endings(draw: st.DrawFn) -> Situation:
    copyright_ = draw(
        st.sampled_from((((1, 2), (1, 3), (1, 6)), (None, None, None), ((1, 2), None, (1, 4))))
    )
    return Situation(
        committee_holder=COMMITTEE,
        works={"work_1": draw(grants())},
        members=tuple(
            MemberShares(party=party, copyright=share)
            for party, share in zip("ABC", copyright_, strict=True)
        ),
        lead=draw(st.sampled_from((None, "A", "B"))),
        clauses=draw(plans()),
        transfer_day=START + dt.timedelta(days=draw(st.integers(0, 9))),
        gone=frozenset(draw(st.sets(st.sampled_from(PARTIES), max_size=2))),
        successors=draw(
            st.sampled_from(({}, {"B": (("X", (1, 1)),)}, {"A": (("B", (1, 2)), ("Y", (1, 4)))}))
        ),
    )
