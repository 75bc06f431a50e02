"""What is on record about a creator, her taxes and her addresses, on pages."""

from datetime import date

import pytest
from sqlalchemy import select

from api.pages.creator.reads import told as read_told
from api.pages.creator.taxes_told import form_state, years_before
from ledger.clock import tokyo_date
from ledger.notices import kinds
from ledger.parties.payees import PayeeRow
from ledger.parties.succession import SuccessorRow
from ledger.store.views import table_of
from tests.pages.browsing import Visit, axe, shot
from tests.pages.creator_stage import at_pages, persons, proved
from tests.pages.stand import Site

REGISTRATION = "/my/details/registration"
PAYEE = "/my/details/payee"
NUMBER = "T7000012050002"


def _today(site: Site) -> str:
    return tokyo_date(site.register.clock.now()).isoformat()


def test_every_page_of_hers_opens_in_both_languages_and_mixes_none(site: Site) -> None:
    with at_pages(site, persons(site)[0]) as creator:
        for path in ("details", "taxes", "invoices", "reads", "notices", "bank", "disputes"):
            assert "本文へ" in creator.get(f"/my/{path}")
            page = creator.get(f"/my/{path}", "en")
            assert "Skip to content" in page
            assert "ください" not in page


def test_whoever_is_not_signed_in_is_led_there(site: Site) -> None:
    with site.client() as http:
        for path in ("details", "taxes", "reads", "bank", "notices", "invoices", "disputes/new"):
            assert http.get(f"/ja/my/{path}").headers["location"].startswith("/ja/sign-in?next=")


def test_a_registration_number_is_recorded_and_shown(site: Site) -> None:
    with at_pages(site, persons(site)[12]) as creator:
        sent = {"kind": "registered", "number": NUMBER, "day": _today(site)}
        status, page = creator.send(REGISTRATION, REGISTRATION, {**sent, "number": "T123"})
        assert status == 422
        assert 'id="e-number"' in page
        assert 'value="T123"' in page
        assert creator.send(REGISTRATION, REGISTRATION, sent) == (303, "/ja/my/details")
        assert NUMBER in creator.get("/my/details")
        status, page = creator.send(REGISTRATION, REGISTRATION, {**sent, "day": "2099-01-01"})
        assert status == 422
        assert 'id="e-day"' in page


def test_who_is_paid_for_her_is_changed_only_after_a_proof(site: Site) -> None:
    party = persons(site)[13]
    with at_pages(site, party) as creator:
        answer = creator.http.get(f"/ja{PAYEE}")
        assert answer.headers["location"] == f"/ja/account/prove?next={PAYEE}"
    with at_pages(site, party, is_proved=True) as creator:
        page = creator.get(f"{PAYEE}?q=放送")
        company = page.partition('<option value="party_')[2].partition('"')[0]
        sent = {"payee": f"party_{company}", "relation": "agent_company"}
        there = f"{PAYEE}?q=放送"
        day = {"effective_from": "2099-04-01"}
        assert creator.send(there, PAYEE, {**sent, **day}) == (303, "/ja/my/details")
        page = creator.get("/my/details")
        assert "個人事務所" in page
        assert "これから" in page
        assert "台帳に見つかりません" in creator.get(f"{PAYEE}?q=どこにもない会社")


def test_an_heir_reads_whom_she_follows_and_what_paper_changes_it(site: Site) -> None:
    with site.register.ledger.reading() as conn:
        heir = conn.execute(select(table_of(SuccessorRow).c.successor_id)).scalars().first()
    with at_pages(site, str(heir)) as creator:
        page = creator.get("/my/details")
    assert "を引き継いでいます" in page
    assert "法定相続情報一覧図" in page


def test_an_agent_company_has_its_own_taxes_and_details(site: Site) -> None:
    table = table_of(PayeeRow)
    query = select(table.c.payee_id).where(table.c.relation == "agent_company")
    with site.register.ledger.reading() as conn:
        agency = conn.execute(query).scalars().first()
    with at_pages(site, str(agency)) as creator:
        assert "支払者ごとの内訳" in creator.get("/my/taxes?year=2026")
        assert "会社" in creator.get("/my/details")
        assert "会社の名前は公開" in creator.get("/my/reads")


def test_a_creator_with_an_agent_reads_what_was_paid_to_it_apart(site: Site) -> None:
    with at_pages(site, str(site.party_of("creator"))) as creator:
        page = creator.get("/my/taxes?year=2026")
    assert "別に確かめるもの" in page
    assert "指定された別の受取人への支払" in page


