"""The one page on a committee: who signs for which right, for whom, in both languages."""

import re

import pytest
from money_stage import Money
from stage import member

from ledger.access.commands import GrantAccess
from ledger.access.views import PUBLIC_VIEWER, Viewer
from ledger.errors import Forbidden, NotFound
from ledger.papers.blocks import as_data, as_text
from ledger.papers.committee import committee_paper
from ledger.papers.typesetting import typeset
from tests.papers.paper_stage import DAY, company, large_committee, pages, printing, words

_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def test_thirteen_members_and_eleven_windows_fit_on_one_page_in_both_languages(money: Money):
    committee, _ = large_committee(money)
    for lang in ("ja", "en"):
        with printing(money, lang, address=f"https://ledger.example/{committee}") as printer:
            printed = typeset(committee_paper(printer, committee, "members"))
        assert len(pages(printed)) == 1


def test_the_page_names_who_signs_for_each_use(money: Money):
    committee, _ = large_committee(money)
    with printing(money) as printer:
        said = words(typeset(committee_paper(printer, committee, "partner")))
    assert "配信日本株式会社𠮷田アニメーションホールディングス第3事業部委員会の代理第7条" in said
    assert "海外（すべての利用）" in said
    assert "全世界（日本以外）" in said
    assert "契約に定めの記録なし:法律どおり全員一致" in said
    assert (
        "商品化構成員株式会社𠮷田アニメーションホールディングス第3事業部（対価あり）第30条2項"
        in said
    )


def test_the_english_page_is_english_but_for_titles_that_have_no_english_name(money: Money):
    committee, _ = large_committee(money)
    with printing(money, "en") as printer:
        text = as_text(committee_paper(printer, committee, "members"))
    lines = [line for line in text.splitlines() if _JAPANESE.search(line)]
    assert lines == ["  Works: 星の庭"]
    assert (
        "  streaming | Japan | Yoshida Animation Holdings 3 | for the committee | Article 7" in text
    )
    assert "  all others | co-owned by the members, by share | Article 30(3)" in text


def test_a_partner_reads_no_shares_fees_or_prices(money: Money):
    committee, _ = large_committee(money)
    with printing(money) as printer:
        partner = str(as_data(committee_paper(printer, committee, "partner")))
        members = str(as_data(committee_paper(printer, committee, "members")))
    assert "1/13" in members
    assert "1/13" not in partner
    for secret in ("15%", "3/20", "5000000", "5,000,000"):
        assert secret not in partner
        assert secret not in members


def test_the_public_edition_says_what_credits_print_and_nothing_else(money: Money):
    committee, _ = large_committee(money)
    with printing(money, viewer=PUBLIC_VIEWER) as printer:
        said = as_text(committee_paper(printer, committee, "public"))
    assert "株式会社𠮷田アニメーションホールディングス第1事業部" in said
    assert "第2事業部" not in said
    assert "この版には載せていません" in said


def test_a_stranger_gets_the_public_edition_only(money: Money):
    committee, parties = large_committee(money)
    stranger = money.company("別の会社")
    for viewer in (PUBLIC_VIEWER, Viewer("studio", stranger)):
        with printing(money, viewer=viewer) as printer, pytest.raises(Forbidden) as caught:
            committee_paper(printer, committee, "partner")
        assert caught.value.code == "paper-not-for-reader"
        assert caught.value.fields["expected"] == "public"
    with printing(money, viewer=Viewer("studio", parties[5])) as printer:
        assert committee_paper(printer, committee, "members")


def test_a_grant_opens_the_other_editions(money: Money):
    committee, _ = large_committee(money)
    partner = money.company("海外の会社")
    money.record(
        GrantAccess(id=money.new("grant"), grantee=partner, objects=(committee,), reason="共同製作")
    )
    with printing(money, viewer=Viewer("studio", partner, DAY)) as printer:
        assert "第13事業部" in as_text(committee_paper(printer, committee, "members"))


def test_an_unknown_committee_is_refused(money: Money):
    with printing(money) as printer, pytest.raises(NotFound) as caught:
        committee_paper(printer, "cmt_" + "0" * 26, "public")
    assert caught.value.code == "committee-not-found"


def test_without_windows_and_plan_the_page_says_what_the_law_says(money: Money):
    studio, other = company(money, "甲社", "A"), company(money, "乙社", "B")
    committee = money.committee(member(studio), member(other), origin="existing", plan=None)
    with printing(money) as printer:
        said = as_text(committee_paper(printer, committee, "partner"))
    assert "どの利用にも構成員全員の合意が要ります" in said
    assert "計画の記録なし" in said
    with printing(money, "en") as printer:
        assert "every use needs all of them" in as_text(
            committee_paper(printer, committee, "partner")
        )


def test_a_draft_shows_the_names_in_credits_and_says_that_they_are_no_contract(money: Money):
    studio = company(money, "甲社", "A")
    committee = money.committee(member(studio), origin="draft", lead=None)
    with printing(money, viewer=PUBLIC_VIEWER) as printer:
        said = as_text(committee_paper(printer, committee, "public"))
    assert "甲社" in said
    assert "契約の当事者とは限りません" in said


def test_the_foot_of_the_page_says_of_which_entry_it_was_made(money: Money):
    committee, _ = large_committee(money)
    with printing(money) as printer:
        paper = committee_paper(printer, committee, "partner")
    assert "記録番号 14 まで（2026-04-01）" in paper.footer[0]
    assert paper.footer[1].startswith("もとの記録 14　ハッシュ ")
    assert paper.footer[2] == "台帳の記録を写したもので、証拠であって法的助言ではありません。"
