"""Works and committees on a studio's pages."""

import hashlib
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.pages.browsing import Visit, axe, shot
from tests.pages.builder_form import fields_of, text_of
from tests.pages.stand import Site

SCRIPT = "<script>alert(1)</script>"


def _registered(http: TestClient, **more: str) -> str:
    """Register a work and give the address of its page."""
    form = fields_of(http.get("/ja/studio/works/new").text, "form broad")
    sent = {**form, "do": "record", "data.title.ja": "台帳の試作", "data.kind": "tv", **more}
    answer = http.post("/ja/studio/works", data=sent)
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


def test_a_work_is_registered_with_credits_and_the_hash_of_a_file(site: Site) -> None:
    with site.client("studio") as http:
        row = {"credits.0.role": "director", "credits.0.name": "山田 花子"}
        file = {"assets.0.label": "第1話.mov", "assets.0.size_bytes": "２,０４８",
                "assets.0.sha256": "ab" * 32}  # fmt: skip
        page = text_of(http.get(_registered(http, **row, **file)).text)
    assert "監督 山田 花子" in page
    assert "第1話.mov 2 KB " + "ab" * 32 in page


def test_a_title_with_a_script_in_it_is_text_everywhere(site: Site) -> None:
    with site.client("studio") as http:
        address = _registered(http, **{"data.title.ja": SCRIPT, "data.title.en": SCRIPT})
        for page in (address, address.replace("/ja/", "/en/"), f"/ja/studio/works?q={SCRIPT}"):
            answer = http.get(page)
            assert SCRIPT not in answer.text
            assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text


def test_a_form_that_is_sent_twice_registers_one_work(site: Site) -> None:
    with site.client("studio") as http:
        form = fields_of(http.get("/ja/studio/works/new").text, "form broad")
        sent = {**form, "do": "record", "data.title.ja": "二度送られた作品", "data.kind": "film",
                "credits.0.role": "music", "credits.0.name": "二度 送"}  # fmt: skip
        first, second = (http.post("/ja/studio/works", data=sent) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]


def test_what_is_wrong_with_a_work_is_said_at_its_field_and_nothing_typed_is_lost(
    site: Site,
) -> None:
    with site.client("studio") as http:
        form = fields_of(http.get("/ja/studio/works/new").text, "form broad")
        sent = {**form, "do": "record", "data.title.kana": "ダイチョウ", "data.episodes": "十二",
                "data.kind": "tv"}  # fmt: skip
        answer = http.post("/ja/studio/works", data=sent)
        assert answer.status_code == 422
        assert 'href="#f-data.episodes"' in answer.text
        assert fields_of(answer.text, "form broad")["data.title.kana"] == "ダイチョウ"
        sent |= {"data.episodes": "12"}
        answer = http.post("/ja/studio/works", data=sent)
        assert 'href="#f-data.title.ja"' in answer.text


def test_a_button_adds_a_row_and_keeps_what_was_typed(site: Site) -> None:
    with site.client("studio") as http:
        form = fields_of(http.get("/en/studio/works/new").text, "form broad")
        sent = {**form, "do": "add-credits", "credits.0.name": "A", "credits.0.role": "music",
                "credits.1.role": "script", "credits.2.role": "voice"}  # fmt: skip
        again = fields_of(http.post("/en/studio/works", data=sent).text, "form broad")
    assert again["credits.0.name"] == "A"
    assert "credits.3.name" in again


def test_a_studio_registers_nothing_for_another_party(site: Site) -> None:
    with site.client("creator") as http:
        assert http.get("/ja/studio/works/new").status_code == 403


def test_a_work_that_is_not_there_is_not_found(site: Site) -> None:
    with site.client("studio") as http:
        assert http.get("/ja/studio/works/work_00000000000000000000000000").status_code == 404


def test_a_studio_without_works_is_told_what_to_do(site: Site) -> None:
    party = site.sample.open_next["creator"]
    with site.client("studio", party) as http:
        assert "最初の作品を登録してください" in http.get("/ja/studio/works").text
        assert "We belong to no committee yet" in http.get("/en/studio/committees").text


def test_a_lead_finds_the_works_of_its_committees_among_its_own(site: Site) -> None:
    work = site.sample.open_next["work"]
    with site.client("studio") as http:
        assert f"/ja/studio/works/{work}" in http.get("/ja/studio/works").text
        form = fields_of(http.get("/ja/studio/committees/new").text, "form broad")
        sent = {**form, "do": "record", "name.ja": "題名違い", "work_title": "ない作品"}
        answer = http.post("/ja/studio/committees", data=sent)
    assert answer.status_code == 422
    assert "この題名の作品は見つかりません" in answer.text


def test_shares_of_a_committee_have_to_sum_to_one_exactly(site: Site) -> None:
    lead = site.party_of("studio")
    other = site.sample.open_next["creator"]
    with site.client("studio") as http:
        form = fields_of(http.get("/ja/studio/committees/new").text, "form broad")
        sent = {**form, "do": "record", "name.ja": "試作委員会", "origin": "existing",
                "lead": lead or "", "members.0.party": lead or "", "members.1.party": other,
                "members.0.investment": "1/3", "members.1.investment": "66.6%"}  # fmt: skip
        answer = http.post("/ja/studio/committees", data=sent)
        assert answer.status_code == 422
        assert "割合の合計が1になりません" in answer.text
        answer = http.post("/ja/studio/committees", data={**sent, "members.1.investment": "2/3"})
        assert answer.status_code == 303
        page = text_of(http.get(answer.headers["location"]).text)
    assert "1/3" in page
    assert "2/3" in page


def test_the_contract_of_a_committee_is_for_its_members(site: Site) -> None:
    committee = site.sample.open_next["committee"]
    with site.client("studio") as http:
        assert "出資比率" in http.get(f"/ja/studio/committees/{committee}").text
        paper = http.get(f"/en/studio/committees/{committee}/paper")
        assert paper.headers["content-type"] == "application/pdf"
    with site.client("studio", site.sample.open_next["creator"]) as http:
        page = http.get(f"/ja/studio/committees/{committee}").text
        assert "構成員だけが閲覧できます" in page
        assert "出資比率" not in page


@pytest.mark.browser
def test_two_files_are_hashed_in_the_browser_and_their_bytes_are_never_sent(
    visit: Visit, tmp_path: Path
) -> None:
    secret = b"the storyboard of episode one\n" * 300_000  # more than two slices
    (tmp_path / "絵コンテ.pdf").write_bytes(secret)
    (tmp_path / "empty.txt").write_bytes(b"")
    page = visit("/studio/works/new", "studio")
    sent: list[bytes] = []
    page.on("request", lambda asked: sent.append(asked.post_data_buffer or b""))
    axe(page)
    page.get_by_label("題名", exact=False).first.fill("ハッシュの作品")
    page.locator("[name='data.kind']").select_option("tv")
    page.get_by_label("ファイルを選ぶ").set_input_files(
        [tmp_path / "絵コンテ.pdf", tmp_path / "empty.txt"]
    )
    page.get_by_text("計算が終わりました: 2").wait_for()
    shot(page, "studio-work-new-ja-desktop")
    page.get_by_role("button", name="この内容で登録する").last.click()
    page.get_by_text("作品を登録しました").wait_for()
    body = b"".join(sent)
    assert len(body) < 20_000
    assert b"storyboard" not in body
    for data in (secret, b""):
        assert page.get_by_text(hashlib.sha256(data).hexdigest()).is_visible()
    axe(page)
    shot(page, "studio-work-ja-desktop")
