"""Whom an end names as debtors and licensors, against what the same command recorded of them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from ledger.audit.family import Difference, Entry
from ledger.audit.records import plain

Body = dict[str, Any]

ASSUMED: Final = "agreement.assumed/1"
MOVED: Final = "rights.licensor_changed/1"
RECORDED: Final = "agreement.recorded/1"


class DebtorsNamed:
    """Follows who owes each agreement, and which assumptions and positions belong to an end.

    Attributes:
        is_blind: Whether something that is not disclosed may explain a difference.
    """

    def __init__(self) -> None:
        self.is_blind = False
        self._payers: dict[str, str] = {}
        self._assumed: dict[str, list[Body]] = defaultdict(list)
        self._moved: dict[str, list[Body]] = defaultdict(list)

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        if entry.event_type == RECORDED:
            self._payers[fact.id] = fact.payer
        elif entry.event_type == ASSUMED:
            self._payers[fact.agreement] = fact.debtor
            if fact.dissolution:
                self._assumed[fact.dissolution].append(plain(fact))
        elif entry.event_type == MOVED and fact.dissolution:
            self._moved[fact.dissolution].append(plain(fact))

    def missing(self, event_type: str) -> None:
        """An unseen entry may say who owes an agreement."""
        self.is_blind = self.is_blind or event_type in (RECORDED, ASSUMED, MOVED)

    def differences(self, fact: Body) -> Iterator[Difference]:
        """Yield how an end differs from what was recorded with it; its fact as plain JSON."""
        assumed = self._assumed[fact["dissolution"]]
        named = [[one["agreement"], one["debtor"]] for one in fact.get("debtors", ())]
        yield "end-debtors", named, [[one["agreement"], one["debtor"]] for one in assumed]
        moves = [[one["licence"], one["giver"], one["taker"]] for one in fact.get("moves", ())]
        moved = self._moved[fact["dissolution"]]
        recorded = [[one["licence"], one["giver"], one["taker"]] for one in moved]
        yield "end-licences", moves, recorded
        before = {one["agreement"]: one["payer"] for one in assumed}
        for claim in fact["continuing"]:
            after = self._payers.get(claim["agreement"])
            expected = [before.get(claim["agreement"], after), after]
            # Whether nobody is left to owe a claim is looked at as something left open.
            yield "end-debtors", expected, [claim["before"], claim.get("after", after)]
