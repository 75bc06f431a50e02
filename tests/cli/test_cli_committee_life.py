"""`daicho committees admit` and its sisters: recorded, told in both languages, refused by name."""

import re
from typing import Any

import pytest
from cli_stage import Daicho, as_json
from paid_world import Paid

DOCUMENT = "d" * 64
JAPANESE = re.compile("[぀-ヿ㐀-鿿]")
FIRST = "2026-12-01"


def consent(party: str) -> dict[str, Any]:
    return {
        "party": party, "method": "seal", "document": {"sha256": DOCUMENT},
        "attested_by": "operator", "consented_on": "2026-03-01",
    }  # fmt: skip


def share(party: str, num: int, den: int) -> dict[str, Any]:
    ratio = {"num": num, "den": den}
    return {"party": party, "investment": ratio, "copyright": ratio, "profit": ratio}


@pytest.fixture
def formed(daicho: Daicho) -> tuple[str, list[str]]:
    """A committee of A and B with halves; N is outside."""
    parties = [
        daicho.recorded("parties", "add-company", "--ja", name) for name in ("甲社", "乙社", "丙社")
    ]
    a, b, _ = parties
    plan = {
        "dispositions": [{"outcome": "co_ownership"}], "contact": a, "adjustments_debtor": a,
    }  # fmt: skip
    body = {
        "name": {"ja": "「星の庭」製作委員会"}, "origin": "new", "lead": a, "plan": plan,
        "members": [share(a, 1, 2), share(b, 1, 2)], "formed_on": "2026-01-01",
        "first_refusal": {"answer_days": 30, "clause": "第18条"},
    }  # fmt: skip
    made = daicho.recorded("committees", "form", "--file", "-", stdin=as_json(body))
    return made, parties


def admitted(daicho: Daicho, committee: str, parties: list[str]) -> Any:
    a, b, n = parties
    rest = {
        "members": [share(a, 2, 5), share(b, 2, 5), share(n, 1, 5)],
        "consents": [consent(party) for party in parties],
    }
    return daicho(
        "--lang", "ja", "committees", "admit", committee, "--party", n, "--from", "2026-04-01",
        "--reason", "加入", "--file", "-", stdin=as_json(rest),
    )  # fmt: skip


def test_an_admission_warns_in_japanese_and_is_shown(
    daicho: Daicho, formed: tuple[str, list[str]]
) -> None:
    committee, parties = formed
    said = admitted(daicho, committee, parties)
    assert said.code == 0
    assert "適格請求書発行事業者の登録がありません" in said.err
    shown = daicho("--lang", "ja", "committees", "show", committee)
    assert "適格請求書についての注意" in shown.out
    assert "丙社" in shown.out


def test_a_missing_consent_is_named_in_both_languages(
    daicho: Daicho, formed: tuple[str, list[str]]
) -> None:
    committee, (a, b, n) = formed
    given = {"consents": [consent(a), consent(b)]}
    words = (
        "committees", "transfer-share", committee, "--giver", b, "--taker", a, "--from",
        "2026-04-01", "--reason", "売買", "--document", DOCUMENT, "--file", "-",
    )  # fmt: skip
    assert daicho(*words, stdin=as_json(given)).code == 0
    outside = ("committees", "transfer-share", committee, "--giver", a, "--taker", n, *words[7:])
    assert daicho(*outside, "--json", stdin=as_json(given)).error["missing"] == [n]
    japanese = daicho("--lang", "ja", *outside, stdin=as_json(given))
    assert "必要な同意が足りません" in japanese.err
    english = daicho("--lang", "en", *outside, stdin=as_json(given))
    assert not JAPANESE.search(english.err.replace("丙社", ""))


