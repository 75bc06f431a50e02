"""Words about how a committee ends: phases, grounds and authorities, in one language."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from api.cli.language import Lang

Both = tuple[str, str]

PHASES: Final[Mapping[str, Both]] = {
    "begun": ("清算中", "being wound up"),
    "completed": ("清算結了", "wound up"),
    "found": ("終了した事実を記録", "found to have ended"),
}
GROUNDS: Final[Mapping[str, Both]] = {
    "term": ("存続期間の満了", "the term is over"),
    "resolution": ("解散の決議", "a resolution"),
    "agreement": ("組合員全員の同意", "agreement of all members"),
    "purpose_achieved": ("目的である事業の成功", "the purpose was achieved"),
    "purpose_impossible": ("目的である事業の成功の不能", "the purpose became impossible"),
    "insolvency": ("破産", "insolvency"),
    "unknown": ("不明", "not known"),
}
AUTHORITIES: Final[Mapping[str, Both]] = {
    "members": ("組合員の選任", "chosen by the members"),
    "contract": ("契約の定め", "named by the contract"),
    "court": ("裁判所の選任", "appointed by a court"),
    "trustee_in_bankruptcy": ("破産管財人", "trustee in bankruptcy"),
}
_LINES: Final[Mapping[str, Both]] = {
    "head": ("{name}: {phase}（{id}）", "{name}: {phase} ({id})"),
    "begun": ("解散事由: {ground}、{day}", "Ground: {ground}, {day}"),
    "found": ("原因: {ground}、終了: {day}", "Cause: {ground}, ended: {day}"),
    "liquidator": ("清算人: {name}（{authority}）", "Liquidator: {name} ({authority})"),
}


def told(shown: Mapping[str, Any], names: Mapping[str, str], lang: Lang) -> Iterator[str]:
    """Say in a few lines how a committee ends.

    Args:
        shown: As `ledger.dissolutions.views.show` answers.
        names: Of parties and committees, by id.
        lang: One of the two.
    """
    at = 0 if lang == "ja" else 1
    committee, phase = shown["committee"], PHASES[shown["phase"]][at]
    name = names.get(committee, committee)
    yield _LINES["head"][at].format(name=name, phase=phase, id=shown["id"])
    if begun := shown.get("begun"):
        ground = GROUNDS[begun["ground"]][at]
        yield _LINES["begun"][at].format(ground=ground, day=begun["ground_day"])
        for one in begun.get("liquidators", ()):
            party = names.get(one["party"], one["party"])
            authority = AUTHORITIES[one["authority"]][at]
            yield _LINES["liquidator"][at].format(name=party, authority=authority)
    if found := shown.get("found"):
        ground = GROUNDS[found["cause"]][at]
        yield _LINES["found"][at].format(ground=ground, day=found["ended"])
