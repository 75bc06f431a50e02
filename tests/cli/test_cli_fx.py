"""Rates of exchange from the command line."""

from pathlib import Path

from cli_stage import Daicho

ECB = b"Date,USD,JPY,CYP,\n2026-03-31,1.0834,163.85,N/A,\n2026-03-27,1.0801,163.12,0.5853,\n"
PLAIN = b"date,base,quote,rate\n2026-03-31,USD,JPY,151.23\n2026-13-31,USD,JPY,151.23\n"


def put(folder: Path, data: bytes) -> str:
    file = folder / "rates.csv"
    file.write_bytes(data)
    return str(file)


def test_a_file_is_imported_once(on_world: Daicho, tmp_path: Path) -> None:
    file = put(tmp_path, ECB)
    first = on_world.data("fx", "import", file, "--source", "ecb")
    assert (first["recorded"], [cell["column"] for cell in first["refused"]]) == (4, ["CYP"])
    again = on_world.data("fx", "import", file, "--source", "ecb")
    assert (again["recorded"], again["known"], again["entries"]) == (0, 4, [])


def test_a_refused_line_is_told_in_japanese_with_its_place(
    on_world: Daicho, tmp_path: Path
) -> None:
    said = on_world("--lang", "ja", "fx", "import", put(tmp_path, PLAIN), "--source", "kawase")
    assert said.code == 0
    assert "日付の形式が正しくない" in said.out
    assert "2026-13-31" in said.out
    assert "like" not in said.out


def test_rates_are_listed_by_pair_and_day(on_world: Daicho, tmp_path: Path) -> None:
    on_world.data("fx", "import", put(tmp_path, ECB), "--source", "ecb")
    (rate,) = on_world.data("fx", "list", "--quote", "JPY", "--on", "2026-03-31")["items"]
    assert (rate["source"], rate["base"], rate["exchange_rate"]) == ("ecb", "EUR", "163.85")


def test_the_rate_of_a_sunday_is_that_of_the_friday(on_world: Daicho, tmp_path: Path) -> None:
    """29 March 2026 is a Sunday; Friday was the 27th."""
    on_world.data("fx", "import", put(tmp_path, ECB), "--source", "ecb")
    (rate,) = on_world.data("fx", "rate", "EUR", "JPY", "--on", "2026-03-29")["items"]
    assert (rate["date"], rate["exchange_rate"]) == ("2026-03-27", "163.12")


def test_a_cross_rate_is_refused_in_japanese(on_world: Daicho, tmp_path: Path) -> None:
    on_world.data("fx", "import", put(tmp_path, ECB), "--source", "ecb")
    said = on_world("--lang", "ja", "fx", "rate", "USD", "JPY", "--on", "2026-03-31")
    assert said.code == 4
    assert "第三の通貨を介した計算はしません。" in said.err


def test_another_value_is_taken_as_a_correction_when_asked(
    on_world: Daicho, tmp_path: Path
) -> None:
    on_world.data("fx", "import", put(tmp_path, ECB), "--source", "ecb")
    other = put(tmp_path, ECB.replace(b"163.85", b"163.95"))
    refused = on_world.data("fx", "import", other, "--source", "ecb")["refused"]
    assert "fx-rate-differs" in {cell["code"] for cell in refused}
    done = on_world.data("fx", "import", other, "--source", "ecb", "--correct")
    assert (done["recorded"], done["corrected"]) == (1, 1)
