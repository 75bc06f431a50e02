"""A stage for papers: a large committee, its pages as text, and one call to print."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import Any

from money_stage import Money
from pypdf import PdfReader
from stage import ratio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.committees.commands import Disposition, DispositionPlan, FormCommittee, Member, Window
from ledger.papers.blocks import Lang
from ledger.papers.printer import Printer
from ledger.parties.commands import RegisterCompany
from ledger.values import Names

DAY = date(2026, 4, 1)
MEDIA = (
    "theatrical", "broadcast", "streaming", "video", "merchandise", "overseas", "publishing",
    "music", "game", "event", "other",
)  # fmt: skip


@contextmanager
def printing(
    money: Money, lang: Lang = "ja", viewer: Viewer = OPERATOR_VIEWER, address: str = ""
) -> Iterator[Printer]:
    """A printer on a snapshot."""
    with money.ledger.reading() as conn:
        yield Printer(conn, money.register.vault, viewer, lang, DAY, address)


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def words(pdf: bytes) -> str:
    """All text, without spaces and line ends: lines break where the page ends."""
    return "".join("".join(pages(pdf)).split())


def company(money: Money, ja: str, en: str, **more: Any) -> str:
    """A company with a name in both languages."""
    party = money.new("party")
    money.record(RegisterCompany(id=party, names=Names(ja=ja, en=en), **more))
    return party


def large_committee(money: Money, members: int = 13) -> tuple[str, list[str]]:
    """A committee of 13 with long names and 11 windows; 1/13 each in all three sets."""
    parties = [
        company(
            money,
            f"株式会社𠮷田アニメーションホールディングス第{n}事業部",
            f"Yoshida Animation Holdings {n}",
        )
        for n in range(1, members + 1)
    ]
    share = ratio(f"1/{members}")
    committee = money.new("cmt")
    money.record(
        FormCommittee(
            id=committee,
            name=Names(ja="「星の庭」製作委員会", en="Star Garden Production Committee"),
            origin="new",
            works=(money.work("星の庭", parties[0]),),
            members=tuple(
                Member(party=each, investment=share, copyright=share, profit=share)
                for each in parties
            ),
            lead=parties[0],
            windows=tuple(
                Window(
                    medium=medium, holder=parties[n], rate=ratio("3/20"), clause=f"第{n + 5}条",
                    territory="WW" if medium == "overseas" else "JP",
                )
                for n, medium in enumerate(MEDIA)
            ),
            plan=DispositionPlan(
                dispositions=(
                    Disposition(
                        rights=("streaming", "overseas"), outcome="lead", to=parties[0],
                        clause="第30条1項",
                    ),
                    Disposition(
                        rights=("merchandise",), outcome="member", to=parties[2],
                        price_minor=5_000_000, clause="第30条2項",
                    ),
                    Disposition(outcome="co_ownership", clause="第30条3項"),
                ),
                contact=parties[0],
                adjustments_debtor=parties[0],
            ),
            formed_on=date(2026, 1, 1),
        )
    )  # fmt: skip
    return committee, parties
