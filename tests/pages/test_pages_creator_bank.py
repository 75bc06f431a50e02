"""Where a creator is paid, on pages."""

import pytest

from api.pages.creator.bank_told import told
from tests.pages.browsing import Visit, axe, shot
from tests.pages.creator_stage import at_pages, persons, proved
from tests.pages.stand import Site

NEW = "/my/bank/new/domestic"
ACCOUNT = {
    "bank": "みずほ銀行",
    "branch": "渋谷",
    "account_type": "ordinary",
    "account_number": "1234567",
    "holder": "ﾔﾏﾀﾞ ﾊﾅｺ",
}
ABROAD = {
    "currency": "EUR",
    "country": "FR",
    "holder": "MARIE DURAND",
    "bic": "BNPAFRPP",
    "iban": "FR14 2004 1010 0505 0001 3M02 606",
    "bank_name": "BNP PARIBAS",
}
_ROW = {"status": "confirmed", "waiting_until": "2027-06-06", "in_force_from": "2027-06-06"}


@pytest.mark.parametrize(
    ("changed", "today", "state"),
    [
        ({}, "2027-06-05", "waiting"),
        ({}, "2027-06-06", "used"),
        ({"in_force_from": "2027-07-01"}, "2027-06-10", "later"),
        ({"id": "other"}, "2027-06-06", "before"),
        ({"status": "proposed"}, "2027-06-06", "asked"),
        ({"status": "returned"}, "2027-06-06", "returned"),
        ({"status": "withdrawn", "withdrawal": {"cause": "closed"}}, "2027-06-06", "withdrawn"),
        ({"status": "withdrawn", "withdrawal": {"cause": "not_me"}}, "2027-06-06", "denied"),
    ],
)
def test_an_account_stands_as_its_days_say(
    changed: dict[str, object], today: str, state: str
) -> None:
    row = {"id": "bank", "account": None, **_ROW, **changed}
    (one,) = told([row], frozenset({"bank"}), today, is_frozen=False).accounts
    assert one.state == state


def test_an_account_is_shown_by_its_bank_and_three_digits_alone(site: Site) -> None:
    with at_pages(site, persons(site)[0]) as creator:
        page = creator.get("/my/bank")
        assert "使用中" in page
        assert "末尾 " in page


