"""A studio answers what a creator asks: listed by day, answered, ended; on paper of a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import pytest
from sqlalchemy import select

from api.pages.disputes.course import endings_of, standing
from ledger.committees.views import CommitteeRow
from ledger.statements.views import StatementRow
from ledger.store.views import table_of
from tests.pages.browsing import Visit, axe, shot
from tests.pages.creator_stage import Creator, at_pages, persons, statement_of
from tests.pages.stand import Site

ASKED = {"reason": "share", "claim": "料率が契約と違います", "answer_by": "2099-01-31"}
_HIDDEN = re.compile(r'name="(\w+)" value="([^"]*)">')
_FIRST = 16  # others of this process ask as those before her
PAPER = b"a settlement with both seals"


def _asked(site: Site, number: int, **fields: str) -> tuple[str, str, str]:
    """Let a creator ask about a line; give her, her payer and the question."""
    party = persons(site)[_FIRST + number]
    statement = statement_of(site, party)
    with at_pages(site, party) as creator:
        page = f"/my/disputes/new?statement={statement}&line=1"
        status, there = creator.send(page, "/my/disputes", {**ASKED, **fields})
    assert status == 303
    table = table_of(StatementRow)
    with site.register.ledger.reading() as conn:
        payer = conn.execute(select(table.c.payer).where(table.c.id == statement)).scalar_one()
    return party, str(payer), there.rpartition("/")[2]


@contextmanager
def _at_studio(site: Site, party: str) -> Iterator[Creator]:
    """Sign a company in; its pages are filled in like a creator's."""
    with site.client("studio", party) as http:
        yield Creator(http, party)


def _other_studio(site: Site, *parties: str) -> str:
    table = table_of(CommitteeRow)
    with site.register.ledger.reading() as conn:
        leads = conn.execute(select(table.c.lead).distinct().order_by(table.c.lead)).scalars()
        return next(str(lead) for lead in leads if lead and lead not in parties)


def test_one_of_two_who_are_asked_gives_way_with_the_other_alone() -> None:
    """Of a against b and c: b owns up for both only with c; all of them may agree."""
    told = {"status": "open", "opened_by": "a", "against": ["b", "c"], "claim": "x"}
    assert endings_of(told, "b") == {"upheld": ("c",), "agreed": ("a", "c")}
    assert endings_of(told, "a") == {"withdrawn": (), "agreed": ("b", "c")}
    assert endings_of(told, "d") == endings_of(told, None) == {}
    assert standing({**told, "status": "agreed"}, "b")["endings"] == {}


def test_a_studio_answers_what_a_creator_asked_and_she_reads_it(site: Site) -> None:
    party, payer, dispute = _asked(site, 1, amount_minor="1,000")
    to = f"/studio/disputes/{dispute}"
    with _at_studio(site, payer) as studio:
        week, listed = studio.get("/studio"), studio.get("/studio/disputes")
        assert f'href="/ja{to}"' in week
        waiting = listed.split('id="everything"')[0]
        assert to in waiting
        assert "2099年1月31日" in waiting
        assert "1,000円" in waiting
        page = studio.get(to)
        assert "料率が契約と違います" in page
        assert "2099年1月31日までに回答してください" in page
        assert "この問い合わせのために保留している額はありません" in page
        assert party not in page
        answered = studio.send(to, f"{to}/messages", {"text": "契約書の3%で正しいです"}, PAPER)
        assert answered == (303, f"/ja{to}")
        assert to not in studio.get("/studio/disputes").split('id="everything"')[0]
        assert f'href="/ja{to}"' not in studio.get("/studio")
        digest = sha256(PAPER).hexdigest()
        assert studio.http.get(f"/ja/studio/papers/{digest}").content == PAPER
        turn = {"answer_by": "2099-02-01", "note": "これでよいですか"}
        assert studio.send(to, f"{to}/turn", turn)[0] == 303
    with at_pages(site, party) as creator:
        page = creator.get(f"/my/disputes/{dispute}")
        assert "契約書の3%で正しいです" in page
        assert "2099年2月1日までに回答してください" in page
        assert creator.http.get(f"/ja/my/papers/{digest}").content == PAPER


def test_an_answer_sent_twice_is_recorded_once(site: Site) -> None:
    _, payer, dispute = _asked(site, 2)
    to = f"/ja/studio/disputes/{dispute}"
    with _at_studio(site, payer) as studio:
        form = studio.get(to[3:]).split(f'action="{to}/messages"')[1].split("</form>")[0]
        sent = {**dict(_HIDDEN.findall(form)), "text": "一度だけ"}
        for _ in range(2):
            assert studio.http.post(f"{to}/messages", data=sent).status_code == 303
        assert studio.get(to[3:]).count("一度だけ") == 1


