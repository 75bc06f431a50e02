"""A stage for rights: three companies, a work, and one call for each command."""

from datetime import date
from typing import Any

from money_stage import Money
from stage import digest, ratio

from contracts.rights.extent import VOCABULARY
from ledger.keys.consents import Consent
from ledger.rights.commands import (
    AssignLicensor,
    EncumberRight,
    EndRight,
    LicenseRight,
    RecordTitle,
    RegisterRight,
    TransferRight,
)
from ledger.rights.option_commands import (
    AnswerOffer,
    ExerciseOption,
    ExtendOption,
    GrantOption,
    NotifyOffer,
)
from ledger.rights.written import Codes, Price, Stake, WrittenExtent
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

    def option(self, holder: str, *grantors: str, **more: Any) -> GrantOption:
        """SVOD in Japan, exclusively, from April 2028 on; to be exercised in 2027."""
        stated: dict[str, Any] = {
            "id": self.money.new("opt"), "work": self.work, "holder": holder,
            "grantors": grantors or (self.a, self.b), "claim": "option",
            "extent": reach("svod", "JP", since=date(2028, 4, 1)), "exclusivity": "exclusive",
            "first": SINCE, "until": date(2027, 12, 31), "completed_by": "holder",
            "price": Price(amount_minor=30_000_000, currency="JPY"), "document": DOCUMENT,
        }  # fmt: skip
        return GrantOption(**(stated | more))

    def exercise(self, option: str, day: date, **more: Any) -> ExerciseOption:
        stated: dict[str, Any] = {
            "option": option, "exercised_on": day, "right": self.money.new("right"),
            "document": DOCUMENT,
        }  # fmt: skip
        return ExerciseOption(**(stated | more))

    def extend(self, option: str, until: date, agreed_on: date, **more: Any) -> ExtendOption:
        stated: dict[str, Any] = {
            "option": option, "until": until, "agreed_on": agreed_on, "document": DOCUMENT,
        }  # fmt: skip
        return ExtendOption(**(stated | more))

    def offer(self, option: str, third: str | None, first: date, last: date) -> NotifyOffer:
        return NotifyOffer(
            option=option, third=third, offered_on=first, answer_by=last,
            terms="SVOD独占、年2,000万円", document=DOCUMENT,
        )  # fmt: skip

    def answer(self, option: str, offer: int, answer: str, day: date) -> AnswerOffer:
        stated: dict[str, Any] = {"answer": answer}
        return AnswerOffer(option=option, offer=offer, answered_on=day, document=DOCUMENT, **stated)

    def burden(self, holder: str, creditor: str, **more: Any) -> EncumberRight:
        stated: dict[str, Any] = {
            "id": self.money.new("enc"), "work": self.work, "holder": holder,
            "creditor": creditor, "burden": "pledge", "extent": reach(), "document": DOCUMENT,
        }  # fmt: skip
        return EncumberRight(**(stated | more))
