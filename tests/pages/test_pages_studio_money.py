"""This week, closing, payments, approvals and statements of a studio."""

import re
import threading
from datetime import date
from typing import Any

import pytest

from api.pages.studio.closing import steps_of
from api.pages.studio.work import Work, Works
from ledger.errors import RuleViolation
from ledger.jobs.closing_list import AgreementRun, ClosingList, Sum, following
from ledger.jobs.week import Task
from tests.pages.browsing import Visit, axe, shot
from tests.pages.stand import Site
from tests.pages.test_pages_studio_reports import pieces

YEN = (Sum("JPY", 2, 3_000),)
RUN = AgreementRun("agr_1", "契約", "JPY", None, "2026-Q1", is_next=True)


def a_list(**changes: Any) -> ClosingList:
    """A period that is over, with nothing to be done but its run."""
    empty = dict.fromkeys(("open", "prepared", "exported", "paid"), ())
    given: dict[str, Any] = {
        "payer": "p", "period": "2026-Q2", "is_over": True, "reports": (), "not_received": (),
        "waiting": {}, "runs": (RUN,), "not_stated": (), "stated": (), "money": empty,
        "payments": (), "months": {"2026-04": False},
    }  # fmt: skip
    return ClosingList(**{**given, **changes})


def test_each_step_is_done_can_be_done_or_waits() -> None:
    first = steps_of(a_list())
    assert (first["runs"], first["statements"], first["payments"]) == ("now", "later", "later")
    ran = (AgreementRun("agr_1", "契約", "JPY", "run_1", "2026-Q2", is_next=False),)
    after = steps_of(a_list(runs=ran, not_stated=YEN))
    assert (after["runs"], after["statements"]) == ("done", "now")
    money = {"open": YEN, "prepared": (), "exported": (), "paid": ()}
    stated = steps_of(a_list(runs=ran, stated=YEN, money=money, waiting={"statements": 2}))
    assert (stated["statements"], stated["payments"], stated["approvals"]) == ("done", "now", "now")
    assert steps_of(a_list(is_over=False))["runs"] == "later"


def test_the_period_after_one_has_its_length() -> None:
    assert [following(name) for name in ("2026-Q4", "2026-12", "2026", "2026-H1")] == [
        "2027-Q1", "2027-01", "2027", "2026-H2",
    ]  # fmt: skip


def test_what_has_no_day_is_never_late() -> None:
    today = date(2026, 11, 23)
    assert Task("pay", date(2026, 11, 22)).is_late(today)
    assert not Task("pay", today).is_late(today)
    assert not Task("run-due", None).is_late(today)


def test_two_clicks_begin_one_piece_of_work_and_a_refused_piece_stops_no_other() -> None:
    works, go, begun = Works(), threading.Event(), []

    def doing(work: Work) -> None:
        begun.append(work)
        go.wait(5)
        work.total = 2
        work.attempt("a", lambda: (_ for _ in ()).throw(RuleViolation("x", field="a", value=1)))
        work.attempt("b", lambda: None)

    first = works.start(("runs", "p", "2026-Q2"), doing)
    assert works.start(("runs", "p", "2026-Q2"), doing) is first
    go.set()
    while not first.is_over:
        pass
    assert len(begun) == 1
    assert (first.done, [about for about, _ in first.wrong]) == (2, ["a"])
    assert works.of(("runs", "p", "2026-Q3")) is None


def test_this_week_names_what_is_late_with_its_sum_and_its_place(site: Site) -> None:
    with site.client("studio", site.sample.open_next["owing"]) as http:
        page = http.get("/en/studio").text
        assert "Late" in page
        assert "Statements to be paid (" in page
        assert "/en/studio/payments/new?due=" in page
        assert not re.search(
            r"[ぁ-ん]",
            re.sub(r'<[^>]*lang="ja"[^>]*>.*?</', "", page.split("<h1>")[1].split("<footer")[0]),
        )


