"""Clauses on pages: a form from their schemas, a preview, and what is recorded."""

import pytest
from starlette.testclient import TestClient

from api.pages.studio.agreement_form import field_called
from api.pages.studio.terms_builder import KINDS, act, draft_of, typed_terms
from api.pages.studio.terms_values import shape_of, value_of
from api.pages.studio.trees import flat, tree_of
from api.pages.words.book import WORDS
from contracts.schema import RATIO
from contracts.steps import STEPS
from ledger.errors import RuleViolation
from tests.pages.browsing import Visit, axe, shot
from tests.pages.builder_form import fields_of, text_of
from tests.pages.stand import Site

FEE = {"kind": "commission/1", "id": "fee"}


def _nobody(text: str, field: str) -> str:
    raise AssertionError((text, field))


@pytest.mark.parametrize("kind", [kind.kind for kind in STEPS])
def test_every_kind_of_clause_has_a_name_and_a_sentence_in_both_languages(kind: str) -> None:
    assert all(WORDS[f"terms.kind.{kind}"])
    assert all(WORDS[f"terms.says.{kind.partition('/')[0]}"])


@pytest.mark.parametrize("kind", [kind.kind for kind in STEPS])
def test_every_field_of_every_kind_can_be_typed(kind: str) -> None:
    assert {shape_of(inner, name) for name, inner in KINDS[kind]["properties"].items()} <= {
        "share", "choice", "mixed", "whole", "flag", "group", "rows", "text", "media", "codes"
    }  # fmt: skip


def test_a_rate_that_is_no_rate_is_refused_at_its_field() -> None:
    with pytest.raises(RuleViolation) as refused:
        value_of(RATIO, "a lot", "terms.steps.0.rate", _nobody)
    assert refused.value.code == "ratio-unreadable"
    assert refused.value.fields["field"] == "terms.steps.0.rate"


def test_a_rate_is_read_as_people_write_it() -> None:
    """12.5% is 125/1000 = 1/8; two tenths (2割) are 1/5."""
    assert value_of(RATIO, "１２.５％", "rate", _nobody) == {"num": 1, "den": 8}
    assert value_of(RATIO, "2割", "rate", _nobody) == {"num": 1, "den": 5}


def test_clauses_move_up_and_down_and_go() -> None:
    draft = {"steps": [{**FEE, "id": id} for id in "abc"]}

    def ids(do: str) -> str:
        return "".join(step["id"] for step in act(draft, do, lambda _: "")["steps"])

    assert [ids(do) for do in ("up:1", "down:1", "remove:1")] == ["bac", "acb", "ac"]
    assert [ids(do) for do in ("up:0", "down:2", "remove:7", "fly:1")] == ["abc"] * 4


def test_a_second_clause_of_a_kind_has_a_name_of_its_own() -> None:
    draft = draft_of({})
    for _ in range(2):
        draft = act(draft, "add-kind", {"add_kind": "cap/1"}.__getitem__)
    assert [step["id"] for step in draft["steps"]] == ["cap", "cap-2"]


def test_a_published_rate_brings_what_it_says() -> None:
    made = act(draft_of({}), "add-template", {"add_template": "dgj.net-other/1"}.__getitem__)
    assert made["steps"][0]["rate"] == "3.5%"
    assert made["steps"][0]["template"] == "dgj.net-other/1"


def test_a_clause_of_no_known_kind_is_none() -> None:
    assert draft_of({"terms": {"steps": [{"kind": "gift/9"}, "x", FEE]}})["steps"] == [FEE]


def test_names_that_are_no_fields_are_left_out() -> None:
    assert tree_of({"_csrf": ("x",), "a..b": ("y",), "A": ("z",), "a": ("1",)}) == {"a": "1"}
    assert tree_of({"a": ("1",), "a.b": ("2",)}) == {"a": "1"}


def test_typed_clauses_are_flat_again() -> None:
    terms = {"steps": [{**FEE, "where": {"channel": ["video"]}, "rate": {"num": 1, "den": 3}}]}
    assert flat(typed_terms(terms)) == {
        "steps.0.kind": "commission/1",
        "steps.0.id": "fee",
        "steps.0.where.channel.video": "video",
        "steps.0.rate": "1/3",
    }


def test_clauses_in_force_sent_back_unchanged_are_the_same_clauses(site: Site) -> None:
    agreement = site.sample.open_next["agreement"]
    with site.client("studio") as http:
        page = http.get(f"/ja/studio/agreements/{agreement}/terms").text
        sent = {**fields_of(page), "do": "record", "effective_month": "2027-01", "reason": "同じ"}
        answer = http.post(f"/ja/studio/agreements/{agreement}/terms", data=sent)
    assert answer.status_code == 409
    assert "terms-unchanged" in answer.text


def test_clauses_for_settled_months_are_listed_before_they_are_confirmed(own_site: Site) -> None:
    agreement = own_site.sample.open_next["agreement"]
    with own_site.client("studio") as http:
        address = f"/ja/studio/agreements/{agreement}/terms"
        sent = {**fields_of(http.get(address).text), "do": "record", "reason": "料率の訂正",
                "effective_month": "2026年4月", "terms.steps.1.rate": "21%"}  # fmt: skip
        answer = http.post(address, data=sent)
        assert answer.status_code == 409
        assert "締め済みの月の条項を変えようとしています" in answer.text
        assert "stmt_" in answer.text
        again = {**fields_of(answer.text), "do": "confirm"}
        assert again["terms.steps.1.rate"] == "21%"
        assert again["_key"] != sent["_key"]
        assert http.post(address, data=again).status_code == 303
        assert "第2版" in http.get(f"/ja/studio/agreements/{agreement}").text


