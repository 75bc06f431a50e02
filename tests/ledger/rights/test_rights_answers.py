"""Questions about rights: is it free and who signs, where does title come from, as known when."""

from datetime import date

import pytest
from money_stage import Money
from rights_stage import Rights, consent, reach
from stage import member, studio

from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER, Viewer
from ledger.command import SYSTEM
from ledger.committees.commands import AmendCommittee, Window
from ledger.errors import NotFound, RuleViolation
from ledger.rights.answers import Asked, avails, grid, over_time, title
from ledger.store.read import LogReader


@pytest.fixture
def held(money: Money) -> Rights:
    """A and B hold everything in halves from 2026 on; N has SVOD・日本 to March 2027."""
    rights = Rights(money)
    money.record(rights.title())
    until = date(2027, 3, 31)
    money.record(rights.licence(extent=reach("svod", "JP", until=until)))
    return rights


def svod(rights: Rights, place: str, day: date, known_at: int | None = None) -> Asked:
    return Asked(rights.work, day, ("svod",), (place,), known_at=known_at)


def test_a_use_is_licensed_until_its_last_day_and_free_the_day_after(
    money_anywhere: Money,
) -> None:
    """N to 2027-03-31; another one follows from 2029. From April 2027: free to the end of 2028."""
    rights = Rights(money_anywhere)
    rights.money.record(rights.title())
    rights.money.record(rights.licence(extent=reach("svod", "JP", until=date(2027, 3, 31))))
    rights.money.record(rights.licence(extent=reach("svod", "JP", date(2029, 1, 1))))
    with rights.money.ledger.reading() as conn:
        last = avails(conn, OPERATOR_VIEWER, svod(rights, "JP", date(2027, 3, 31)))
        (part,) = last["parts"]
        assert (part["status"], part["until"]) == ("licensed", "2027-03-31")
        assert part["causes"][0]["party"] == rights.n
        after = avails(conn, OPERATOR_VIEWER, svod(rights, "JP", date(2027, 4, 1)))
        (part,) = after["parts"]
        assert (after["is_free"], part["until"]) == (True, "2028-12-31")


def test_all_co_owners_must_sign_and_it_is_said_why(held: Rights) -> None:
    with held.money.ledger.reading() as conn:
        answer = avails(conn, OPERATOR_VIEWER, svod(held, "DE", date(2027, 4, 1)))
    (part,) = answer["parts"]
    assert [one["party"] for one in part["signers"]] == [held.a, held.b]
    assert part["shares"] == [
        {"holder": held.a, "share": "1/2"},
        {"holder": held.b, "share": "1/2"},
    ]
    assert "65条2項" in part["signers"][0]["ja"]


def test_a_window_is_who_must_sign_for_its_committee(money: Money) -> None:
    rights = Rights(money)
    committee = money.committee(
        member(rights.a, "1/2"),
        member(rights.b, "1/2"),
        windows=(Window(medium="streaming", holder=rights.b, clause="第9条"),),
    )
    money.record(rights.title((f"committee:{committee}/copyright", "1")))
    with money.ledger.reading() as conn:
        (part,) = avails(conn, OPERATOR_VIEWER, svod(rights, "JP", date(2027, 4, 1)))["parts"]
        assert [(one["party"], one["reason"]) for one in part["signers"]] == [(rights.b, "window")]
        abroad = avails(conn, Viewer("studio", rights.a), svod(rights, "DE", date(2027, 4, 1)))
        signers = abroad["parts"][0]["signers"]
        assert [one["party"] for one in signers] == [rights.a, rights.b]


def test_what_ended_is_free_and_as_known_before_it_is_not(held: Rights) -> None:
    """The licence to 2027-03-31 ended on 2026-12-01; before that entry nobody knew."""
    with held.money.ledger.reading() as conn:
        licence = avails(conn, OPERATOR_VIEWER, svod(held, "JP", date(2027, 1, 1)))
    right = licence["parts"][0]["causes"][0]["grant"]
    ended = held.money.record(held.end(right, date(2026, 12, 1)), SYSTEM)
    before = svod(held, "JP", date(2027, 1, 1), ended.first_index - 1)
    with held.money.ledger.reading() as conn:
        now = avails(conn, OPERATOR_VIEWER, svod(held, "JP", date(2027, 1, 1)))
        then = avails(conn, OPERATOR_VIEWER, before)
    assert (now["is_free"], then["is_free"]) == (True, False)


def test_as_known_at_an_entry_that_is_not_there_is_refused(held: Rights) -> None:
    asked = svod(held, "JP", date(2027, 1, 1), 10_000)
    with held.money.ledger.reading() as conn, pytest.raises(RuleViolation) as caught:
        avails(conn, OPERATOR_VIEWER, asked)
    assert caught.value.code == "known-at-out-of-range"


def test_a_chain_leads_from_the_maker_to_the_holder(held: Rights) -> None:
    """A and B by 29条; A gave 1/4 to N without naming 27 and 28: those stayed with A (61条2項)."""
    given = held.transfer(
        held.a, held.n, "1/4", extent=reach(since=date(2027, 1, 1)), consents=consent(held.b)
    )
    held.money.record(given)
    with held.money.ledger.reading() as conn:
        asked = Asked(held.work, date(2027, 4, 1), ("svod",), ("DE",))
        (part,) = title(conn, OPERATOR_VIEWER, asked)["parts"]
        assert [link["kind"] for link in part["links"]] == ["title", "transfer"]
        assert {one["holder"]: one["share"] for one in part["shares"]} == {
            held.a: "1/4", held.b: "1/2", held.n: "1/4",
        }  # fmt: skip
        assert [one["code"] for one in part["defects"]] == ["not-registered"]
        remake = Asked(held.work, date(2027, 4, 1), ("remake",), ("DE",))
        (part,) = title(conn, OPERATOR_VIEWER, remake)["parts"]
        assert {one["holder"]: one["share"] for one in part["shares"]} == {
            held.a: "1/2", held.b: "1/2",
        }  # fmt: skip
        assert "presumed-retained" in {one["code"] for one in part["defects"]}


