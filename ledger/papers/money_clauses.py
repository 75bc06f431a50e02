"""Money clauses as sentences: every field of every step on record is said, none is left out.

    Teller(printer, terms).clause(step) -> str

Source:
    docs/TERMS.md says what each kind computes; `contracts.steps` has the fields.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from contracts.figures import money, percent
from contracts.rights.vocabulary import committee_uses
from ledger.log import canonical
from ledger.papers.money_words import BASES, CODES, FIELDS, KINDS, MEASURES
from ledger.papers.printer import Printer

_SAID_ELSEWHERE: Final = frozenset({"id", "kind", "clause", "label", "template", "payee"})
_IN_MEASURE: Final = frozenset({"basis", "rate", "fixed", "price"})
_MEASURED: Final = frozenset({"commission", "royalty", "pool"})
_MONTHS: Final = 12
_Plain = Mapping[str, Any]


class Teller:
    """Says the money clauses of one version of terms.

    Args:
        printer: In which language.
        terms: The clauses as recorded.
    """

    def __init__(self, printer: Printer, terms: _Plain) -> None:
        self._printer, self._say = printer, printer.says
        self._currency = str(terms["currency"])
        self._labels = {each["id"]: self._label(each) for each in terms["steps"]}
        self._accounts = {each["id"]: each for each in terms.get("accounts", ())}
        self._names = printer.names(references(terms))
        self._works = printer.works(each for each in strings(terms) if each.startswith("work_"))

    def clause(self, step: _Plain) -> str:
        """Return what a step says, a line for each of its fields."""
        kind = step["kind"].partition("/")[0]
        is_measured = kind in _MEASURED
        values = {"label": self._label(step), "measure": self._measure(step) if is_measured else ""}
        lines = [self._say(KINDS[kind], **values)]
        told = _SAID_ELSEWHERE | (_measured(step) if is_measured else frozenset())
        if "payee" in step:
            lines.append(self._say(FIELDS["payees"], self.payee(step["payee"])))
        lines += [self._field(name, step[name]) for name in sorted(step) if name not in told]
        return "\n".join(lines)

    def amount(self, amount_minor: int) -> str:
        """Write an amount in the currency of the terms."""
        return money((amount_minor, 1), self._currency, self._printer.lang)

    def payee(self, payee: str) -> str:
        """Name a payee: a party, or the holders that a reference means."""
        subject, _, shares = payee.removeprefix("committee:").partition("/")
        if payee.startswith("committee:") and f"committee:{shares}" in CODES:
            return self._code(f"committee:{shares}").format(self._names.get(subject, subject))
        return self._names.get(payee, payee)

    def account(self, id: str) -> str:
        """Name an account with its kind and target."""
        found = self._accounts[id]
        target = found["target"]
        amount = self.amount(target["amount"])
        if "rate" in target:
            amount = f"{amount} × {_rate(target['rate'])}"
        told = self._code("target").format(
            label=self._printer.title(found["label"]), kind=self._code(found["kind"]), amount=amount
        )
        return f"{told} {self._code('shared')}" if "shared" in found else told

    def _measure(self, step: _Plain) -> str:
        said = []
        if "basis" in _measured(step):
            said.append(self._basis_measured(step))
        if "fixed" in step:
            said.append(self._say(MEASURES["fixed"], fixed=self.amount(step["fixed"])))
        return said[0] if len(said) == 1 else self._say(MEASURES["and"], *said)

    def _basis_measured(self, step: _Plain) -> str:
        form = next((name for name in ("price", "rate", "tiers") if name in step), "plain")
        return self._say(
            MEASURES[form],
            basis=self._basis(step["basis"]),
            rate=_rate(step["rate"]) if "rate" in step else self._code("by-table"),
            price=self.amount(step["price"]["amount"]) if "price" in step else "",
        )

    def _field(self, name: str, value: Any) -> str:
        told = _TOLD[name](self, value) if name in _TOLD else canonical.encode(value).decode()
        return self._say(FIELDS[name], told)

    def _basis(self, basis: str) -> str:
        kind, _, of = basis.partition(":")
        label = self._labels.get(of) or (self.account(of) if of in self._accounts else of)
        return self._say(BASES[kind], label)

    def _label(self, step: _Plain) -> str:
        return self._printer.title(step["label"])

    def _code(self, code: object) -> str:
        words = CODES.get(str(code))
        return words[self._printer.lang] if words else str(code)

    def _flag(self, value: object) -> str:
        return self._code("yes" if value else "no")

    def _limit(self, limit: _Plain) -> str:
        per = "per-year" if limit["per"] == "year" else limit["per"]
        return self._code("limit").format(amount=self.amount(limit["amount"]), per=self._code(per))

    def _payees(self, payees: Iterable[_Plain]) -> str:
        return self._printer.joined(
            self.payee(each["payee"]) + self._printer.aside(self._weight(each)) for each in payees
        )

    def _weight(self, each: _Plain) -> str:
        if "share" in each:
            return _rate(each["share"])
        if each.get("remaining"):
            return self._code("remaining")
        return self._code("points").format(each.get("points", each.get("weight", 1)))

    def _tiers(self, tiers: Iterable[_Plain]) -> str:
        form = self._code("from")
        rows = []
        for tier in tiers:
            rate = _rate(tier["rate"]) if "rate" in tier else self._per_unit(tier["per_unit"])
            rows.append(form.format(f"{tier['from']:,}", rate))
        return self._printer.joined(rows)

    def _per_unit(self, rate: _Plain) -> str:
        # Terms count in minor units; a rate per view may be a fraction of one.
        whole = (rate["num"], rate["den"])
        return money(whole, self._currency, self._printer.lang)

    def _where(self, where: _Plain) -> str:
        return self._printer.joined(
            f"{self._code(name)}: {self._printer.joined(self._place(one) for one in values)}"
            for name, values in sorted(where.items())
        )

    def _place(self, code: str) -> str:
        if code in committee_uses():
            return self._printer.use(code)
        return self._works.get(code) or self._printer.place(code)

    def _year(self, year: _Plain) -> str:
        form = self._code("years-many" if "years" in year else "years")
        return form.format(year["starts"], year.get("months", _MONTHS), year.get("years", ""))

    def _release(self, release: _Plain) -> str:
        every = release.get("every_months", 1)
        return self._code("months").format(release["after_months"], release.get("parts", 1), every)

    def _of(self, of: Any) -> str:
        if isinstance(of, str):
            return self._labels.get(of, of)
        return self._printer.joined(
            self._labels.get(each["step"], each["step"])
            + (self._printer.aside(self.amount(each["value"])) if "value" in each else "")
            for each in of
        )

    def _roles(self, roles: Iterable[_Plain]) -> str:
        return self._printer.joined(
            f"{each['role']} {self._code('points').format(each['points'])}"
            + self._printer.aside(self._code(each["per"]))
            for each in roles
        )

    def _credits(self, credits: Iterable[_Plain]) -> str:
        return self._printer.joined(
            f"{self.payee(each['payee'])} {each['role']}"
            + (self._printer.aside(self._printer.title(each["credit"])) if "credit" in each else "")
            for each in credits
        )

    def _instalments(self, instalments: Iterable[_Plain]) -> str:
        return self._printer.joined(
            f"{each['month']} {self.amount(each['amount'])}" for each in instalments
        )

    def _metric(self, metric: _Plain) -> str:
        return self._code("counted-by").format(self._code(metric["name"]), metric["source"])


def references(terms: _Plain) -> set[str]:
    """Return the parties and committees that terms name.

    Example:
        `committee:cmt_x/investment` names the committee `cmt_x`.
    """
    named = {each.removeprefix("committee:").partition("/")[0] for each in strings(terms)}
    return {each for each in named if each.startswith(("party_", "cmt_"))}


def strings(data: object) -> Iterable[str]:
    """Yield every text in plain JSON values."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from strings(value)


