"""A creator asks about a line of her statement: on paper of a page, and in a browser."""

import re
from hashlib import sha256

import pytest

from api.pages.disputes.course import standing
from api.pages.forms import Form
from api.pages.reading_forms import amount_in
from ledger.access.views import Viewer
from ledger.command import Actor
from ledger.disputes.commands import SayInDispute
from ledger.disputes.reading import show
from ledger.errors import RuleViolation
from tests.pages.browsing import Visit, axe, shot
from tests.pages.creator_stage import Creator, at_pages, persons, statement_of
from tests.pages.stand import Site

ASKED = {"reason": "missing", "claim": "11月の配信分が入っていません", "answer_by": "2099-01-31"}


def _ask(creator: Creator, site: Site, **fields: str) -> tuple[int, str]:
    page = f"/my/disputes/new?statement={statement_of(site, creator.party)}&line=1"
    return creator.send(page, "/my/disputes", {**ASKED, **fields})


def _newest(creator: Creator) -> str:
    found = re.search(r"/my/disputes/(dsp_\w+)", creator.get("/my/disputes"))
    assert found is not None
    return found[1]


def test_her_side_withdraws_and_a_lone_other_side_accepts() -> None:
    told = {"status": "open", "opened_by": "a", "against": ["b"], "claim": "x", "turn": ["b"]}
    hers, theirs = standing(told, "a"), standing(told, "b")
    assert (hers["ending"], hers["is_mine"], hers["others"]) == ("withdrawn", False, ["b"])
    assert (theirs["ending"], theirs["is_mine"]) == ("upheld", True)


def test_nobody_speaks_in_what_is_over_or_is_not_his() -> None:
    told = {"status": "agreed", "opened_by": "a", "against": ["b"], "claim": "x"}
    assert not standing(told, "a")["is_side"]
    assert not standing({**told, "status": "open"}, "c")["is_side"]


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [("12,000", "JPY", 12000), ("１２，０００円", "JPY", 12000), ("1,234.5", "EUR", 123450)],
)
def test_an_amount_is_read_as_people_write_it(text: str, currency: str, amount: int) -> None:
    assert amount_in(Form({"amount_minor": (text,)}), "amount_minor", currency) == amount


@pytest.mark.parametrize(("text", "currency"), [("12.5", "JPY"), ("-5", "JPY"), ("x", "EUR")])
def test_what_is_no_amount_of_a_currency_is_refused(text: str, currency: str) -> None:
    with pytest.raises(RuleViolation, match="amount"):
        amount_in(Form({"amount_minor": (text,)}), "amount_minor", currency)


def test_who_asked_nothing_is_told_where_to_begin(site: Site) -> None:
    with at_pages(site, persons(site)[-1]) as creator:
        assert "問い合わせはまだありません" in creator.get("/my/disputes")


def test_what_is_missing_in_a_question_is_said_at_its_field_and_nothing_typed_is_lost(
    site: Site,
) -> None:
    with at_pages(site, persons(site)[1]) as creator:
        status, page = _ask(creator, site, claim=" ", amount_minor="5000")
    assert status == 422
    assert 'id="e-claim">入力してください。' in page
    assert 'value="5000"' in page
    assert '<option value="missing" selected>' in page


def test_a_question_is_answered_and_withdrawn(site: Site) -> None:
    with at_pages(site, persons(site)[2]) as creator:
        status, there = _ask(creator, site, amount_minor="1,000")
        dispute = _newest(creator)
        assert (status, there) == (303, f"/ja/my/disputes/{dispute}")
        page = creator.get(f"/my/disputes/{dispute}")
        assert "1,000円" in page
        assert "相手方の回答待ちです" in page
        assert "いま保留されている額はありません" in page
        _answer(site, dispute, "次の期間に入ります")
        page = creator.get(f"/my/disputes/{dispute}")
        assert "次の期間に入ります" in page
        assert "回答がありました" in page
        to = f"/my/disputes/{dispute}"
        assert creator.send(to, f"{to}/messages", {"text": "いつ分かりますか"})[0] == 303
        assert creator.send(to, f"{to}/turn", {"answer_by": "2099-02-01"})[0] == 303
        unsure = creator.send(to, f"{to}/end", {"reason": "分かりました"})
        assert unsure[0] == 422
        assert "確かめたら、チェックを入れてください" in unsure[1]
        sure = {"reason": "分かりました", "is_sure": "on"}
        assert creator.send(to, f"{to}/end", sure)[0] == 303
        assert "この問い合わせは終わっています" in creator.get(to)


