"""What an end would leave open: cells without holder, licences without licensor, yen, claims.

A planned end is refused while there is any; each names the cell, the licence, the yen or the claim.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from contracts.dissolution.after import HolderSets
from contracts.dissolution.gaps import Gap
from contracts.dissolution.outcome import Outcome
from contracts.rights.grants import UNASSIGNED
from ledger.dissolutions.gathering import Gathered
from ledger.dissolutions.reading import share_as_data

Body = dict[str, Any]

_SETS_JA: Final = {"investment": "出資比率", "copyright": "著作権持分", "profit": "損益分配"}


def defects_of(
    gathered: Gathered,
    outcome: Outcome,
    sets: Iterable[HolderSets],
    result: Mapping[str, Any],
) -> Iterator[Body]:
    """Yield everything that would be left open.

    Args:
        gathered: The committee.
        outcome: Of its rights.
        sets: Who takes its place in agreements.
        result: As `Conclusion.result`.
    """
    for gap in outcome.gaps:
        yield _cell(gap)
    yield from _holders(gathered, sets)
    yield from _licences(gathered, result["running"])
    yield from _money(result["balances"])
    yield from _settlement(result.get("settled"))
    yield from _claims(result["continuing"])


def _cell(gap: Gap) -> Body:
    body = {"kind": gap.kind, "what": gap.work, "said_ja": gap.text_ja, "said_en": gap.text_en}
    return body | ({"share": share_as_data(gap.share)} if gap.share[0] else {})


def _holders(gathered: Gathered, sets: Iterable[HolderSets]) -> Iterator[Body]:
    """Yield parts of the committee's place in agreements that nobody takes."""
    if not any(contract.pays_holders for contract in gathered.contracts):
        return
    for each in sets:
        for name, hole in each.holes:
            share = f"{hole.share[0]}/{hole.share[1]}"
            who = f" ({hole.party})" if hole.party else ""
            of_ja = _SETS_JA[name]
            yield {
                "kind": f"income-{hole.kind}",
                "what": gathered.committee,
                "said_ja": f"{each.since}からの収益: {of_ja}の {share} を受ける者がない{who}",
                "said_en": f"income from {each.since}: nobody takes {share} of {name}{who}",
                "share": share_as_data(hole.share),
            }


def _licences(gathered: Gathered, running: Iterable[Mapping[str, Any]]) -> Iterator[Body]:
    """Yield licences none of whose licensors is left."""
    behind = {gathered.holder: gathered.situation.parties}
    for one in running:
        parties = [party for each in one["after"] for party in behind.get(each, {each})]
        if not any(party not in gathered.lost for party in parties):
            yield {
                "kind": "licence-without-licensor",
                "what": one["licence"],
                "said_ja": f"許諾 {one['licence']} の許諾者がいなくなる",
                "said_en": f"licence {one['licence']} would have no licensor",
            }


def _money(balances: Iterable[Mapping[str, Any]]) -> Iterator[Body]:
    for one in balances:
        if "after" not in one:
            place = f"{one['account']} {one.get('name', '')}".strip()
            amount = f"{one['amount_minor']} {one['currency']}"
            yield {
                "kind": "money-without-owner",
                "what": one["agreement"],
                "said_ja": f"契約 {one['agreement']} の {place} にある {amount} の帰属が定まらない",
                "said_en": f"{amount} in {place} of {one['agreement']} would have no owner",
            }


def _settlement(settled: Mapping[str, Any] | None) -> Iterator[Body]:
    for part in settled["parts"] if settled else ():
        if part["party"] == UNASSIGNED and part["part_minor"]:
            amount = f"{part['part_minor']} {settled['currency'] if settled else ''}"
            yield {
                "kind": "residue-without-owner",
                "what": UNASSIGNED,
                "said_ja": f"残余財産 {amount} の帰属が定まらない（出資割合が不明、または不在）",
                "said_en": f"{amount} of the residue would have no owner",
            }


def _claims(continuing: Iterable[Mapping[str, Any]]) -> Iterator[Body]:
    for one in continuing:
        if "after" not in one:
            name = f"{one['agreement']} {one['step']}"
            yield {
                "kind": "claim-without-debtor",
                "what": one["agreement"],
                "said_ja": f"終了後も続く請求権 {name} の債務者がいない",
                "said_en": f"claim {name}, which outlives the committee, would have no debtor",
            }
