"""Parties that are gone: who may say so, of whom, and how it is taken back."""

from datetime import date
from typing import Any

import pytest

from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER, Viewer
from ledger.command import SYSTEM, Actor
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.parties.commands import EndParty, ReturnParty
from ledger.parties.endings import gone_by
from ledger.parties.queries import show
from tests.ledger.parties.conftest import Parties


def end(parties: Parties, party: str, actor: Actor = SYSTEM, **more: Any) -> None:
    said = {"day": date(2020, 3, 31), "ground": "liquidation", "source": "官報"} | more
    parties.ledger.record(EndParty.model_validate({"party": party, **said}), actor)


def back(parties: Parties, party: str, actor: Actor = SYSTEM) -> None:
    said = ReturnParty(party=party, day=date(2021, 1, 1), source="本人の回答")
    parties.ledger.record(said, actor)


def shown(parties: Parties, party: str, viewer: Viewer = OPERATOR_VIEWER) -> dict[str, Any]:
    with parties.ledger.reading() as conn:
        found = show(conn, party, viewer)
    assert found is not None
    return found


def gone(parties: Parties, on: date) -> dict[str, str]:
    with parties.ledger.reading() as conn:
        return gone_by(conn, on)


def test_a_company_that_was_wound_up_is_gone_from_that_day_on(parties: Parties) -> None:
    company = parties.company()
    end(parties, company)
    assert gone(parties, date(2020, 3, 30)) == {}
    assert gone(parties, date(2020, 3, 31)) == {company: "liquidation"}


def test_everybody_is_told_that_a_company_is_no_more(parties: Parties) -> None:
    company = parties.company()
    end(parties, company)
    told = shown(parties, company, PUBLIC_VIEWER)
    assert told["status"] == "ended"
    assert told["end"]["day"] == "2020-03-31"
    assert told["end"]["source"] == "官報"


def test_who_does_not_answer_is_told_to_the_operator_and_itself_only(parties: Parties) -> None:
    company = parties.company()
    end(parties, company, ground="unreachable")
    assert "end" not in shown(parties, company, PUBLIC_VIEWER)
    assert shown(parties, company, PUBLIC_VIEWER)["status"] == "active"
    assert shown(parties, company)["end"]["ground"] == "unreachable"
    assert shown(parties, company, Viewer("studio", company))["end"]["ground"] == "unreachable"


def test_another_end_corrects_the_first_and_the_public_hears_of_it_no_more(
    parties: Parties,
) -> None:
    company = parties.company()
    end(parties, company)
    end(parties, company, ground="unreachable")
    assert shown(parties, company, PUBLIC_VIEWER)["status"] == "active"
    assert gone(parties, date(2026, 1, 1)) == {company: "unreachable"}


def test_a_party_that_answers_is_there_again(parties: Parties) -> None:
    company = parties.company()
    end(parties, company)
    back(parties, company)
    assert gone(parties, date(2026, 1, 1)) == {}
    assert shown(parties, company)["status"] == "active"


def test_who_was_succeeded_stays_so_whatever_is_said_of_its_end(parties: Parties) -> None:
    company, heir = parties.company("甲"), parties.company("乙")
    parties.succeed(company, (heir, 1, 1), since="2020-04-01")
    end(parties, company)
    assert shown(parties, company)["status"] == "succeeded"
    back(parties, company)
    assert shown(parties, company)["status"] == "succeeded"


def test_the_same_end_is_not_recorded_twice(parties: Parties) -> None:
    company = parties.company()
    end(parties, company)
    with pytest.raises(Conflict, match="party-ended-already"):
        end(parties, company)


def test_who_is_not_gone_does_not_return(parties: Parties) -> None:
    with pytest.raises(Conflict, match="party-not-ended"):
        back(parties, parties.company())


def test_companies_do_not_die_and_people_are_not_wound_up(parties: Parties) -> None:
    for party, ground, expected in (
        (parties.company(), "death_without_heirs", "liquidation or bankruptcy or unreachable"),
        (parties.person(), "bankruptcy", "death_without_heirs or unreachable"),
    ):
        with pytest.raises(RuleViolation) as refused:
            end(parties, party, ground=ground)
        assert refused.value.code == "end-ground-impossible"
        assert refused.value.fields["expected"] == expected


def test_an_end_in_the_future_is_refused(parties: Parties) -> None:
    with pytest.raises(RuleViolation, match="ended-in-future"):
        end(parties, parties.company(), day=date(2999, 1, 1))


def test_nobody_declares_another_or_itself_gone(parties: Parties) -> None:
    company = parties.company()
    with pytest.raises(Forbidden, match="operator-only"):
        end(parties, company, Actor("studio", company))
    end(parties, company)
    with pytest.raises(Forbidden, match="operator-only"):
        back(parties, company, Actor("studio", company))


def test_an_unknown_party_is_named(parties: Parties) -> None:
    with pytest.raises(NotFound) as refused:
        end(parties, parties.new_id())
    assert refused.value.fields["field"] == "party"