def test_a_share_is_offered_answered_and_sold(
    daicho: Daicho, formed: tuple[str, list[str]]
) -> None:
    committee, (a, b, n) = formed
    offered = daicho.recorded(
        "committees", "offer", committee, "--giver", b, "--taker", n, "--on", "2026-03-01",
        "--answer-by", "2026-04-30", "--price", "1000000",
    )  # fmt: skip
    sale = (
        "committees", "transfer-share", committee, "--giver", b, "--taker", n, "--offer", offered,
        "--price", "1000000", "--from", "2026-05-01", "--reason", "売買", "--document", DOCUMENT,
        "--file", "-",
    )  # fmt: skip
    given = as_json({"consents": [consent(party) for party in (a, b, n)]})
    daicho.data(
        "committees", "answer", offered, "decline", "--party", a, "--on", "2026-03-02",
        "--document", DOCUMENT,
    )  # fmt: skip
    told = daicho("--lang", "ja", "committees", "life", committee)
    assert f"申出 {offered}" in told.out
    assert "先買権: 他の構成員は 30 日以内に回答（第18条）" in told.out
    daicho.data(*sale, stdin=given)
    life = daicho.data("committees", "life", committee)
    assert [one["party"] for one in life["members"]] == [a, n]


def test_capital_is_called_and_followed(daicho: Daicho, formed: tuple[str, list[str]]) -> None:
    """1,000,001 yen: 500,000.5 each, and the yen that is left goes to A, who stands first."""
    committee, (a, b, _) = formed
    called = daicho.recorded(
        "committees", "call", committee, "--amount", "1000001", "--due", "2026-03-31",
        "--purpose", "宣伝費", "--on", "2026-03-01", "--document", DOCUMENT, "--file", "-",
        stdin=as_json({"consents": [consent(a), consent(b)]}),
    )  # fmt: skip
    daicho.data(
        "committees", "paid", called, "--party", a, "--amount", "500001", "--on", "2026-03-20",
        "--document", DOCUMENT,
    )  # fmt: skip
    (call,) = daicho.data("committees", "life", committee, "--on", "2026-04-01")["calls"]
    assert {one["party"]: one["state"] for one in call["owed"]} == {a: "paid", b: "in_default"}
    told = daicho("--lang", "ja", "committees", "life", committee, "--on", "2026-04-01")
    assert "遅滞" in told.out


def test_a_member_leaves_is_succeeded_and_the_committee_sleeps(
    daicho: Daicho, formed: tuple[str, list[str]]
) -> None:
    committee, (a, b, n) = formed
    admitted(daicho, committee, [a, b, n])
    left = daicho(
        "--lang", "ja", "committees", "leave", committee, "--party", a, "--ground", "bankruptcy",
        "--on", "2026-04-10", "--from", "2026-05-01", "--reason", "破産", "--document", DOCUMENT,
        "--lead", b, "--net-assets", "1000000", "--accounts", DOCUMENT,
    )  # fmt: skip
    assert left.code == 0
    assert "plan.contact" in left.err
    merger = {
        "party": n, "ground": "merger", "effective_from": "2026-05-20",
        "successors": [{"party": b, "share": {"num": 1, "den": 1}}],
    }  # fmt: skip
    settled = daicho(
        "committees", "settle", committee, "--party", a, "--net-assets", "1", "--accounts", DOCUMENT,
        "--json",
    )  # fmt: skip
    assert settled.error["code"] == "leaving-settled"
    daicho.data("parties", "succeed", "--file", "-", stdin=as_json(merger))
    daicho.data(
        "committees", "succeed", committee, "--party", n, "--from", "2026-06-01", "--reason", "合併"
    )
    daicho.data(
        "committees", "status", committee, "dormant", "--from", "2026-07-01", "--reason", "休眠"
    )
    life = daicho.data("committees", "life", committee)
    assert ([one["party"] for one in life["members"]], life["status"]) == ([b], "dormant")
    history = daicho.data("committees", "show", committee)["history"]
    assert history[2]["change"]["refund"]["amount_minor"] == 400_000


def test_a_later_settlement_is_told_in_both_languages(
    daicho: Daicho, formed: tuple[str, list[str]]
) -> None:
    """B leaves with 1/2; net assets are -1,000,001 yen: B owes 500,000.5, cut to 500,000."""
    committee, (_, b, _) = formed
    daicho.data(
        "committees", "leave", committee, "--party", b, "--ground", "bankruptcy", "--on",
        "2026-04-10", "--from", "2026-05-01", "--reason", "破産", "--document", DOCUMENT,
    )  # fmt: skip
    daicho.data(
        "committees", "settle", committee, "--party", b, "--net-assets", "-1000001",
        "--accounts", DOCUMENT,
    )  # fmt: skip
    (settled,) = daicho.data("committees", "life", committee)["settlements"]
    assert settled["refund"]["amount_minor"] == -500_000
    assert "脱退した 乙社 との精算" in daicho("--lang", "ja", "committees", "life", committee).out
    assert "500,000" in daicho("--lang", "en", "committees", "life", committee).out