def _measured(step: _Plain) -> frozenset[str]:
    """Return the fields that the first sentence says; a fixed sum alone has no use for a basis."""
    is_fixed_alone = "fixed" in step and "rate" not in step
    return _IN_MEASURE - {"basis"} if is_fixed_alone else _IN_MEASURE


def _rate(rate: _Plain) -> str:
    return percent((rate["num"], rate["den"]))


def _joined(teller: Teller, codes: Iterable[str]) -> str:
    return teller._printer.joined(teller._place(code) for code in codes)


_TOLD: Final[Mapping[str, Callable[[Teller, Any], str]]] = {
    "account": lambda teller, value: teller.account(value),
    "against": lambda teller, value: teller._of(value),
    "amount": lambda teller, value: teller.amount(value),
    "basis": lambda teller, value: teller._basis(value),
    "cap": lambda teller, value: teller._limit(value),
    "category": lambda teller, value: teller._code(value),
    "channels": _joined,
    "cost": lambda teller, value: teller.amount(value["amount"]),
    "credits": lambda teller, value: teller._credits(value),
    "cross": lambda teller, value: teller._flag(value),
    "cumulative": lambda teller, value: teller._flag(value),
    "fixed": lambda teller, value: teller.amount(value),
    "floor": lambda teller, value: teller._limit(value),
    "grant": lambda teller, value: teller.amount(value["amount"]),
    "holders": lambda teller, value: teller.payee(value),
    "income": lambda teller, value: teller._code(value),
    "instalments": lambda teller, value: teller._instalments(value),
    "linked": lambda _, value: f"{value['agreement']} {value['step']}",
    "metric": lambda teller, value: teller._metric(value),
    "mode": lambda teller, value: teller._code(value),
    "of": lambda teller, value: teller._of(value),
    "own_share": lambda teller, value: teller.amount(value),
    "payees": lambda teller, value: teller._payees(value),
    "per": lambda teller, value: teller._code("per-year" if value == "year" else value),
    "price": lambda teller, value: teller.amount(value["amount"]),
    "rate": lambda _, value: _rate(value),
    "recoupable": lambda teller, value: teller._flag(value),
    "release": lambda teller, value: teller._release(value),
    "roles": lambda teller, value: teller._roles(value),
    "rounding": lambda teller, value: teller.amount(value["unit"]),
    "rule": lambda teller, value: teller._code(value),
    "scope": lambda teller, value: teller._code(value),
    "share_of_units": lambda _, value: _rate(value),
    "survives": lambda teller, value: teller._flag(value),
    "tier_mode": lambda teller, value: teller._code(value),
    "tier_read": lambda teller, value: teller._code(value),
    "tiers": lambda teller, value: teller._tiers(value),
    "tiers_by": lambda teller, value: teller._code(value),
    "until": lambda _, value: str(value),
    "where": lambda teller, value: teller._where(value),
    "year": lambda teller, value: teller._year(value),
}
