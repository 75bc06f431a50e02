"""Options and first refusals: open for a time, exercised once, and closed to everybody else."""

from datetime import date, timedelta
from typing import Any

import pytest
from money_stage import Money
from rights_stage import SINCE, Rights, consent, reach
from stage import ratio, studio

from ledger.access.views import OPERATOR_VIEWER
from ledger.rights.answers import Asked, avails
from ledger.rights.option_commands import GrantOption
from ledger.rights.views import show

TODAY = date(2026, 11, 22)
LATER = reach("svod", "JP", since=date(2028, 4, 1))


def held(money: Money) -> Rights:
    """A and B hold everything in halves."""
    rights = Rights(money)
    rights.money.record(rights.title())
    return rights


@pytest.fixture
def rights(money: Money) -> Rights:
    return held(money)


def given(rights: Rights, **more: Any) -> GrantOption:
    """N has an option on SVOD in Japan from April 2028, until the end of 2027."""
    option = rights.option(rights.n, **more)
    rights.money.record(option)
    return option


def shown(rights: Rights, right: str) -> dict[str, Any]:
    with rights.money.ledger.reading() as conn:
        found = show(conn, right, OPERATOR_VIEWER)
    assert found is not None
    return found


def status(rights: Rights, day: date, **more: Any) -> dict[str, Any]:
    """SVOD in Japan on a day."""
    asked = Asked(rights.work, day, ("svod",), ("JP",), **more)
    with rights.money.ledger.reading() as conn:
        (part,) = avails(conn, OPERATOR_VIEWER, asked)["parts"]
    assert isinstance(part, dict)
    return part


def test_an_open_option_closes_what_it_would_grant(money_anywhere: Money) -> None:
    """Asked on 22 November 2026 for May 2028; the option can be exercised until the end of 2027."""
    rights = held(money_anywhere)
    option = given(rights)
    part = status(rights, date(2028, 5, 1), today=TODAY)
    assert (part["status"], part["until"]) == ("optioned", "2027-12-31")
    assert part["causes"][0]["grant"] == option.id
    assert status(rights, date(2028, 3, 31), today=TODAY)["status"] == "free"


def test_an_option_lapses_by_itself_on_the_day_after_its_last(rights: Rights) -> None:
    given(rights)
    asked = date(2028, 1, 1)
    assert status(rights, date(2028, 5, 1), today=asked)["status"] == "free"
    assert status(rights, date(2028, 5, 1), today=asked - timedelta(1))["status"] == "optioned"


def test_nobody_else_is_licensed_what_is_optioned(rights: Rights) -> None:
    option, other = given(rights), rights.money.company("別の配信社")
    refusal = rights.money.refused(rights.licence(licensee=other, extent=LATER))
    assert (refusal.code, refusal.fields["value"]) == ("rights-optioned", option.id)
    assert refusal.fields["holder"] == rights.n
    agreed = rights.licence(licensee=other, extent=LATER, consents=consent(rights.n))
    rights.money.record(agreed)
    assert shown(rights, agreed.id)["options_on"] == TODAY.isoformat()


def test_an_option_needs_every_co_owner(rights: Rights) -> None:
    """65条2項: A promises what A and B hold; B has not agreed."""
    refusal = rights.money.refused(rights.option(rights.n), studio(rights.a))
    assert (refusal.code, refusal.fields["value"]) == ("co-owner-consent-missing", [rights.b])


def test_an_option_has_a_price_or_says_how_it_is_found(rights: Rights) -> None:
    refusal = rights.money.refused(rights.option(rights.n, price=None))
    assert (refusal.code, refusal.fields["field"]) == ("option-terms-missing", "price")
    given(rights, price=None, price_basis="第三者鑑定による")


def test_two_do_not_have_an_option_on_the_same(rights: Rights) -> None:
    first = given(rights)
    refusal = rights.money.refused(rights.option(rights.money.company("丁社")))
    assert (refusal.code, refusal.fields["value"]) == ("rights-optioned", first.id)


def test_an_option_that_ends_before_it_begins_is_refused(rights: Rights) -> None:
    refusal = rights.money.refused(rights.option(rights.n, until=date(2025, 12, 31)))
    assert (refusal.code, refusal.fields["expected"]) == (
        "option-ends-before-it-begins",
        "2026-01-01 or later",
    )


