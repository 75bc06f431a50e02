"""Pledges, attachments, reversions by a condition, and the price of a bundle."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from money_stage import Money, rate, step, terms
from rights_stage import Rights, consent, reach
from stage import ratio, studio

from ledger.access.views import OPERATOR_VIEWER
from ledger.rights.answers import Asked, avails, title
from ledger.rights.conditions import amounts_of
from ledger.rights.views import show
from ledger.rights.written import Bundle, BundlePart, BundlePrice, Reversion

DAY = date(2027, 4, 1)


@pytest.fixture
def rights(money_anywhere: Money) -> Rights:
    """A and B hold everything in halves."""
    rights = Rights(money_anywhere)
    rights.money.record(rights.title())
    return rights


def asked(rights: Rights, ask: Any, day: date = DAY) -> dict[str, Any]:
    with rights.money.ledger.reading() as conn:
        (part,) = ask(conn, OPERATOR_VIEWER, Asked(rights.work, day, ("svod",), ("JP",)))["parts"]
    assert isinstance(part, dict)
    return part


def shown(rights: Rights, right: str) -> dict[str, Any]:
    with rights.money.ledger.reading() as conn:
        found = show(conn, right, OPERATOR_VIEWER)
    assert found is not None
    return found


def test_a_pledge_needs_the_co_owners_and_is_shown(rights: Rights) -> None:
    """65条1項: A pledges its half to a bank; B agrees."""
    bank = rights.money.company("銀行")
    refusal = rights.money.refused(rights.burden(rights.a, bank), studio(rights.a))
    assert (refusal.code, refusal.fields["value"]) == ("co-owner-consent-missing", [rights.b])
    pledge = rights.burden(rights.a, bank, consents=consent(rights.b))
    rights.money.record(pledge)
    causes = asked(rights, avails)["causes"]
    assert [(one["grant"], one["kind"], one["party"]) for one in causes] == [
        (pledge.id, "pledge", bank)
    ]
    chain = asked(rights, title)
    assert chain["burdens"][0]["right"] == pledge.id
    assert "encumbered" in {defect["code"] for defect in chain["defects"]}


def test_an_attachment_needs_nobody_and_the_operator_records_it(rights: Rights) -> None:
    creditor = rights.money.company("債権者")
    attached = rights.burden(rights.a, creditor, burden="attachment")
    assert rights.money.refused(attached, studio(rights.a)).code == "operator-only"
    rights.money.record(attached)
    assert shown(rights, attached.id)["burden"] == "attachment"


def test_what_is_not_held_is_not_pledged(rights: Rights) -> None:
    refusal = rights.money.refused(rights.burden(rights.n, rights.a))
    assert refusal.code == "rights-not-held"


def test_a_transfer_of_a_pledged_share_tells_it_and_is_not_refused(rights: Rights) -> None:
    pledge = rights.burden(rights.a, rights.money.company("銀行"), consents=consent(rights.b))
    rights.money.record(pledge)
    moved = rights.transfer(rights.a, rights.n, "1/4", consents=consent(rights.b))
    unburdened = rights.transfer(rights.b, rights.n, "1/4", consents=consent(rights.a))
    rights.money.record(moved)
    rights.money.record(unburdened.model_copy(update={"consents": consent(rights.a, rights.n)}))
    assert shown(rights, moved.id)["encumbrances"] == [pledge.id]
    assert "encumbrances" not in shown(rights, unburdened.id)


def test_a_released_pledge_is_gone_from_its_day(rights: Rights) -> None:
    """The bank lets go from 1 April 2027: shown on 31 March, not on 1 April."""
    bank = rights.money.company("銀行")
    pledge = rights.burden(rights.a, bank, consents=consent(rights.b))
    rights.money.record(pledge)
    assert rights.money.refused(rights.end(pledge.id, DAY), studio(rights.a)).code == (
        "not-your-right"
    )
    rights.money.record(rights.end(pledge.id, DAY, ground="release"), studio(bank))
    assert asked(rights, avails, date(2027, 3, 31))["causes"] != []
    assert asked(rights, avails)["causes"] == []


def test_a_pledge_is_registered_under_article_77(rights: Rights) -> None:
    pledge = rights.burden(rights.a, rights.money.company("銀行"), consents=consent(rights.b))
    rights.money.record(pledge)
    rights.money.record(rights.registration(pledge.id))
    assert shown(rights, pledge.id)["registrations"][0]["number"] == "第12345号の1"


def test_a_licence_that_is_not_used_comes_back_on_a_day(rights: Rights) -> None:
    """Unused for 3 years from 1 April 2026: it comes back on 1 April 2029."""
    clause = Reversion(condition="unused", after_years=3, clause="第11条")
    licence = rights.licence(extent=reach("svod", "JP", since=date(2026, 4, 1)), reversion=clause)
    rights.money.record(licence)
    (cause,) = asked(rights, avails)["causes"]
    assert cause["reversion_told"]["on"] == "2029-04-01"
    assert cause["reversion_told"]["en"] == (
        "reverts on 2029-04-01 unless it was exploited before (第11条)"
    )
    assert cause["licensors"] == [rights.a, rights.b]
    rights.money.record(rights.end(licence.id, date(2029, 4, 1), ground="reversion"))
    assert asked(rights, avails, date(2029, 4, 1))["status"] == "free"


def test_a_transfer_with_a_release_condition_says_so_in_the_chain(rights: Rights) -> None:
    clause = Reversion(condition="not_released", by=date(2028, 12, 31), clause="第4条")
    moved = rights.transfer(rights.a, rights.n, None, reversion=clause, consents=consent(rights.b))
    rights.money.record(moved)
    links = {link["right"]: link for link in asked(rights, title)["links"]}
    assert links[moved.id]["reversion_told"]["on"] == "2028-12-31"


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        ({"by": date(2026, 1, 1)}, "reversion-outside-term"),
        ({"by": date(2031, 4, 2)}, "reversion-outside-term"),
        ({}, "reversion-day-missing"),
        ({"by": date(2028, 1, 1), "after_years": 2}, "reversion-day-missing"),
    ],
)
def test_a_reversion_is_one_day_within_the_term(
    money: Money, clause: dict[str, Any], code: str
) -> None:
    rights = Rights(money)
    money.record(rights.title())
    reversion = Reversion(condition="unused", clause="第11条", **clause)
    licence = rights.licence(
        extent=reach("svod", "JP", until=date(2031, 3, 31)), reversion=reversion
    )
    assert money.refused(licence).code == code


def bundle(*shares: str, amount: int = 10_000) -> Bundle:
    media = ("theatrical", "streaming", "merchandise")
    return Bundle(
        name="国内一括",
        allocation=tuple(
            BundlePart(media=(medium,), share=ratio(share))
            for medium, share in zip(media, shares, strict=True)
        ),
        price=BundlePrice(kind="lump_sum", amount_minor=amount, currency="JPY"),
    )


@pytest.mark.parametrize(
    ("shares", "amounts"),
    [
        (("1/3", "1/3", "1/3"), [3334, 3333, 3333]),
        (("1/2", "3/10", "1/5"), [5000, 3000, 2000]),
        (("1/7", "5/7", "1/7"), [1429, 7143, 1428]),
    ],
)
def test_a_bundle_is_divided_to_the_last_yen(
    money: Money, shares: tuple[str, ...], amounts: list[int]
) -> None:
    """10,000 yen. In thirds 3,333 each leaves 1 for the first. 1/7: 1,428 4/7, 7,142 6/7, 1,428 4/7:

    1,428 + 7,142 + 1,428 = 9,998; the two left go to 6/7 and the first of the equal 4/7.
    """
    rights = Rights(money)
    money.record(rights.title())
    licence = rights.licence(
        extent=reach("theatrical+streaming+merchandise", "JP"), bundle=bundle(*shares)
    )
    money.record(licence)
    assert shown(rights, licence.id)["bundle_amounts"] == amounts


def guaranteeing(rights: Rights, *values: int) -> str:
    """An agreement that guarantees two steps by parts."""
    a, money = rights.a, rights.money
    parts = [{"step": name, "value": value} for name, value in zip("xy", values, strict=True)]
    clauses = terms(
        step("x", "royalty/1", basis="received", rate=rate(1, 2), payee=rights.b),
        step("y", "royalty/1", basis="received", rate=rate(1, 4), payee=rights.b),
        step("mg", "guarantee/1", of=parts, amount=sum(values), year={"starts": "2026-04"}),
    )
    return str(money.agreement(a, clauses))


def test_the_parts_of_a_bundle_are_those_that_the_agreement_guarantees(money: Money) -> None:
    """10,000 by 2/5 and 3/5 is 4,000 and 6,000; the agreement guarantees 6,000 and 4,000."""
    rights = Rights(money)
    money.record(rights.title())
    agreement = guaranteeing(rights, 6_000, 4_000)

    def bundled(first: str, second: str, **more: Any) -> Any:
        parts = (
            BundlePart(media=("theatrical",), share=ratio(first)),
            BundlePart(media=("streaming",), share=ratio(second)),
        )
        price = BundlePrice(kind="guarantee", amount_minor=10_000, currency="JPY")
        return rights.licence(
            extent=reach("theatrical+streaming", "JP"), agreement=agreement,
            bundle=Bundle(name="一括", allocation=parts, price=price, **more),
        )  # fmt: skip

    for stranger in (rights.n, rights.b):  # B is paid by it, and reads his own lines only
        refusal = money.refused(bundled("1/2", "1/2"), studio(stranger))
        assert (refusal.code, refusal.fields["value"]) == ("agreement-not-found", agreement)
    refusal = money.refused(bundled("1/2", "1/2"))
    assert refusal.code == "bundle-differs-from-guarantee"
    assert (refusal.fields["value"], refusal.fields["expected"]) == ([5_000, 5_000], [4_000, 6_000])
    told = bundled("1/2", "1/2", differs="放送分は別契約による")
    money.record(told)
    money.record(rights.end(told.id, date(2026, 1, 1)))
    money.record(bundled("2/5", "3/5"))


@given(
    st.integers(min_value=0, max_value=10**12),
    st.lists(st.integers(min_value=1, max_value=997), min_size=1, max_size=9),
)
def test_the_parts_of_any_bundle_sum_to_its_price(amount: int, weights: list[int]) -> None:
    """Each part is its exact share, rounded down or up by less than one minor unit."""
    whole = sum(weights)
    shares = [Fraction(weight, whole) for weight in weights]
    allocation = [{"share": {"num": one.numerator, "den": one.denominator}} for one in shares]
    price = {"kind": "lump_sum", "amount_minor": amount, "currency": "JPY"}
    amounts = amounts_of({"allocation": allocation, "price": price})
    assert amounts is not None
    assert sum(amounts) == amount
    assert all(abs(part - amount * one) < 1 for part, one in zip(amounts, shares, strict=True))