def test_giving_way_needs_a_tick_says_that_it_is_for_good_and_is_recorded_once(site: Site) -> None:
    _, payer, dispute = _asked(site, 3, amount_minor="700")
    to = f"/studio/disputes/{dispute}"
    page = f"{to}/end?how=upheld"
    with _at_studio(site, payer) as studio:
        assert page in studio.get(to)
        assert "記録したあとは元に戻せません" in studio.get(page)
        unsure = studio.send(page, f"{to}/end", {"reason": "確かめました"})
        assert unsure[0] == 422
        assert "確かめたら、チェックを入れてください" in unsure[1]
        assert ">確かめました</textarea>" in unsure[1]
        hidden = dict(_HIDDEN.findall(studio.get(page).split("<main")[1]))
        sent = {**hidden, "reason": "確かめました", "is_sure": "on"}
        for _ in range(2):
            answer = studio.http.post(f"/ja{to}/end", data=sent)
            assert (answer.status_code, answer.headers["location"]) == (303, f"/ja{to}")
        told = studio.get(to)
        assert "認められた額: 700円" in told
        assert "この問い合わせは終わっています" in told
        late = studio.http.post(f"/ja{to}/end", data={**sent, "_key": f"{sent['_key']}x"})
        assert late.status_code == 409
        assert studio.http.get(f"/ja{page}").status_code == 404


def test_the_correction_that_pays_what_was_granted_has_to_be_there(site: Site) -> None:
    _, payer, dispute = _asked(site, 3, amount_minor="700")
    to = f"/studio/disputes/{dispute}"
    sure = {"reason": "認めます", "is_sure": "on"}
    with _at_studio(site, payer) as studio:
        assert studio.send(f"{to}/end?how=upheld", f"{to}/end", sure)[0] == 303
        none = {"correction.id": "rev_01JN7G1C0F39XK8XYDERMTDDE9"}
        status, page = studio.send(to, f"{to}/correction", none)
    assert status == 404
    assert 'value="rev_01JN7G1C0F39XK8XYDERMTDDE9"' in page


def test_an_agreement_is_recorded_with_its_sum_and_the_paper_that_shows_the_consent(
    site: Site,
) -> None:
    party, payer, dispute = _asked(site, 4, amount_minor="9,000")
    to = f"/studio/disputes/{dispute}"
    page = f"{to}/end?how=agreed"
    fields = {"reason": "半分で合意", "granted_minor": "4,500", "method": "seal", "is_sure": "on"}
    fields |= {"consented_on": "2020-01-31"}
    with _at_studio(site, payer) as studio:
        without = studio.send(page, f"{to}/end", fields)
        assert without[0] == 422
        assert 'id="e-evidence"' in without[1]
        too_much = studio.send(page, f"{to}/end", {**fields, "granted_minor": "9,001"}, PAPER)
        assert too_much[0] == 422
        assert 'id="e-granted_minor"' in too_much[1]
        assert 'value="9,001"' in too_much[1]
        nothing = studio.send(page, f"{to}/end", {**fields, "granted_minor": ""}, PAPER)
        assert 'id="e-granted_minor">入力してください。' in nothing[1]
        assert studio.send(page, f"{to}/end", fields, PAPER)[0] == 303
    with at_pages(site, party) as creator:
        page = creator.get(f"/my/disputes/{dispute}")
    assert "認められた額: 4,500円" in page
    assert "の同意: 記名押印・署名のある書面（2020年1月31日）" in page
    assert sha256(PAPER).hexdigest() in page


def test_an_agreement_about_nothing_owed_is_recorded_with_nought(site: Site) -> None:
    _, payer, dispute = _asked(site, 5, amount_minor="9,000")
    to = f"/studio/disputes/{dispute}"
    fields = {"reason": "説明で解決", "granted_minor": "0", "method": "e-contract"}
    fields |= {"is_sure": "on", "consented_on": "2020-01-31"}
    with _at_studio(site, payer) as studio:
        assert studio.send(f"{to}/end?how=agreed", f"{to}/end", fields, PAPER)[0] == 303
        page = studio.get(to)
    assert "合意しました" in page
    assert "認められた額" not in page


def test_another_studio_finds_nothing_of_it(site: Site) -> None:
    _, payer, dispute = _asked(site, 6)
    other = _other_studio(site, payer)
    to = f"/ja/studio/disputes/{dispute}"
    with _at_studio(site, other) as studio:
        assert dispute not in studio.get("/studio/disputes")
        assert studio.http.get(to).status_code == 404
        assert studio.http.get(f"{to}/end?how=upheld").status_code == 404
        page = studio.get("/studio/reports/new")
        token = dict(_HIDDEN.findall(page))["_csrf"]
        sent = {"_csrf": token, "_key": "key_x", "text": "x", "reason": "x", "how": "upheld"}
        for what in ("messages", "turn", "end", "correction"):
            assert studio.http.post(f"{to}/{what}", data=sent).status_code == 404
        assert studio.http.get(f"{to}?party={payer}").status_code == 403