def test_who_has_nothing_to_do_is_told_so(site: Site) -> None:
    idle = site.sample.open_next["creator"]  # who pays nobody
    with site.client("studio", idle) as http:
        assert "今週までにすることはありません" in http.get("/ja/studio").text
        assert "まだ分配計算がありません" in http.get("/ja/studio/close").text
        assert "まだ支払がありません" in http.get("/ja/studio/payments").text
        assert "承認待ちはありません" in http.get("/ja/studio/approvals").text
        assert "まだ明細書がありません" in http.get("/ja/studio/statements").text


def test_the_operator_chooses_a_company_and_acts_for_it(site: Site) -> None:
    party = site.sample.open_next["owing"]
    with site.client("operator") as http:
        assert "どの会社として見ますか" in http.get("/ja/studio").text
        page = http.get(f"/ja/studio?party={party}").text
        assert f"party={party}" in page
        assert "済み" in http.get(f"/ja/studio/close?party={party}&period=2026-Q2").text


def test_nobody_opens_the_pages_of_another_company(site: Site) -> None:
    other = site.sample.open_next["owing"]
    with site.client("studio") as http:
        assert http.get(f"/ja/studio?party={other}").status_code == 403
        with site.register.ledger.reading() as conn:
            ids = {
                "payments": f"select id from v_payment where payer = '{other}' limit 1",
                "statements": f"select id from v_statement where payer = '{other}' and payee not in "
                f"('{site.party_of('studio')}') and paid_to != '{site.party_of('studio')}' limit 1",
            }
            found = {kind: conn.exec_driver_sql(sql).scalar() for kind, sql in ids.items()}
            agreement = conn.exec_driver_sql(
                f"select id from v_agreement where payer = '{other}' and id not in (select object_id "
                f"from v_involvement where party_id = '{site.party_of('studio')}') limit 1"
            ).scalar()
        for kind, id in found.items():
            assert http.get(f"/ja/studio/{kind}/{id}").status_code == 404
        address = f"/ja/studio/close/preview?agreement={agreement}&period=2026-Q3"
        assert http.get(address).status_code in (404, 422)
    with site.client("creator") as http:
        for path in ("", "/close", "/payments", "/approvals", "/statements"):
            assert http.get(f"/ja/studio{path}").status_code == 403
    with site.client() as http:
        assert http.get("/ja/studio/close").status_code == 303


def test_an_address_that_names_no_period_is_refused_in_words(site: Site) -> None:
    with site.client("studio") as http:
        assert http.get("/ja/studio/close?period=2026-H9").status_code == 404
        assert http.get("/ja/studio/close/work?do=runs&period=2026-H9").status_code == 422
        agreement = "agr_01JPRDK12BRJ101YZC8S2415QN"
        address = f"/ja/studio/close/preview?agreement={agreement}&period=2026-H9"
        assert http.get(address).status_code in (404, 422)
        assert "この処理は動いていません" in (
            http.get("/ja/studio/close/work?do=runs&period=2026-Q4").text
        )


def test_who_made_something_cannot_approve_it_and_a_forged_entry_is_refused(site: Site) -> None:
    with site.client("studio") as http:
        token = pieces(http.get("/ja/studio/payments/new").text)["_csrf"]
        sent = {"_csrf": token, "kind": "statements", "shown": "stmt_1@x"}
        answer = http.post("/ja/studio/approvals/all", data=sent)
        assert answer.status_code == 422
        assert "その値は選べません" in answer.text or "shown" in answer.text
        assert http.get("/ja/studio/approvals/payments/nothing").status_code == 303
        assert http.get("/ja/studio/approvals/runs/run_nothing").status_code == 404


