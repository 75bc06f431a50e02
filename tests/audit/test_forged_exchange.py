"""Whoever forges a rate, a conversion or a leg in another currency is found by name of the entry."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from forging import Parts, Said, found, told_by
from money_stage import Money, open_money, rate, step, terms

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from ledger.fx.commands import PublishedRate, RecordRates
from ledger.log.entry import parse_part
from ledger.store.read import LogReader
from tests.faults.exchanged import SOURCE, record_rates

RATES, RUN = "fx.rates_recorded/1", "royalty.payout_closed/1"


def record_exchange(money: Money) -> None:
    """100.00 dollars at 151.23 are 15,123 yen, of which the agent has 1,512."""
    record_rates(money)
    payer, agent = money.company("幹事社"), money.company("海外代理店", country="US")
    work = money.work("海を渡る星", payer)
    fee = step("agent", "commission/1", basis="gross", rate=rate(1, 10), payee=agent)
    fx = {"source": SOURCE, "day": "period_end", "convert": "line"}
    agreement = money.agreement(
        payer, terms(fee, fx=fx), works=(work,), parties=(payer, agent), distribute_on="report"
    )
    money.sales(agreement, agent, work, "100.00", currency="USD", basis="gross")
    money.run(agreement)


@pytest.fixture(scope="session")
def exchanged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    for money in open_money(tmp_path_factory.mktemp("exchanged") / "home"):
        record_exchange(money)
        told = told_by(money)
    return told


def entries(said: Said, event_type: str) -> list[int]:
    return [index for index, kind, _ in said if kind == event_type]


def forged(said: Said, index: int, forge: Callable[[Parts], None]) -> Said:
    copied = copy.deepcopy(said)
    forge(copied[index][2])
    return copied


def test_the_sound_register_has_no_finding(exchanged: tuple[Said, Blobs]) -> None:
    assert found(*exchanged) == set()


def rate_line(place: int = 0, **change: Any) -> Callable[[Parts], None]:
    def forge(parts: Parts) -> None:
        for name in ("facts.rates/0", "command.rates/0"):
            parts[name]["items"][place].update(change)

    return forge


def conversion(**change: Any) -> Callable[[Parts], None]:
    def forge(parts: Parts) -> None:
        for body in (parts["facts"], parts["command"]["body"]):
            for lines in body["converted"].values():
                lines[0].update(change)

    return forge


def leg(account: str, amount: int) -> Callable[[Parts], None]:
    def forge(parts: Parts) -> None:
        for posting in parts["postings/0"]["items"]:
            if posting["account"] == account:
                posting["amount_minor"] = amount

    return forge


@pytest.mark.parametrize(
    ("event_type", "which", "forge", "code", "told_at"),
    [
        (RATES, 1, rate_line(num=15_125, den=101), "payout-converted", RUN),
        (RATES, 1, rate_line(replaces=1), "rate-replaces", RATES),
        (RATES, 0, rate_line(num=30_266, den=200), "rate-not-lowest", RATES),
        (RUN, 0, conversion(num=15_133), "payout-converted", RUN),
        (RUN, 0, conversion(entry=0), "payout-converted", RUN),
        (RUN, 0, leg("fx:USD", 10_001), "postings-unbalanced", RUN),
        (RUN, 0, leg("fx:JPY", -15_124), "identity-sales", RUN),
        (RUN, 0, leg("sales", -10_001), "payout-postings", RUN),
    ],
)
def test_what_was_forged_is_found(
    exchanged: tuple[Said, Blobs],
    event_type: str,
    which: int,
    forge: Callable[[Parts], None],
    code: str,
    told_at: str,
) -> None:
    said, blobs = exchanged
    index = entries(said, event_type)[which]
    told = found(forged(said, index, forge), blobs)
    assert (code, (index if told_at == event_type else entries(said, told_at)[0])) in told
    assert problem_of(code, "ja") != problem_of(code, "en")


def test_a_rate_that_is_on_record_twice_is_found(exchanged: tuple[Said, Blobs]) -> None:
    said, blobs = exchanged
    index = entries(said, RATES)[0]

    def twice(parts: Parts) -> None:
        for name in ("facts.rates/0", "command.rates/0"):
            parts[name]["items"].append(dict(parts[name]["items"][0]))

    assert ("rate-twice", index) in found(forged(said, index, twice), blobs)


def test_rates_recorded_after_a_run_change_nothing_in_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """An auditor reads in the order of the log: what came later was not there."""
    for money in open_money(tmp_path_factory.mktemp("later") / "home"):
        record_exchange(money)
        late = PublishedRate(base="USD", quote="JPY", date=date(2026, 3, 30), num=1, den=1)
        sheet = money.register.blobs.put(b"late", media_type="text/plain")
        money.record(RecordRates(source=SOURCE, document=sheet, rates=(late,)))
        findings = Findings()
        contents = ContentAudit(findings, money.register.blobs, 1)
        with money.ledger.reading() as conn:
            reader = LogReader(conn)
            for entry, stored in reader.iterate(0, reader.size()):
                parts = {p.name: dict(p.body) for p in (parse_part(one.data) for one in stored)}
                contents.see(entry.index, entry.header().event_type, parts)
        contents.finish()
        assert findings.kept == []
