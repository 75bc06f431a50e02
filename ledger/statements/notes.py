"""Sentences at the foot of a statement: why there is nothing yet, and what is still to come.

A payee who receives nothing is told how far the money is from reaching him, as far as his own
clauses depend on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts.accounts import Account
from contracts.figures import Language, money
from contracts.position import Position
from contracts.terms import Terms
from ledger.statements.totals import Totals

_EXCESS: Final = "excess:"

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "ja": {
        "memo-open": "{label}: 入金の累計は {so_far} で、目標額 {target} まであと {rest} です。",
        "memo-done": "{label}: 入金の累計 {so_far} は目標額 {target} に達しました。",
        "open": "{label}: 回収の累計は {so_far} で、目標額 {target} まであと {rest} です。",
        "done": "{label}: 目標額 {target} を回収しました。",
        "deficit": "分配原資の累計は {amount} です。0円を超えるまで分配はありません。",
        "carried": "翌期へ {amount} を繰り越します。次回の支払額から差し引きます。",
        "own": "自社の取り分のため、振込はありません。",
        "abroad": "国外への支払です。源泉徴収は専門家の確認を要します。",
        "kept": "入金前に差し引かれた額は、改めて支払われません。",
    },
    "en": {
        "memo-open": "{label}: {so_far} came in to date; {rest} to go to the target of {target}.",
        "memo-done": "{label}: the {so_far} that came in to date reached the target of {target}.",
        "open": "{label}: {so_far} recovered to date; {rest} to go to the target of {target}.",
        "done": "{label}: the target of {target} is recovered.",
        "deficit": "The pool to date is {amount}. Nothing is distributed until it is above zero.",
        "carried": "{amount} is carried forward and taken off the next payment.",
        "own": "This is the payer's own part; no transfer is made.",
        "abroad": "This payment goes abroad; the tax withheld needs an expert's confirmation.",
        "kept": "What was kept before the money came in is not paid again.",
    },
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one agreement stands.

    Attributes:
        terms: Its clauses as recorded. parsed: the same, checked.
        position: Amounts to date after its last run.
        payees: Reference to the parties behind it.
    """

    terms: Mapping[str, Any]
    parsed: Terms
    position: Position
    payees: Mapping[str, tuple[str, ...]]


def payees_of_step(step: Mapping[str, Any], standing: Standing) -> set[str]:
    """Return the parties a clause may pay, those behind references included."""
    named = {step.get("payee"), step.get("holders")}
    named |= {part["payee"] for part in step.get("payees", [])}
    found: set[str] = set()
    for name in named - {None}:
        found |= set(standing.payees.get(str(name), (str(name),)))
    return found


def recoupment_notes(standing: Standing, payee: str, lang: Language) -> list[str]:
    """Say how far the accounts are that a payee's clauses wait for."""
    terms = standing.parsed
    notes: list[str] = []
    for account_id in _accounts(standing, payee):
        account = terms.accounts[account_id]
        notes.append(_account_note(account, standing.position, terms.currency, lang))
    pool = standing.position["pool"]
    splits = [step for step in standing.terms["steps"] if step["kind"].startswith("split/")]
    if pool < 0 and any(payee in payees_of_step(step, standing) for step in splits):
        amount = money((pool, 1), terms.currency, lang)
        notes.append(_WORDS[lang]["deficit"].format(amount=amount))
    return notes


def _accounts(standing: Standing, payee: str) -> list[str]:
    """Return the accounts that the payee's own clauses fill or wait for, each once."""
    found: dict[str, None] = {}
    steps = {step["id"]: step for step in standing.terms["steps"]}
    for step in steps.values():
        concerned = payees_of_step(step, standing)
        if step.get("against"):
            concerned |= payees_of_step(steps[step["against"]], standing)
        if payee not in concerned:
            continue
        basis = step.get("basis", "")
        if basis.startswith(_EXCESS):
            found[basis.removeprefix(_EXCESS)] = None
        if step["kind"].startswith("recoup/"):
            found[step["account"]] = None
    return list(found)


def _account_note(account: Account, position: Position, currency: str, lang: Language) -> str:
    is_memo = account.kind == "memo"
    so_far = position[f"{'inflow' if is_memo else 'recoup'}:{account.id}"]
    rest = account.target_minor - so_far
    key = ("memo-" if is_memo else "") + ("open" if rest > 0 else "done")
    return _WORDS[lang][key].format(
        label=account.label_ja if lang == "ja" else account.label_en,
        so_far=money((so_far, 1), currency, lang),
        target=money((account.target_minor, 1), currency, lang),
        rest=money((max(0, rest), 1), currency, lang),
    )


def payment_notes(
    totals: Totals, tax: Mapping[str, str], currency: str, lang: Language
) -> list[str]:
    """Say what is carried, kept, or particular about the payment."""
    words, notes = _WORDS[lang], []
    if totals.carried_out:
        notes.append(words["carried"].format(amount=money((totals.carried_out, 1), currency, lang)))
    if totals.adjustments:
        notes.append(words["kept"])
    if tax.get("rule") == "own-account" and totals.payable:
        notes.append(words["own"])
    if tax.get("withholding_rule") in ("non-resident", "treaty"):
        notes.append(words["abroad"])
    return notes
