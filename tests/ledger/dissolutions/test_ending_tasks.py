"""What remains to be done after an end: agreements are needed only where others receive."""

from ending_stage import Ending, clause
from money_stage import rate, step, terms
from rights_stage import consent

from ledger.access.views import OPERATOR_VIEWER
from ledger.dissolutions.views import show as show_end


def agreements_to_make(ending: Ending, **more: object) -> list[tuple[str, str]]:
    """Media and receiver of the agreements that an end still needs."""
    begun = ending.begin()
    agreed = consent(ending.a, ending.b, ending.c)
    ending.money.record(ending.completion(begun, consents=agreed, **more))
    with ending.money.ledger.reading() as conn:
        end = show_end(conn, ending.committee, OPERATOR_VIEWER)
    assert end
    tasks = end["completed"]["tasks"]
    return [(t["what"], t["party"]) for t in tasks if t["code"] == "agreement-for-media"]


def test_whoever_takes_the_committees_place_needs_no_agreement_for_other_media(
    ending: Ending,
) -> None:
    """B receives everything but music, and the money follows theatrical: that is B. Music is C's,
    so C has to be paid by an agreement of its own."""
    plan = (clause("member", ending.c, "music"), clause("member", ending.b))
    found = agreements_to_make(ending, dispositions=plan, main="theatrical")
    assert found == [("music", ending.c)]


def test_a_fee_that_outlives_its_window_is_told(ending: Ending) -> None:
    """B is the window for streaming and has 10% by a clause. The window ends with the committee,
    the clause does not: whoever pays from then on should know."""
    fee = step("fee", "commission/1", basis="received", rate=rate(1, 10), payee=ending.b)
    members = step("members", "split/1", holders=f"committee:{ending.committee}/investment")
    agreement = ending.money.agreement(
        ending.a, terms(fee, members), committee=ending.committee, kind="committee",
        parties=(ending.a, ending.b, ending.c), effective_month="2026-04",
    )  # fmt: skip
    ending.money.record(ending.completion(ending.begin()))
    with ending.money.ledger.reading() as conn:
        end = show_end(conn, ending.committee, OPERATOR_VIEWER)
    assert end
    told = {"code": "window-fee-goes-on", "what": agreement, "party": ending.b}
    assert told in end["completed"]["tasks"]
