"""Sentences at the foot of a statement: why there is nothing yet, and what is still to come.

A payee who receives nothing is told how far the money is from reaching him, as far as his own
clauses depend on it: on a target beyond which they begin, on an advance, on recoupments that come
first, on a pool that is below zero. How much of it is told follows the terms' `disclosure`: in
full everything, with `rate` the accounts that the payee's own clauses name, with `aggregate`
whether a target is reached, without amounts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contracts.accounts import Account
from contracts.disclosure import Level
from contracts.figures import Language, money
from contracts.position import Position
from contracts.tax.income import INCOMES
from contracts.terms import Terms
from ledger.statements.carrying import Carried
from ledger.statements.totals import Totals

_EXCESS: Final = "excess:"
_REMAINDER: Final = "remainder"
_LEFTOVERS: Final = ("received", "remainder", "after")

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "ja": {
        "memo-open": "{label}: 入金の累計は {so_far} で、目標額 {target} まであと {rest} です。",
        "memo-done": "{label}: 入金の累計 {so_far} は目標額 {target} に達しました。",
        "open": "{label}: 回収の累計は {so_far} で、目標額 {target} まであと {rest} です。",
        "done": "{label}: 目標額 {target} を回収しました。",
        "deficit": "分配原資の累計は {amount} です。0円を超えるまで分配はありません。",
        "closed-open": "{label}: 目標額に達していません（額は監査人が検証済み・非開示）。",
        "closed-done": "{label}: 目標額に達しました（額は監査人が検証済み・非開示）。",
        "closed-deficit": "分配原資の累計が0円を超えるまで分配はありません。",
        "carried": "翌期へ {amount} を繰り越します。次回の支払額から差し引きます。",
        "small": "最低支払額 {minimum} に満たないため、{amount} を翌期へ繰り越します。",
        "came": "前期までの繰越 {amount}（{sources}）を含みます。",
        "source": "明細書 {statement}: {amount}",
        "and": "、",
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
        "closed-open": "{label}: the target is not reached yet"
        " (amounts: checked by the auditor, not disclosed).",
        "closed-done": "{label}: the target is reached"
        " (amounts: checked by the auditor, not disclosed).",
        "closed-deficit": "Nothing is distributed until the pool is above zero.",
        "carried": "{amount} is carried forward and taken off the next payment.",
        "small": "{amount} is below the smallest payment of {minimum} and is carried forward.",
        "came": "This includes {amount} carried forward ({sources}).",
        "source": "statement {statement}: {amount}",
        "and": ", ",
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
    for listed in ("payees", "credits"):
        named |= {part["payee"] for part in step.get(listed, [])}
    found: set[str] = set()
    for name in named - {None}:
        found |= set(standing.payees.get(str(name), (str(name),)))
    return found


def recoupment_notes(
    standing: Standing, payee: str, lang: Language, level: Level = "full"
) -> list[str]:
    """Say how far the accounts are that a payee's clauses wait for, as far as he may read it."""
    terms = standing.parsed
    notes: list[str] = []
    for account_id in awaited_accounts(standing, payee, level):
        account = terms.accounts[account_id]
        notes.append(_account_note(account, standing.position, (terms.currency, lang, level)))
    pool = deficit_before(standing, payee)
    if pool:
        amount = money((pool, 1), terms.currency, lang)
        key = "closed-deficit" if level == "aggregate" else "deficit"
        notes.append(_WORDS[lang][key].format(amount=amount))
    return notes


def deficit_before(standing: Standing, payee: str) -> int:
    """Return how far below zero the pool is that a payee shares in; zero for not below."""
    splits = [step for step in standing.terms["steps"] if step["kind"].startswith("split/")]
    shares = any(payee in payees_of_step(step, standing) for step in splits)
    return min(0, standing.position["pool"]) if shares else 0


def awaited_accounts(standing: Standing, payee: str, level: Level) -> list[str]:
    """Return the accounts that the payee's own clauses fill or wait for, each once."""
    found: dict[str, None] = {}
    steps = {step["id"]: step for step in standing.terms["steps"]}
    for step in steps.values():
        concerned = payees_of_step(step, standing)
        if step.get("against"):
            concerned |= payees_of_step(steps[step["against"]], standing)
        if payee not in concerned:
            continue
        direct = _named_accounts(step)
        known = direct if level != "full" else [*direct, *_accounts_before(standing, step, steps)]
        found |= dict.fromkeys(known)
    return list(found)