def test_a_form_from_elsewhere_or_without_its_token_does_nothing(site: Site) -> None:
    with site.client("studio") as http:
        sent = {"do": "runs", "period": "2026-Q3"}
        assert http.post("/ja/studio/close", data=sent).status_code == 403
        token = pieces(http.get("/ja/studio/payments/new").text)["_csrf"]
        answer = http.post(
            "/ja/studio/close",
            data={**sent, "_csrf": token},
            headers={"origin": "https://evil.example"},
        )
        assert answer.status_code == 403


def test_a_statement_is_shown_with_its_lines_and_its_files(site: Site) -> None:
    with site.client("studio") as http:
        listed = http.get("/en/studio/statements?period=2026-Q2").text
        where = re.search(r"/en/studio/statements/(stmt_\w+)", listed)
        assert where
        page = http.get(where[0]).text
        assert "Transfer" in page
        assert "Lines" in page
        answer = http.get(f"{where[0]}/file?format=csv")
        assert answer.status_code == 200
        assert "text/csv" in answer.headers["content-type"]


@pytest.mark.browser
def test_the_last_quarter_is_paid_by_two_people(own_visit: Visit, own_site: Site) -> None:
    party = own_site.sample.open_next["owing"]
    page = own_visit("/studio/close?period=2026-Q2", "studio", party=party)
    axe(page)
    shot(page, "studio-close-ja")
    page.get_by_role("link", name="支払を準備する").click()
    axe(page)
    page.get_by_role("button", name="この支払を準備する").click()
    page.get_by_text("支払を準備しました").wait_for()
    assert page.get_by_text("準備した人は承認できません").is_visible()
    address = page.url.split("/ja", 1)[1]

    second = own_visit("/studio", "studio", party=party, login="second@demo.example")
    second.get_by_role("link", name=re.compile("承認を待っています: 支払")).click()
    second.locator("tbody").get_by_role("link").first.click()
    axe(second)
    second.get_by_role("button", name=re.compile("合計 .*円 を承認する")).click()
    second.get_by_text("支払を承認しました").wait_for()

    page.goto(page.url)
    page.get_by_label("委託者コード").fill("1234567890")
    for name, text in (("支払銀行のBIC", "MHCBJPJT"), ("支払者の英字名", "TSUKISHIRO HOSO")):
        if page.get_by_label(name).count():
            page.get_by_label(name).fill(text)
    page.get_by_role("button", name="銀行ファイルを作る").click()
    page.get_by_text("銀行ファイルを作りました").wait_for()
    with page.expect_download() as download:
        page.locator("a[download]").first.click()
    assert download.value.suggested_filename.startswith("pay_")
    shot(page, "studio-payment-ja")

    english = own_visit(address, "studio", lang="en", party=party, size="phone")
    axe(english)
    assert english.evaluate("document.documentElement.scrollWidth") <= 360
    shot(english, "studio-payment-en-phone")


@pytest.mark.browser
def test_a_quarter_without_money_is_closed_on_purpose_and_the_page_says_how_far_it_is(
    own_visit: Visit, own_site: Site
) -> None:
    party = own_site.sample.open_next["owing"]
    page = own_visit("/studio/close?period=2026-Q3", "studio", lang="en", party=party)
    page.get_by_role("link", name=re.compile("Preview")).first.click()
    axe(page)
    page.go_back()
    page.get_by_label(re.compile("Also close periods")).check()
    page.get_by_role("button", name=re.compile(r"Run what is open")).click()
    page.get_by_role("link", name="Back to the list").wait_for()
    axe(page)
    page.get_by_role("link", name="Back to the list").click()
    assert page.get_by_text("Run", exact=True).count() >= 1
    page.get_by_role("button", name="Lock the months").click()
    page.get_by_role("link", name="Back to the list").wait_for()
    page.get_by_role("link", name="Back to the list").click()
    assert page.get_by_text("July 2026: Locked").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_this_week_is_fit_for_everybody(visit: Visit, site: Site, lang: str) -> None:
    page = visit("/studio", "studio", lang=lang, party=site.sample.open_next["owing"])
    axe(page)
    shot(page, f"studio-week-{lang}")
