"""The archive of originals from the command line."""

import csv
import io
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from cli_stage import Daicho
from money_stage import open_money
from stage import window_fee
from tax_stage import Payer

from ledger.values import DocumentRef

CONTRACT = b"%PDF contract as signed"
DIGEST = sha256(CONTRACT).hexdigest()


@pytest.fixture
def on_archive(tmp_path: Path) -> tuple[Daicho, str]:
    """A statement of 60,000 on 29 May, and a contract that is known by its hash alone."""
    for money in open_money(tmp_path / "home"):
        payer = Payer(money, "星雲スタジオ")
        payer.pays(money.named_person("青空 太郎"), 60_000, date(2026, 5, 29))
        document = DocumentRef(sha256=DIGEST, title="契約書.pdf")
        money.agreement(payer.id, window_fee(payer.id), document=document)
    return Daicho(tmp_path / "home"), payer.id


def test_originals_are_found_by_day_amount_and_party(on_archive: tuple[Daicho, str]) -> None:
    daicho, payer = on_archive
    words = (
        "archive", "find", "--from", "2026-05-01", "--to", "2026-05-31",
        "--amount-min", "60000", "--amount-max", "60000", "--party", payer,
    )  # fmt: skip
    items = daicho.data(*words)["items"]
    assert {(one["day"], one["kind"], one["is_here"]) for one in items} == {
        ("2026-05-29", "statement.issued", True)
    }
    said = daicho("--lang", "ja", *words)
    for text in ("支払明細書", "60,000円", "星雲スタジオ", "認定タイムスタンプではなく"):
        assert text in said.out, text
    assert daicho.data(*words, "--currency", "USD")["items"] == []


def test_an_original_is_added_and_fetched(on_archive: tuple[Daicho, str], tmp_path: Path) -> None:
    daicho, _ = on_archive
    file, out = tmp_path / "契約書.pdf", tmp_path / "out.pdf"
    said = daicho("--lang", "ja", "archive", "get", DIGEST, "--out", str(out))
    assert (said.code, out.exists()) == (3, False) or said.code != 0
    assert "原本はここにありません" in said.err
    file.write_bytes(CONTRACT)
    assert daicho("archive", "add", str(file)).code == 0
    assert daicho("archive", "get", DIGEST, "--out", str(out)).code == 0
    assert out.read_bytes() == CONTRACT
    file.write_bytes(b"another file")
    said = daicho("--lang", "ja", "archive", "add", str(file))
    assert "引用する記録はありません" in said.err


def test_everything_is_written_as_table_and_originals(
    on_archive: tuple[Daicho, str], tmp_path: Path
) -> None:
    daicho, _ = on_archive
    table, packed = tmp_path / "all.csv", tmp_path / "all.zip"
    told = daicho.data("archive", "find", "--csv", str(table), "--zip", str(packed))
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    assert len(rows) == told["found"]
    assert told["absent"] == len({row["sha256"] for row in rows if row["is_here"] == "False"})
    with zipfile.ZipFile(packed) as archive:
        assert len(archive.namelist()) == told["documents"] + 1


def test_old_papers_are_listed_and_nothing_is_destroyed(on_archive: tuple[Daicho, str]) -> None:
    """By hand: seven years after the filing of a year with 29 May 2026: 31 July 2034."""
    daicho, _ = on_archive
    words = ("archive", "old", "--on", "2034-08-01")
    (kept,) = {one["kept_until"] for one in daicho.data(*words, "--no-losses")["items"]}
    assert kept == "2034-07-31"
    assert daicho.data(*words)["items"] == []
    assert "何も廃棄していません" in daicho("--lang", "ja", *words, "--no-losses").out


@pytest.mark.parametrize(
    ("words", "japanese"),
    [
        (("--from", "2026-06-01", "--to", "2026-05-01"), "範囲の終わりが始まりより前"),
        (("--after", "x"), "続きの位置"),
        (("--after", "2026-01-01.²." + "0" * 64), "続きの位置"),
        (("--after", "2026-01-01." + "9" * 30 + "." + "0" * 64), "続きの位置"),
        (("--amount-min", "9" * 20), "金額が大きすぎます"),
        (("--from", "5月"), "日付"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_in_japanese(
    on_archive: tuple[Daicho, str], words: tuple[str, ...], japanese: str
) -> None:
    said = on_archive[0]("--lang", "ja", "archive", "find", *words)
    assert said.code == 4
    assert japanese in said.err
