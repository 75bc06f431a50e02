"""Agreement texts: every number and name from the record, every term said, one text per inputs."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from money_stage import Money, rate
from rights_stage import Rights, consent, reach
from stage import member, ratio

from contracts.steps import STEPS
from ledger.access.views import PUBLIC_VIEWER, Viewer
from ledger.committees.commands import Milestone, Window
from ledger.errors import Conflict, LedgerError, NotFound, RuleViolation
from ledger.papers.articles import General, Provision, numbered
from ledger.papers.blocks import as_text
from ledger.papers.committee import committee_paper
from ledger.papers.money_words import BASES, FIELDS, KINDS
from ledger.papers.texts import text_of
from ledger.papers.typesetting import typeset
from ledger.rights.written import Bundle, BundlePart, WrittenHoldback
from ledger.values import Names
from tests.papers.paper_stage import company, large_committee, pages, printing, words

_JAPANESE = re.compile("[぀-ヿ㐀-鿿]")


def step(id: str, ja: str, en: str, kind: str, clause: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": kind, "clause": clause, "label": {"ja": ja, "en": en}, **more}


@pytest.fixture
def profit_share(money: Money) -> str:
    """A creator's profit share: window fee 15%, royalty 3% recouping an advance, pool 2%, rest."""
    payer, window = company(money, "甲社", "Alpha"), company(money, "乙社", "Beta")
    writer, artist = company(money, "脚本家𠮷田", "Writer"), company(money, "作画家", "Artist")
    terms = {
        "terms": 1,
        "currency": "JPY",
        "accounts": [
            {
                "id": "adv", "kind": "advance", "target": {"amount": 1_000_000},
                "label": {"ja": "前払金", "en": "Advance payment"},
            }
        ],
        "minimum_payment": {"amount": 3000},
        "steps": [
            step(
                "window", "配信窓口手数料", "Streaming fee", "commission/1", "第5条1項",
                basis="received", rate=rate(3, 20), payee=window,
                where={"channel": ["streaming"]}, category="window",
            ),
            step(
                "royalty", "脚本使用料", "Script royalty", "royalty/2", "第6条2項",
                basis="after:window", rate=rate(3, 100), payee=writer, survives=True,
            ),
            step(
                "recoup", "前払金の回収", "Recoupment", "recoup/1", "第6条3項",
                account="adv", against="royalty",
            ),
            step(
                "pool", "クリエイター還元", "Creators' pool", "pool/1", "7.1",
                basis="remainder", rate=rate(1, 50),
                payees=[{"payee": writer, "points": 3}, {"payee": artist, "points": 2}],
            ),
        ],
    }  # fmt: skip
    title = Names(ja="クリエイター還元契約", en="Creators agreement")
    return money.agreement(payer, terms, kind="creator", title=title)


def text(money: Money, id: str, lang: Any = "ja") -> str:
    with printing(money, lang) as printer:
        return text_of(printer, id).plain


def test_a_profit_share_says_its_terms_under_the_numbers_that_they_name(
    money: Money, profit_share: str
):
    said = text(money, profit_share)
    assert (
        "第5条 配信窓口手数料\n"
        "  1項 配信窓口手数料として、入金額の15%を差し引く。\n"
        "    受取人: 乙社\n"
        "    区分: 窓口手数料\n"
        "    対象を次に限る: 利用: 配信\n"
    ) in said
    assert (
        "  2項 脚本使用料として、「配信窓口手数料」を差し引いた後の残額の3%を支払う。\n"
        "    受取人: 脚本家𠮷田\n"
        "    委員会の終了後も存続する: する\n"
        "  3項 前払金の回収: 次の勘定が目標額に達するまで、その回収に充てる。\n"
        "    勘定: 前払金（前払金、目標額1,000,000円）\n"
    ) in said
    assert "[条項7.1] クリエイター還元として、残額の2%をクリエイターへの還元に充て" in said
    assert "受取人: 脚本家𠮷田（3点）、作画家（2点）" in said
    assert "支払額が 3,000円 に満たないときは、次回に繰り越す。" in said


def test_the_english_text_is_english(money: Money, profit_share: str):
    said = text(money, profit_share, "en")
    assert not _JAPANESE.search(said)
    assert "(2) 3% of what is left after Streaming fee is paid as Script royalty." in said
    assert "Payee: Writer (3 points), Artist (2 points)." in said
    assert "TEMPLATE made from the record: to be reviewed by counsel before anybody signs" in said