def test_an_exercise_records_the_licence_that_was_promised(money_anywhere: Money) -> None:
    """N declares by itself; A and B had promised it, and sign nothing again."""
    rights = held(money_anywhere)
    option = given(rights)
    command = rights.exercise(option.id, TODAY)
    rights.money.record(command, studio(rights.n))
    licence = shown(rights, command.right)
    assert (licence["licensee"], licence["licensors"]) == (rights.n, [rights.a, rights.b])
    assert (licence["option"], licence["first"]) == (option.id, "2028-04-01")
    assert shown(rights, option.id)["exercises"][0]["right"] == command.right
    assert status(rights, date(2028, 5, 1), today=TODAY)["status"] == "licensed"


def test_co_owners_sign_again_where_the_option_says_so(rights: Rights) -> None:
    option = given(rights, completed_by="both")
    command = rights.exercise(option.id, TODAY)
    refusal = rights.money.refused(command, studio(rights.n))
    assert refusal.code == "co-owner-consent-missing"
    assert refusal.fields["value"] == [rights.a, rights.b]
    rights.money.record(command.model_copy(update={"consents": consent(rights.a, rights.b)}))


def test_a_lapsed_option_is_not_exercised(rights: Rights) -> None:
    """It lapsed after 30 June 2026; the refusal names the day."""
    option = given(rights, until=date(2026, 6, 30))
    refusal = rights.money.refused(rights.exercise(option.id, date(2026, 7, 1)))
    assert refusal.code == "rights-option-lapsed"
    assert refusal.fields["expected"] == "2026-06-30 or earlier: it lapsed after that day"
    rights.money.record(rights.exercise(option.id, date(2026, 6, 30)))


def test_an_option_is_exercised_once(rights: Rights) -> None:
    option = given(rights)
    rights.money.record(rights.exercise(option.id, TODAY))
    refusal = rights.money.refused(rights.exercise(option.id, TODAY))
    assert refusal.code == "rights-option-exercised"


def test_who_declares_for_himself_declares_today(rights: Rights) -> None:
    option = given(rights, until=date(2026, 6, 30))
    command = rights.exercise(option.id, date(2026, 6, 30))
    refusal = rights.money.refused(command, studio(rights.n))
    assert (refusal.code, refusal.fields["expected"]) == ("rights-day-not-today", "2026-11-22")


def test_an_exercise_names_a_licence_on_record(rights: Rights) -> None:
    option, licence = given(rights), rights.licence(extent=LATER)
    rights.money.record(licence)
    wrong = rights.licence(extent=reach("svod", "KR"))
    rights.money.record(wrong)
    refusal = rights.money.refused(rights.exercise(option.id, TODAY, right=wrong.id))
    assert refusal.code == "rights-exercise-differs"
    rights.money.record(rights.exercise(option.id, TODAY, right=licence.id))
    assert shown(rights, option.id)["exercises"][0]["right"] == licence.id


def test_an_option_on_a_share_is_exercised_by_a_transfer(rights: Rights) -> None:
    """A promised N a quarter of 商品化, 27条・28条 named."""
    option = rights.option(
        rights.n, rights.a, grants="transfer", exclusivity=None, share=ratio("1/4"),
        articles_27_28_expressly=True, extent=reach("merchandise"), consents=consent(rights.b),
    )  # fmt: skip
    rights.money.record(option)
    refused = rights.transfer(
        rights.a, rights.money.company("丁社"), "1/4", extent=reach("merchandise"),
        consents=consent(rights.b),
    )  # fmt: skip
    assert rights.money.refused(refused).code == "rights-optioned"
    command = rights.exercise(option.id, TODAY)
    rights.money.record(command, studio(rights.n))
    moved = shown(rights, command.right)
    assert (moved["kind"], moved["taker"]) == ("transfer", rights.n)
    assert moved["share"] == {"num": 1, "den": 4}


def test_an_option_is_extended_before_it_lapses(rights: Rights) -> None:
    option = given(rights, until=date(2026, 6, 30))
    late = rights.extend(option.id, date(2027, 6, 30), date(2026, 7, 1))
    assert rights.money.refused(late).code == "rights-option-lapsed"
    rights.money.record(rights.extend(option.id, date(2027, 6, 30), date(2026, 6, 30)))
    assert shown(rights, option.id)["option_until"] == "2027-06-30"
    rights.money.record(rights.exercise(option.id, TODAY))


def test_an_extension_needs_those_who_are_bound(rights: Rights) -> None:
    option = given(rights)
    command = rights.extend(option.id, date(2028, 6, 30), TODAY)
    refusal = rights.money.refused(command, studio(rights.a))
    assert (refusal.code, refusal.fields["value"]) == ("option-consent-missing", [rights.b])


def test_the_holder_lets_go_of_an_option(rights: Rights) -> None:
    option, other = given(rights), rights.money.company("別の配信社")
    rights.money.record(rights.end(option.id, TODAY, ground="release"), studio(rights.n))
    rights.money.record(rights.licence(licensee=other, extent=LATER))
    refusal = rights.money.refused(rights.exercise(option.id, TODAY))
    assert (refusal.code, refusal.fields["expected"]) == (
        "rights-option-released",
        "before 2026-11-22",
    )