def _named_accounts(step: Mapping[str, Any]) -> list[str]:
    """Return the accounts that a clause itself names."""
    basis = str(step.get("basis", ""))
    excess = [basis.removeprefix(_EXCESS)] if basis.startswith(_EXCESS) else []
    return [*excess, step["account"]] if step["kind"].startswith("recoup/") else excess


def _accounts_before(
    standing: Standing, step: Mapping[str, Any], steps: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """Return what a clause waits for without naming it.

    That is what the clause whose amount it reads waits for; and, where it reads what is left,
    every recoupment out of the flow before it that is not full.
    """
    kind, _, read = str(step.get("basis", _REMAINDER)).partition(":")
    if kind == "amount":
        source = steps[read]
        return [*_accounts_before(standing, source, steps), *_named_accounts(source)]
    if kind not in _LEFTOVERS:
        return []
    ids = list(steps)
    ends = ids.index(read) + 1 if kind == "after" else ids.index(step["id"])
    return [
        steps[id]["account"]
        for id in ids[:ends]
        if steps[id]["kind"].startswith("recoup/") and _is_open(standing, steps[id])
    ]


def _is_open(standing: Standing, step: Mapping[str, Any]) -> bool:
    """Tell whether a recoupment takes from the flow and its target is not reached."""
    account = standing.parsed.accounts[step["account"]]
    is_paid = account.kind != "memo" and not step.get("against")
    return is_paid and standing.position[f"recoup:{account.id}"] < account.target_minor


def _account_note(account: Account, position: Position, told: tuple[str, Language, Level]) -> str:
    currency, lang, level = told
    is_memo = account.kind == "memo"
    so_far = position[f"{'inflow' if is_memo else 'recoup'}:{account.id}"]
    rest = account.target_minor - so_far
    kind = "closed-" if level == "aggregate" else "memo-" if is_memo else ""
    return _WORDS[lang][kind + ("open" if rest > 0 else "done")].format(
        label=account.label_ja if lang == "ja" else account.label_en,
        so_far=money((so_far, 1), currency, lang),
        target=money((account.target_minor, 1), currency, lang),
        rest=money((max(0, rest), 1), currency, lang),
    )


def carried_notes(
    carried: Sequence[Carried], totals: Totals, currency: str, lang: Language
) -> list[str]:
    """Say which earlier statements an amount that waited comes from."""
    if totals.carried_in <= 0:
        return []
    words = _WORDS[lang]
    by_statement: dict[str, int] = {}
    for part in carried:
        before = by_statement.get(part.statement, 0)
        by_statement[part.statement] = before + part.amount_minor
    sources = [
        words["source"].format(statement=statement, amount=money((amount, 1), currency, lang))
        for statement, amount in by_statement.items()
    ]
    amount = money((totals.carried_in, 1), currency, lang)
    return [words["came"].format(amount=amount, sources=words["and"].join(sources))]


def payment_notes(
    totals: Totals, tax: Mapping[str, str], currency: str, lang: Language
) -> list[str]:
    """Say what is carried, kept, or particular about the payment."""
    words, notes = _WORDS[lang], []

    def amount(minor: int) -> str:
        return money((minor, 1), currency, lang)

    if totals.carried_out > 0:
        minimum = amount(int(tax["minimum_payment"]))
        notes.append(words["small"].format(amount=amount(totals.carried_out), minimum=minimum))
    elif totals.carried_out:
        notes.append(words["carried"].format(amount=amount(totals.carried_out)))
    if totals.adjustments:
        notes.append(words["kept"])
    if tax.get("rule") == "own-account" and totals.payable:
        notes.append(words["own"])
    if goes_abroad(tax):
        notes.append(words["abroad"])
    return notes


def goes_abroad(tax: Mapping[str, str]) -> bool:
    """Tell whether tax of a payment abroad was computed, whatever rules named it."""
    names = ("withholding_rule", *(f"withholding_{income}_rule" for income in INCOMES))
    return any(tax.get(name) in ("non-resident", "treaty") for name in names)