def test_the_picture_has_a_status_in_every_box(held: Rights) -> None:
    asked = Asked(held.work, date(2027, 1, 1), ("streaming", "svod", "tvod"), ("JP", "DE"))
    with held.money.ledger.reading() as conn:
        rows = grid(conn, OPERATOR_VIEWER, asked)["rows"]
    assert {row["medium"]: row["boxes"] for row in rows} == {
        "streaming": {"JP": ["licensed", "free"], "DE": ["free"]},
        "svod": {"JP": ["licensed"], "DE": ["free"]},
        "tvod": {"JP": ["free"], "DE": ["free"]},
    }


def test_a_whole_work_is_drawn_when_nothing_is_named(held: Rights) -> None:
    with held.money.ledger.reading() as conn:
        rows = grid(conn, OPERATOR_VIEWER, Asked(held.work, date(2027, 1, 1)))["rows"]
    assert rows[0]["medium"] == "theatrical"
    assert rows[0]["boxes"]["WW"] == ["free"]


def test_holders_see_the_answer_and_others_hear_of_no_rights(held: Rights) -> None:
    asked = svod(held, "JP", date(2027, 1, 1))
    with held.money.ledger.reading() as conn:
        assert avails(conn, Viewer("studio", held.a), asked)["parts"]
        for viewer in (PUBLIC_VIEWER, Viewer("studio", held.n)):
            for question in (avails, title, grid):
                with pytest.raises(NotFound) as caught:
                    question(conn, viewer, asked)
                assert caught.value.code == "rights-not-found"


def test_a_licence_recorded_by_one_holder_is_seen_by_the_other(held: Rights) -> None:
    agreed = consent(held.b)[0].model_copy(update={"attested_by": held.a})
    goods = held.licence(extent=reach("goods", "JP"), consents=(agreed,))
    held.money.record(goods, studio(held.a))
    with held.money.ledger.reading() as conn:
        asked = Asked(held.work, date(2027, 1, 1), ("goods",), ("JP",))
        (part,) = avails(conn, Viewer("studio", held.b), asked)["parts"]
    assert part["status"] == "licensed"


def test_windows_are_those_of_the_version_in_force_on_the_day(money_anywhere: Money) -> None:
    """B's window from the beginning; from July 2027 A's. Asked as known before, it is B's for ever."""
    rights = Rights(money_anywhere)
    money = rights.money
    members = (member(rights.a, "1/2"), member(rights.b, "1/2"))
    first = Window(medium="streaming", holder=rights.b, clause="第9条")
    committee = money.committee(*members, windows=(first,))
    money.record(rights.title((f"committee:{committee}/copyright", "1")))
    with money.ledger.reading() as conn:
        before = LogReader(conn).size() - 1
    money.record(
        AmendCommittee(
            committee=committee, effective_from=date(2027, 7, 1), reason="窓口の交代",
            windows=(Window(medium="streaming", holder=rights.a, clause="第9条"),),
        )
    )  # fmt: skip

    def signer(day: date, known_at: int | None = None) -> str:
        asked = Asked(rights.work, day, ("svod",), ("JP",), known_at=known_at)
        with money.ledger.reading() as conn:
            (part,) = avails(conn, OPERATOR_VIEWER, asked)["parts"]
        (found,) = part["signers"]
        return str(found["party"])

    assert signer(date(2027, 6, 30)) == rights.b
    assert signer(date(2027, 7, 1)) == rights.a
    assert signer(date(2027, 7, 1), known_at=before) == rights.b


def test_a_period_is_answered_stretch_by_stretch(money_anywhere: Money) -> None:
    """N to 2027-03-31, another from 2029: licensed, free for 21 months, and licensed again."""
    rights = Rights(money_anywhere)
    rights.money.record(rights.title())
    rights.money.record(rights.licence(extent=reach("svod", "JP", until=date(2027, 3, 31))))
    rights.money.record(rights.licence(extent=reach("svod", "JP", date(2029, 1, 1))))
    asked = svod(rights, "JP", date(2027, 1, 1))
    with rights.money.ledger.reading() as conn:
        found = over_time(conn, OPERATOR_VIEWER, asked, date(2029, 3, 31), ("svod",))
    assert [(one["first"], one["last"], one["boxes"]["svod"]) for one in found] == [
        ("2027-01-01", "2027-03-31", ["licensed"]),
        ("2027-04-01", "2028-12-31", ["free"]),
        ("2029-01-01", "2029-03-31", ["licensed"]),
    ]


def test_a_period_is_not_for_whoever_neither_holds_nor_signs(held: Rights) -> None:
    asked = svod(held, "JP", date(2027, 1, 1))
    with held.money.ledger.reading() as conn, pytest.raises(NotFound):
        over_time(conn, PUBLIC_VIEWER, asked, date(2027, 12, 31))