def test_a_year_is_named_by_both_calendars_and_comes_as_paper_and_table(site: Site) -> None:
    with at_pages(site, persons(site)[0]) as creator:
        page = creator.get("/my/taxes?year=2026")
        assert "2026年（令和8年）" in page
        assert "<svg" in page
        paper = creator.http.get("/ja/my/taxes/2026/year.pdf")
        assert paper.content.startswith(b"%PDF")
        for name, encoding in (("year.csv", "utf-8"), ("year-cp932.csv", "cp932")):
            table = creator.http.get(f"/ja/my/taxes/2026/{name}")
            assert "源泉徴収税額" in table.content.decode(encoding)


def test_a_year_without_payments_says_so(site: Site) -> None:
    with at_pages(site, persons(site)[0]) as creator:
        assert "支払われたものはありません" in creator.get("/my/taxes?year=2014")
        assert creator.http.get("/ja/my/taxes/1990/year.csv").status_code == 422
        assert creator.http.get("/ja/my/taxes?year=1990").status_code == 404


def test_a_form_is_good_through_its_last_day() -> None:
    assert form_state("2026-11-23", "2026-11-23") == "good"
    assert form_state("2026-11-22", "2026-11-23") == "over"
    assert form_state(None, "2026-11-23") == "open"


def test_a_year_long_ago_that_is_looked_at_stays_in_the_choice() -> None:
    years = list(years_before(date(2026, 11, 23), 2015))
    assert years == [2026, 2025, 2024, 2023, 2022, 2021, 2020, 2015]


def test_a_read_is_said_by_what_it_was_for() -> None:
    item = {"why": "GET /statements/{statement_id}", "kind": "signatures"}
    told = read_told(item)
    assert (told["reason"], told["kind"]) == ("statements", "other")


def test_reads_of_others_come_without_her_own(site: Site) -> None:
    party = persons(site)[14]
    with at_pages(site, party) as creator:
        creator.get("/my/details")
        assert "/my/details</code>" not in creator.get("/my/reads")
        assert "/my/details</code>" in creator.get("/my/reads?own=yes")


def test_an_address_is_asked_for_confirmed_by_its_code_and_ended(site: Site) -> None:
    there = "/my/notices"
    with at_pages(site, persons(site)[15]) as creator:
        assert "届け先はまだありません" in creator.get(there)
        sent = {"channel": "email", "target": "aoi", "kinds": kinds.PAYMENT_SENT}
        status, page = creator.send(there, there, sent)
        assert status == 422
        assert "メールアドレスとして読めません" in page
        assert 'value="aoi"' in page
        assert creator.send(there, there, {**sent, "target": "aoi@example.jp"})[0] == 303
        page = creator.get(there)
        assert "確認待ち" in page
        address = page.partition("/ja/my/notices/")[2].partition("/")[0]
        act = f"{there}/{address}"
        status, page = creator.send(there, f"{act}/confirm", {"code": "WRONG"})
        assert status == 403
        assert "確認コードが違うか" in page
        assert creator.send(there, f"{act}/end", {})[0] == 303
        assert "届け先はまだありません" in creator.get(there)
    with at_pages(site, persons(site)[-1]) as stranger:
        csrf = stranger.get(there).partition('name="_csrf" value="')[2].partition('"')[0]
        for name in ("quiet", "end", "test"):
            answer = stranger.http.post(f"/ja{act}/{name}", data={"_csrf": csrf})
            assert answer.status_code == 404


@pytest.mark.browser
def test_taxes_are_read_and_saved_in_english(visit: Visit, site: Site) -> None:
    page = visit("/my/taxes?year=2026", "creator", lang="en", party=persons(site)[0])
    assert "Tax withheld" in page.locator("main").inner_text()
    axe(page)
    shot(page, "creator-taxes-en-desktop")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as PDF").click()
    assert saved.value.suggested_filename == "2026-year.pdf"


@pytest.mark.browser
def test_her_details_fit_a_phone(visit: Visit, site: Site) -> None:
    party = persons(site)[0]
    proved(site, party)
    page = visit("/my/details", "creator", size="phone", party=party, theme="dark")
    axe(page)
    shot(page, "creator-details-ja-phone-dark")
    for path in (REGISTRATION, PAYEE, "/my/reads?own=yes", "/my/notices", "/my/taxes"):
        page.goto(f"{site.url}/ja{path}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
