"""The money clauses of an invented film, in either order of fee and costs.

The way of a ticket: half to the cinema, a fee to the distributor, prints and advertising back to
the distributor, then the production cost; of what is beyond it the creators' pool has a part, by
role. The character designer also has a share of merchandise from the first yen.

Source:
    Order and rates are inside what public sources print of theatrical distribution (cases TH-01
    and TH-02); they are invented for each film.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ledger.values import Ratio
from seeds.films import MERCHANDISE, THEATRE, Film
from seeds.world import Person

Ids = Mapping[str, str]

_POINTS = (
    ("director", 5, "person"),
    ("character_design", 4, "role"),
    ("chief_animation_director", 3, "role"),
    ("key_animation", 1, "person"),
)
_ROLES_JA = {
    "director": "監督",
    "character_design": "キャラクターデザイン",
    "chief_animation_director": "総作画監督",
    "key_animation": "原画",
}


def film_terms(film: Film, people: Mapping[str, Person], ids: Ids) -> dict[str, Any]:
    """Return the terms of a film's committee agreement.

    Args:
        film: The film; its `first` decides the order of distribution fee and costs.
        people: Creators by key.
        ids: Register ids by plan key.
    """
    fee, costs = _distribution_fee(film, ids), _costs(film, ids)
    steps = [
        _theatre_share(film, ids),
        *((fee, costs) if film.first == "fee" else (costs, fee)),
        _merchandise_fee(film, ids),
        _designers_merchandise(film, people, ids),
        _original_work(film, ids),
        _recoup(),
        _pool(film, people, ids),
        _members(ids[film.body.key]),
    ]
    terms = {
        "terms": 1,
        "currency": "JPY",
        "accounts": [
            {
                "id": "budget",
                "kind": "memo",
                "target": {"amount": film.body.budget},
                "label": {"ja": "製作費", "en": "production cost"},
            }
        ],
        "steps": steps,
    }
    return terms if film.first == "fee" else {**terms, "disclosure": {"default": "rate"}}


def _step(id: str, kind: str, at: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    clause, ja, en = at
    return {"id": id, "kind": kind, "clause": clause, "label": {"ja": ja, "en": en}, **more}


def _rate(num: int, den: int = 100) -> dict[str, int]:
    return Ratio.of(Fraction(num, den)).model_dump()


def _theatre_share(film: Film, ids: Ids) -> dict[str, Any]:
    return _step(
        "theatre", "commission/1", ("第4条", "劇場取分", "theatre share"),
        category="platform", basis="received", per="gross_only", scope="item",
        where={"channel": ["theatrical"]},
        rate=_rate(THEATRE.numerator, THEATRE.denominator), payee=ids[film.theatre.key],
    )  # fmt: skip


def _distribution_fee(film: Film, ids: Ids) -> dict[str, Any]:
    return _step(
        "distribution", "commission/1", ("第5条第1項", "配給手数料", "distribution fee"),
        category="distribution", basis="remainder", where={"channel": ["theatrical"]},
        rate=_rate(20), payee=ids[film.distributor],
    )  # fmt: skip


def _costs(film: Film, ids: Ids) -> dict[str, Any]:
    return _step(
        "prints-and-advertising", "expense/1",
        ("第5条第2項", "P&A費のトップオフ", "prints and advertising off the top"),
        where={"channel": ["theatrical"]}, cap={"amount": 60_000_000, "per": "cumulative"},
        payee=ids[film.distributor],
    )  # fmt: skip


def _merchandise_fee(film: Film, ids: Ids) -> dict[str, Any]:
    return _step(
        "merchandise-fee", "commission/1", ("第6条", "商品化窓口手数料", "merchandise window fee"),
        category="window", basis="remainder", where={"channel": ["merchandise"]},
        rate=_rate(MERCHANDISE.numerator, MERCHANDISE.denominator),
        payee=ids[film.merchandiser],
    )  # fmt: skip


def _designers_merchandise(film: Film, people: Mapping[str, Person], ids: Ids) -> dict[str, Any]:
    (designer,) = _credited(film, people, "character_design")
    return _step(
        "designer-merchandise", "royalty/2",
        ("第7条", "商品化収入のキャラクターデザイン還元", "character designer's merchandise share"),
        basis="remainder", where={"channel": ["merchandise"]}, rate=_rate(3),
        payee=ids[designer], survives=True,
    )  # fmt: skip


def _original_work(film: Film, ids: Ids) -> dict[str, Any]:
    return _step(
        "original-work", "royalty/1", ("第8条", "原作使用料", "original work royalty"),
        basis="remainder", rate=_rate(175, 10_000), payee=ids[film.title.author],
    )  # fmt: skip


def _recoup() -> dict[str, Any]:
    return _step(
        "recoup-budget", "recoup/1",
        ("第9条", "製作費のリクープ（管理のみ）", "recoupment of production cost (memo)"),
        account="budget", basis="remainder",
    )  # fmt: skip


def _pool(film: Film, people: Mapping[str, Person], ids: Ids) -> dict[str, Any]:
    """Return the creators' pool: a tenth of what is beyond the production cost, by role."""
    return _step(
        "creators-pool", "pool/2",
        ("第10条", "クリエイター還元（リクープ後）", "creators' pool after recoupment"),
        basis="excess:budget", rate=_rate(10),
        roles=[{"role": role, "points": points, "per": per} for role, points, per in _POINTS],
        credits=[
            {
                "payee": ids[key],
                "role": role,
                "credit": {"ja": _ROLES_JA[role], "en": role.replace("_", " ")},
            }
            for role, _, _ in _POINTS
            for key in _credited(film, people, role)
        ],
        survives=True,
    )  # fmt: skip


def _members(committee: str) -> dict[str, Any]:
    return _step(
        "members", "split/1", ("第11条", "構成員への分配", "distribution to members"),
        holders=f"committee:{committee}/investment",
    )  # fmt: skip


def _credited(film: Film, people: Mapping[str, Person], role: str) -> list[str]:
    return [key for key in film.title.creators if people[key].role == role]