def test_who_has_not_proved_anew_who_she_is_is_led_to_do_so(site: Site) -> None:
    with at_pages(site, persons(site)[-2]) as creator:
        answer = creator.http.get(f"/ja{NEW}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/ja/account/prove?next={NEW}"


def test_an_account_is_seen_once_more_before_it_is_recorded_and_then_waits(site: Site) -> None:
    with at_pages(site, persons(site)[8], is_proved=True) as creator:
        status, page = creator.send(NEW, NEW, ACCOUNT)
        assert status == 200
        assert "まだ記録していません" in page
        assert "みずほ 渋谷" in page
        assert "0001-210" in page
        assert "確認待ち" not in creator.get("/my/bank")
        assert creator.send(NEW, NEW, {**ACCOUNT, "step": "edit"})[0] == 200
        assert creator.send(NEW, NEW, {**ACCOUNT, "step": "record"}) == (303, "/ja/my/bank")
        listed = creator.get("/my/bank")
        assert "確認待ち" in listed
        assert "末尾 567" in listed
        assert "1234567" not in listed
        again, page = creator.send(NEW, NEW, {**ACCOUNT, "step": "record"})
        assert again == 409
        assert "この通貨の口座の変更が一件待っています" in page


def test_what_is_wrong_with_an_account_is_said_at_its_field(site: Site) -> None:
    wrong = {
        "bank": ("どこにもない銀行", "この名前の銀行は一覧表にありません"),
        "branch": ("999", "この番号の支店は一覧表にありません"),
        "account_number": ("12345678", "口座番号は7桁までの数字"),
        "holder": ("山田花子", "銀行で使えない文字があります"),
    }
    with at_pages(site, persons(site)[9], is_proved=True) as creator:
        for field, (value, sentence) in wrong.items():
            status, page = creator.send(NEW, NEW, {**ACCOUNT, field: value})
            assert status == 422, field
            assert f'id="e-{field}"' in page
            assert sentence in page.partition(f'id="e-{field}"')[2][:200]
            assert f'href="#f-{field}"' in page


def test_of_several_banks_of_a_name_one_is_chosen(site: Site) -> None:
    with at_pages(site, persons(site)[9], is_proved=True) as creator:
        status, page = creator.send(NEW, NEW, {**ACCOUNT, "bank": "三井", "branch": "001"})
        assert status == 422
        assert '<option value="0009">0009 三井住友</option>' in page
        chosen = {**ACCOUNT, "bank": "三井", "bank_choice": "0009", "branch": "001"}
        status, page = creator.send(NEW, NEW, chosen)
        assert status == 200
        assert "三井住友" in page


def test_a_name_that_banks_write_otherwise_is_taken_only_with_her_word(site: Site) -> None:
    small = {**ACCOUNT, "holder": "アオバ ジュン"}
    with at_pages(site, persons(site)[9], is_proved=True) as creator:
        status, page = creator.send(NEW, NEW, small)
        assert status == 422
        assert "銀行の表記「ｱｵﾊﾞ ｼﾞﾕﾝ」で届け出る" in page
        status, page = creator.send(NEW, NEW, {**small, "takes_offer": "on"})
        assert status == 200
        assert "ｱｵﾊﾞ ｼﾞﾕﾝ" in page


def test_an_account_abroad_has_right_check_digits(site: Site) -> None:
    there = "/my/bank/new/foreign"
    with at_pages(site, persons(site)[9], is_proved=True) as creator:
        status, page = creator.send(there, there, {**ABROAD, "iban": ABROAD["iban"][:-1] + "7"})
        assert status == 422
        assert 'id="e-iban">IBANが正しくありません' in page
        assert creator.send(there, there, ABROAD)[0] == 200


def test_the_alarm_stops_everything_at_once_and_needs_no_proof(site: Site) -> None:
    with at_pages(site, persons(site)[10]) as creator:
        page = creator.get("/my/bank")
        stop = page.partition('href="/ja/my/bank/bank_')[2].partition('"')[0]
        to = f"/my/bank/bank_{stop}"
        assert creator.send(to, to, {"cause": ""})[0] == 422
        assert creator.send(to, to, {"cause": "not_me"})[0] == 303
        page = creator.get("/my/bank")
        assert "あなたへの支払はすべて止まっています" in page
        assert "心当たりなし" in page
        assert "この口座はすでに終わっています" in creator.get(to)
    with at_pages(site, persons(site)[9]) as stranger:
        assert stranger.http.get(f"/ja{to}").status_code == 404


@pytest.mark.browser
def test_a_wrong_branch_and_then_the_right_one_on_a_phone(visit: Visit, site: Site) -> None:
    party = persons(site)[11]
    visit.expects("422")
    proved(site, party)
    page = visit("/my/bank", "creator", size="phone", party=party)
    axe(page)
    page.get_by_role("link", name="新しい口座を届け出る").click()
    page.get_by_label("銀行", exact=False).first.fill("みずほ")
    page.locator("#f-branch").fill("しぶたに")
    page.locator("#f-account_number").fill("7654321")
    page.locator("#f-holder").fill("ﾔﾏﾀﾞ ﾊﾅｺ")
    page.get_by_role("button", name="内容を確かめる").click()
    assert "この名前の支店は一覧表にありません" in page.locator("#e-branch").inner_text()
    assert page.locator("#f-account_number").input_value() == "7654321"
    axe(page)
    shot(page, "creator-bank-wrong-ja-phone")
    page.locator("#f-branch").fill("渋谷")
    page.get_by_role("button", name="内容を確かめる").click()
    assert "みずほ 渋谷" in page.locator("main").inner_text()
    shot(page, "creator-bank-review-ja-phone")
    axe(page)
    page.get_by_role("button", name="この口座を届け出る").click()
    assert "口座の届出を記録しました" in page.get_by_role("status").inner_text()
    assert "末尾 321" in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
