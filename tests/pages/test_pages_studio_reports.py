"""A licensee's report on the pages: looked at, put right, recorded, and the columns kept."""

import re

import pytest
import xlsxwriter
from playwright.sync_api import FilePayload
from starlette.testclient import TestClient

from api.pages.forms import Upload
from api.pages.studio.mapping import begun
from api.pages.studio.sheets import as_csv
from ledger.revenue.preview import glance, guessed
from tests.pages.browsing import Visit, axe, shot
from tests.pages.stand import Site

HEAD = "媒体,作品名,対象月,再生数,金額(税抜)"


def pieces(html: str) -> dict[str, str]:
    """The hidden fields of the last form of a page."""
    form = html[html.rindex("<form", 0, html.rindex("_csrf")) :]
    return dict(
        re.findall(r'<input type="hidden"(?: id="[^"]*")? name="([^"]+)" value="([^"]*)"', form)
    )


def agreement_of(http: TestClient) -> tuple[str, str]:
    """An agreement of the reader, and somebody who reports under it."""
    page = http.get("/ja/studio/reports").text
    report = re.search(r"/studio/reports/(rep_\w+)", page)
    assert report
    shown = http.get(f"/ja/studio/reports/{report[1]}").text
    found = re.search(r"agreement=(agr_\w+)&amp;reporter=(party_\w+)", shown)
    assert found
    return found[1], found[2]


def title_of(site: Site, agreement: str) -> str:
    """A work that the agreement covers."""
    with site.register.ledger.reading() as conn:
        found = conn.exec_driver_sql(
            "select w.title_ja from v_agreement a join v_committee_work c on c.committee_id = "
            f"a.committee join v_work w on w.id = c.work_id where a.id = '{agreement}'"
        ).scalar()
    return str(found)


def looked(http: TestClient, given: tuple[str, str], period: str, data: str) -> str:
    """Send a file to be looked at."""
    agreement, reporter = given
    form = http.get(f"/ja/studio/reports/new?agreement={agreement}&reporter={reporter}").text
    fields = pieces(form) | {
        "reporter": reporter,
        "period": period,
        "basis": "net",
        "currency": "JPY",
    }
    answer = http.post(
        "/ja/studio/reports/new", data=fields, files={"file": ("売上.csv", data.encode())}
    )
    assert answer.status_code == 200, answer.text
    return answer.text


def columns_of(html: str) -> dict[str, str]:
    """What the form of columns shows as chosen."""
    found = {}
    for name, body in re.findall(
        r'<select id="f-[\w]+" name="(\w+)"[^>]*>(.*?)</select>', html, re.S
    ):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    for name, value in re.findall(
        r'name="((?:default_\w+|header_line))" type="text" value="([^"]*)"', html
    ):
        found[name] = value
    for name in ("thousands", "triangle", "yen"):
        if re.search(rf'name="{name}" type="checkbox" value="on" checked', html):
            found[name] = "on"
    return found


def test_a_report_is_looked_at_put_right_recorded_once_and_the_next_begins_with_its_columns(
    site: Site,
) -> None:
    with site.client("studio") as http:
        given = agreement_of(http)
        title = title_of(site, given[0])
        bad = f'{HEAD}\n配信,{title},2026/10,10,"￥500,000"\n配信,<script>alert(1)</script>,2026/10,1,1\n劇場,{title},2026/10,5,abc\n'
        page = looked(http, given, "2026-10", bad)
        assert "500,000円" in page
        assert "この作品は登録されていません" in page
        assert "金額として読めません" in page
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        sent = pieces(page) | columns_of(page)

        problems = http.post("/ja/studio/reports/new", data={**sent, "do": "problems"})
        assert problems.headers["content-type"].startswith("text/csv")
        assert "3,held,作品," in problems.text
        assert "4,rejected,金額,abc" in problems.text

        good = bad.replace("<script>alert(1)</script>", title).replace("abc", "2000")
        again = http.post(
            "/ja/studio/reports/new",
            data={**sent, "do": "look"},
            files={"file": ("直し.csv", good.encode())},
        )
        assert "すべての行を採用できます" in again.text
        final = {**pieces(again.text), **columns_of(again.text), "do": "record"}
        first = http.post("/ja/studio/reports/new", data=final)
        assert first.status_code == 303, first.text
        where = first.headers["location"]
        shown = http.get(where).text
        assert "502,001円" in shown
        assert "報告を記録しました" in shown

        other = f"{HEAD}\n配信,{title},2026/11,10,7\n"
        assert "前回の報告と同じ列の対応で読みました" in looked(http, given, "2026-11", other)

        money = pieces(shown) | {"amount_minor": "500,000", "received_on": "2026-11-20"}
        received = http.post(f"{where}/receipts", data=money)
        assert received.status_code == 303, received.text
        assert http.post(f"{where}/receipts", data=money).status_code == 303
        assert http.get(where).text.count("<td>2026年11月20日</td>") == 1