def test_the_operator_looks_and_answers_for_the_party_that_he_chose(site: Site) -> None:
    _, payer, dispute = _asked(site, 7)
    to = f"/studio/disputes/{dispute}"
    chosen = f"?party={payer}"
    with site.client("operator") as http:
        operator = Creator(http, "")
        assert 'role="alert"' not in operator.get("/studio/disputes")
        assert f"{to}{chosen}" in operator.get(f"/studio/disputes{chosen}")
        other = _other_studio(site, payer)
        assert dispute not in operator.get(f"/studio/disputes?party={other}")
        status, there = operator.send(f"{to}{chosen}", f"{to}/messages", {"text": "運営より"})
        assert (status, there) == (303, f"/ja{to}{chosen}")
        assert "運営より" in operator.get(f"{to}{chosen}")


def test_many_questions_are_turned_page_by_page_nearest_day_first(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two on a page, four questions of one payer fill two pages of each list."""
    monkeypatch.setattr("api.pages.studio.disputes._PAGE", 2)
    days = ("2098-01-04", "2098-01-02", "2098-01-03", "2098-01-01")
    made = [_asked(site, 0, answer_by=one) for one in days]
    (payer,) = {payer for _, payer, _ in made}
    by_day = [dispute for _, (_, _, dispute) in sorted(zip(days, made, strict=True))]
    with _at_studio(site, payer) as studio:
        first = studio.get("/studio/disputes")
        waiting, everything = first.split('id="everything"')
        seen = re.findall(r"waiting=(dsp_\w+)", waiting)
        assert re.findall(r"disputes/(dsp_\w+)", waiting) == by_day[:2]
        assert seen == [by_day[1]]
        second = studio.get(f"/studio/disputes?waiting={seen[0]}")
        assert re.findall(r"disputes/(dsp_\w+)", second) == by_day[2:]
        assert 'id="everything"' not in second
        newest = [dispute for _, _, dispute in reversed(made)]
        assert re.findall(r"disputes/(dsp_\w+)", everything) == newest[:2]
        older = studio.get(f"/studio/disputes?after={newest[1]}")
        assert re.findall(r"disputes/(dsp_\w+)", older)[:2] == newest[2:]


def test_pages_of_questions_speak_the_readers_language(site: Site) -> None:
    _, payer, dispute = _asked(site, 8)
    to = f"/studio/disputes/{dispute}"
    said = {
        "/studio/disputes": ("自社の回答を待っている問い合わせ", "Waiting for your answer"),
        to: ("この問い合わせを終える", "Ending this question"),
        f"{to}/end?how=agreed": ("相手方の同意", "Consent of the others"),
    }
    with _at_studio(site, payer) as studio:
        for path, (japanese, english) in said.items():
            assert japanese in studio.get(path)
            assert english in studio.get(path, "en")
            assert japanese not in studio.get(path, "en")


def test_who_was_asked_nothing_is_told_so(site: Site) -> None:
    with _at_studio(site, persons(site)[-1]) as studio:
        assert "問い合わせはまだありません" in studio.get("/studio/disputes")


def test_the_way_to_a_proof_leads_back_with_what_was_asked_for(site: Site) -> None:
    party = str(site.party_of("creator"))
    with site.client("creator", party) as http:
        answer = http.get("/ja/my/details/payee?q=%E3%81%82&x=//evil.example")
    there = answer.headers["location"]
    assert there.startswith("/ja/account/prove?next=/my/details/payee%3Fq%3D")
    assert "&" not in there
    with site.client() as http:
        there = http.get("/en/my/disputes/new?statement=a&line=1").headers["location"]
    assert there == "/en/sign-in?next=/my/disputes/new%3Fstatement%3Da%26line%3D1"


@pytest.mark.browser
def test_a_question_is_answered_and_given_way_to_from_this_week(visit: Visit, site: Site) -> None:
    _, payer, dispute = _asked(site, 9, amount_minor="5,000", answer_by="2097-01-31")
    page = visit("/studio/disputes", "studio", party=payer)
    axe(page)
    shot(page, "studio-disputes-ja-desktop")
    page.locator(f"#main a[href*='{dispute}']").first.click()
    page.get_by_label("返信").fill("ご指摘のとおりです。次の期間で訂正します。")
    page.get_by_role("button", name="返信する").click()
    assert "記録しました" in page.get_by_role("status").inner_text()
    axe(page)
    shot(page, "studio-dispute-ja-desktop")
    page.get_by_role("link", name="合意を記録する").click()
    axe(page)
    shot(page, "studio-dispute-agreed-ja-desktop")
    page.get_by_role("link", name="やめる").click()
    page.get_by_role("link", name="問い合わせを認める").click()
    page.get_by_label("理由").fill("料率を取り違えていました")
    page.get_by_label("元に戻せないことを確かめました").check()
    page.get_by_role("button", name="問い合わせを認める").click()
    assert "認められた額: 5,000円" in page.locator("main").inner_text()
    axe(page)
    shot(page, "studio-dispute-over-ja-desktop")
