"""Changes of members are signed by those whose rights move, and read by those they concern."""

from datetime import date
from typing import Any

from ledger.bootstrap import Register
from ledger.command import SYSTEM
from ledger.committees.changes import RecordLeaving, SucceedMember, TransferMemberShare
from ledger.jobs.verify import verify_register
from ledger.keys.commands import SetKeyPolicy
from ledger.keys.consents import Consent
from ledger.log.entry import parse_part
from ledger.parties.commands import RecordSuccession, Successor
from ledger.store.read import LogReader
from ledger.values import DocumentRef
from tests.ledger.keys.conftest import Desk
from tests.pens import Pen
from tests.stage import digest, member, ratio, studio

JULY = date(2026, 7, 1)
DOCUMENT = DocumentRef(sha256=digest("覚書"))


def by_key(*pens: Pen) -> tuple[Consent, ...]:
    return tuple(
        Consent(party=pen.party, method="key", consented_on=date(2026, 6, 1)) for pen in pens
    )


def change(committee: str, **more: Any) -> dict[str, Any]:
    return {"committee": committee, "effective_from": JULY, "reason": "合意", **more}


def three(desk: Desk) -> tuple[str, list[Pen]]:
    """A committee of three with keys; the last wants everything signed."""
    pens = [desk.company(name) for name in ("星見映像", "月影", "日向")]
    shares = ("1/2", "1/4", "1/4")
    committee = desk.stage.committee(
        *(member(pen.party, share) for pen, share in zip(pens, shares, strict=True))
    )
    desk.record(SetKeyPolicy(party=pens[2].party, commands=("*",), reason="内規"), pens[2])
    return committee, pens


def test_a_transfer_is_signed_by_all_who_consent_with_their_keys(
    desk: Desk, register: Register
) -> None:
    committee, (lead, giver, taker) = three(desk)
    sale = TransferMemberShare(
        giver=giver.party, taker=taker.party, document=DOCUMENT,
        **change(committee, consents=by_key(lead, giver, taker)),
    )  # fmt: skip
    assert desk.refused(sale, lead, giver, actor=SYSTEM).code == "consent-not-signed"
    desk.record(sale, lead, giver, taker)
    report = verify_register(register, views=True, commands=True)
    assert report.findings == ()


def test_what_happens_by_law_waits_for_no_signature(desk: Desk) -> None:
    committee, (lead, _, gone) = three(desk)
    merger = (Successor(party=lead.party, share=ratio("1")),)
    desk.record(
        RecordSuccession(
            party=gone.party, ground="merger", successors=merger, effective_from=JULY
        ),
        actor=SYSTEM,
    )  # fmt: skip
    assert (
        desk.record(SucceedMember(party=gone.party, **change(committee)), actor=SYSTEM).count == 1
    )


def test_who_wants_it_signed_signs_its_withdrawal(desk: Desk) -> None:
    committee, (_, _, leaver) = three(desk)
    leaving = RecordLeaving(
        party=leaver.party, ground="withdrawal", left_on=date(2026, 6, 15), document=DOCUMENT,
        **change(committee),
    )  # fmt: skip
    refusal = desk.refused(leaving, actor=studio(leaver.party))
    assert refusal.code == "signature-required"
    done = desk.record(leaving, leaver, actor=studio(leaver.party))
    with desk.ledger.reading() as conn:
        parts = [parse_part(part.data) for part in LogReader(conn).parts(done.first_index)]
    readers = {part.name: part.readers for part in parts}
    assert readers["facts"] == ("public",)
    assert leaver.party in readers["change"]
    assert leaver.party not in readers["shares"]
