"""Three members of a committee, and short ways to say what happens to them."""

from datetime import date
from typing import Any

from stage import Stage, digest, member, ratio

from ledger.committees.changes import (
    AdmitMember,
    LeaverAccount,
    OfferShare,
    RecordLeaving,
    SharesMoved,
    SucceedMember,
    TransferMemberShare,
)
from ledger.committees.commands import Member
from ledger.committees.views import holders_on
from ledger.keys.consents import Consent
from ledger.values import DocumentRef

JULY = date(2026, 7, 1)
DOCUMENT = DocumentRef(sha256=digest("覚書"))


def consents(*parties: str, method: Any = "seal") -> tuple[Consent, ...]:
    """Sealed consents of parties, attested by the operator."""
    return tuple(
        Consent(
            party=party, method=method, document=DOCUMENT, attested_by="operator",
            consented_on=date(2026, 1, 1),
        )
        for party in parties
    )  # fmt: skip


class Living:
    """A committee of A with 1/2, B with 3/10 and C with 1/5 in all three sets; N is outside.

    Args:
        stage: The register.
        **more: Further terms of the contract.
    """

    def __init__(self, stage: Stage, **more: Any) -> None:
        self.stage = stage
        self.a, self.b, self.c, self.n = (
            stage.company(name, invoice_number=number)
            for name, number in (
                ("幹事社", "T7000012050002"),
                ("放送局", None),
                ("出版社", None),
                ("新参社", None),
            )
        )
        self.id = stage.committee(
            *(member(party, share) for party, share in self.shares("1/2", "3/10", "1/5")), **more
        )

    def shares(self, *shares: str) -> list[tuple[str, str]]:
        """Pair A, B and C with shares."""
        return list(zip((self.a, self.b, self.c), shares, strict=True))

    def all(self) -> tuple[Consent, ...]:
        """Consents of A, B, C and N."""
        return consents(self.a, self.b, self.c, self.n)

    def change(self, **more: Any) -> dict[str, Any]:
        """What every change says, from July 2026 on unless said otherwise."""
        return {"committee": self.id, "effective_from": JULY, "reason": "合意", **more}

    def admit(self, **more: Any) -> AdmitMember:
        """N joins with a tenth of everything, which A gives up."""
        members = (
            *(member(party, share) for party, share in self.shares("2/5", "3/10", "1/5")),
            member(self.n, "1/10"),
        )
        stated = {"party": self.n, "members": members, "consents": self.all()}
        return AdmitMember(**self.change(**(stated | more)))

    def leave(self, party: str, ground: Any = "withdrawal", **more: Any) -> RecordLeaving:
        """Somebody leaves on 15 June 2026."""
        stated = {"party": party, "ground": ground, "left_on": date(2026, 6, 15)}
        stated |= {"document": DOCUMENT, "consents": consents(party)}
        return RecordLeaving(**self.change(**(stated | more)))

    def sell(self, giver: str, taker: str, **more: Any) -> TransferMemberShare:
        """A tenth of everything passes from one to another."""
        tenth = ratio("1/10")
        moved = SharesMoved(investment=tenth, copyright=tenth, profit=tenth)
        stated = {"giver": giver, "taker": taker, "shares": moved, "document": DOCUMENT}
        stated["consents"] = self.all()
        return TransferMemberShare(**self.change(**(stated | more)))

    def offer(self, **more: Any) -> OfferShare:
        """B offers its tenth to A and C on the day of the test."""
        tenth = ratio("1/10")
        stated: dict[str, Any] = {
            "id": self.stage.new("offer"), "committee": self.id, "giver": self.b,
            "shares": SharesMoved(investment=tenth, copyright=tenth, profit=tenth),
        }  # fmt: skip
        return OfferShare(**(stated | more))

    def succeed(self, party: str, **more: Any) -> SucceedMember:
        """Others took somebody's place."""
        return SucceedMember(**self.change(party=party, **more))

    def held(self, day: date, share_set: Any = "investment") -> dict[str, str]:
        """Who holds what on a day."""
        with self.stage.ledger.reading() as conn:
            holders = holders_on(conn, self.id, share_set, day)
        assert holders is not None
        return {party: str(share.fraction()) for party, share in holders.shares}


def account(net: int, **more: Any) -> LeaverAccount:
    """A balance sheet with these net assets."""
    return LeaverAccount(net_assets_minor=net, document=DOCUMENT, **more)


def bare(party: str) -> Member:
    """A member whose shares nobody knows."""
    return member(party)
