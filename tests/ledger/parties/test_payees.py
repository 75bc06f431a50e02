"""Whose bank account a party's money goes to, day by day."""

from datetime import date
from typing import Any

import pytest

from ledger.command import Actor
from ledger.errors import Forbidden, NotFound, RuleViolation
from ledger.ledger import Ledger
from ledger.parties.payees import payee_on, payees_on
from ledger.store.state import State


def paid(ledger: Ledger, party: str, *days: str) -> list[str]:
    with ledger.reading() as conn:
        found = [payee_on(conn, party, date.fromisoformat(day)) for day in days]
        state = State(conn)
        assert found == [payee_on(state, party, date.fromisoformat(day)) for day in days]
    return found


def test_without_an_entry_a_party_is_paid_itself(parties: Any, ledger: Ledger) -> None:
    person = parties.person()
    assert paid(ledger, person, "2026-01-01") == [person]


def test_a_payee_holds_from_its_day_until_the_next(parties: Any, ledger: Ledger) -> None:
    person, agency = parties.person(), parties.company()
    parties.pay(person, agency, "2026-04-01")
    parties.pay(person, person, "2026-10-01", "self")
    days = ("2026-03-31", "2026-04-01", "2026-09-30", "2026-10-01")
    assert paid(ledger, person, *days) == [person, agency, agency, person]


def test_the_last_entry_for_a_day_counts(parties: Any, ledger: Ledger) -> None:
    person, one, two = parties.person(), parties.company("一"), parties.company("二")
    parties.pay(person, one, "2026-04-01")
    parties.pay(person, two, "2026-04-01")
    assert paid(ledger, person, "2026-04-01") == [two]


def test_payees_are_not_chained(parties: Any, ledger: Ledger) -> None:
    person, agency, bank = parties.person(), parties.company("一"), parties.company("二")
    parties.pay(person, agency, "2026-04-01")
    parties.pay(agency, bank, "2026-04-01", "assignee")
    assert paid(ledger, person, "2026-05-01") == [agency]


def test_payees_of_many_parties_come_with_one_question(parties: Any, ledger: Ledger) -> None:
    one, two, agency = parties.person(), parties.person(), parties.company()
    parties.pay(one, agency, "2026-04-01")
    with ledger.reading() as conn:
        assert payees_on(conn, [one, two], date(2026, 5, 1)) == {one: agency, two: two}
        assert payees_on(conn, [], date(2026, 5, 1)) == {}


def test_a_creator_sets_her_own_payee_and_nobody_elses(parties: Any) -> None:
    me, other, agency = parties.person(), parties.person(), parties.company()
    parties.pay(me, agency, "2026-04-01", actor=Actor("creator", me))
    with pytest.raises(Forbidden, match="not-your-party"):
        parties.pay(other, agency, "2026-04-01", actor=Actor("creator", me))
    with pytest.raises(Forbidden, match="role-may-not-write"):
        parties.pay(me, agency, "2026-04-01", actor=Actor("auditor", me))


def test_an_unknown_payee_is_named(parties: Any) -> None:
    person, unknown = parties.person(), parties.new_id()
    with pytest.raises(NotFound, match="party-not-found") as caught:
        parties.pay(person, unknown, "2026-04-01")
    assert caught.value.fields == {"field": "payee", "value": unknown}


def test_self_means_oneself_and_nobody_else_does(parties: Any) -> None:
    person, agency = parties.person(), parties.company()
    with pytest.raises(RuleViolation, match="payee-relation"):
        parties.pay(person, agency, "2026-04-01", "self")
    with pytest.raises(RuleViolation, match="payee-relation") as caught:
        parties.pay(person, person, "2026-04-01", "guardian")
    assert caught.value.fields["expected"] == "self"