def test_only_who_owes_an_agreement_changes_its_clauses(site: Site) -> None:
    agreement = site.sample.open_next["agreement"]
    with site.client("studio", site.sample.open_next["creator"]) as http:
        assert http.get(f"/ja/studio/agreements/{agreement}/terms").status_code == 404
        assert http.get(f"/ja/studio/agreements/{agreement}").status_code == 404


def test_a_preview_takes_one_fee_after_the_other(site: Site) -> None:
    """100,001 at 20% of what is left are 20,000, then 10% of 80,001 are 8,000; 72,001 remain."""
    with site.client("studio") as http:
        form = _two_fees(http, site)
        answer = http.post("/ja/studio/terms/preview", data=form)
    page = text_of(answer.text)
    assert "窓口 20,000 80,001" in page
    assert "幹事 8,000 72,001" in page


def _two_fees(http: TestClient, site: Site) -> dict[str, str]:
    form = fields_of(http.get("/ja/studio/agreements/new").text)
    form |= {"sample_amount": "１００,００１", "sample_months": "1"}
    for number, (name, rate) in enumerate((("窓口", "20%"), ("幹事", "1/10"))):
        at = f"terms.steps.{number}."
        form |= {f"{at}kind": "commission/1", f"{at}id": f"fee{number}", f"{at}rate": rate,
                 f"{at}clause": f"第{number + 5}条", f"{at}label.ja": name,
                 f"{at}label.en": f"Fee {number}", f"{at}basis": "remainder",
                 f"{at}payee": site.party_of("studio") or ""}  # fmt: skip
    return form


def test_a_refusal_of_the_clauses_stands_at_its_clause(site: Site) -> None:
    with site.client("studio") as http:
        form = {**_two_fees(http, site), "terms.steps.1.rate": "120%", "title.ja": "契約"}
        preview = http.post("/en/studio/terms/preview", data=form).text
        answer = http.post("/en/studio/agreements", data={**form, "do": "record", "kind": "other",
                                                          "effective_month": "2026-10"})  # fmt: skip
    assert "This cannot be computed yet" in preview
    assert 'href="#f-terms.steps.1.rate"' in preview
    assert answer.status_code == 422
    assert 'href="#f-terms.steps.1.rate">Rate (clause 2)' in answer.text
    assert fields_of(answer.text)["terms.steps.1.rate"] == "120%"


def test_a_party_that_nobody_is_called_is_refused_by_name(site: Site) -> None:
    with site.client("studio") as http:
        form = {**_two_fees(http, site), "terms.steps.0.payee": "どこにもない会社"}
        page = http.post("/ja/studio/terms/preview", data=form).text
    assert "この名前の当事者は見つかりません" in page


def test_an_agreement_is_recorded_and_its_clauses_are_sentences(site: Site) -> None:
    with site.client("studio") as http:
        form = _two_fees(http, site)
        sent = {**form, "do": "record", "title.ja": "二つの手数料の契約", "kind": "licence",
                "effective_month": "2026-10"}  # fmt: skip
        answer = http.post("/ja/studio/agreements", data=sent)
        assert answer.status_code == 303, text_of(answer.text)
        page = text_of(http.get(answer.headers["location"]).text)
    assert "残額の20%を、" in page
    assert "計算はまだありません" in page


def test_a_field_is_called_by_its_clause() -> None:
    class English:
        lang = "en"

        @staticmethod
        def say(key: str, **named: object) -> str:
            return WORDS[key][1].format(**named)

    assert field_called(English(), "terms.steps.1.rate") == "Rate (clause 2)"  # type: ignore[arg-type]


@pytest.mark.browser
def test_three_clauses_are_built_with_a_preview_that_follows_and_are_recorded(
    visit: Visit, site: Site
) -> None:
    visit.expects("409|422")
    studio = site.party_of("studio") or ""
    page = visit("/studio/agreements/new", "studio", lang="en")
    page.get_by_label("Title in Japanese").fill("三つの条項の契約")
    page.locator("[name='kind']").select_option("licence")
    page.get_by_label("In force from").fill("2026-10")
    for kind in ("commission/1", "royalty/1", "split/1"):
        page.locator("[name='add_kind']").select_option(kind)
        page.get_by_role("button", name="Add (By kind)").click()
    for number, (name, rate) in enumerate((("Fee", "20%"), ("Author", "5%"))):
        at = f"terms.steps.{number}."
        page.locator(f"[name='{at}basis']").select_option("remainder")
        page.locator(f"[name='{at}rate']").fill(rate)
        page.locator(f"[name='{at}payee']").fill(studio)
        page.locator(f"[name='{at}label.ja']").fill("条項")
        page.locator(f"[name='{at}label.en']").fill(name)
        page.locator(f"[name='{at}clause']").fill(f"第{number + 1}条")
    last = "terms.steps.2."
    page.locator(f"[name='{last}label.ja']").fill("分配")
    page.locator(f"[name='{last}label.en']").fill("Rest")
    page.locator(f"[name='{last}clause']").fill("第3条")
    page.locator("fieldset.drafted").nth(2).locator("summary").click()
    page.locator(f"[name='{last}payees.0.payee']").fill(studio)
    page.locator(f"[name='{last}payees.0.share']").fill("100%")
    page.locator("#preview").get_by_role("cell", name="76,000,000").first.wait_for()
    page.get_by_text("5% of what is left to date goes to Hoshimidai Broadcasting.").wait_for()
    axe(page)
    shot(page, "studio-terms-en-desktop")
    page.get_by_role("button", name="Record this agreement").click()
    page.locator(".notice").wait_for()
    assert page.get_by_text("20% of what is left goes to").is_visible()
    axe(page)
    shot(page, "studio-agreement-en-desktop")
