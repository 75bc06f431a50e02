"""Journals as files of accounting programs, under a mapping of the user's own."""

import csv
import io
import tomllib
from collections import defaultdict
from datetime import date

import pytest
from money_stage import Money
from payment_stage import Payer

from ledger.errors import RuleViolation
from ledger.jobs.accounting import Journal, journal_of
from ledger.jobs.accounting_files import Exported, exported, names_in_journal
from ledger.jobs.accounting_lines import ACCOUNTS, TAX_CLASSES
from ledger.jobs.accounting_mapping import default_mapping, problems_in, read_mapping

LAYOUTS = ("freee", "generic", "moneyforward", "yayoi")
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


@pytest.fixture
def payer(money: Money) -> Payer:
    """A studio that paid a writer, and owes a company with a number."""
    found = Payer(money)
    writer = found.person("青空 太郎")
    found.with_account(writer)
    company = money.company("原作工房", invoice_number="T8000012010038", country="JP")
    found.owe({writer: 100_000, company: 200_000})
    payment, _ = found.sent()
    found.confirm(payment)
    return found


def made(payer: Payer, layout: str, mapping: bytes | None = None) -> Exported:
    journal, names = read(payer)
    return exported(journal, read_mapping(mapping), layout, names)


def read(payer: Payer) -> tuple[Journal, dict[str, str]]:
    register = payer.money.register
    with register.ledger.reading() as conn:
        journal = journal_of(conn, payer.studio, FIRST, LAST)
        return journal, names_in_journal(conn, register.vault, journal)


def edited(old: str, new: str) -> bytes:
    text = default_mapping().decode()
    assert old in text
    return text.replace(old, new).encode()


def test_the_default_mapping_names_every_account_and_tax_class() -> None:
    given = tomllib.loads(default_mapping().decode())
    assert problems_in(default_mapping()) == []
    assert set(given["accounts"]) == set(ACCOUNTS)
    assert set(given["tax"]) == set(LAYOUTS)
    assert all(set(words) == set(TAX_CLASSES) for words in given["tax"].values())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_balances_and_comes_out_the_same_twice(payer: Payer, layout: str) -> None:
    first, again = made(payer, layout), made(payer, layout)
    assert first.data == again.data
    assert first.debit_minor == first.credit_minor > 0
    rows = list(csv.reader(io.StringIO(first.data.decode(first.layout.encoding), newline="")))
    assert {len(row) for row in rows} == {len(first.layout.columns)}
    assert len(rows) == first.rows + first.layout.head


def test_yayoi_rows_are_read_back_slip_by_slip(payer: Payer) -> None:
    """A reader of our own: a slip is 2000 alone, or 2110, some 2100 and 2101; each balances.

    By hand, tax included: 100,000 and 200,000 reported; statements of 100,000 and 220,000; 89,790
    and 10,210 of tax withheld: 300,000 + 320,000 + 100,000 = 720,000.
    """
    found = made(payer, "yayoi")
    slips: list[list[list[str]]] = []
    for row in csv.reader(io.StringIO(found.data.decode("cp932"), newline="")):
        assert len(row) == 25
        if row[0] in ("2000", "2110"):
            slips.append([])
        slips[-1].append(row)
    for slip in slips:
        flags = [row[0] for row in slip]
        assert flags in (["2000"], ["2110", *["2100"] * (len(slip) - 2), "2101"])
        assert sum(int(row[8]) for row in slip) == sum(int(row[14]) for row in slip)
        assert len({row[3] for row in slip}) == len({row[21] for row in slip}) == 1
    assert sum(int(row[8]) for slip in slips for row in slip) == 720_000 == found.debit_minor
    taxed = [row for slip in slips for row in slip if row[9]]
    assert [(row[4], row[7], row[8], row[9]) for row in taxed] == [
        ("支払ロイヤリティ", "課対仕入込10%適格", "220000", "20000")
    ]


