"""The facts of other slices that an end records beside its own: transfers, and the new holders.

They are facts like any other: chains of title, payouts and statements need to know nothing of ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, Final

from contracts.dissolution.outcome import Planned
from contracts.rights.grants import Transfer
from ledger.committees.events import CommitteeAmended
from ledger.committees.versions import DISSOLVED
from ledger.dissolutions.gathering import Gathered
from ledger.dissolutions.reading import parties_of, transfer_as_data
from ledger.ids import RIGHT, derived_id
from ledger.keys.consents import Consent
from ledger.rights.checks import Agreed, check_transfer
from ledger.rights.conditions import encumbering
from ledger.rights.events import RightTransferred
from ledger.rights.reading import Recorded, transfer_of
from ledger.store.state import Row
from ledger.store.views import pack
from ledger.values import DocumentRef

REASON: Final = "解散（清算結了）"
_NOBODY: Final = Agreed((), {})


@dataclass(frozen=True, slots=True)
class Shown:
    """By which an end is shown.

    Attributes:
        end: Id of the dissolution.
        consents: Recorded with the command.
    """

    end: str
    document: DocumentRef
    consents: tuple[Consent, ...] = ()


def transfers(
    gathered: Gathered, planned: Sequence[Planned], shown: Shown
) -> Iterator[RightTransferred]:
    """Yield the transfer of every cell, each of which its giver holds at that point.

    Raises:
        RuleViolation: `rights-not-held`, `rights-given-before`: it contradicts what is on record.
    """
    works = dict(gathered.situation.works)
    members = sorted(gathered.situation.parties)
    known: dict[str, list[Recorded]] = defaultdict(list)
    for each in gathered.grants:
        known[each.body["work"]].append(each)
    for number, one in enumerate(planned):
        body: dict[str, Any] = transfer_as_data(one) | {
            "id": _id_of(shown.end, number),
            "document": shown.document.model_dump(mode="json", exclude_none=True),
            "consents": _as_data(shown.consents),
            "parties": list(dict.fromkeys((*members, *parties_of((one.giver, one.taker))))),
        }
        transfer = transfer_of(body)
        check_transfer(works[one.work], transfer, _NOBODY)
        body |= _burdened(known[one.work], body, transfer)
        before = works[one.work]
        works[one.work] = replace(before, transfers=(*before.transfers, transfer))
        yield RightTransferred.model_validate_json(pack(body))


def _burdened(known: list[Recorded], body: dict[str, Any], transfer: Transfer) -> dict[str, Any]:
    """Return the pledges and attachments that pass with a share; what follows sees them, too."""
    burdens = encumbering(known, transfer)
    said = {"encumbrances": burdens} if burdens else {}
    known.append(Recorded("transfer", body | said))
    return said


def _id_of(end: str, number: int) -> str:
    return derived_id(RIGHT, sha256(f"{end}/transfer/{number}".encode()).digest())


def versions(
    row: Row, doc: Row, holders: Iterable[Mapping[str, Any]], shown: Shown
) -> Iterator[CommitteeAmended]:
    """Yield a version for each day on which those who take the committee's place change.

    Args:
        row: The committee's row.
        doc: Its newest contract.
        holders: As the end's fact has them.
        shown: By which the end is shown.
    """
    kept = {name: doc[name] for name in CommitteeAmended.model_fields if name in doc}
    kept = {name: kept[name] for name in kept if name not in ("decisions", "first_refusal")}
    for each in holders:
        parties = [one["party"] for one in each["members"]]
        body = kept | {
            "id": row["id"],
            "status": DISSOLVED,
            "effective_from": _first_of_month(each["since"]),
            "reason": REASON,
            "members": list(each["members"]),
            "windows": [],
            "flags": [],
            "consents": _as_data(shown.consents),
        }
        if body.get("lead") not in parties:
            body.pop("lead", None)
        yield CommitteeAmended.model_validate_json(pack(body))


def _first_of_month(day: str) -> str:
    """Return the first day of the month whose money is the first that follows a day entirely."""
    since = date.fromisoformat(day)
    if since.day == 1:
        return day
    return date(since.year + since.month // 12, since.month % 12 + 1, 1).isoformat()


def _as_data(consents: Iterable[Consent]) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json", exclude_none=True) for one in consents]
