"""Drafting clauses on the command line: published rates, a draft, a check, the schema."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli_stage import Daicho

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
VIDEO = ("terms", "draft", "--template", "dgj.video-sale/1", "--payee", "party_d")


def terms(*steps: dict[str, Any]) -> str:
    return json.dumps({"terms": 1, "currency": "JPY", "steps": list(steps)}, ensure_ascii=False)


def drafted(daicho: Daicho, *more: str) -> dict[str, Any]:
    made: dict[str, Any] = daicho.data(*VIDEO, "--price", "6000", "--clause", "第6条", *more)
    return made


def test_published_rates_are_listed_with_source_and_date(daicho: Daicho) -> None:
    said = daicho("--lang", "ja", "terms", "templates")
    assert said.code == 0
    for text in ("dgj.video-sale/1", "1.75%", "日本映画監督協会", "2026-11-22"):
        assert text in said.out


def test_the_list_is_english_when_asked_for(daicho: Daicho) -> None:
    said = daicho("--lang", "en", "terms", "templates")
    assert "Directors Guild of Japan" in said.out
    assert not JAPANESE.search(said.out)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_one_rate_is_shown_with_what_it_rests_on(daicho: Daicho, lang: str) -> None:
    said = daicho("--lang", lang, "terms", "templates", "dgj.overseas/1")
    assert "http://dgj.or.jp/director_copyright_g/index_4.html" in said.out
    assert ("公表料率による初期値" in said.out) == (lang == "ja")
    assert bool(JAPANESE.search(said.out)) == (lang == "ja")


def test_machines_read_the_whole_table(daicho: Daicho) -> None:
    items = daicho.data("terms", "templates")["items"]
    video = next(item for item in items if item["id"] == "dgj.video-sale/1")
    assert video == daicho.data("terms", "templates", "dgj.video-sale/1")
    assert (video["fields"]["rate"], video["page_dated"]) == ({"num": 7, "den": 400}, False)


def test_a_draft_is_a_clause_that_passes_the_check(daicho: Daicho) -> None:
    clause = drafted(daicho)
    assert clause["price"] == {"amount": 6000}
    checked = daicho.data("terms", "check", "-", stdin=terms(clause))
    assert checked["steps"][0]["template"] == "dgj.video-sale/1"
    assert checked["steps"][0]["departures"] == []


def test_a_draft_says_what_it_rests_on_beside_the_clause(daicho: Daicho) -> None:
    said = daicho("--lang", "ja", *VIDEO, "--price", "6000")
    assert json.loads(said.out)["template"] == "dgj.video-sale/1"
    assert "公表料率による初期値" in said.err
    assert "公表料率" not in said.out


def test_what_was_changed_of_a_published_rate_is_told(daicho: Daicho) -> None:
    clause = drafted(daicho, "--rate", "1.5%", "--set", 'share_of_units={"num":4,"den":5}')
    said = daicho("terms", "check", "-", stdin=terms(clause))
    assert said.code == 0
    assert "rate, share_of_units" in said.out


def test_several_payees_have_weights(daicho: Daicho) -> None:
    made = daicho.data(
        "terms", "draft", "--template", "dgj.net-own/1",
        "--payee", "party_a=2", "--payee", "party_b=1", "--id", "directors",
    )  # fmt: skip
    assert made["id"] == "directors"
    assert [one["weight"] for one in made["payees"]] == [2, 1]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--template", "dgj.video/9", "--payee", "p"), "template-unknown"),
        (("--template", "dgj.bs-first/1", "--payee", "p"), "template-without-clause"),
        (("--template", "dgj.net-own/1"), "template-needs"),
        (("--template", "dgj.net-own/1", "--payee", "a", "--payee", "b"), "payee-without-weight"),
        (("--template", "dgj.net-own/1", "--payee", "p", "--rate", "many"), "ratio-unreadable"),
        (("--template", "dgj.net-own/1", "--payee", "p", "--set", "scope"), "set-malformed"),
        (("--template", "dgj.net-own/1", "--payee", "p", "--set", "scope=item"), "json-malformed"),
    ],
)
def test_a_draft_that_cannot_be_made_is_refused(
    daicho: Daicho, words: tuple[str, ...], code: str
) -> None:
    said = daicho("terms", "draft", *words, "--json")
    assert (said.code, said.error["code"]) == (4, code)


def test_a_clause_without_its_number_cannot_be_recorded(daicho: Daicho) -> None:
    made = daicho.data(*VIDEO, "--price", "6000")
    said = daicho("terms", "check", "-", "--json", stdin=terms(made))
    assert (said.code, said.error["code"]) == (4, "clause-unnumbered")


def test_a_refusal_names_step_and_clause_in_japanese(daicho: Daicho, tmp_path: Path) -> None:
    clause = drafted(daicho, "--set", 'tier_mode="whole"', "--set", "tiers=[]")
    file = tmp_path / "draft.json"
    file.write_text(terms(clause), encoding="utf-8")
    said = daicho("--lang", "ja", "terms", "check", str(file))
    assert said.code == 4
    for text in ("[rate-or-tiers]", "条項: 第6条", "条項のID: dgj_video-sale"):
        assert text in said.err


def test_a_float_in_a_draft_is_refused(daicho: Daicho) -> None:
    clause = {**drafted(daicho), "rate": 0.0175}
    said = daicho("terms", "check", "-", "--json", stdin=terms(clause))
    assert said.error["code"] == "float"


def test_claims_that_outlive_the_committee_are_told(daicho: Daicho) -> None:
    clause = drafted(daicho, "--set", "survives=true")
    said = daicho("--lang", "ja", "terms", "check", "-", stdin=terms(clause))
    assert "委員会の解散後も残る請求権: dgj_video-sale" in said.out


def test_the_schema_of_clauses_is_printed(daicho: Daicho) -> None:
    kinds = {
        step["title"]
        for step in daicho.data("terms", "schema")["properties"]["steps"]["items"]["oneOf"]
    }
    assert {"royalty/2", "usage_rate/1", "pool/2"} <= kinds
