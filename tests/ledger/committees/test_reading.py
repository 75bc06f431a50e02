"""What everybody may know of a committee, and what only its members may."""

import pytest
from stage import Stage, member, studio

from ledger.access.commands import GrantAccess
from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER, Viewer
from ledger.committees.views import page, search, show
from ledger.ledger import Ledger
from ledger.values import Names

SECRET = {"members", "windows", "schedule", "plan", "contract", "history", "presumed_copyright"}


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def two(stage: Stage) -> list[str]:
    return [stage.company(name) for name in ("幹事社", "放送局")]


@pytest.fixture
def committee(stage: Stage, two: list[str]) -> str:
    return stage.committee(
        member(two[0], "3/5"), member(two[1], "2/5"), works=(stage.work("星の庭"),)
    )


def test_everybody_reads_name_works_lead_and_status_and_nothing_more(
    stage: Stage, committee: str, two: list[str]
) -> None:
    stranger = Viewer("studio", stage.company("他社"))
    with stage.ledger.reading() as conn:
        for viewer in (PUBLIC_VIEWER, stranger):
            shown = show(conn, committee, viewer)
            assert shown is not None
            assert shown["name"]["ja"] == "「星の庭」製作委員会"
            assert shown["lead"] == two[0]
            assert not SECRET & shown.keys()


def test_members_the_operator_and_granted_auditors_read_the_contract(
    stage: Stage, committee: str, two: list[str]
) -> None:
    auditor = stage.company("監査法人")
    grant = GrantAccess(id=stage.new("grant"), grantee=auditor, objects=(committee,), reason="監査")
    stage.record(grant, studio(two[1]))
    with stage.ledger.reading() as conn:
        for viewer in (OPERATOR_VIEWER, Viewer("studio", two[1]), Viewer("auditor", auditor)):
            shown = show(conn, committee, viewer)
            assert shown is not None
            assert shown["members"][1]["profit"] == {"num": 2, "den": 5}
            assert shown["plan"]["adjustments_debtor"] == two[0]
            assert "presumed_copyright" not in shown


def test_unknown_copyright_shares_are_shown_as_presumed_equal_and_called_a_presumption(
    stage: Stage, two: list[str]
) -> None:
    """Civil Code article 250: three co-owners with nothing stated are presumed to hold 1/3 each."""
    third = stage.company("出版社")
    members = [member(party) for party in (*two, third)]
    committee = stage.committee(*members, origin="existing", plan=None)
    with stage.ledger.reading() as conn:
        shown = show(conn, committee, OPERATOR_VIEWER)
    assert shown is not None
    presumed = shown["presumed_copyright"]
    assert presumed["shares"] == [
        {"party": party, "share": {"num": 1, "den": 3}} for party in (*two, third)
    ]
    assert "推定" in presumed["basis"]["ja"]
    assert "Presumption" in presumed["basis"]["en"]
    assert all("copyright" not in line for line in shown["members"])


def test_the_members_of_a_draft_are_public_because_credits_print_them(
    stage: Stage, two: list[str]
) -> None:
    draft = stage.committee(member(two[0]), member(two[1]), origin="draft", lead=None)
    with stage.ledger.reading() as conn:
        shown = show(conn, draft, PUBLIC_VIEWER)
        assert shown is not None
        assert [line["party"] for line in shown["members"]] == two
        assert [row["id"] for row in page(conn, PUBLIC_VIEWER, member=two[1])] == [draft]


def test_membership_can_be_asked_only_where_it_may_be_read(
    stage: Stage, committee: str, two: list[str]
) -> None:
    with stage.ledger.reading() as conn:
        assert page(conn, PUBLIC_VIEWER, member=two[1]) == []
        (row,) = page(conn, Viewer("studio", two[0]), member=two[1])
        assert row["id"] == committee


def test_an_unknown_committee_is_not_shown(stage: Stage) -> None:
    with stage.ledger.reading() as conn:
        assert show(conn, stage.new("cmt"), OPERATOR_VIEWER) is None


def test_committees_are_listed_in_pages_and_found_by_name(stage: Stage, two: list[str]) -> None:
    names = ("星の庭製作委員会", "月の庭製作委員会", "ＡＢＣパートナーズ")
    ids = [stage.committee(member(two[0], "1"), name=Names(ja=name)) for name in names]
    with stage.ledger.reading() as conn:
        first = page(conn, PUBLIC_VIEWER, limit=2, lead=two[0], status="active")
        rest = page(conn, PUBLIC_VIEWER, limit=2, after=first[-1]["id"])
        assert [row["id"] for row in first + rest] == ids
        assert [row["id"] for row in search(conn, "abcパートナーズ")] == [ids[2]]
        assert {row["id"] for row in search(conn, "庭　製作")} == set(ids[:2])
        assert search(conn, " ") == []
