"""Recoupment accounts: what has to come back before somebody else is paid."""

from dataclasses import dataclass

from contracts.fields import Fields
from contracts.money import check_amount, floor_toward_zero

KINDS = ("memo", "advance", "investment")


@dataclass(frozen=True, slots=True)
class Account:
    """An amount to be recovered, or only to be watched.

    Attributes:
        id: Name in the terms; steps that name the same account recoup it together.
        kind: "memo" only watches how much came in; the others are paid back.
        target_minor: How much has to come in.
        label_ja: Name in Japanese.
        label_en: Name in English.
        shared: Account of the register that several agreements fill together; "" for one's own.
    """

    id: str
    kind: str
    target_minor: int
    label_ja: str
    label_en: str
    shared: str = ""


def read_account(obj: object, number: int) -> Account:
    """Read one account.

    The target is an amount, or an amount times a rate: 250,000 at 6/5 for a recoupment of 120%.

    Raises:
        TermsInvalid: A field is malformed, or there is no target to stop at.

    Source:
        Case FW-01: investors recover 120% of what they put in.
    """
    raw = obj if isinstance(obj, dict) else {}
    fields = Fields(obj, {"account": raw.get("id", f"#{number}")}, "account")
    if raw.get("target") is None:
        fields.refuse(
            "unbounded-recoupment",
            "A recoupment without a target would never end.",
            field="target",
            expected='{"amount": int}',
        )
    target, label = fields.part("target"), fields.part("label")
    amount = target.integer("amount", least=1)
    num, den = target.ratio("rate") if target.has("rate") else (1, 1)
    account = Account(
        id=fields.name("id"),
        kind=fields.choice("kind", KINDS),
        target_minor=check_amount(floor_toward_zero(amount, num, den), "target"),
        label_ja=label.text("ja"),
        label_en=label.text("en"),
        shared=fields.text("shared") if fields.has("shared") else "",
    )
    for part in (target, label, fields):
        part.close()
    return account
