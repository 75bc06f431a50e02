"""What is free, how far recoupment is, and how a committee ends, in a real browser."""

import re

from seeds.ending import ENDING_FILE
from tests.pages.browsing import Visit, axe, shot
from tests.pages.stand import Site

WORK = "work_01JN7G1C4YCPTTEVNT2GS7FYQT"
OPEN = "agr_01JPRDK1238PHDSH8XJXWKSN35"


def test_a_studio_asks_for_streaming_in_germany_from_april_and_looks_at_the_grid(
    visit: Visit,
) -> None:
    page = visit("/studio/avails", "studio")
    page.get_by_label("百年の操縦士", exact=True).check()
    page.get_by_label("SVOD", exact=True).check()
    page.get_by_label("ドイツ", exact=True).first.check()
    page.get_by_label("いつから").fill("2027-04-01")
    page.get_by_label("いつまで").fill("2028-03-31")
    page.get_by_role("button", name="調べる").click()
    heading = page.get_by_role("heading", name="百年の操縦士")
    assert "空いています" in heading.inner_text()
    axe(page)
    shot(page, "studio-avails-ja")
    grid = page.get_by_role("table", name=re.compile("媒体と地域"))
    assert grid.get_by_role("rowheader", name="TVOD").count() == 1
    grid.get_by_role("row", name=re.compile("^SVOD")).get_by_role("link").nth(5).click()
    assert "territory=TW" in page.url
    assert "空いていません" in page.get_by_role("heading", name="百年の操縦士").inner_text()
    page.get_by_role("link", name="権利の経過を見る").click()
    assert "映画製作者（29条）" in page.inner_text("main")
    axe(page)


def test_a_meter_is_read_on_a_phone(visit: Visit) -> None:
    page = visit("/studio/recoupment", "studio", lang="en", size="phone")
    axe(page)
    shot(page, "studio-recoupment-en-phone")
    page.get_by_role("link", name=re.compile("Hundred-Year Post Office 2")).click()
    assert "JPY 108,956,511" in page.inner_text("main")
    assert page.get_by_role("img", name="production cost").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    axe(page)
    shot(page, "studio-recoupment-one-en-phone")


def test_a_committee_is_ended_from_a_file_after_a_look_at_before_and_after(
    own_visit: Visit, own_site: Site
) -> None:
    committee = own_site.sample.open_next["ending"]
    page = own_visit(f"/studio/committees/{committee}/end", "operator")
    axe(page)
    page.get_by_label("計画のファイル").set_input_files(own_site.register.home / ENDING_FILE)
    page.get_by_role("button", name="読み込む").click()
    assert page.get_by_label("権利が移る日").input_value() == "2026-07-01"
    chooser = page.get_by_label("ファイルから計算する").last
    chooser.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"abc"})
    field = page.get_by_label("書面のハッシュ（SHA-256）").last
    page.get_by_text("ハッシュを入力しました").wait_for()
    assert field.input_value().startswith("ba7816bf")  # of "abc", FIPS 180-4
    axe(page)
    page.get_by_role("button", name="前と後を確かめる").click()
    assert "宙に浮く権利・許諾・お金・請求権はありません。" in page.inner_text("main")
    axe(page)
    shot(page, "studio-end-try-ja")
    page.get_by_label(re.compile("取り消せないことを理解し")).check()
    page.get_by_role("button", name="終了を記録する").click()
    assert "終了を記録しました。" in page.get_by_role("status").inner_text()
    assert "清算結了" in page.inner_text("main")
    axe(page)
    shot(page, "studio-ended-ja")
