"""Who a step pays: one payee, or several with weights and a rule for the odd units.

A payee is a party id, or a reference such as `committee:cmt_x/investment` (with one colon) that
the inputs resolve to parties and weights. One level is written in the terms, the other is looked
up; each divides its amount to date by its own rule.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import lcm
from typing import NoReturn

from contracts.fields import Fields
from contracts.money import MAX_MINOR

_PARTY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*", re.ASCII)
_REFERENCE = re.compile(r"[a-z][a-z_-]*:[A-Za-z0-9][A-Za-z0-9_./-]*", re.ASCII)
_RULES = ("hamilton", "first")


@dataclass(frozen=True, slots=True)
class Payees:
    """Receivers of a step in the order of the contract.

    Attributes:
        weights: Payee and whole-number weight; never all zero.
        rule: Name in `contracts.apportion.RULES` for dividing among them.
        told: Payee to what his weight was made of, in Japanese and in English, where that is said.
    """

    weights: tuple[tuple[str, int], ...]
    rule: str = "hamilton"
    told: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def is_reference(payee: str) -> bool:
    """Tell whether the payee has to be looked up."""
    return ":" in payee


def read_payees(fields: Fields, weight_name: str = "weight") -> Payees:
    """Read `payee`, or `payees` with weights (points in a pool).

    Raises:
        TermsInvalid: Nobody to receive, a payee twice, or a zero weight under rule `first`.
    """
    if fields.has("payee"):
        return Payees(((read_payee(fields), 1),))
    listed = []
    for part in fields.parts("payees"):
        listed.append((read_payee(part), part.integer(weight_name, least=0)))
        part.close()
    return checked_payees(fields, tuple(listed))


def read_shares(fields: Fields) -> Payees:
    """Read `payees` whose exact shares sum to one, of which one may be the remaining share.

    Raises:
        TermsInvalid: Shares do not sum to one, or a second payee takes what remains.
    """
    listed: list[tuple[str, tuple[int, int] | None]] = []
    for part in fields.parts("payees"):
        remaining = part.flag("remaining", default=False)
        listed.append((read_payee(part), None if remaining else part.rate("share")))
        part.close()
    whole = lcm(*(share[1] for _, share in listed if share))
    given = sum(share[0] * whole // share[1] for _, share in listed if share)
    open_places = sum(share is None for _, share in listed)
    if open_places > 1:
        fields.refuse("second-remaining", "Only one payee can take what remains.", field="payees")
    if given > whole or (given != whole and not open_places):
        fields.refuse(
            "shares-not-one",
            f"The shares sum to {given}/{whole}, not to one.",
            field="payees",
            value=f"{given}/{whole}",
            expected="1/1",
        )
    weights = tuple(
        (payee, share[0] * whole // share[1] if share else whole - given) for payee, share in listed
    )
    return checked_payees(fields, weights)


def read_payee(fields: Fields) -> str:
    """Read one party id or reference."""
    payee = fields.text("payee")
    if not (_PARTY.fullmatch(payee) or _REFERENCE.fullmatch(payee)):
        _refuse_payee(fields, "payee", payee, "party id or reference")
    return payee


def read_holders(fields: Fields) -> Payees:
    """Read `holders`: one reference to those who share."""
    reference = fields.text("holders")
    if not _REFERENCE.fullmatch(reference):
        _refuse_payee(fields, "holders", reference, "reference")
    return checked_payees(fields, ((reference, 1),))


def _refuse_payee(fields: Fields, field: str, value: str, expected: str) -> NoReturn:
    fields.refuse(
        "payee-malformed",
        f"{value!r} is no {expected}; a reference is like committee:cmt_x/investment.",
        field=field,
        value=value,
        expected=expected,
    )


def checked_payees(fields: Fields, weights: tuple[tuple[str, int], ...]) -> Payees:
    """Read the rule and refuse what it cannot serve."""
    rule = fields.choice("rule", _RULES, default="hamilton")
    names = [payee for payee, _ in weights]
    if len(set(names)) != len(names):
        fields.refuse("duplicate-id", "A payee is named twice.", field="payees", value=names)
    if not 0 < sum(weight for _, weight in weights) <= MAX_MINOR:
        fields.refuse(
            "weights-unusable",
            "The weights must sum to more than zero and to at most 2^53 - 1.",
            field="payees",
            value=[str(weight) for _, weight in weights],
            expected=f"1 to {MAX_MINOR}",
        )
    if rule == "first" and not all(weight for _, weight in weights):
        fields.refuse(
            "zero-weight-payee",
            "Under rule 'first' a payee with weight zero would stand in line for a leftover.",
            field="payees",
            value=[payee for payee, weight in weights if not weight],
            expected="weights > 0",
        )
    return Payees(weights, rule)
