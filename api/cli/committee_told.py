"""How the life of a committee is told: tables in one language, or JSON."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from rich import box
from rich.table import Table

from api.cli.amounts import amount
from api.cli.labels import coded, label
from api.cli.language import Lang
from api.cli.look import plain
from api.cli.session import Session

_Names = Mapping[str, str]

_SAID: Final[dict[str, tuple[str, str]]] = {
    "may": ("{day} 現在、適格請求書を発行できます（届出日: {filed}）。",
            "On {day} qualified invoices may be issued (notified on {filed})."),
    "may-not": ("{day} 現在、適格請求書を発行できません。",
                "On {day} no qualified invoices may be issued."),
    "member-not-registered": ("{party}: {since} から適格請求書発行事業者の登録がありません。",
                              "{party}: not registered as an issuer since {since}."),
    "never-registered": ("{party}: 適格請求書発行事業者の登録の記録がありません。",
                         "{party}: no registration as an issuer is on record."),
    "not-notified": ("全員が登録事業者である旨の届出がありません。",
                     "The notification that every member is registered was not filed."),
    "notification-ended": ("届出の効力は {since} に失われました（{party}）。改めて届出が必要です。",
                           "The notification ended on {since} ({party}); it must be filed again."),
    "status": ("{day} 現在の状態: {status}", "Status on {day}: {status}"),
    "decisions": ("意思決定: {how}", "Decisions: {how}"),
    "unanimous": ("全員の同意", "all members agree"),
    "majority": ("{of}で {more} を超える多数（{clause}）",
                 "more than {more} of {of} ({clause})"),
    "first-refusal": ("先買権: 他の構成員は {days} 日以内に回答（{clause}）",
                      "First refusal: the others answer within {days} days ({clause})"),
    "settled": (
        "脱退した {party} との精算: {amount}（{pays} が精算）",
        "Settled with {party}, who left: {amount} ({pays} settles)",
    ),
    "held-by-name": ("{party} は、作品 {work} の権利を自己の名義で持っています（{right}）。"
                     "権利の譲渡の記録がまだ必要です。",
                     "{party} holds a right in {work} in its own name ({right}); "
                     "its transfer is still to be recorded."),
    "offer": ("申出 {id}: {giver} の持分、{until} まで。回答できる者: {who}",
              "Offer {id}: a share of {giver}, until {until}. May still answer: {who}"),
    "call": ("出資請求 {id}: {purpose}、{amount}、期日 {due}",
             "Call {id}: {purpose}, {amount}, due {due}"),
}  # fmt: skip
_NOBODY: Final = ("なし", "nobody")
_FROM_EVER: Final = date.min.isoformat()


def tell_invoices(session: Session, found: Mapping[str, Any], names: _Names) -> None:
    """Print whether qualified invoices may be issued, and since when not."""
    if session.out.as_json:
        session.out.show(found, names)
        return
    lang = session.lang
    key = "may" if found["may_issue"] else "may-not"
    session.out.text(_say(key, lang, day=found["on"], filed=found["filed_on"] or "-"))
    for warning in found["warnings"]:
        party = _name(warning["party"], names)
        session.out.text(lack_in_words(warning["code"], party, warning["since_day"], lang))
    rows = [
        (_name(one["party"], names), coded(_registered(is_one=one["is_registered"]), lang))
        for one in found["members"]
    ]
    session.out.draw(_table(("party", "is_registered"), rows, lang))


def lack_in_words(code: str, party: str, since: str, lang: Lang) -> str:
    """Write what keeps a committee from issuing qualified invoices, and since when."""
    is_from_ever = code == "member-not-registered" and since == _FROM_EVER
    return _say("never-registered" if is_from_ever else code, lang, party=party, since=since)


def tell_life(session: Session, found: Mapping[str, Any], names: _Names) -> None:
    """Print members, decisions, offers, calls and what is still to be recorded."""
    if session.out.as_json:
        session.out.show(found, names)
        return
    lang = session.lang
    status = coded(found["status"], lang)
    session.out.text(_say("status", lang, day=found["on"], status=status))
    session.out.text(_say("decisions", lang, how=decisions_told(found["decisions"], lang)))
    if term := found["first_refusal"]:
        said = _say("first-refusal", lang, days=term["answer_days"], clause=term["clause"])
        session.out.text(said)
    session.out.draw(_members(found["members"], names, lang))
    _tell_offers(session, found["offers"], names)
    _tell_calls(session, found["calls"], names)
    for one in found["settlements"]:
        paid = one["refund"]
        money = amount(paid["amount_minor"], paid["currency"], lang)
        sides = {"party": _name(one["party"], names), "pays": _name(paid["pays"], names)}
        session.out.text(_say("settled", lang, **sides, amount=money))
    for one in found["held_by_name"]:
        called = {name: _name(value, names) for name, value in one.items()}
        session.out.text(_say("held-by-name", lang, **called))


def _tell_offers(session: Session, offers: Iterable[Mapping[str, Any]], names: _Names) -> None:
    for one in offers:
        who = "、".join(_name(party, names) for party in one["may_answer"])
        said = {"id": one["id"], "giver": _name(one["giver"], names), "until": one["answer_by"]}
        nobody = _NOBODY[session.lang != "ja"]
        session.out.text(_say("offer", session.lang, **said, who=who or nobody))


def _tell_calls(session: Session, calls: Iterable[Mapping[str, Any]], names: _Names) -> None:
    for one in calls:
        money = amount(one["amount_minor"], one["currency"], session.lang)
        said = {"id": one["id"], "purpose": one["purpose"], "due": one["due_on"]}
        session.out.text(_say("call", session.lang, **said, amount=money))
        rows = [
            (
                _name(owed["party"], names),
                amount(owed["amount_minor"], one["currency"], session.lang),
                amount(owed["paid_minor"], one["currency"], session.lang),
                coded(owed["state"], session.lang),
            )
            for owed in one["owed"]
        ]
        columns = ("party", "amount_minor", "paid_minor", "state")
        session.out.draw(_table(columns, rows, session.lang))


def _members(members: Iterable[Mapping[str, Any]], names: _Names, lang: Lang) -> Table:
    sets = ("investment", "copyright", "profit")
    rows = [
        (_name(one["party"], names), *(_share(one.get(name)) for name in sets)) for one in members
    ]
    return _table(("party", *sets), rows, lang)


def decisions_told(decisions: Mapping[str, Any] | None, lang: Lang) -> str:
    """Say in one line how the members decide; without a term all agree, as the law has it."""
    if decisions is None or decisions["rule"] != "majority":
        return _say("unanimous", lang)
    more = _share(decisions.get("more_than") or {"num": 1, "den": 2})
    of = coded(decisions["of"], lang)
    return _say("majority", lang, of=of, more=more, clause=decisions["clause"])


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], lang: Lang) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(label(column, lang))
    for row in rows:
        table.add_row(*(plain(cell) for cell in row))
    return table


def _say(key: str, lang: Lang, **values: object) -> str:
    return _SAID[key][lang != "ja"].format(**values)


def _name(value: str | None, names: _Names) -> str:
    return names.get(value, value) if value else "-"


def _share(share: Mapping[str, int] | None) -> str:
    if share is None:
        return "-"
    return f"{share['num']}/{share['den']}" if share["den"] != 1 else str(share["num"])


def _registered(*, is_one: bool) -> str:
    return "registered" if is_one else "not_registered"
