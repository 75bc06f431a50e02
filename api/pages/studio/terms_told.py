"""A clause as one sentence: what it takes, of what, for whom."""

from collections.abc import Mapping
from typing import Any, Final

from api.cli.labels import coded
from api.pages import formats
from api.pages.desk import Desk
from api.pages.studio.named import called
from api.pages.studio.reading import ratio_told
from api.pages.words.book import WORDS

_MOST_NAMED: Final = 3
_READING: Final = ("after", "amount", "excess")


def kind_told(desk: Desk, kind: str) -> str:
    """Return what a kind of clause is called; one that has no name yet goes by its own."""
    key = f"terms.kind.{kind}"
    return desk.say(key) if key in WORDS else kind


def clause_rows(
    desk: Desk, terms: Mapping[str, Any], names: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return the clauses of recorded terms, each with its sentence."""
    labels = _labels(terms, desk.lang)
    return [
        {
            "clause": step["clause"],
            "id": step["id"],
            "label": step["label"][desk.lang],
            "kind": kind_told(desk, step["kind"]),
            "sentence": sentence(desk, step, (labels, names), terms["currency"]),
            "template": step.get("template", ""),
        }
        for step in terms["steps"]
    ]


def sentence(
    desk: Desk,
    step: Mapping[str, Any],
    known: tuple[Mapping[str, str], Mapping[str, str]],
    currency: str,
) -> str:
    """Say what a clause does.

    Args:
        desk: Whose language.
        step: The clause as JSON.
        known: What clauses and accounts are called, and what parties are called.
        currency: Of its amounts.

    Example:
        A commission of 10% on `received` for party A: "入金額の10%を、Aに支払います。"
    """
    labels, names = known
    family = step["kind"].partition("/")[0]
    key = f"terms.says.{family}"
    if key not in WORDS:
        return kind_told(desk, step["kind"])
    words = {
        "basis": _basis(desk, step, labels),
        "how": _how(desk, step, currency),
        "whom": _whom(desk, step, names),
        "of": _of(desk, step, labels),
        "amount": _amount(desk, step, "amount", currency),
        "grant": _amount(desk, step.get("grant", {}), "amount", currency),
        "cap": _cap(desk, step, currency),
        "account": _quoted(desk, labels, step.get("account", "")),
        "months": str(step.get("release", {}).get("after_months", _unset(desk))),
        "counted": coded(step.get("metric", {}).get("name", ""), desk.lang) or _unset(desk),
    }
    told, of = desk.say(key, **words), _filtered(desk, step)
    return f"{of}{told}" if of else told[:1].upper() + told[1:]


def _labels(terms: Mapping[str, Any], lang: str) -> dict[str, str]:
    some = (*terms.get("accounts", ()), *terms["steps"])
    return {one["id"]: one["label"][lang] for one in some}


def _unset(desk: Desk) -> str:
    return desk.say("terms.unset")


def _quoted(desk: Desk, labels: Mapping[str, str], id: str) -> str:
    return desk.say("terms.quoted", name=labels.get(id, id)) if id else _unset(desk)


def _basis(desk: Desk, step: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    basis = str(step.get("basis", ""))
    kind, _, ref = basis.partition(":")
    if ref and kind in _READING:
        return desk.say(f"terms.basis.{kind}", of=labels.get(ref, ref))
    return desk.say(f"terms.basis.{basis}") if f"terms.basis.{basis}" in WORDS else _unset(desk)


def _how(desk: Desk, step: Mapping[str, Any], currency: str) -> str:
    if step.get("tiers"):
        return desk.say("terms.by-tiers", count=len(step["tiers"]))
    if "rate" in step:
        return ratio_told(step["rate"])
    if "fixed" in step:
        return desk.say("terms.fixed-sum", amount=formats.money(step["fixed"], currency, desk.lang))
    return _unset(desk)


def _whom(desk: Desk, step: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if "holders" in step:
        return desk.say("terms.holders-of", committee=called(step["holders"], names))
    listed = step.get("payees") or step.get("credits") or ()
    some = [step["payee"]] if "payee" in step else [one["payee"] for one in listed]
    told = [called(one, names) for one in dict.fromkeys(some)]
    if not told:
        return _unset(desk)
    shown = desk.say("terms.and").join(told[:_MOST_NAMED])
    rest = len(told) - _MOST_NAMED
    return desk.say("terms.and-others", names=shown, count=rest) if rest > 0 else shown


def _of(desk: Desk, step: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    of = step.get("of") or step.get("against") or ""
    ids = [of] if isinstance(of, str) else [one["step"] for one in of]
    return desk.say("terms.and").join(_quoted(desk, labels, id) for id in ids)


def _amount(desk: Desk, part: Mapping[str, Any], name: str, currency: str) -> str:
    amount = part.get(name)
    if not isinstance(amount, int):
        return _unset(desk)
    told = formats.money(amount, currency, desk.lang)
    key = f"terms.value.per.{part.get('per', '')}"
    return desk.say("terms.per", amount=told, per=desk.say(key)) if key in WORDS else told


def _cap(desk: Desk, step: Mapping[str, Any], currency: str) -> str:
    if not step.get("cap"):
        return ""
    return desk.say("terms.up-to", amount=_amount(desk, step["cap"], "amount", currency))


def _filtered(desk: Desk, step: Mapping[str, Any]) -> str:
    """Say of which part of the revenue a clause speaks."""
    where = step.get("where") or {}
    told = [
        coded(one, desk.lang) for name in ("channel", "territory") for one in where.get(name, ())
    ]
    comma = desk.say("studio-works.comma")
    return desk.say("terms.only-of", what=comma.join(told)) if told else ""
