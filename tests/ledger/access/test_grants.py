"""Reading rights: one's own, those granted, and nothing else."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from ledger.access.commands import GrantAccess, RevokeAccess
from ledger.access.views import (
    OPERATOR_VIEWER,
    PUBLIC_VIEWER,
    InvolvementRow,
    Viewer,
    belongs,
    can_read,
    involve,
    may_read,
    page,
    show,
    visible,
)
from ledger.clock import SteppingClock
from ledger.command import SYSTEM, Actor
from ledger.entropy import SeededEntropy
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.ids import GRANT, PARTY, new_id
from ledger.ledger import Ledger
from ledger.parties.commands import RegisterCompany
from ledger.store.engine import write_transaction
from ledger.store.state import State
from ledger.store.views import table_of
from ledger.values import Names

TODAY = date(2026, 11, 22)
AGREEMENT, REPORT, RUN, STATEMENT, OTHER = "agr_1", "rep_1", "run_1", "stmt_1", "agr_2"


@pytest.fixture
def company(ledger: Ledger, clock: SteppingClock, entropy: SeededEntropy) -> Callable[[str], str]:
    def register(name: str) -> str:
        party = new_id(PARTY, clock, entropy)
        ledger.record(RegisterCompany(id=party, names=Names(ja=name)))
        return party

    return register


@pytest.fixture
def studio(ledger: Ledger, company: Callable[[str], str]) -> str:
    """A studio with an agreement, a report under it, and a run and its statement under that."""
    party = company("スタジオ")
    with write_transaction(ledger._engine) as conn:
        state = State(conn)
        involve(state, AGREEMENT, party)
        involve(state, OTHER, "party_other")
        belongs(state, REPORT, AGREEMENT)
        belongs(state, RUN, REPORT)
        belongs(state, STATEMENT, RUN)
        involve(state, RUN, party, "payee")
        state.flush()
    return party


@pytest.fixture
def auditor(company: Callable[[str], str]) -> str:
    return company("監査法人")


@pytest.fixture
def grant(ledger: Ledger, clock: SteppingClock, entropy: SeededEntropy) -> Callable[..., str]:
    def record(grantee: str, *objects: str, actor: Actor = SYSTEM, **fields: Any) -> str:
        command = GrantAccess(
            id=fields.pop("id", None) or new_id(GRANT, clock, entropy),
            grantee=grantee,
            objects=objects,
            reason="yearly audit",
            **fields,
        )
        ledger.record(command, actor)
        return command.id

    return record


def readable(ledger: Ledger, viewer: Viewer, **level: Any) -> set[str]:
    objects = (AGREEMENT, REPORT, RUN, STATEMENT, OTHER)
    with ledger.reading() as conn:
        return {item for item in objects if can_read(conn, viewer, item, **level)}


def test_the_operator_reads_everything_and_the_public_nothing(ledger: Ledger, studio: str) -> None:
    assert readable(ledger, OPERATOR_VIEWER) == {AGREEMENT, REPORT, RUN, STATEMENT, OTHER}
    assert readable(ledger, PUBLIC_VIEWER) == readable(ledger, Viewer("public", studio)) == set()
    assert readable(ledger, Viewer("studio")) == set()


def test_a_party_reads_what_it_is_a_party_to(ledger: Ledger, studio: str) -> None:
    assert readable(ledger, Viewer("studio", studio)) == {AGREEMENT}


def test_a_payee_reads_own_lines_and_not_the_whole(ledger: Ledger, studio: str) -> None:
    assert readable(ledger, Viewer("studio", studio), level="payee") == {AGREEMENT, RUN}


def test_a_full_reader_stays_one_when_he_is_a_payee_too(ledger: Ledger, studio: str) -> None:
    with write_transaction(ledger._engine) as conn:
        state = State(conn)
        involve(state, AGREEMENT, studio, "payee")
        involve(state, RUN, studio, "party")
        state.flush()
    assert readable(ledger, Viewer("studio", studio)) == {AGREEMENT, RUN}


def test_a_stranger_hears_that_there_is_nothing(ledger: Ledger, studio: str, auditor: str) -> None:
    with ledger.reading() as conn:
        may_read(conn, Viewer("studio", studio), AGREEMENT)
        with pytest.raises(NotFound, match="object-not-found") as caught:
            may_read(conn, Viewer("auditor", auditor), AGREEMENT)
    assert caught.value.fields == {"field": "id", "value": AGREEMENT}


def test_a_grant_opens_an_object_and_all_that_belongs_to_it(
    ledger: Ledger, studio: str, auditor: str, grant: Callable[..., str]
) -> None:
    grant(auditor, AGREEMENT)
    assert readable(ledger, Viewer("auditor", auditor)) == {AGREEMENT, REPORT, RUN, STATEMENT}


def test_a_grant_on_a_part_does_not_open_what_is_above(
    ledger: Ledger, studio: str, auditor: str, grant: Callable[..., str]
) -> None:
    grant(auditor, RUN)
    assert readable(ledger, Viewer("auditor", auditor)) == {RUN, STATEMENT}


def test_a_grant_of_everything_opens_everything(
    ledger: Ledger, studio: str, auditor: str, grant: Callable[..., str]
) -> None:
    grant(auditor, "*")
    assert readable(ledger, Viewer("auditor", auditor)) == readable(ledger, OPERATOR_VIEWER)


def test_a_grant_ends_with_its_last_day(
    ledger: Ledger, studio: str, auditor: str, grant: Callable[..., str]
) -> None:
    grant(auditor, RUN, until=date(2026, 12, 31))
    assert readable(ledger, Viewer("auditor", auditor, date(2026, 12, 31))) == {RUN, STATEMENT}
    assert readable(ledger, Viewer("auditor", auditor, date(2027, 1, 1))) == set()
    assert readable(ledger, Viewer("auditor", auditor)) == set()


def test_a_viewer_knows_what_day_it_is_in_japan(clock: SteppingClock) -> None:
    clock.advance_to(datetime(2026, 12, 31, 15, 0, tzinfo=UTC))
    assert Viewer.of(Actor("auditor", "party_x"), clock).day == date(2027, 1, 1)


def test_a_revoked_grant_opens_nothing(
    ledger: Ledger, studio: str, auditor: str, grant: Callable[..., str]
) -> None:
    first, second = grant(auditor, RUN), grant(auditor, RUN, AGREEMENT)
    ledger.record(RevokeAccess(id=second, reason="audit over"))
    assert readable(ledger, Viewer("auditor", auditor)) == {RUN, STATEMENT}
    ledger.record(RevokeAccess(id=first, reason="audit over"))
    assert readable(ledger, Viewer("auditor", auditor)) == set()
    with pytest.raises(Conflict, match="grant-revoked-already"):
        ledger.record(RevokeAccess(id=first, reason="again"))


def test_the_filter_works_in_lists_and_twice_in_one_query(
    ledger: Ledger, studio: str, auditor: str, grant: Callable[..., str]
) -> None:
    grant(auditor, RUN)
    table = table_of(InvolvementRow)
    viewer = Viewer("auditor", auditor, TODAY)
    query = select(table.c.object_id).where(
        visible(viewer, table.c.object_id), visible(viewer, table.c.object_id, level="payee")
    )
    with ledger.reading() as conn:
        assert {RUN} <= {row[0] for row in conn.execute(query)}


def test_a_studio_grants_what_it_is_a_party_to_and_nothing_else(
    ledger: Ledger, studio: str, auditor: str, grant: Callable[..., str]
) -> None:
    actor = Actor("studio", studio)
    grant(auditor, AGREEMENT, actor=actor)
    for hidden in (OTHER, RUN, "agr_unknown"):
        with pytest.raises(NotFound, match="object-not-found") as caught:
            grant(auditor, hidden, actor=actor)
        assert caught.value.fields == {"field": "objects", "value": hidden}
    with pytest.raises(Forbidden, match="operator-only"):
        grant(auditor, "*", actor=actor)


@pytest.mark.parametrize("role", ["creator", "auditor", "public"])
def test_other_roles_grant_nothing(
    studio: str, auditor: str, grant: Callable[..., str], role: Any
) -> None:
    with pytest.raises(Forbidden, match="role-may-not-grant"):
        grant(auditor, AGREEMENT, actor=Actor(role, studio))


def test_a_grant_names_what_is_wrong_with_it(
    studio: str,
    auditor: str,
    grant: Callable[..., str],
    clock: SteppingClock,
    entropy: SeededEntropy,
) -> None:
    taken = grant(auditor, AGREEMENT)
    unknown = new_id(PARTY, clock, entropy)
    with pytest.raises(Conflict, match="id-taken"):
        grant(auditor, AGREEMENT, id=taken)
    with pytest.raises(NotFound, match="party-not-found") as caught:
        grant(unknown, AGREEMENT)
    assert caught.value.fields == {"field": "grantee", "value": unknown}
    with pytest.raises(NotFound, match="object-not-found"):
        grant(auditor, "agr_unknown")
    with pytest.raises(RuleViolation, match="object-repeated"):
        grant(auditor, AGREEMENT, AGREEMENT)
    with pytest.raises(RuleViolation, match="everything-and-more"):
        grant(auditor, "*", AGREEMENT)
    with pytest.raises(RuleViolation, match="grant-over-already") as over:
        grant(auditor, AGREEMENT, until=date(2026, 11, 21))
    assert over.value.fields["expected"] == "2026-11-22 or later"
    grant(auditor, AGREEMENT, until=TODAY)


def test_whoever_gave_a_grant_may_end_it_and_nobody_else(
    ledger: Ledger, studio: str, auditor: str, grant: Callable[..., str]
) -> None:
    given = grant(auditor, AGREEMENT, actor=Actor("studio", studio))
    end = RevokeAccess(id=given, reason="over")
    with pytest.raises(NotFound, match="grant-not-found"):
        ledger.record(end, Actor("studio", "party_stranger"))
    with pytest.raises(Forbidden, match="role-may-not-write"):
        ledger.record(end, Actor("auditor", auditor))
    ledger.record(end, Actor("studio", studio))
    with pytest.raises(NotFound, match="grant-not-found"):
        ledger.record(RevokeAccess(id="grant_" + "0" * 26, reason="over"))


def test_both_sides_of_a_grant_see_it(
    ledger: Ledger, studio: str, auditor: str, grant: Callable[..., str]
) -> None:
    given = grant(auditor, AGREEMENT, actor=Actor("studio", studio))
    grant(auditor, RUN)
    ledger.record(RevokeAccess(id=given, reason="audit over"))
    with ledger.reading() as conn:
        seen = show(conn, given, Viewer("studio", studio))
        assert seen is not None
        assert (seen["granted_by"], seen["status"], seen["objects"]) == (
            studio,
            "revoked",
            [AGREEMENT],
        )
        assert seen["revoked"]["reason"] == "audit over"
        assert len(page(conn, Viewer("auditor", auditor))) == 2
        assert [item["id"] for item in page(conn, Viewer("auditor", auditor), after=given)] != [
            given
        ]
        assert page(conn, OPERATOR_VIEWER, status="in_force")[0]["granted_by"] == "operator"
        assert show(conn, given, Viewer("studio", "party_stranger")) is None
