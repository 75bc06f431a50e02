"""The page of a committee that ends: whom to ask, who holds the rights, what was declared."""

from datetime import date

import pytest
from ending_stage import Ending, clause
from money_stage import Money
from rights_stage import consent

from ledger.access.views import PUBLIC_VIEWER
from ledger.papers.blocks import as_text
from ledger.papers.committee import committee_paper
from ledger.papers.typesetting import typeset
from tests.papers.paper_stage import pages, printing, words


@pytest.fixture
def ending(money: Money) -> Ending:
    return Ending(money)


def page(ending: Ending, edition: str = "partner", lang: str = "ja") -> str:
    with printing(ending.money, lang) as printer:  # type: ignore[arg-type]
        return as_text(committee_paper(printer, ending.committee, edition))  # type: ignore[arg-type]


def test_a_page_says_that_a_committee_is_being_wound_up_and_by_whom(ending: Ending):
    ending.begin()
    said = page(ending)
    assert "状態: 清算中" in said
    assert "終了の事由: 構成員の決議" in said
    assert "清算人: 甲社" in said
    assert "新しい許諾は、清算人に権限を確かめてください" in said


def test_a_page_of_an_ended_committee_names_holders_and_no_windows(ending: Ending):
    """A, B and C held 1/2, 3/10 and 1/5; streaming goes to B alone, the rest to all by share."""
    dispositions = (clause("member", ending.b, "streaming"), clause("co_ownership"))
    agreed = consent(ending.a, ending.b, ending.c)
    begun = ending.begin()
    ending.money.record(ending.completion(begun, dispositions=dispositions, consents=agreed))
    said = page(ending)
    assert "状態: 清算結了" in said
    assert "権利の移転日: 2026-04-01" in said
    assert "  配信 | 乙社\n" in said
    assert "  全媒体（配信以外） | 甲社、乙社、丙社\n" in said
    assert "1/2" not in said
    members = page(ending, "members")
    assert "  配信 | 乙社 1\n" in members
    assert "甲社 1/2、乙社 3/10、丙社 1/5" in members
    assert "窓口: 下の利用は" not in said
    english = page(ending, lang="en")
    assert "Who received the rights" in english
    with printing(ending.money) as printer:
        printed = typeset(committee_paper(printer, ending.committee, "members"))
    assert len(pages(printed)) == 1
    assert "配信乙社1" in words(printed)


def test_everybody_reads_the_contact_and_the_declaration_and_not_the_holders(ending: Ending):
    ending.money.record(ending.completion(ending.begin()))
    ending.money.record(
        ending.declaration(until=date(2030, 3, 31), conditions="学術利用に限り無償")
    )
    with printing(ending.money, viewer=PUBLIC_VIEWER) as printer:
        said = as_text(committee_paper(printer, ending.committee, "public"))
    assert "利用許諾の問合せ先: 甲社" in said
    assert "甲社（権利者）: 個別に相談を受けます。問合せ先 甲社" in said
    assert "2030-03-31 まで" in said
    assert "学術利用に限り無償" in said
    assert "保証しません" in said
    assert "3/10" not in said


def test_a_past_end_is_told_as_far_as_it_is_known(ending: Ending):
    ending.money.record(ending.past())
    said = page(ending)
    assert "終了の事由: 破産" in said
    assert "終了の時期: 2026-03" in said
