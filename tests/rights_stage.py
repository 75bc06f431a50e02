"""A stage for rights: three companies, a work, and one call for each command."""

from datetime import date
from typing import Any

from money_stage import Money
from stage import digest, ratio

from contracts.rights.extent import VOCABULARY
from ledger.keys.consents import Consent
from ledger.rights.commands import (
    AssignLicensor,
    EndRight,
    LicenseRight,
    RecordTitle,
    RegisterRight,
    TransferRight,
)
from ledger.rights.written import Codes, Stake, WrittenExtent
from ledger.values import DocumentRef

SINCE = date(2026, 1, 1)
DOCUMENT = DocumentRef(sha256=digest("contract"))


def reach(
    media: str = "all", territories: str = "WW", since: date = SINCE, until: date | None = None
) -> WrittenExtent:
    """An extent of codes; `WW-JP` includes WW and excludes JP, `a+b` includes both."""
    return WrittenExtent(
        vocabulary=VOCABULARY,
        media=_codes(media),
        territories=_codes(territories),
        first=since,
        until=until,
    )


def _codes(text: str) -> Codes:
    included, _, excluded = text.partition("/")
    return Codes(
        include=tuple(included.split("+")), exclude=tuple(excluded.split("+")) if excluded else ()
    )


def consent(*parties: str) -> tuple[Consent, ...]:
    """Consents on paper, attested by the operator."""
    return tuple(
        Consent(
            party=party,
            method="seal",
            document=DOCUMENT,
            attested_by="operator",
            consented_on=date(2026, 1, 5),
        )
        for party in parties
    )


class Rights:
    """A work made by A and B in halves, and a licensee N.

    Args:
        money: The stage it stands on.
    """

    def __init__(self, money: Money) -> None:
        self.money = money
        self.a, self.b = money.company("甲社"), money.company("乙社")
        self.n = money.company("配信社")
        self.work = money.work("星の庭", self.a)

    def title(self, *stakes: tuple[str, str], **more: Any) -> RecordTitle:
        stated: dict[str, Any] = {
            "id": self.money.new("right"), "work": self.work, "origin": "maker_29",
            "extent": reach(), "document": DOCUMENT,
        }  # fmt: skip
        shares = stakes or ((self.a, "1/2"), (self.b, "1/2"))
        held = tuple(Stake(holder=holder, share=ratio(share)) for holder, share in shares)
        return RecordTitle(stakes=held, **(stated | more))

    def transfer(self, giver: str, taker: str, share: str | None, **more: Any) -> TransferRight:
        stated: dict[str, Any] = {
            "id": self.money.new("right"), "work": self.work, "giver": giver, "taker": taker,
            "extent": reach(), "document": DOCUMENT, "share": ratio(share) if share else None,
        }  # fmt: skip
        return TransferRight(**(stated | more))

    def licence(self, *licensors: str, **more: Any) -> LicenseRight:
        stated: dict[str, Any] = {
            "id": self.money.new("right"), "work": self.work, "licensee": self.n,
            "licensors": licensors or (self.a, self.b), "exclusivity": "exclusive",
            "extent": reach("svod", "JP"), "document": DOCUMENT,
        }  # fmt: skip
        return LicenseRight(**(stated | more))

    def end(self, right: str, first_day: date, **more: Any) -> EndRight:
        stated: dict[str, Any] = {
            "right": right, "first_day": first_day, "ground": "termination",
            "reason": "契約の終了", "document": DOCUMENT,
        }  # fmt: skip
        return EndRight(**(stated | more))

    def registration(self, right: str, **more: Any) -> RegisterRight:
        stated: dict[str, Any] = {
            "right": right, "number": "第12345号の1", "day": date(2026, 5, 20),
            "document": DOCUMENT,
        }  # fmt: skip
        return RegisterRight(**(stated | more))

    def position(self, licence: str, giver: str, taker: str, **more: Any) -> AssignLicensor:
        stated: dict[str, Any] = {
            "licence": licence, "giver": giver, "taker": taker, "first_day": date(2028, 4, 1),
            "ground": "assignment", "document": DOCUMENT,
        }  # fmt: skip
        return AssignLicensor(**(stated | more))