def _answer(site: Site, dispute: str, text: str) -> None:
    """Let the payer say something."""
    register = site.register
    with register.ledger.reading() as conn:
        told = show(conn, dispute, Viewer.of(Actor("operator"), register.clock))
    assert told is not None
    payer = told["against"][0]
    command = SayInDispute(dispute=dispute, by=payer, text=text)
    register.ledger.record(command, Actor("studio", payer, "tok_00000000000000000000000009"))


def test_a_question_sent_twice_is_asked_once(site: Site) -> None:
    with at_pages(site, persons(site)[3]) as creator:
        page = f"/my/disputes/new?statement={statement_of(site, creator.party)}&line=1"
        hidden = dict(
            re.findall(r'name="(\w+)" value="([^"]*)">', creator.get(page).split("<main")[1])
        )
        sent = {**hidden, **ASKED}
        for _ in range(2):
            assert creator.http.post("/ja/my/disputes", data=sent).status_code == 303
        assert creator.get("/my/disputes").count("/my/disputes/dsp_") == 1


def test_a_paper_is_on_record_by_its_hash_and_comes_back_as_it_was_sent(site: Site) -> None:
    paper = b"a contract"
    digest = sha256(paper).hexdigest()
    with at_pages(site, persons(site)[4]) as creator:
        page = f"/my/disputes/new?statement={statement_of(site, creator.party)}&line=1"
        assert creator.send(page, "/my/disputes", ASKED, paper)[0] == 303
        answer = creator.http.get(f"/ja/my/papers/{digest}")
        assert answer.content == paper
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "paper.pdf" not in creator.get(f"/my/disputes/{_newest(creator)}")
    with at_pages(site, persons(site)[-1]) as stranger:
        assert stranger.http.get(f"/ja/my/papers/{digest}").status_code == 404


def test_what_is_said_is_text_and_nothing_else(site: Site) -> None:
    with at_pages(site, persons(site)[5]) as creator:
        _ask(creator, site, claim="<script>alert(1)</script>")
        page = creator.get(f"/my/disputes/{_newest(creator)}")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_an_agreement_is_asked_about_as_a_whole(site: Site) -> None:
    party = str(site.party_of("creator"))
    agreement = site.sample.open_next["agreement"]
    with at_pages(site, party) as creator:
        page = f"/my/disputes/new?agreement={agreement}"
        status, there = creator.send(page, "/my/disputes", ASKED)
        assert status == 303
        told = creator.get(there.removeprefix("/ja"))
        assert f"/my/agreements/{agreement}" in told
        assert _newest(creator) in there


def test_another_creator_finds_neither_the_line_nor_the_question(site: Site) -> None:
    with at_pages(site, persons(site)[6]) as creator:
        _ask(creator, site)
        dispute, statement = _newest(creator), statement_of(site, creator.party)
    with at_pages(site, persons(site)[-1]) as stranger:
        for path in (f"{dispute}", f"new?statement={statement}&line=1", "new", "new?agreement="):
            assert stranger.http.get(f"/ja/my/disputes/{path}").status_code == 404


def test_a_line_that_the_statement_does_not_have_is_not_found(site: Site) -> None:
    with at_pages(site, persons(site)[0]) as creator:
        page = f"/ja/my/disputes/new?statement={statement_of(site, creator.party)}&line="
        assert [creator.http.get(page + one).status_code for one in ("0", "99", "x")] == [404] * 3


@pytest.mark.browser
def test_a_question_from_the_line_to_the_answer_on_a_phone(visit: Visit, site: Site) -> None:
    party = persons(site)[7]
    statement = statement_of(site, party)
    visit.expects("422")
    page = visit(
        f"/my/disputes/new?statement={statement}&line=1", "creator", size="phone", party=party
    )
    axe(page)
    shot(page, "creator-dispute-new-ja-phone")
    page.get_by_label("どこがおかしいと思いますか").select_option("share")
    page.get_by_label("内容").fill("料率が契約の3%ではなく2%です")
    page.get_by_label("足りないと思う額").fill("多め")
    page.get_by_role("button", name="問い合わせを送る").click()
    assert page.get_by_role("alert").is_visible()
    assert "金額として読めません" in page.locator("#e-amount_minor").inner_text()
    assert page.get_by_label("内容").input_value() == "料率が契約の3%ではなく2%です"
    page.get_by_label("足りないと思う額").fill("5,000")
    page.get_by_role("button", name="問い合わせを送る").click()
    assert "問い合わせを記録し" in page.get_by_role("status").inner_text()
    assert "5,000円" in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    axe(page)
    shot(page, "creator-dispute-ja-phone")
