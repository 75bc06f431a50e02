"""Whoever forges what was on an account, what it was for, or a comparison, is found."""

import copy
from collections.abc import Callable

import pytest
from cash_stage import CashStage
from forging import Parts, Said, found, told_by
from money_stage import open_money

from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from tests.faults.cash_kept import keep_cash

OPENED, IMPORTED = "cash.account_opened/1", "cash.lines_imported/1"
MATCHED, UNMATCHED = "cash.matched/1", "cash.unmatched/1"
RECONCILED, WITHDRAWN = "cash.reconciled/1", "revenue.receipt_withdrawn/1"
NOWHERE = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
NONE = "01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    for money in open_money(tmp_path_factory.mktemp("cash") / "home"):
        keep_cash(money)
        told = told_by(money)
    return told


def test_what_is_true_is_not_found_wrong(kept: tuple[Said, Blobs]) -> None:
    assert found(*kept) == set()


def facts(**change: object) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(change)


def line(**change: object) -> Callable[[Parts], None]:
    return lambda parts: parts["facts.lines/0"]["items"][0].update(change)


def purpose(**change: object) -> Callable[[Parts], None]:
    return lambda parts: parts["facts.purposes/0"]["items"][0].update(change)


def owed(**change: object) -> Callable[[Parts], None]:
    return lambda parts: parts["facts.owed/0"]["items"][0].update(change)


FORGED: list[tuple[str, Callable[[Parts], None], set[str]]] = [
    (IMPORTED, facts(account=f"acct_{NONE}"), {"cash-account-unknown"}),
    (IMPORTED, facts(party=NOWHERE), {"cash-holder"}),
    (IMPORTED, facts(in_minor=1), {"cash-sums"}),
    (IMPORTED, facts(out_minor=1), {"cash-sums"}),
    (IMPORTED, facts(opening_minor=1), {"cash-balance"}),
    (IMPORTED, facts(closing_minor=1), {"cash-balance"}),
    (IMPORTED, facts(lines_sha256="0" * 64), {"cash-lines-hash"}),
    (IMPORTED, facts(first_day="2026-07-21"), {"cash-lines-order"}),
    (IMPORTED, line(amount_minor=4_322), {"cash-lines-hash", "cash-balance", "cash-sums"}),
    (IMPORTED, line(n=2), {"cash-lines-order"}),
    (IMPORTED, line(balance_minor=1), {"cash-balance"}),
    (MATCHED, facts(line=9), {"cash-line-unknown"}),
    (MATCHED, facts(number=2), {"cash-match-number"}),
    (MATCHED, facts(taken_minor=4_320), {"cash-match-sum", "cash-match-rest"}),
    (MATCHED, facts(rest_minor=1), {"cash-match-rest"}),
    (MATCHED, facts(day="2026-07-19"), {"cash-match-day"}),
    (MATCHED, facts(fee_minor=1), {"cash-match-sum", "cash-fee-clause"}),
    (MATCHED, purpose(amount_minor=4_322), {"cash-match-sum"}),
    (MATCHED, purpose(receipt=f"rcpt_{NONE}"), {"cash-receipt-differs", "cash-receipt-made"}),
    (UNMATCHED, facts(number=2), {"cash-match-unknown"}),
    (UNMATCHED, facts(entry=0), {"cash-match-entry"}),
    (UNMATCHED, facts(returned_minor=1), {"cash-match-sum"}),
    (WITHDRAWN, facts(amount_minor=1), {"cash-withdrawn-differs"}),
    (WITHDRAWN, facts(receipt=f"rcpt_{NONE}"), {"cash-withdrawn-unasked"}),
    (RECONCILED, facts(bank_minor=1), {"cash-bank-balance", "cash-equation"}),
    (RECONCILED, facts(book_minor=1), {"cash-equation"}),
    (RECONCILED, facts(committees=[]), {"cash-equation"}),
    (RECONCILED, owed(amount_minor=1), {"cash-equation"}),
    (RECONCILED, facts(size=999), {"cash-size"}),
]


@pytest.mark.parametrize(("kind", "forge", "codes"), FORGED)
def test_forged_cash_is_found(
    kept: tuple[Said, Blobs], kind: str, forge: Callable[[Parts], None], codes: set[str]
) -> None:
    said = copy.deepcopy(kept[0])
    (index, parts), *_ = [(at, parts) for at, event_type, parts in said if event_type == kind]
    forge(parts)
    problems = found(said, kept[1])
    assert codes <= {code for code, at in problems if at == index}
    for code, _ in problems:
        assert all(problem_of(code, lang) != code for lang in ("ja", "en"))


def test_a_line_that_is_explained_twice_is_found(kept: tuple[Said, Blobs]) -> None:
    said = copy.deepcopy(kept[0])
    (*_, (_, parts)) = [(at, parts) for at, kind, parts in said if kind == MATCHED]
    last = said[-1][0] + 1
    again = copy.deepcopy(parts)
    again["facts"] |= {"number": 2, "rest_minor": 220}
    said.append((last, MATCHED, again))
    assert ("cash-line-twice", last) in found(said, kept[1])


def test_a_file_that_is_taken_twice_is_found(kept: tuple[Said, Blobs]) -> None:
    said = copy.deepcopy(kept[0])
    (place, *_) = [at for at, (_, kind, _) in enumerate(said) if kind == IMPORTED]
    last = said[-1][0] + 1
    said.append((last, IMPORTED, copy.deepcopy(said[place][2])))
    assert ("cash-file-twice", last) in found(said, kept[1])


def test_the_withdrawal_of_what_was_distributed_is_found(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """By hand: 1,000,000 came and were divided; taken back, 0 are left for what was used."""
    for money in open_money(tmp_path_factory.mktemp("used") / "home"):
        cash = CashStage(money)
        batch = cash.take("2026/04/20,,1000000,1050000,ｱｵﾊﾞﾊｲｼﾝ").id
        cash.confirm(f"{batch}/1")
        cash.money.record(cash.unmatching(batch, 1))
        cash.confirm(f"{batch}/1")
        cash.money.run(cash.agreement, "2026-04")
        said, blobs = told_by(money)
    (gone,) = [parts for _, kind, parts in said if kind == WITHDRAWN]
    at, receipt = [(at, one) for at, kind, one in said if kind == "revenue.received/1"][-1]
    last = said[-1][0] + 1
    forged = copy.deepcopy(gone)
    forged["facts"] |= {"receipt": receipt["facts"]["id"], "entry": at}
    said.append((last, WITHDRAWN, forged))
    assert ("receipt-withdrawn-used", last) in found(said, blobs)
