"""Importing public records from the command line: every row is told, twice adds nothing."""

from pathlib import Path

import pytest
from cli_stage import Daicho

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "madb_committees.csv"


def test_a_file_that_is_no_source_is_refused(daicho: Daicho, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    said = daicho("import", "madb", str(file), "--json")
    assert (said.code, said.error["code"]) == (4, "source-columns-missing")
    assert daicho.data("log", "head")["size"] == 0
    assert daicho("import", "madb", str(tmp_path / "none.csv")).code == 2


@pytest.mark.skipif(not SHARED.exists(), reason="the published extract is not at hand")
def test_the_published_extract_is_imported_once(daicho: Daicho) -> None:
    first = daicho.data("import", "madb", str(SHARED))
    assert first["rows"] == first["accepted"] + first["held"] + first["rejected"]
    size = daicho.data("log", "head")["size"]
    assert size > 0
    again = daicho("import", "madb", str(SHARED))
    assert again.code == 0
    assert "committee-without-members" in again.out
    assert "構成員の記載がない" in daicho("import", "madb", str(SHARED), "--lang", "ja").out
    assert daicho.data("log", "head")["size"] == size
