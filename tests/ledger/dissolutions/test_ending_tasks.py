"""What remains to be done after an end: agreements are needed only where others receive."""

from ending_stage import Ending, clause
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
