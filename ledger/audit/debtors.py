"""Whoever owes an agreement assumed it: month after month without a gap, and what waits to the yen.

1. Runs, openings and statements after the entry are the new debtor's; their own families ask that.
2. What he carries in is what the payer so far carries out: payee by payee, computed again here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final

from contracts.period import Month, Period
from ledger.agreements.paying import parties_paid
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record, plain
from ledger.audit.waiting import ASSUMED, RECORDED, WaitingBook
from ledger.committees.versions import FORMED, VERSIONS
from ledger.rights.people import Behind, Version
from ledger.statements.waiting import Account, Waiting, passing, staying, total_of

_MATTERS: Final = ("agreement.", "committee.", "royalty.", "statement.")
_SINCE_EVER: Final = "0001-01-01"
_RELEASING: Final = "releasing"

_Owes = Callable[[str], bool]
_Chosen = Callable[[Iterable[Waiting], str, _Owes], tuple[Waiting, ...]]


class Debtors(Family):
    """Follows who owes each agreement, and checks each change when it comes."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "debtors")
        self._waiting = WaitingBook()
        self._last: dict[Account, str] = {}
        self._named: dict[str, list[str]] = {}
        self._liable: dict[str, tuple[str, ...]] = {}
        self._committee: dict[str, str | None] = {}
        self._versions: dict[str, tuple[Version, ...]] = defaultdict(tuple)
        self._settled: dict[str, str] = {}
        self._terms: dict[str, list[Record]] = defaultdict(list)
        self._is_blind = False
        self._takers: dict[str, Callable[[Entry], None]] = {
            ASSUMED: self._assumed,
            RECORDED: self._recorded,
            "agreement.terms_added/1": lambda e: self._terms[e.fact.agreement].append(e.fact),
            "royalty.opened/1": self._opened,
            "royalty.payout_closed/1": self._run,
            "royalty.revised/1": self._waiting.see,
            "statement.issued/1": self._statement,
            **dict.fromkeys(VERSIONS, self._version),
        }

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if take := self._takers.get(entry.event_type):
            take(entry)

    def missing(self, index: int, event_type: str) -> None:
        """From here on a difference may have a reason that is not disclosed."""
        self._is_blind = self._is_blind or event_type.startswith(_MATTERS)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _recorded(self, entry: Entry) -> None:
        fact = entry.fact
        self._waiting.see(entry)
        self._named[fact.id] = list(fact.parties)
        self._committee[fact.id] = fact.committee

    def _version(self, entry: Entry) -> None:
        fact = entry.fact
        first = fact.formed_on if entry.event_type == FORMED else fact.effective_from
        since = first.isoformat() if first else _SINCE_EVER
        known = self._versions[fact.id]
        members = tuple(member.party for member in fact.members)
        self._versions[fact.id] = (*known, Version(since, len(known) + 1, fact.status, members))

    def _opened(self, entry: Entry) -> None:
        self._waiting.see(entry)
        self._settle(entry.fact.agreement, entry.fact.as_of)

    def _run(self, entry: Entry) -> None:
        self._waiting.see(entry)
        self._settle(entry.fact.agreement, str(Period.parse(entry.fact.period).last))

    def _settle(self, agreement: str, month: str) -> None:
        self._settled[agreement] = month

    def _statement(self, entry: Entry) -> None:
        fact = entry.fact
        self._waiting.take_statement(entry.index, fact)
        self._last[fact.payer, fact.payee, fact.currency] = fact.id

    def _assumed(self, entry: Entry) -> None:
        fact = entry.fact
        self._tally.compare(entry.index, self._differences(entry), blind=self._is_blind)
        self._waiting.take_assumption(fact)
        self._named[fact.agreement] = self._named_after(fact)
        self._liable[fact.agreement] = fact.liable

    def _differences(self, entry: Entry) -> Iterator[Difference]:
        fact = entry.fact
        payer = self._waiting.debtor_of(fact.agreement)
        yield "assumption-payer", payer, fact.payer
        yield "assumption-debtor", False, fact.debtor == payer
        yield "assumption-month", *self._months(fact)
        yield from self._people(entry, payer)
        for name, chosen in (("carried", passing), ("stays", staying)):
            expected = list(self._amounts(fact, payer or "", chosen))
            yield f"assumption-{name}", expected, plain(getattr(fact, name))

    def _months(self, fact: Record) -> tuple[str, str]:
        """Return the month that follows what is settled, and the one that is stated."""
        if last := self._settled.get(fact.agreement):
            return str(Month.parse(last).plus(1)), fact.from_month
        begins = min((one.effective_month for one in self._terms[fact.agreement]), default="")
        return max(begins, fact.from_month), fact.from_month

    def _people(self, entry: Entry, payer: str | None) -> Iterator[Difference]:
        """Yield who must read it, who must have agreed, and who must still be liable."""
        fact = entry.fact
        remaining = [payer] if fact.manner != _RELEASING else []
        parties = dict.fromkeys((fact.debtor, *self._named.get(fact.agreement, ()), *remaining))
        yield "assumption-parties", list(parties), list(fact.parties)
        yield "assumption-liable", False, fact.debtor in fact.liable
        if fact.manner != _RELEASING:
            yield "assumption-liable", [], [one for one in self._owing(fact, payer)
                                            if one not in fact.liable]  # fmt: skip
        agreed = {consent.party for consent in fact.consents}
        agreed |= {str(entry.parts.get("command", {}).get("party"))}
        if not entry.is_closed_in_part:
            lacking = sorted(self._must_agree(fact, payer) - agreed)
            yield "assumption-consents", [], lacking

    def _owing(self, fact: Record, payer: str | None) -> list[str]:
        """Return who owed it until now, besides the new debtor."""
        named = [payer or "", *self._liable.get(fact.agreement, ())]
        committee = self._committee.get(fact.agreement)
        if committee and self._versions[committee]:
            day = Month.parse(fact.from_month).plus(-1).last_day
            named += _members_on(self._versions[committee], day)
        return [party for party in dict.fromkeys(named) if party != fact.debtor]

    def _must_agree(self, fact: Record, payer: str | None) -> set[str]:
        if fact.manner != _RELEASING:
            return {fact.debtor}
        owed = {one["payee"] for one in self._amounts(fact, payer or "", passing)
                if one["amount_minor"] > 0}  # fmt: skip
        versions = [(one.effective_month, one.version, one.terms)
                    for one in self._terms[fact.agreement]]  # fmt: skip
        return ({*parties_paid(versions, fact.from_month)} | owed) - {payer} | {fact.debtor}

    def _amounts(
        self,
        fact: Record,
        payer: str,
        chosen: _Chosen,
    ) -> Iterator[dict[str, Any]]:
        """Yield what waits in the payer's accounts as a fact states it."""

        def owes(other: str) -> bool:
            return bool(self._waiting.debtor_of(other) == fact.debtor)

        for account in self._waiting.accounts_of(payer):
            found = chosen(self._waiting.at(account), fact.agreement, owes)
            if chosen is passing:  # the rest passes with the last statements of the payer so far
                found = tuple(one for one in found if not self._is_kept(one, payer, account))
            if found:
                yield _stated(account, found, self._last.get(account))

    def _is_kept(self, one: Waiting, payer: str, account: Account) -> bool:
        return any(self._waiting.is_stating(payer, each, account[1]) for each in one.agreements)

    def _named_after(self, fact: Record) -> list[str]:
        """Return the parties that the agreement names from then on; its debtor if it named him."""
        is_named = fact.debtor in self._named.get(fact.agreement, ())
        return [party for party in fact.parties if is_named or party != fact.debtor]


def _members_on(versions: tuple[Version, ...], day: date) -> tuple[str, ...]:
    return Behind(versions).members_on(day)


def _stated(
    account: Account, waiting: tuple[Waiting, ...], statement: str | None
) -> dict[str, Any]:
    _, payee, currency = account
    return {
        "payee": payee,
        "currency": currency,
        "statement": statement,
        "amount_minor": total_of(waiting),
        "parts": [
            {
                "statement": one.part.statement,
                "income": one.part.income,
                "treatment": one.part.treatment,
                "amount_minor": one.part.amount_minor,
            }
            for one in waiting
        ],
    }