def test_tax_is_a_line_of_its_own_where_a_layout_separates_it(payer: Payer) -> None:
    rows = list(csv.DictReader(io.StringIO(made(payer, "generic").data.decode("utf-8-sig"))))
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        for side, sign in (("借方", 1), ("貸方", -1)):
            if row[f"{side}金額"]:
                sums[row[f"{side}勘定科目"]] += sign * int(row[f"{side}金額"])
    assert (sums["仮払消費税等"], sums["支払ロイヤリティ"]) == (20_000, 300_000)
    assert sum(sums.values()) == 0


def test_nothing_is_written_while_accounts_lack_a_name_and_all_are_named(payer: Payer) -> None:
    text = default_mapping().decode().splitlines()
    lacking = [line for line in text if not line.startswith(("payable =", "withheld ="))]
    with pytest.raises(RuleViolation) as refused:
        made(payer, "yayoi", "\n".join(lacking).encode())
    assert refused.value.code == "accounting-unmapped"
    assert refused.value.fields["value"] == ["accounts.payable", "accounts.withheld"]


def test_a_tax_class_without_a_word_is_named(payer: Payer) -> None:
    with pytest.raises(RuleViolation) as refused:
        made(payer, "yayoi", edited('purchase = "課対仕入込10%適格"\n', ""))
    assert refused.value.fields["value"] == ["tax.yayoi.purchase"]


def test_problems_of_a_mapping_are_named_with_their_lines() -> None:
    data = (
        '[accounts]\npayable = { name = "未払金", sub = "who" }\npaid = { name = "x" }\n'
        '[tax.yayoi]\nsales = "課税売上"\nnone = ""\n'
    ).encode()
    wrong = [one for one in problems_in(data) if one.reason != "missing"]
    assert [(one.line, one.field, one.reason) for one in wrong] == [
        (2, "accounts.payable", "malformed"),
        (3, "accounts.paid", "unknown"),
        (5, "tax.yayoi.sales", "unknown"),
        (6, "tax.yayoi.none", "malformed"),
    ]
    missing = {one.field for one in problems_in(data) if one.reason == "missing"}
    assert "accounts.receivable" in missing
    with pytest.raises(RuleViolation, match="accounting-mapping-wrong"):
        read_mapping(data)


def test_what_is_no_toml_is_told_with_its_line() -> None:
    (one,) = problems_in(b"[accounts]\npayable = \n")
    assert (one.line, one.reason) == (2, "malformed")


def test_a_letter_that_the_encoding_lacks_names_row_and_column(payer: Payer) -> None:
    with pytest.raises(RuleViolation) as refused:
        made(
            payer,
            "yayoi",
            edited('name = "未払金", sub = "party"', 'name = "未払金😀", sub = "party"'),
        )
    assert refused.value.code == "character-not-in-encoding"
    assert refused.value.fields["column"] == "貸方勘定科目"


def test_a_party_may_have_a_name_of_its_own_in_the_chart(payer: Payer) -> None:
    journal, names = read(payer)
    (writer,) = [id for id, name in names.items() if name == "青空 太郎"]
    mapping = read_mapping(default_mapping() + f'{writer} = "ｱｵｿﾞﾗ"\n'.encode())
    assert "ｱｵｿﾞﾗ" in exported(journal, mapping, "yayoi", names).data.decode("cp932")


def test_a_layout_of_the_users_own_is_taken(payer: Payer) -> None:
    own = """
[layouts.own]
title = "自社"
encoding = "utf-8-sig"
head = true
tax = "separate"
date = "%d.%m.%Y"
most_digits = 9
source = "ours"
columns = [["day", "date"], ["debit", "debit.account"], ["credit", "credit.account"], ["x", "=1"]]
"""
    words = default_mapping().decode().split("[tax.generic]")[1].split("[tax.yayoi]")[0]
    text = default_mapping().decode() + f"\n[tax.own]{words}{own}"
    head, first, *_ = made(payer, "own", text.encode()).data.decode("utf-8-sig").splitlines()
    assert head == "day,debit,credit,x"
    assert first.endswith(",未収収益,売上高,1")


def test_an_unknown_layout_names_those_there_are(payer: Payer) -> None:
    with pytest.raises(RuleViolation) as refused:
        made(payer, "obic")
    assert refused.value.fields["expected"] == sorted(LAYOUTS)