def test_a_field_that_is_wrong_keeps_everything_else_that_was_typed(site: Site) -> None:
    with site.client("studio") as http:
        agreement, reporter = agreement_of(http)
        form = http.get(f"/en/studio/reports/new?agreement={agreement}&reporter={reporter}").text
        fields = pieces(form) | {"reporter": reporter, "period": "2026-10", "basis": "net"}
        answer = http.post("/en/studio/reports/new", data={**fields, "control_rows": "12"})
        assert answer.status_code == 422
        assert 'href="#f-file"' in answer.text
        assert 'value="12"' in answer.text
        assert 'value="2026-10"' in answer.text


def test_a_kept_file_opens_for_nobody_elses_session(site: Site) -> None:
    with site.client("studio") as http:
        given = agreement_of(http)
        page = looked(http, given, "2026-10", f"{HEAD}\n配信,x,2026/10,1,1\n")
        sent = pieces(page) | columns_of(page)
    with site.client("studio", login="colleague@demo.example") as http:
        own = pieces(http.get(f"/ja/studio/reports/new?agreement={given[0]}").text)
        answer = http.post("/ja/studio/reports/new", data={**sent, "_csrf": own["_csrf"]})
        assert answer.status_code == 422
        assert "もう控えていません" in answer.text
    for path in (site.register.home / "drafts").iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert "配信".encode() not in path.read_bytes()


def test_reports_of_others_are_not_there(site: Site) -> None:
    with site.client("studio") as http:
        agreement, _ = agreement_of(http)
        report = re.search(r"rep_\w+", http.get("/ja/studio/reports").text)
    assert report
    with site.client("creator") as http:
        assert http.get(f"/ja/studio/reports/{report[0]}").status_code == 403
    party = site.sample.open_next["owing"]
    with site.client("studio", party) as http:
        assert http.get(f"/ja/studio/reports/{report[0]}").status_code == 404
        assert http.get(f"/ja/studio/reports/new?agreement={agreement}").status_code == 404


def test_what_a_spreadsheet_usually_writes_is_guessed_for_a_person_to_confirm() -> None:
    seen = glance(f'報告書\n{HEAD}\n配信,あ,2026/7,1,"△1,200円"\n'.encode())
    found = guessed(seen)
    assert seen.header_line == 2
    assert found["columns"]["amount"] == "金額(税抜)"
    assert found["columns"]["units"] == "再生数"
    assert (found["months"], found["thousands"], found["triangle"]) == ("YYYY/MM", True, True)
    assert found["affixes"] == ("円",)


def test_last_columns_count_only_while_the_file_still_has_them() -> None:
    last = {"columns": {"amount": "売上"}, "header_line": 1}
    assert begun(last, glance(b"a,b,c\n"))["reading"] == "columns"
    assert "is_last" not in begun(last, glance(b"a,b,c\n"))
    assert begun(last, glance("売上,b,c\n".encode()))["is_last"]
    assert begun(None, glance("媒体,作品,売上月,金額\n".encode()))["reading"] == "standard"


def test_a_workbook_is_read_as_the_csv_of_its_first_sheet(tmp_path: pytest.TempPathFactory) -> None:
    path = f"{tmp_path}/売上.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("四半期")
        sheet.write_row(0, 0, ["作品", "金額"])
        sheet.write_row(1, 0, ["あ, い", 500])
    with open(path, "rb") as file:  # noqa: PTH123
        found = as_csv(Upload("売上.xlsx", file.read()))
    assert found.data.decode() == '作品,金額\n"あ, い",500\n'
    assert found.name == "売上.xlsx.csv"


@pytest.mark.browser
def test_a_wrong_row_is_found_corrected_and_recorded_in_the_browser(
    visit: Visit, site: Site
) -> None:
    with site.client("studio") as http:
        agreement, reporter = agreement_of(http)
    title = title_of(site, agreement)
    page = visit(f"/studio/reports/new?agreement={agreement}&reporter={reporter}", "studio")
    axe(page)
    bad = f"{HEAD}\n配信,{title},2026/9,1,1234\n配信,{title},2026/9,1,およそ千円\n"
    page.get_by_label("対象期間").fill("2026-09")
    page.get_by_label("金額の基準").select_option("net")
    file: FilePayload = {
        "name": "報告.csv", "mimeType": "text/csv", "buffer": bad.encode("cp932"),
    }  # fmt: skip
    page.get_by_label("ファイル", exact=False).first.set_input_files(files=[file])
    page.get_by_role("button", name="読み取りを確かめる").click()
    assert page.get_by_text("不採用", exact=True).first.is_visible()
    axe(page)
    shot(page, "studio-report-look-ja")
    file["buffer"] = bad.replace("およそ千円", "1000").encode("cp932")
    page.get_by_label("直したファイルを選ぶ").set_input_files(files=[file])
    page.get_by_role("button", name="もう一度読み取る").first.click()
    assert page.get_by_text("すべての行を採用できます").is_visible()
    page.get_by_role("button", name="この内容で記録する").click()
    page.get_by_text("報告を記録しました").wait_for()
    assert page.get_by_text("2,234円").first.is_visible()
    axe(page)
    shot(page, "studio-report-ja")
