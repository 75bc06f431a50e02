"""Committees that end, for the world with every fact: one wound up, one found to have ended."""

from datetime import date

from ending_stage import Ending, clause
from money_stage import Money
from rights_stage import DOCUMENT, consent

from ledger.dissolutions.written import Custody, Declaration, Item, LicensorMove, Settling
from ledger.parties.commands import EndParty


def end_committees(money: Money) -> Ending:
    """Wind up a committee with a licence, and find another one that ended without a member."""
    ending = Ending(money)
    licence = ending.licence()
    everybody = consent(ending.a, ending.b, ending.c, ending.n)
    begun = ending.begin()
    money.record(
        ending.completion(
            begun,
            dispositions=(
                clause("lead", None, "music", price_minor=300_001, clause="第20条1項"),
                clause("author", ending.x, "merchandise", after_years=5, clause="第20条2項"),
                clause("co_ownership", clause="第20条3項"),
            ),
            moves=(
                LicensorMove(
                    licence=licence, giver=ending.holder, taker=ending.a, ground="assignment",
                    document=DOCUMENT,
                ),
            ),
            settlement=Settling(
                currency="JPY", assets=(Item(name="預金", amount_minor=1_000),),
                debts=(Item(name="宣伝費", amount_minor=400, party=ending.n),),
            ),
            declaration=Declaration(declarant=ending.a, authority="liquidator", intention="ask"),
            custody=(Custody(item="原版", party=ending.c),),
            consents=everybody,
        )
    )  # fmt: skip
    ending.committee = ending.form()
    ending.holder = f"committee:{ending.committee}/copyright"
    ending.work = money.work("星の庭　第二期", ending.a)
    ending.title()
    money.record(EndParty(party=ending.c, ground="bankruptcy", day=date(2026, 5, 1), source="官報"))
    money.record(ending.past(ended="2026-05"))
    return ending
