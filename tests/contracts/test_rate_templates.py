"""Published rates as clauses: computable, dated, sourced, and what was changed is seen."""

import datetime as dt
from typing import Any

import pytest
from written_terms import a_memo, a_step, an_item, inputs_of, rate, terms_of

from contracts.errors import TermsInvalid
from contracts.explain import explain
from contracts.registration import refuse_at_registration
from contracts.templates.offer import Departure, clause_from, departures
from contracts.templates.table import Template, template, templates
from contracts.templates.told import origins
from contracts.waterfall import Position, run

CLAUSES = [one for one in templates() if one.kind]
NOTES = [one for one in templates() if not one.kind]
ROLES = [{"role": "direction", "points": 1, "per": "person"}]
MEMO = a_memo("cost", 500_000_000)
WATCH = a_step("watch", "recoup", account="cost")
GIVEN: dict[str, Any] = {
    "price": {"amount": 6_000},
    "rate": rate(1),
    "basis": "excess:cost",
    "roles": ROLES,
}
DIRECTED = {"credits": [{"payee": "p", "role": "direction"}]}
DRAWN = {
    "credits": [{"payee": "p", "role": "animation"}, {"payee": "q", "role": "character_design"}]
}


def offered(one: Template, **fields: Any) -> dict[str, Any]:
    """The clause of a line with what only the contract can say filled in."""
    people: dict[str, Any] = {"payee": "p"}
    if one.kind == "pool/2":
        people = DIRECTED if "roles" in one.needs else DRAWN
    needs = {name: GIVEN[name] for name in one.needs if name in GIVEN}
    return clause_from(one.id, **{"clause": "第5条1項", **needs, **people, **fields})


@pytest.mark.parametrize("one", CLAUSES, ids=[one.id for one in CLAUSES])
def test_every_template_makes_a_clause_that_can_be_registered(one: Template) -> None:
    refuse_at_registration(terms_of(WATCH, offered(one), accounts=(MEMO,)))


@pytest.mark.parametrize("one", templates(), ids=[one.id for one in templates()])
def test_every_template_says_where_it_was_read_and_when(one: Template) -> None:
    assert one.source.url.startswith("http")
    assert one.source.checked_on >= dt.date(2026, 11, 22)
    assert one.source.confidence in ("published", "secondary", "to be confirmed by an expert")
    assert all((one.ja, one.en, one.note_ja, one.note_en, one.source.by_ja, one.source.by_en))


@pytest.mark.parametrize("one", CLAUSES, ids=[one.id for one in CLAUSES])
def test_an_offered_clause_departs_in_nothing(one: Template) -> None:
    assert departures(offered(one)) == ()


def test_template_ids_are_given_once() -> None:
    ids = [one.id for one in templates()]
    assert len(set(ids)) == len(ids)


def test_guild_pages_are_marked_as_undated() -> None:
    guilds = [one for one in templates() if one.id.startswith(("dgj.", "wgj."))]
    assert not any(one.source.page_dated for one in guilds)


@pytest.mark.parametrize("one", NOTES, ids=[one.id for one in NOTES])
def test_a_sum_paid_once_is_a_note_and_no_clause(one: Template) -> None:
    assert one.sum_minor > 0
    with pytest.raises(TermsInvalid) as error:
        clause_from(one.id, payee="p")
    assert error.value.code == "template-without-clause"


