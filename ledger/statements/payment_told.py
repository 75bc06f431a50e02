"""From the lines of a statement to the transfer, in sentences whose numbers add up.

Nothing is computed here: lines, totals and taxes are read from the statement as it was issued.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contracts.figures import Language, money

MOST_LINES: Final = 20
"""Of a statement with more lines, the sum of the others is told."""

_SUMMED: Final = (
    ("royalty", "royalties", 1), ("adjustment", "adjustments", 1), ("recoupment", "recouped", -1),
)  # fmt: skip

_WHOLE: Final = "withholding"
_INCOMES: Final[Mapping[str, str]] = {
    f"{_WHOLE}_{income}": income for income in ("repayment", "partnership", "fee", "copyright")
}
"""Beginnings of the facts that a statement states, for one base in all or by kind of income."""

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "ja": {
        "royalties": "当期の明細の合計: {sum} = {total}。",
        "adjustments": "調整の合計: {sum} = {total}。",
        "recouped": "前払金充当の合計: {sum} = {total}。",
        "rest": "ほか{count}行の計 {amount}",
        "identity": "前期繰越 {carried_in} + 当期 {royalties} + 調整 {adjustments}"
        " - 前払金充当 {recouped} = 支払対象額 {payable} + 翌期繰越 {carried_out}。",
        "consumption": "消費税: {base} × {rate} = {tax}（1円未満切捨て）。",
        "no-consumption": "消費税: {tax}（{reason}）。",
        "withholding": "源泉徴収税{income}: {base} × {rate} = {tax}（1円未満切捨て）。",
        "withholding-two": "源泉徴収税{income}: {base} のうち {threshold} までは {rate}、"
        "超える部分は {upper} = {tax}（1円未満切捨て）。",
        "same-day": "同じ日の先の明細書{count}件と合わせて計算し、すでに差し引いた額を除きます。",
        "no-withholding": "源泉徴収税{income}: {tax}（{reason}）。",
        "transfer": "差引支払額: 支払対象額 {payable} + 消費税 {consumption_tax}"
        " - 源泉徴収税 {withholding} = {transfer}。",
        "outside-scope": "不課税",
        "abroad": "国外への支払",
        "no-invoice-number": "登録番号なし",
        "own-account": "自社の取り分",
        "nothing-payable": "支払対象額なし",
        "below-minimum": "最低支払額に満たないため今回は支払なし",
        "none-domestic-company": "国内の法人への支払",
        "none-not-named": "源泉徴収の対象として定められていない支払",
        "none-repayment": "返還金",
        "treaty": "租税条約による免除",
        "repayment": "（出資の払戻し）",
        "partnership": "（組合の利益の分配）",
        "fee": "（役務の対価）",
        "copyright": "（著作権の使用料）",
        "other": "定めなし",
    },
    "en": {
        "royalties": "Sum of this period's lines: {sum} = {total}.",
        "adjustments": "Sum of adjustments: {sum} = {total}.",
        "recouped": "Sum of advances taken back: {sum} = {total}.",
        "rest": "{count} more lines {amount}",
        "identity": "Carried in {carried_in} + royalties {royalties} + adjustments {adjustments}"
        " - recouped {recouped} = payable {payable} + carried out {carried_out}.",
        "consumption": "Consumption tax: {base} x {rate} = {tax} (cut to the yen).",
        "no-consumption": "Consumption tax: {tax} ({reason}).",
        "withholding": "Tax withheld{income}: {base} x {rate} = {tax} (cut to the yen).",
        "withholding-two": "Tax withheld{income}: of {base}, {rate} up to {threshold}"
        " and {upper} beyond = {tax} (cut to the yen).",
        "same-day": "It is computed together with {count} earlier statements of the same day,"
        " less what those withheld.",
        "no-withholding": "Tax withheld{income}: {tax} ({reason}).",
        "transfer": "Transfer: payable {payable} + consumption tax {consumption_tax}"
        " - withheld {withholding} = {transfer}.",
        "outside-scope": "outside its scope",
        "abroad": "paid abroad",
        "no-invoice-number": "no registration number",
        "own-account": "the payer's own part",
        "nothing-payable": "nothing is payable",
        "below-minimum": "less than the smallest payment, so nothing is paid yet",
        "none-domestic-company": "paid to a domestic company",
        "none-not-named": "the law names no such payment",
        "none-repayment": "money that is given back",
        "treaty": "exempt under a treaty",
        "repayment": " (repayment of investment)",
        "partnership": " (partnership profit)",
        "fee": " (fee for services)",
        "copyright": " (use of copyright)",
        "other": "no rule asks for it",
    },
}


def payment_told(statement: Mapping[str, Any], lang: Language) -> list[str]:
    """Say how the lines of a statement become what is transferred.

    Args:
        statement: As shown: `lines`, `totals`, `tax`, `currency`.
        lang: "ja" or "en".
    """
    told = _Told(lang, statement["currency"])
    totals, tax = statement["totals"], statement["tax"]
    sums = [
        told.sum(name, [sign * line["amount_minor"] for line in lines], totals[name])
        for kind, name, sign in _SUMMED
        if (lines := [line for line in statement["lines"] if line["kind"] == kind])
    ]
    named = {name: told.amount(value) for name, value in totals.items()}
    words = _WORDS[lang]
    return [
        *sums,
        words["identity"].format(**named),
        *told.consumption(totals, tax),
        *told.withholding(totals, tax),
        words["transfer"].format(**named),
    ]


class _Told:
    """Writes the sentences of one statement in one language."""

    def __init__(self, lang: Language, currency: str) -> None:
        self._lang, self._currency, self._words = lang, currency, _WORDS[lang]

    def amount(self, amount_minor: int) -> str:
        """Write an amount."""
        return money((amount_minor, 1), self._currency, self._lang)

    def sum(self, name: str, amounts: list[int], total: int) -> str:
        """Write a sum; of many lines the last are told together."""
        parts = [self.amount(amount) for amount in amounts[:MOST_LINES]]
        rest = amounts[MOST_LINES:]
        if rest:
            count, amount = f"{len(rest):,}", self.amount(sum(rest))
            parts.append(self._words["rest"].format(count=count, amount=amount))
        return self._words[name].format(sum=" + ".join(parts), total=self.amount(total))

    def consumption(self, totals: Mapping[str, int], tax: Mapping[str, str]) -> Iterable[str]:
        """Write how the consumption tax comes about, or why there is none."""
        amount = self.amount(totals["consumption_tax"])
        if "consumption_rate" in tax and "consumption_base" in tax:
            base = self.amount(int(tax["consumption_base"]))
            yield self._words["consumption"].format(
                base=base, rate=tax["consumption_rate"], tax=amount
            )
        elif tax.get("rule") != "nothing-payable":
            yield self._words["no-consumption"].format(
                tax=amount, reason=self._reason(tax, "consumption_rule")
            )

    def withholding(self, totals: Mapping[str, int], tax: Mapping[str, str]) -> Iterable[str]:
        """Write how the tax withheld comes about, kind of income by kind, or why there is none."""
        names = [name for name in (_WHOLE, *_INCOMES) if f"{name}_base" in tax]
        if not names and tax.get("rule") != "nothing-payable":
            amount, reason = self.amount(totals["withholding"]), self._reason(tax, "")
            yield self._words["no-withholding"].format(income="", tax=amount, reason=reason)
        for name in names:
            yield self._withheld(name, totals, tax)
        before = tax.get("withholding_statements_before")
        if before:
            yield self._words["same-day"].format(count=before)

    def _withheld(self, name: str, totals: Mapping[str, int], tax: Mapping[str, str]) -> str:
        """Write what is withheld of one kind of income."""
        income = self._words.get(_INCOMES.get(name, ""), "")
        if f"{name}_rate" not in tax:
            amount, reason = self.amount(0), self._reason(tax, f"{name}_rule")
            words = self._words["no-withholding"]
            return words.format(income=income, tax=amount, reason=reason)
        base = int(tax[f"{name}_base"])
        threshold = int(tax.get(f"{name}_threshold", base))
        key = "withholding-two" if base > threshold else "withholding"
        return self._words[key].format(
            income=income,
            base=self.amount(base),
            rate=tax[f"{name}_rate"],
            upper=tax.get(f"{name}_upper_rate", ""),
            threshold=self.amount(threshold),
            tax=self.amount(int(tax.get(f"{name}_tax", totals["withholding"]))),
        )

    def _reason(self, tax: Mapping[str, str], name: str) -> str:
        """Say a rule in words; one that this version has no words for is no reason told."""
        rule = tax.get("rule") or tax.get(name, "other")
        return self._words.get(rule, self._words["other"])
