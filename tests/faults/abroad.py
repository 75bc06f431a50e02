"""A China window with an approval, licensed while it waits, for the world with every fact."""

from datetime import date

from money_stage import Money
from rights_stage import Rights, consent, reach
from stage import digest, member

from ledger.committees.commands import Milestone, Window
from ledger.committees.milestone_commands import ReachMilestone
from ledger.values import DocumentRef, Names

CENSOR = Milestone(
    code="censor",
    kind="approval",
    name=Names(ja="当局の審査", en="Approval by the authority"),
    due=date(2027, 6, 30),
    by="国家の当局",
)


def china_window(holder: str) -> Window:
    """A window for mainland China in yuan that waits for an approval."""
    return Window(
        medium="overseas", territory="CN", holder=holder, currency="CNY", milestones=(CENSOR,),
        clause="第12条",
    )  # fmt: skip


def reached(committee: str, outcome: str, day: date) -> ReachMilestone:
    """What the authority decided."""
    return ReachMilestone.model_validate(
        {
            "committee": committee, "medium": "overseas", "territory": "CN", "code": "censor",
            "day": day, "outcome": outcome, "document": DocumentRef(sha256=digest(outcome)),
        }
    )  # fmt: skip


def co_produce(money: Money) -> Rights:
    """Two members, an overseas window and a China window; a licence between two decisions."""
    rights = Rights(money)
    committee = money.committee(
        member(rights.a, "1/2"),
        member(rights.b, "1/2"),
        windows=(
            Window(medium="overseas", territory="WW", holder=rights.a),
            china_window(rights.b),
        ),
    )
    holder = f"committee:{committee}/copyright"
    money.record(rights.title((holder, "1")))
    money.record(reached(committee, "refused", date(2026, 1, 20)))
    until = date(2029, 3, 31)
    money.record(
        rights.licence(holder, extent=reach("svod", "CN", until=until), consents=consent(rights.b))
    )
    money.record(reached(committee, "passed", date(2026, 1, 25)))
    return rights