def test_every_page_says_that_it_is_a_template(money: Money):
    committee, _ = large_committee(money)
    with printing(money) as printer:
        printed = pages(typeset(text_of(printer, committee).paper))
    assert len(printed) > 1
    assert all("弁護士の確認が必要です" in page for page in printed)


def test_a_committee_text_keeps_the_numbers_of_windows_and_dispositions(money: Money):
    committee, _ = large_committee(money)
    said = text(money, committee)
    assert (
        "第7条 窓口\n  配信（地域: 日本）の許諾は、株式会社𠮷田アニメーションホールディングス第3事業部"
        in said
    )
    assert "手数料15%を差し引いた額を" in said
    assert "第30条 終了時の権利\n  1項 委員会が終わるとき、配信、海外（すべての利用）" in said
    assert "対価は 5,000,000円 とする。" in said
    assert "出資比率 1/13　著作権持分 1/13　損益分配 1/13" in said
    assert not _JAPANESE.search(text(money, committee, "en").replace("星の庭", ""))


def test_a_window_abroad_says_what_it_waits_for_and_its_currency(money: Money):
    lead = company(money, "甲社", "Alpha")
    window = Window(
        medium="streaming", holder=lead, territory="CN", rate=ratio("1/10"), clause="第9条",
        currency="CNY",
        milestones=(
            Milestone(
                code="censor", kind="approval", name=Names(ja="審査の合格", en="Censors' approval"),
                due=date(2026, 10, 1),
            ),
        ),
    )  # fmt: skip
    committee = money.committee(member(lead, "1"), windows=(window,))
    said = text(money, committee)
    assert "配信（地域: 中国（本土））の許諾は、甲社 が" in said
    assert "    先に要るもの: 審査の合格（許可）、期限 2026-10-01\n" in said
    assert "    報告と引渡しの通貨は CNY とする。\n" in said
    with printing(money, "en") as printer:
        page = as_text(committee_paper(printer, committee, "partner"))
    assert "needs first: Censors' approval (approval), due 2026-10-01" in page


def test_a_licence_says_extent_exclusivity_holdbacks_and_allocation(money: Money):
    rights = Rights(money)
    money.record(rights.title())
    licence = rights.licence(
        extent=reach("streaming", "JP", until=date(2031, 3, 31)), sublicensable=True,
        consents=consent(rights.a, rights.b),
        holdbacks=(
            WrittenHoldback(extent=reach("avod", "JP", until=date(2026, 12, 31)), binds="licensee"),
        ),
        bundle=Bundle(
            name="国内配信", allocation=(BundlePart(media=("streaming",), share=ratio("1")),)
        ),
    )  # fmt: skip
    money.record(licence)
    said = text(money, licence.id)
    assert (
        "甲社、乙社 は 配信社 に、「星の庭」を次の範囲で利用することを許諾する: 配信・日本" in said
    )
    assert "この許諾は独占とし" in said
    assert "被許諾者は、次の利用をしない: AVOD・日本" in said
    assert "国内配信: 配信 に 100%" in said
    assert f"SHA-256 は {licence.document.sha256} である" in said


def test_a_text_is_made_again_from_the_same_record_by_whoever_makes_it(
    money: Money, profit_share: str
):
    with printing(money) as printer:
        one, later = text_of(printer, profit_share), replace(printer, day=date(2031, 1, 1))
        other = text_of(later, profit_share)
    assert (one.sha256, one.inputs) == (other.sha256, other.inputs)
    company(money, "関係のない会社", "Nobody")
    with printing(money) as printer:
        again = text_of(printer, profit_share)
    assert (one.sha256, one.inputs) == (again.sha256, again.inputs)


def test_a_text_in_two_languages_has_two_hashes(money: Money, profit_share: str):
    with printing(money) as printer:
        japanese = text_of(printer, profit_share)
        english = text_of(replace(printer, lang="en"), profit_share)
    assert japanese.sha256 != english.sha256
    assert japanese.inputs != english.inputs


