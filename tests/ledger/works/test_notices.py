"""Notices: secret until the work is registered, and what the work keeps of them."""

import pytest
from stage import Stage, asset, data, digest, studio

from ledger.access.commands import GrantAccess
from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER, Viewer
from ledger.clock import parse_stamp
from ledger.ledger import Ledger
from ledger.works.commands import FileNotice, RegisterWork
from ledger.works.queries import notices, page, registrations_of, search, show, show_notice


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def holder(stage: Stage) -> str:
    return stage.company("スタジオ星")


@pytest.fixture
def work(stage: Stage, holder: str) -> str:
    work = stage.new("work")
    stage.record(
        FileNotice(
            work=work, holder=holder, working_title="企画A", assets=(asset("draft.pdf", "企画書"),)
        ),
        studio(holder),
    )
    return work


def test_the_public_and_other_parties_see_nothing_of_a_notice(stage: Stage, work: str) -> None:
    stranger = Viewer("studio", stage.company("他社"))
    with stage.ledger.reading() as conn:
        assert show(conn, work) is None
        assert page(conn) == []
        assert search(conn, "企画A") == []
        for viewer in (PUBLIC_VIEWER, stranger):
            assert show_notice(conn, viewer, work) is None
            assert notices(conn, viewer) == []
            assert registrations_of(conn, viewer, digest("draft.pdf")) == []


def test_the_holder_and_the_operator_see_a_notice(stage: Stage, work: str, holder: str) -> None:
    with stage.ledger.reading() as conn:
        for viewer in (Viewer("studio", holder), OPERATOR_VIEWER):
            shown = show_notice(conn, viewer, work)
            assert shown is not None
            assert shown["working_title"] == "企画A"
            assert [row["work"] for row in notices(conn, viewer)] == [work]
            assert notices(conn, viewer, after=work) == []
            found = registrations_of(conn, viewer, digest("draft.pdf"))
            assert (found[0]["work"], found[0]["listed"]) == (work, False)


def test_an_auditor_sees_a_notice_that_the_holder_granted(
    stage: Stage, work: str, holder: str
) -> None:
    auditor = stage.company("監査法人")
    grant = GrantAccess(id=stage.new("grant"), grantee=auditor, objects=(work,), reason="確認")
    stage.record(grant, studio(holder))
    with stage.ledger.reading() as conn:
        assert show_notice(conn, Viewer("auditor", auditor), work) is not None


def test_the_work_keeps_the_date_and_the_entry_of_its_notice(
    stage: Stage, work: str, holder: str
) -> None:
    with stage.ledger.reading() as conn:
        notice = show_notice(conn, OPERATOR_VIEWER, work)
    assert notice is not None
    stage.record(
        RegisterWork(id=work, data=data("星の庭"), assets=(asset("draft.pdf", "企画書"),)),
        studio(holder),
    )
    with stage.ledger.reading() as conn:
        shown = show(conn, work)
        assert shown is not None
        assert shown["holder"] == holder
        assert shown["notice_index"] == notice["entry_index"]
        assert shown["first_recorded_at"] == notice["recorded_at"]
        assert parse_stamp(shown["registered_at"]) > parse_stamp(shown["first_recorded_at"])
        file = registrations_of(conn, PUBLIC_VIEWER, digest("draft.pdf"))[0]
        assert (file["entry_index"], file["listed"]) == (notice["entry_index"], True)


def test_files_that_the_registration_does_not_restate_stay_secret(
    stage: Stage, work: str, holder: str
) -> None:
    stage.record(RegisterWork(id=work, holder=holder, data=data("星の庭")), studio(holder))
    with stage.ledger.reading() as conn:
        assert registrations_of(conn, PUBLIC_VIEWER, digest("draft.pdf")) == []
        assert show_notice(conn, PUBLIC_VIEWER, work) is None


def test_another_party_cannot_take_the_id_of_a_notice(stage: Stage, work: str, holder: str) -> None:
    rival = stage.company("他社")
    error = stage.refused(RegisterWork(id=work, holder=rival, data=data("横取り")), studio(rival))
    assert error.code == "work-id-reserved"
    assert holder not in str(error)
    again = FileNotice(work=work, holder=rival, working_title="横取り")
    assert stage.refused(again, studio(rival)).code == "work-id-reserved"


def test_a_notice_is_not_registered_for_another_holder(
    stage: Stage, work: str, holder: str
) -> None:
    rival = stage.company("他社")
    error = stage.refused(RegisterWork(id=work, holder=rival, data=data("星の庭")))
    assert error.code == "holder-differs-from-notice"
    assert error.fields["expected"] == holder


def test_an_id_has_one_notice_and_none_after_registration(
    stage: Stage, work: str, holder: str
) -> None:
    again = FileNotice(work=work, holder=holder, working_title="企画B")
    assert stage.refused(again, studio(holder)).code == "id-taken"
    stage.record(RegisterWork(id=work, data=data("星の庭")), studio(holder))
    assert stage.refused(again, studio(holder)).code == "id-taken"


def test_a_notice_is_filed_by_its_holder(stage: Stage, holder: str) -> None:
    command = FileNotice(work=stage.new("work"), holder=holder, working_title="企画")
    assert stage.refused(command, studio(stage.company("他社"))).code == "not-your-party"
    unknown = FileNotice(work=stage.new("work"), holder=stage.new("party"), working_title="企画")
    assert stage.refused(unknown).code == "party-not-found"