def test_qualified_invoices_are_asked_for_by_day(
    daicho: Daicho, formed: tuple[str, list[str]]
) -> None:
    committee, (a, b, _) = formed
    for party in (a, b):
        daicho.data(
            "committees", "notify", committee, "registered", "--party", party, "--on",
            "2026-02-01", "--document", DOCUMENT,
        )  # fmt: skip
    filed = ("committees", "notify", committee, "filed", "--on", "2026-02-10")
    daicho.data(*filed, "--document", DOCUMENT)
    asked = ("committees", "invoices", committee, "--on")
    assert daicho.data(*asked, "2026-02-10")["may_issue"] is True
    assert daicho.data(*asked, "2026-02-09")["may_issue"] is False
    japanese = daicho("--lang", "ja", *asked, "2026-01-15")
    assert "適格請求書を発行できません" in japanese.out
    assert "登録なし" in japanese.out
    english = daicho("--lang", "en", *asked, "2026-02-10")
    assert "qualified invoices may be issued" in english.out


def test_what_a_former_member_holds_by_name_is_still_to_be_transferred(
    on_world: Daicho, world: Paid
) -> None:
    title = on_world.recorded(
        "rights", "title-record", world.work, "--holder", f"{world.partner}=1/2", "--holder",
        f"committee:{world.committee}/copyright=1/2", "--origin", "maker_29", "--from",
        "2026-01-01", "--document", DOCUMENT,
    )  # fmt: skip
    on_world.data(
        "committees", "leave", world.committee, "--party", world.partner, "--ground", "bankruptcy",
        "--on", "2026-11-01", "--from", FIRST, "--reason", "解散", "--document", DOCUMENT,
    )  # fmt: skip
    life = on_world.data("committees", "life", world.committee)
    assert life["held_by_name"] == [{"party": world.partner, "right": title, "work": world.work}]
    told = on_world("--lang", "ja", "committees", "life", world.committee)
    assert "権利の譲渡の記録がまだ必要です" in told.out
    passed = {
        "work": world.work, "giver": world.partner, "taker": world.studio, "ground": "succession",
        "extent": {
            "vocabulary": "media/1+territories/1+acts/1+languages/1", "media": {"include": ["all"]},
            "territories": {"include": ["WW"]}, "first": FIRST,
        },
        "document": {"sha256": DOCUMENT},
    }  # fmt: skip
    on_world.recorded("rights", "transfer", world.work, "--file", "-", stdin=as_json(passed))
    assert on_world.data("committees", "life", world.committee)["held_by_name"] == []


def test_who_never_was_registered_as_an_issuer_is_told_without_a_day(
    daicho: Daicho, formed: tuple[str, list[str]]
) -> None:
    """Without a registration and a day of forming there is no day since when; least of all year 1."""
    _, (a, b, n) = formed
    plan = {"dispositions": [{"outcome": "co_ownership"}], "contact": a, "adjustments_debtor": a}
    body = {
        "name": {"ja": "「月の庭」製作委員会"}, "origin": "new", "lead": a, "plan": plan,
        "members": [share(a, 1, 2), share(b, 1, 2)],
    }  # fmt: skip
    committee = daicho.recorded("committees", "form", "--file", "-", stdin=as_json(body))
    admitting = admitted(daicho, committee, [a, b, n]).err
    asked = ("committees", "invoices", committee, "--on", "2026-05-01")
    japanese, english = daicho("--lang", "ja", *asked).out, daicho("--lang", "en", *asked).out
    assert "0001-01-01" not in admitting + japanese + english
    assert "登録の記録がありません" in admitting
    assert "甲社: 適格請求書発行事業者の登録の記録がありません。" in japanese
    assert "no registration as an issuer is on record" in english