def test_a_recorded_text_is_not_recorded_again(money: Money, profit_share: str):
    with printing(money) as printer:
        command = text_of(printer, profit_share).command()
    money.record(command)
    assert money.refused(command).code == "paper-on-record"
    other = command.model_copy(update={"sha256": "0" * 64})
    refused = money.refused(other)
    assert isinstance(refused, Conflict)
    assert (refused.code, refused.fields["expected"]) == ("paper-differs", command.sha256)


def test_strangers_get_no_text(money: Money, profit_share: str):
    committee, _ = large_committee(money)
    stranger = Viewer("studio", money.company("別の会社"))
    for viewer in (PUBLIC_VIEWER, stranger):
        for id in (profit_share, committee):
            with printing(money, viewer=viewer) as printer, pytest.raises(NotFound):
                text_of(printer, id)


def test_a_title_has_no_text(money: Money):
    rights = Rights(money)
    title = rights.title()
    money.record(title)
    with printing(money) as printer, pytest.raises(RuleViolation) as caught:
        text_of(printer, title.id)
    assert caught.value.code == "text-kind-unknown"


def test_a_name_that_cannot_be_printed_is_refused_before_anything_is_printed(money: Money):
    payer = company(money, "祝😀社", "Emoji")
    terms = {
        "terms": 1, "currency": "JPY",
        "steps": [step("all", "全額", "All", "split/1", "第1条", payees=[
            {"payee": payer, "share": rate(1, 1)}
        ])],
    }  # fmt: skip
    agreement = money.agreement(payer, terms)
    with printing(money) as printer, pytest.raises(LedgerError) as caught:
        typeset(text_of(printer, agreement).paper)
    assert caught.value.code == "glyph-missing"
    assert "祝😀社" in str(caught.value.fields["value"])


def test_general_provisions_take_free_numbers_and_recorded_ones_keep_theirs():
    """目的 is 1; 2 is taken by the record, so 定義 is 3; 5 stays; the rest follows: 6, 7."""
    clauses = numbered(
        (General("目的", ("一",)), General("定義", ("二",))),
        (
            Provision("手数料", "五の一", "第5条1項"),
            Provision("窓口", "二", "第2条"),
            Provision("番号なし", "末", ""),
        ),
        (General("管轄", ("終",)),),
        "ja",
    )
    told = [(clause.number, clause.title) for clause in clauses]
    assert told == [
        ("第1条", "目的"), ("第2条", "窓口"), ("第3条", "定義"), ("第5条", "手数料"),
        ("第6条", "番号なし"), ("第7条", "管轄"),
    ]  # fmt: skip
    assert clauses[3].labels == ("1項",)


def test_a_clause_keeps_its_paragraph_and_its_point_however_it_is_written():
    recorded = [
        Provision("窓口", one, one) for one in ("第7条第2項(2)", "第7条第2項（1）", "7条1項3号")
    ]
    (clause,) = numbered((), recorded, (), "ja")
    assert clause.number == "第7条"
    assert clause.labels == ("1項3号", "2項1号", "2項2号")


def test_every_kind_of_clause_and_every_field_has_its_sentence():
    unsaid = {"payee"}  # said with `payees`
    kinds = {kind.kind.partition("/")[0] for kind in STEPS}
    fields = {name for kind in STEPS for name in kind.schema} - unsaid
    assert kinds - set(KINDS) == set()
    assert fields - set(FIELDS) == set()
    patterns = [
        str(kind.schema["basis"]) for kind in STEPS if "pattern" in kind.schema.get("basis", {})
    ]
    named = set(re.findall("gross|received|remainder|after|amount|excess|units", "".join(patterns)))
    assert named - set(BASES) == set()


def test_every_sentence_of_the_tables_is_in_both_languages():
    from ledger.papers import chain_words, committee_words, money_words, text_words  # noqa: PLC0415

    for module in (chain_words, committee_words, money_words, text_words):
        for table in vars(module).values():
            for name, said in table.items() if isinstance(table, dict) else ():
                if isinstance(said, dict) and "ja" in said:
                    assert set(said) == {"ja", "en"}, name
                    assert not _JAPANESE.search(said["en"]), name


def test_the_words_of_a_text_are_on_its_pages(money: Money, profit_share: str):
    with printing(money) as printer:
        made = text_of(printer, profit_share)
    printed = words(typeset(made.paper))
    for line in ("第5条（配信窓口手数料）", "脚本家𠮷田", "前払金（前払金、目標額1,000,000円）"):
        assert line in printed
