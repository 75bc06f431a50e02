"""The plan for the end of one invented committee: a file to try `daicho committees dissolve` with.

Nothing of it is recorded: the reader does that. The books of the second film are settled up to June
2026; its members resolve to end it, the studio buys what is not overseas, and pays the creators
from then on.
"""

from pathlib import Path
from typing import Any, Final

import orjson

from seeds.build import Builder, document_hash
from seeds.films import Film, films_of
from seeds.world import Share

ENDING_FILE: Final = "ending.json"
RESOLVED_ON: Final = "2026-06-20"
TRANSFER_DAY: Final = "2026-07-01"
MONEY_FROM: Final = "2026-07"
PRICE_MINOR: Final = 12_000_000
_CASH_MINOR: Final = 1_500_000
_ADVERTISING_MINOR: Final = 480_000


def ending_plan(builder: Builder) -> tuple[str, dict[str, Any]]:
    """Return the id of the committee, and the file that ends it.

    Its settlement by hand: cash 1,500,000 and the price 12,000,000, less unpaid advertising of
    480,000, leave 13,020,000 to the members, by what each contributed.
    """
    film = films_of(builder.world)[1]
    lead, buyer = builder.ids[film.body.lead], builder.ids[_buyer(film).company]
    resolution = {"sha256": document_hash("resolution to end"), "title": "解散決議書（見本）"}
    consents = [
        _sealed(builder.ids[share.company], resolution["sha256"]) for share in film.body.members
    ]
    begin = {
        "ground": "resolution",
        "ground_day": RESOLVED_ON,
        "resolution": {"day": RESOLVED_ON, "document": resolution},
        "liquidators": [{"party": lead, "authority": "members"}],
        "consents": consents,
    }
    complete = {
        "transfer_day": TRANSFER_DAY,
        "money_from": MONEY_FROM,
        "dispositions": [
            {"rights": ["overseas"], "outcome": "lead", "clause": "第20条第1項"},
            {
                "outcome": "member",
                "to": buyer,
                "price_minor": PRICE_MINOR,
                "clause": "解散決議 第2項",
            },
        ],
        "main": "theatrical",
        "debtors": [
            {
                "agreement": builder.ids[film.agreement],
                "debtor": buyer,
                "manner": "cumulative",
                "document": resolution,
            }
        ],
        "settlement": {
            "currency": "JPY",
            "assets": [{"name": "預金", "amount_minor": _CASH_MINOR}],
            "debts": [{"name": "宣伝費の未払", "amount_minor": _ADVERTISING_MINOR, "party": lead}],
        },
        "contact": buyer,
        "declaration": {
            "declarant": buyer,
            "authority": "holder",
            "intention": "ask",
            "conditions": "利用の内容・期間・地域を添えて照会してください。",
        },
        "custody": [{"item": "原版", "party": buyer}],
        "report": {"sha256": document_hash("report of the end"), "title": "清算報告書（見本）"},
        "consents": consents,
    }
    return builder.ids[film.body.key], {"begin": begin, "complete": complete}


def write_new(path: Path, file: dict[str, Any]) -> None:
    """Write the file for somebody to read and change."""
    path.write_bytes(orjson.dumps(file, option=orjson.OPT_INDENT_2) + b"\n")


def _buyer(film: Film) -> Share:
    """Return the member that made the film, or else one that does not lead."""
    others = [share for share in film.body.members if share.company != film.body.lead]
    made = [share for share in others if share.company == film.title.studio]
    return (made or others)[0]


def _sealed(party: str, sha256: str) -> dict[str, Any]:
    return {
        "party": party,
        "method": "seal",
        "attested_by": "operator",
        "consented_on": RESOLVED_ON,
        "document": {"sha256": sha256},
    }
