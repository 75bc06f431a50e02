"""A committee whose members come, go, sell and pay, for the world with every fact."""

from datetime import date, timedelta
from typing import Any

from money_stage import Money
from stage import digest, member, ratio

from ledger.clock import tokyo_date
from ledger.committees.changes import (
    AdmitMember,
    AnswerShareOffer,
    CallCapital,
    LeaverAccount,
    OfferShare,
    RecordContribution,
    RecordInvoiceNotice,
    RecordLeaving,
    SetCommitteeStatus,
    SettleLeaving,
    SharesMoved,
    SucceedMember,
    TransferMemberShare,
)
from ledger.committees.commands import Decisions, FirstRefusal
from ledger.keys.consents import Consent
from ledger.parties.commands import RecordSuccession, Successor
from ledger.values import DocumentRef

_DOCUMENT = DocumentRef(sha256=digest("議事録"))


def _consents(*parties: str) -> tuple[Consent, ...]:
    return tuple(
        Consent(
            party=party, method="seal", document=_DOCUMENT, attested_by="operator",
            consented_on=date(2026, 6, 1),
        )
        for party in parties
    )  # fmt: skip


def live(money: Money) -> str:
    """Let a committee of three admit, sell, be succeeded, leave, pay and sleep; return its id."""
    a, b, c, n, m = (money.company(f"共同製作{letter}") for letter in "甲乙丙丁戊")
    committee = money.committee(
        member(a, "1/2"), member(b, "3/10"), member(c, "1/5"),
        decisions=Decisions(rule="majority", of="copyright", clause="第14条"),
        first_refusal=FirstRefusal(answer_days=30, clause="第18条"),
    )  # fmt: skip
    today = tokyo_date(money.register.clock.now())

    def change(month: int, **more: Any) -> dict[str, Any]:
        day = date(2027, month, 1)
        return {"committee": committee, "effective_from": day, "reason": "合意", **more}

    def notice(kind: Any, party: str | None = None) -> RecordInvoiceNotice:
        return RecordInvoiceNotice(
            committee=committee, kind=kind, party=party, day=today, document=_DOCUMENT
        )

    for party in (a, b, c):
        money.record(notice("registered", party))
    money.record(notice("filed"))
    shares = ((a, "2/5"), (b, "3/10"), (c, "1/5"), (n, "1/10"))
    money.record(
        AdmitMember(
            party=n, members=tuple(member(party, share) for party, share in shares),
            **change(1, consents=_consents(a, b, n)),
        )
    )  # fmt: skip
    offer = OfferShare(
        id=money.new("offer"), committee=committee, giver=c, price_minor=1_000_000, taker=m,
        shares=SharesMoved(copyright=ratio("1/10")), offered_on=today,
        answer_by=today + timedelta(days=40),
    )  # fmt: skip
    money.record(offer)
    for party in (a, b, n):
        money.record(
            AnswerShareOffer(
                offer=offer.id, party=party, answer="decline", answered_on=today,
                document=_DOCUMENT,
            )
        )  # fmt: skip
    money.record(
        TransferMemberShare(
            giver=c, taker=m, shares=offer.shares, offer=offer.id, price_minor=1_000_000,
            document=_DOCUMENT, **change(2, consents=_consents(a, b, c, m)),
        )
    )  # fmt: skip
    merger = (Successor(party=a, share=ratio("1")),)
    money.record(
        RecordSuccession(party=b, ground="merger", successors=merger, effective_from=today)
    )
    money.record(SucceedMember(party=b, **change(3)))
    call = CallCapital(
        id=money.new("call"), committee=committee, amount_minor=1_000_001, due_on=today,
        purpose="追加の宣伝費", decided_on=today, document=_DOCUMENT, consents=_consents(a, c),
    )  # fmt: skip
    money.record(call)
    money.record(
        RecordContribution(
            call=call.id, party=n, amount_minor=100_000, paid_on=today, document=_DOCUMENT
        )
    )
    account = LeaverAccount(net_assets_minor=-1_000_001, document=_DOCUMENT)
    money.record(
        RecordLeaving(
            party=n, ground="withdrawal", left_on=today, account=account, document=_DOCUMENT,
            **change(4, consents=_consents(n)),
        )
    )  # fmt: skip
    left: dict[str, Any] = {"party": m, "ground": "bankruptcy", "left_on": today}
    money.record(RecordLeaving(document=_DOCUMENT, **left, **change(4)))
    by_copyright = account.model_copy(update={"share_set": "copyright"})
    money.record(SettleLeaving(committee=committee, party=m, account=by_copyright))
    asleep: dict[str, Any] = {"status": "dormant", "document": _DOCUMENT}
    money.record(SetCommitteeStatus(**change(5), **asleep))
    return committee
