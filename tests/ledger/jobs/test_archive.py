"""Originals are found by day, amount and counterparty, fetched, added, packed, and told when old."""

import csv
import io
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from disputes_stage import Disputes
from money_stage import Money, csv_of
from paid_world import pay, reported_world
from payment_stage import Payer as AccountHolder
from stage import member, window_fee
from tax_stage import Payer

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.archive.queries import Wanted, cited, everything, find
from ledger.errors import NotFound, RuleViolation
from ledger.jobs.archive import add, destroyable, fetch, pack, with_places
from ledger.jobs.verify import verify_register
from ledger.values import DocumentRef

MAY, JUNE = date(2026, 5, 29), date(2026, 6, 30)
CONTRACT = b"%PDF contract as signed"


def found(money: Money, viewer: Viewer = OPERATOR_VIEWER, **wanted: Any) -> list[dict[str, Any]]:
    with money.ledger.reading() as conn:
        return find(conn, viewer, Wanted(**wanted), limit=1000)


def of(viewer: str) -> Viewer:
    return Viewer("creator", viewer, date(2026, 6, 1))


def stated(money: Money) -> tuple[Payer, str, str]:
    """A payer with two writers: 60,000 on 29 May, 10,000 on 30 June."""
    payer = Payer(money)
    first, second = money.named_person("甲"), money.named_person("乙")
    payer.pays(first, 60_000, MAY)
    payer.pays(second, 10_000, JUNE, "2026-04")
    return payer, first, second


def test_ranges_of_day_and_amount_and_a_party_combine(money_anywhere: Money) -> None:
    """By hand: statements of 60,000 in May and 10,000 in June; files of one statement are json
    and csv, so each is two documents."""
    payer, first, second = stated(money_anywhere)
    kind = "statement.issued"

    def hits(**wanted: Any) -> list[tuple[str, int]]:
        rows = found(money_anywhere, kind=kind, **wanted)
        return sorted({(row["day"], row["amount_minor"]) for row in rows})

    may, june = ("2026-05-29", 60_000), ("2026-06-30", 10_000)
    assert len(found(money_anywhere, kind=kind)) == 4
    assert hits() == [may, june]
    assert hits(first=date(2026, 6, 1)) == [june]
    assert hits(last=MAY) == [may]
    assert hits(least_minor=10_001) == [may]
    assert hits(most_minor=10_000) == [june]
    assert hits(party=first) == [may]
    assert hits(party=payer.id) == [may, june]
    assert hits(party=second, least_minor=10_001) == []
    assert hits(party=second, first=JUNE, last=JUNE, least_minor=10_000, most_minor=10_000) == [
        june
    ]
    assert hits(currency="USD") == []


def test_pages_follow_each_other(money: Money) -> None:
    stated(money)
    whole = found(money)
    with money.ledger.reading() as conn:
        seen, after = [], None
        while page := find(conn, OPERATOR_VIEWER, Wanted(), after=after, limit=3):
            seen += page
            after = page[-1]["id"]
        assert list(everything(conn, OPERATOR_VIEWER, Wanted())) == seen
    assert seen == whole
    assert [row["day"] for row in whole] == sorted(row["day"] for row in whole)


def test_a_statement_is_found_with_its_consumption_tax(money: Money) -> None:
    """By hand: 100,000 and 10,000 tax for a registered receiver: found by 110,000."""
    payer = Payer(money)
    studio = money.company("作画社", invoice_number="T7000012050002")
    payer.pays(studio, 100_000, MAY)
    amounts = {row["amount_minor"] for row in found(money, kind="statement.issued")}
    assert amounts == {110_000}


def test_reports_receipts_and_contracts_are_found(money: Money) -> None:
    world = pay(reported_world(money))
    kinds = {row["kind"] for row in found(money)}
    assert {"statement.issued", "revenue.reported"} <= kinds
    (report,) = {row["sha256"] for row in found(money, kind="revenue.reported")}
    with money.ledger.reading() as conn:
        content = fetch(money.register, conn, OPERATOR_VIEWER, report)
    assert content.startswith(csv_of("x")[:10])
    assert world.platform in found(money, kind="revenue.reported")[0]["parties"]


def test_a_party_finds_what_it_may_read_and_nothing_else(money_anywhere: Money) -> None:
    payer, first, second = stated(money_anywhere)
    own = found(money_anywhere, of(first), kind="statement.issued")
    assert {row["amount_minor"] for row in own} == {60_000}
    assert found(money_anywhere, of(first), party=second) == []
    paid = found(money_anywhere, of(payer.id), kind="statement.issued")
    assert {row["amount_minor"] for row in paid} == {60_000, 10_000}
    assert found(money_anywhere, Viewer("public")) == []
    stranger = money_anywhere.company("他社")
    (foreign, *_) = own
    with money_anywhere.ledger.reading() as conn, pytest.raises(NotFound):
        cited(conn, of(stranger), foreign["sha256"])


def with_contract(money: Money) -> str:
    """An agreement whose document is known by its hash alone."""
    payer = money.company("幹事社")
    digest = sha256(CONTRACT).hexdigest()
    document = DocumentRef(sha256=digest, title="契約書.pdf")
    money.agreement(payer, window_fee(payer), document=document)
    return digest