def refusing(rights: Rights, **more: Any) -> tuple[str, str]:
    """N has the first refusal of SVOD in Japan; X would like it."""
    option = given(rights, claim="first_refusal", price=None, answer_days=30, **more)
    return option.id, rights.money.company("別の配信社")


def test_a_first_refusal_keeps_others_out_until_its_holder_was_asked(rights: Rights) -> None:
    option, other = refusing(rights)
    licence = rights.licence(licensee=other, extent=LATER)
    refusal = rights.money.refused(licence)
    assert (refusal.code, refusal.fields["holder"]) == ("rights-first-refusal-open", rights.n)
    rights.money.record(rights.offer(option, other, date(2026, 11, 1), date(2026, 12, 1)))
    assert rights.money.refused(licence).code == "rights-first-refusal-open"
    rights.money.record(rights.answer(option, 1, "declined", TODAY), studio(rights.n))
    rights.money.record(licence)


def test_silence_until_the_deadline_frees_the_grantors(money_anywhere: Money) -> None:
    """Offered on 1 October, to be answered by 31 October; it is 22 November."""
    rights = held(money_anywhere)
    option, other = refusing(rights)
    rights.money.record(rights.offer(option, other, date(2026, 10, 1), date(2026, 10, 31)))
    stranger = rights.licence(licensee=rights.money.company("丁社"), extent=LATER)
    assert rights.money.refused(stranger).code == "rights-first-refusal-open"
    rights.money.record(rights.licence(licensee=other, extent=LATER))


def test_what_was_declined_is_free_for_the_days_agreed(rights: Rights) -> None:
    """Declined on 20 October, free for 30 days: until 19 November. It is the 22nd."""
    option, other = refusing(rights, free_days=30)
    rights.money.record(rights.offer(option, other, date(2026, 10, 1), date(2026, 10, 31)))
    rights.money.record(rights.answer(option, 1, "declined", date(2026, 10, 20)))
    refusal = rights.money.refused(rights.licence(licensee=other, extent=LATER))
    assert refusal.code == "rights-first-refusal-open"


def test_what_the_holder_takes_is_his(rights: Rights) -> None:
    option, other = refusing(rights)
    assert rights.money.refused(rights.exercise(option, TODAY)).code == "rights-option-not-offered"
    rights.money.record(rights.offer(option, other, date(2026, 11, 1), date(2026, 12, 1)))
    rights.money.record(rights.answer(option, 1, "taken", TODAY))
    licence = rights.licence(licensee=other, extent=LATER)
    assert rights.money.refused(licence).code == "rights-first-refusal-open"
    rights.money.record(rights.exercise(option, TODAY), studio(rights.n))


def test_an_offer_leaves_the_time_that_was_agreed(rights: Rights) -> None:
    """30 days from 1 November are 1 December."""
    option, other = refusing(rights)
    refusal = rights.money.refused(
        rights.offer(option, other, date(2026, 11, 1), date(2026, 11, 30))
    )
    assert (refusal.code, refusal.fields["expected"]) == (
        "rights-offer-too-short",
        "2026-12-01 or later",
    )


def test_an_answer_after_the_deadline_is_refused(rights: Rights) -> None:
    option, other = refusing(rights)
    rights.money.record(rights.offer(option, other, date(2026, 10, 1), date(2026, 10, 31)))
    late = rights.answer(option, 1, "taken", date(2026, 11, 1))
    assert rights.money.refused(late).code == "rights-offer-answered-late"
    assert rights.money.refused(rights.answer(option, 2, "taken", TODAY)).code == "offer-not-found"


def test_a_first_negotiation_asks_for_any_offer_to_its_holder(rights: Rights) -> None:
    option = given(rights, claim="first_negotiation", price=None)
    licence = rights.licence(licensee=rights.money.company("丁社"), extent=LATER)
    assert rights.money.refused(licence).code == "rights-first-refusal-open"
    rights.money.record(rights.offer(option.id, None, date(2026, 10, 1), date(2026, 10, 31)))
    rights.money.record(licence)


def test_an_option_recorded_before_the_right_begins_does_not_reach_back(rights: Rights) -> None:
    """Options are of what is held: nothing is held before 2026."""
    early = reach("svod", "JP", since=date(2025, 1, 1), until=date(2025, 12, 31))
    refusal = rights.money.refused(rights.option(rights.n, extent=early, first=SINCE))
    assert refusal.code == "rights-not-held"
