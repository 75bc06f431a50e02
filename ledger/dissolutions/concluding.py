"""What follows from an end: who holds, who is paid, who owes, and what would be left open.

    conclude(gathered, said) -> Conclusion

Everything is computed; nothing is recorded and nothing refused here. A planned end is refused while
`Conclusion.defects` names anything; of one that has happened they go on record.

Source:
    Copyright Act of Japan, articles 63-2 (a licence stands against a new holder; its contract stays
    with its licensor), 65, 77; Civil Code, articles 674, 675, 688, 470-472.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from contracts.dissolution.after import holders_after
from contracts.dissolution.outcome import Outcome, divide
from ledger.dissolutions.asked import Said
from ledger.dissolutions.balances import HOLDERS_UNKNOWN, SHARED
from ledger.dissolutions.defects import defects_of
from ledger.dissolutions.following import running_of, sets_as_data, settled_of
from ledger.dissolutions.gathering import Gathered
from ledger.dissolutions.reading import cells_of
from ledger.dissolutions.tasks import tasks_of
from ledger.dissolutions.written import DebtorMove
from ledger.log import canonical

Body = dict[str, Any]

_MOVES_ON: Final = ("held", "not_distributed", "deficit", "carried", "unrecouped")
"""Money that is the new debtor's from his first month on; the rest stays where it is."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What follows from an end, as plain JSON where facts hold it.

    Attributes:
        outcome: Transfers to record, with their gaps.
        result: `cells`, `holders`, `running`, `balances`, `continuing`, `settled`, `tasks`.
        defects: What nobody would hold, license, own or owe.
    """

    outcome: Outcome
    result: Body
    defects: tuple[Body, ...] = field(default=())

    def digest(self) -> str:
        """Return the hash by which a command may cite the result."""
        return canonical.digest(self.result)


def conclude(gathered: Gathered, money_from: date, said: Said) -> Conclusion:
    """Compute what follows from an end.

    Args:
        gathered: The committee on the day it ends.
        money_from: First day of the first month of those who take its place.
        said: What else is said.

    Raises:
        TermsInvalid: The plan contradicts itself.
    """
    outcome = divide(gathered.situation)
    sets = holders_after(gathered.situation, money_from)
    own = {gathered.holder, *gathered.situation.parties}
    moves = [one.model_dump(mode="json") for one in said.moves]
    day = gathered.situation.transfer_day
    running = [*running_of(own, day, gathered.licences, moves)]
    balances = [*_balances(gathered, said)]
    continuing = [*_continuing(gathered, said.debtors)]
    items = said.settlement.model_dump(mode="json") if said.settlement else None
    settled = settled_of(gathered.situation, items)
    result: Body = {
        "cells": cells_of(outcome),
        "holders": [sets_as_data(each) for each in sets],
        "running": running,
        "balances": balances,
        "continuing": continuing,
        "tasks": [*tasks_of(gathered, outcome, sets, running, said)],
        **({"settled": settled} if settled else {}),
    }
    return Conclusion(outcome, result, tuple(defects_of(gathered, outcome, sets, result)))


def _balances(gathered: Gathered, said: Said) -> Iterator[Body]:
    """Yield the money with who has it before and after; nobody where nobody is left."""
    debtors = {move.agreement: move.debtor for move in said.debtors}
    owners = {(one.agreement, one.account): one.owner for one in said.owners}
    for one in gathered.balances:
        after: str | None = one.before
        if one.account in _MOVES_ON:
            named = one.name.split(", ") if one.name and one.reason == SHARED else [one.agreement]
            takers = {debtors.get(each, one.before) for each in named}
            after = takers.pop() if len(takers) == 1 else one.before
        if one.account == "held" and one.reason == HOLDERS_UNKNOWN:
            after = owners.get((one.agreement, one.name or ""))
        elif after in gathered.lost:
            after = owners.get((one.agreement, one.name or one.account))
        body = one.model_dump(mode="json", exclude_none=True)
        yield body | ({"after": after} if after else {})


def _continuing(gathered: Gathered, debtors: Iterable[DebtorMove]) -> Iterator[Body]:
    """Yield the claims that outlive the committee, with who owes them before and after."""
    assumed = {move.agreement: move.debtor for move in debtors}
    for contract in gathered.contracts:
        after = assumed.get(contract.id, contract.payer)
        for one in contract.surviving:
            body: Body = {
                "agreement": contract.id,
                "step": one.step,
                "payees": list(one.payees),
                "before": contract.payer,
            }
            yield body | ({} if after in gathered.lost else {"after": after})