@pytest.mark.parametrize(
    ("template_id", "units", "sales", "due"),
    [
        ("wgj.terrestrial/1", 0, 5_000_000, 200_000),
        ("wgj.bs/1", 0, 5_000_000, 180_000),
        ("wgj.cs/1", 0, 5_000_000, 200_000),
        ("author.video/1", 50_000, 0, 5_250_000),
        ("wgj.video/1", 50_000, 0, 5_250_000),
        ("dgj.video-sale/1", 50_000, 0, 4_725_000),
        ("dgj.video-sale-before-2003/1", 50_000, 0, 4_200_000),
        ("merchandise.manufactured/1", 10, 0, 3_000),
        ("dgj.overseas/1", 0, 1_000_000, 26_250),
        ("dgj.net-own/1", 0, 1_000_000, 14_000),
        ("author.rental/1", 0, 1_000_000, 33_500),
        ("fee.window/1", 0, 1_000_000, 100_000),
    ],
)
def test_templates_give_the_published_figures(
    template_id: str, units: int, sales: int, due: int
) -> None:
    """TV-08: 4% and 3.6% of 5,000,000. TV-06: 6,000 x 50,000 x 1.75% x 100%, 90% and 80%.

    Merchandise: 6,000 x 10 x 5%. Overseas: (1,000,000 - 25%) x 3.5%. Others: a rate of 1,000,000.
    """
    clause = offered(template(template_id))
    channel = clause["where"]["channel"][0]
    item = an_item(sales, units=units, channel=channel)
    assert run(terms_of(clause), Position(), inputs_of(item)).amounts[clause["id"]] == due


def test_a_changed_rate_is_seen_beside_what_was_published() -> None:
    clause = offered(template("dgj.net-other/1"), rate=rate(2), scope="item")
    assert departures(clause) == (
        Departure("rate", {"num": 7, "den": 200}, {"num": 1, "den": 50}),
        Departure("scope", None, "item"),
    )


def test_a_clause_of_no_template_departs_from_nothing() -> None:
    assert departures(a_step("window", "commission", basis="gross", rate=rate(5))) == ()


def test_the_published_rate_is_no_part_of_the_label_or_the_explanation() -> None:
    clause = offered(template("wgj.bs/1"))
    item = an_item(5_000_000, channel="broadcast")
    outcome = run(terms_of(clause), Position(), inputs_of(item))
    assert "公表料率" not in "".join(explain(outcome.trace, clause["id"], "ja"))


@pytest.mark.parametrize(
    ("template_id", "fields", "missing"),
    [
        ("dgj.video-sale/1", {"payee": "p"}, ["price"]),
        ("dgj.net-own/1", {}, ["payee"]),
        ("creators.merchandise/1", {}, ["rate", "credits"]),
    ],
)
def test_what_only_the_contract_can_say_is_asked_for(
    template_id: str, fields: dict[str, Any], missing: list[str]
) -> None:
    with pytest.raises(TermsInvalid) as error:
        clause_from(template_id, **fields)
    assert (error.value.code, error.value.fields["expected"]) == ("template-needs", missing)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"template": "dgj.video/9"}, "template-unknown"),
        ({"template": "dgj.net-own/1"}, "template-of-another-kind"),
        ({"template": "dgj.bs-first/1"}, "template-of-another-kind"),
        ({"clause": "第○条"}, "clause-unnumbered"),
    ],
)
def test_a_clause_that_claims_a_wrong_source_is_refused_when_it_is_registered(
    fields: dict[str, Any], code: str
) -> None:
    fee = a_step("window", "commission", basis="gross", rate=rate(5), payee="p")
    with pytest.raises(TermsInvalid) as error:
        refuse_at_registration(terms_of({**fee, **fields}))
    assert error.value.code == code
    assert error.value.fields["step"] == "window"


def test_the_share_of_merchandise_outlives_the_committee() -> None:
    assert offered(template("creators.merchandise/1"))["survives"] is True


def test_a_line_of_a_later_table_is_named_and_not_compared() -> None:
    later = {**a_step("window", "commission"), "template": "dgj.net-own/2"}
    own = offered(template("dgj.net-own/1"), rate=rate(2))
    assert origins({"steps": [later, own, a_step("other", "commission")]}) == [
        {"step": "window", "template": "dgj.net-own/2"},
        {
            "step": "dgj_net-own",
            "template": "dgj.net-own/1",
            "departures": [{"field": "rate", "default": rate(14, 1000), "agreed": rate(2)}],
        },
    ]