def test_an_original_that_is_on_record_is_added_by_its_owner(money: Money, tmp_path: Path) -> None:
    digest = with_contract(money)
    file = tmp_path / "契約書.pdf"
    file.write_bytes(CONTRACT)
    with money.ledger.reading() as conn:
        with pytest.raises(NotFound) as caught:
            fetch(money.register, conn, OPERATOR_VIEWER, digest)
        assert caught.value.code == "document-not-here"
        add(money.register, conn, OPERATOR_VIEWER, file)
        assert fetch(money.register, conn, OPERATOR_VIEWER, digest) == CONTRACT
    file.write_bytes(CONTRACT + b"!")
    with money.ledger.reading() as conn, pytest.raises(NotFound) as caught:
        add(money.register, conn, OPERATOR_VIEWER, file)
    assert caught.value.code == "document-not-cited"


def test_a_statement_is_never_added_from_outside(money: Money, tmp_path: Path) -> None:
    stated(money)
    (row, *_) = found(money, kind="statement.issued")
    file = tmp_path / "statement"
    file.write_bytes(money.register.blobs.get(row["sha256"]))
    with money.ledger.reading() as conn, pytest.raises(RuleViolation) as caught:
        add(money.register, conn, OPERATOR_VIEWER, file)
    assert caught.value.code == "document-of-register"


def test_originals_are_packed_with_a_table_that_names_the_absent(
    money: Money, tmp_path: Path
) -> None:
    stated(money)
    digest = with_contract(money)
    rows = found(money)
    packed = pack(money.register, rows, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        names = archive.namelist()
        text = archive.read("index.csv").decode("utf-8-sig")
    listed = {row["sha256"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (packed.absent, listed[digest]["is_here"]) == (1, "False")
    assert packed.documents == len(names) - 1 == len(listed) - 1


def test_a_title_with_a_very_long_ending_gives_a_short_name_in_the_archive(
    money: Money, tmp_path: Path
) -> None:
    stated(money)
    row = found(money, kind="revenue.reported")[0]
    pack(money.register, [{**row, "title": "x." + "a" * 300}], tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert max(len(name) for name in archive.namelist()) < 100


def test_papers_about_payments_are_old_after_seven_or_ten_years(money: Money) -> None:
    """By hand: of 29 May 2026 the business year ends by 30 April 2027, is filed by June, and seven
    years later is 31 July 2034, or 2037 with losses."""
    stated(money)
    with_contract(money)

    def old(day: date, *, with_losses: bool) -> set[tuple[str, str]]:
        with money.ledger.reading() as conn:
            rows = list(destroyable(conn, OPERATOR_VIEWER, day, with_losses=with_losses))
        return {(row["day"], row["kept_until"]) for row in rows if row["day"] <= "2026-06-30"}

    assert old(date(2034, 7, 31), with_losses=False) == set()
    assert old(date(2034, 8, 1), with_losses=False) == {("2026-05-29", "2034-07-31")}
    assert old(date(2034, 8, 1), with_losses=True) == set()
    assert old(date(2037, 8, 1), with_losses=True) == {("2026-05-29", "2037-07-31")}


def test_a_range_that_ends_before_it_begins_is_refused(money: Money) -> None:
    for wanted in ({"first": JUNE, "last": MAY}, {"least_minor": 2, "most_minor": 1}):
        with pytest.raises(RuleViolation) as caught:
            found(money, **wanted)
        assert caught.value.code == "range-reversed"


def test_the_archive_is_the_same_when_it_is_built_again(money_anywhere: Money) -> None:
    stated(money_anywhere)
    with_contract(money_anywhere)
    assert verify_register(money_anywhere.register, views=True).findings == ()


def test_evidence_of_a_dispute_is_found_by_its_sides_alone(money_anywhere: Money) -> None:
    """Whom a committee's dispute concerns hears of it; its evidence is for who opened it, and for
    the other side."""
    disputes = Disputes(money_anywhere)
    opened = disputes.open()
    money_anywhere.record(opened)
    (evidence,) = opened.evidence
    paid = disputes.paid

    def finds(party: str) -> bool:
        rows = found(money_anywhere, of(party), kind="dispute.opened")
        return evidence.sha256 in {row["sha256"] for row in rows}

    assert [finds(one) for one in (paid.writer, paid.studio)] == [True, True]
    assert [finds(one) for one in (paid.partner, paid.platform)] == [False, False]


def test_the_contract_of_a_committee_is_found_by_its_members(money: Money) -> None:
    members = money.company("甲社"), money.company("乙社")
    stranger = money.company("丙社")
    contract = DocumentRef(sha256=sha256(CONTRACT).hexdigest())
    money.committee(member(members[0], "1/2"), member(members[1], "1/2"), contract=contract)
    seen = [bool(found(money, of(one), kind="committee.formed")) for one in (*members, stranger)]
    assert seen == [True, True, False]


def test_a_bank_file_is_found_here_and_opened_only_by_payments(
    money: Money, tmp_path: Path
) -> None:
    """By hand: 100,000 less 10,210: the file transfers 89,790."""
    payer = AccountHolder(money)
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 100_000})
    payer.sent()
    rows = with_places(money.register.blobs, found(money, kind="payment.exported"))
    (row,) = [one for one in rows if one["is_sealed"]]
    assert row["is_here"]
    with money.ledger.reading() as conn, pytest.raises(RuleViolation) as caught:
        fetch(money.register, conn, OPERATOR_VIEWER, row["sha256"])
    assert caught.value.code == "document-sealed"
    packed = pack(money.register, rows, tmp_path / "bank.zip")
    assert (packed.documents, packed.absent) == (0, 1)
    assert not found(money, of(writer), kind="payment.exported")
