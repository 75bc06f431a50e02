"""Opening files: by content, never by name; refusals that name the place."""

import zipfile
from pathlib import Path

import pytest

from ledger.entropy import SeededEntropy
from ledger.errors import RuleViolation
from ledger.imports.madb import source
from ledger.imports.madb.source import read_rows
from tests.imports.madb_samples import COLUMNS, a_graph, a_node, write_csv, write_zip


def refusal(path: Path) -> RuleViolation:
    with pytest.raises(RuleViolation) as caught:
        list(read_rows(path))
    return caught.value


def test_a_zip_with_several_members_is_read_in_order(tmp_path: Path) -> None:
    path = write_zip(
        tmp_path / "an207.zip",
        {
            "metadata_00001.json": a_graph(a_node("C900001"), a_node("C900002")),
            "metadata_00002.json": a_graph(a_node("C900003")),
            "README.txt": "kept out",
        },
    )
    rows = list(read_rows(path))
    assert [row.place.row_id for row in rows] == ["C900001", "C900002", "C900003"]
    assert str(rows[2].place) == "an207.zip!metadata_00002.json row 1 C900003"


def test_what_a_file_is_is_decided_by_its_bytes(tmp_path: Path) -> None:
    as_zip = write_zip(tmp_path / "looks.csv", {"a.json": a_graph(a_node())})
    as_csv = write_csv(tmp_path / "looks.zip", "an207 TV,C900001,星,2001-07-20,星製作委員会,0,,")
    as_json = tmp_path / "looks.txt"
    as_json.write_text(a_graph(a_node()), encoding="utf-8-sig")
    assert [next(iter(read_rows(path))).form for path in (as_zip, as_csv, as_json)] == [
        "jsonld",
        "csv",
        "jsonld",
    ]


def test_blank_nodes_are_found_through_has_part(tmp_path: Path) -> None:
    part = {"@id": "_:b1", "duration": "90"}
    other = {"@id": "_:b2", "duration": "5"}
    path = write_zip(tmp_path / "a.zip", {"a.json": a_graph(part, a_node(hasPart="_:b1"), other)})
    rows = list(read_rows(path))
    assert [(row.place.row, row.parts) for row in rows] == [(2, (part,))]


def test_a_part_that_is_missing_is_a_problem_of_its_row_only(tmp_path: Path) -> None:
    path = write_zip(
        tmp_path / "a.zip", {"a.json": a_graph(a_node(hasPart=["_:b9"]), a_node("C900002"))}
    )
    assert [row.problem for row in read_rows(path)] == ["part-missing", ""]


def test_a_csv_row_knows_its_line_behind_a_cell_with_a_line_break(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        'an207 TV,C900001,"星\nの海",2001-07-20,星製作委員会,0,,',
        "",
        "an207 TV,C900002,月,2001-07-20,月製作委員会,0,,",
    )
    assert [row.place.row for row in read_rows(path)] == [2, 5]


def test_a_csv_row_with_the_wrong_number_of_cells_is_a_problem_of_its_row_only(
    tmp_path: Path,
) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        "an207 TV,C900001,星",
        "an207 TV,C900002,月,2001-07-20,月製作委員会,0,,,",
        "an207 TV,C900003,日,2001-07-20,日製作委員会,0,,",
    )
    assert [row.problem for row in read_rows(path)] == ["column-count", "column-count", ""]


@pytest.mark.parametrize(
    ("coding", "likely"), [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("utf-16", "UTF-16")]
)
def test_another_coding_is_named_with_its_place(tmp_path: Path, coding: str, likely: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        (COLUMNS + "\nan207 TV,C900001,星の海へ、「星」を見にいくのだ,,,,,\n").encode(coding)
    )
    error = refusal(path)
    assert error.code == "source-not-utf-8"
    assert error.fields["file"] == "a.csv"
    assert error.fields["likely"] == likely
    if coding != "utf-16":
        assert (error.fields["line"], error.fields["column"]) == (2, 18)


def test_bytes_of_no_coding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"set,madb_id\n\xff\xff\x80\xfe\n")
    assert refusal(path).fields["likely"] == "unknown"


def test_broken_json_is_refused_with_line_and_column(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"b.json": '{"@graph": [\n  {"@id": ?}\n]}'})
    error = refusal(path)
    assert error.code == "source-not-json"
    assert (error.fields["file"], error.fields["line"], error.fields["column"]) == (
        "a.zip!b.json",
        2,
        11,
    )


def test_a_number_with_too_many_digits_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "digits.json"
    path.write_text('{"@graph": [{"a": ' + "9" * 5_000 + "}]}", encoding="utf-8")
    assert refusal(path).code == "source-not-json"


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_data_is_refused_however_it_was_packed(tmp_path: Path, method: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.json", SeededEntropy(1).bytes(3_000))
    content = bytearray(path.read_bytes())
    content[200:400] = bytes(byte ^ 0x5A for byte in content[200:400])
    path.write_bytes(content)
    assert refusal(path).code == "source-zip-damaged"


def test_json_nested_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 200_000, encoding="utf-8")
    assert refusal(path).code == "source-nested-too-deep"


@pytest.mark.parametrize("text", ['{"works": []}', "[1, 2]", '{"@graph": {"@id": "x"}}'])
def test_json_that_is_no_json_ld_graph_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    assert refusal(path).code == "source-not-json-ld"


def test_missing_columns_are_named(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "x", header="set,madb_id,title")
    error = refusal(path)
    assert error.code == "source-columns-missing"
    assert error.fields["value"] == ["date", "committee", "members"]


def test_an_empty_file_has_no_columns(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    assert refusal(path).code == "source-columns-missing"


def test_a_quote_that_never_closes_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", 'an207 TV,C900001,"星')
    error = refusal(path)
    assert (error.code, error.fields["file"]) == ("source-csv-damaged", "a.csv")


@pytest.mark.parametrize(
    "name", ["/etc/a.json", "../a.json", "a/../../b.json", "c:a.json", "a\\b.json"]
)
def test_a_member_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    path = write_zip(tmp_path / "a.zip", {})
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("placeholder")
        info.filename = name
        archive.writestr(info, a_graph(a_node()))
    error = refusal(path)
    assert error.code == "source-zip-path"


def test_a_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "bomb.zip", {"a.json": b" " * 5_000_000})
    assert refusal(path).code == "source-zip-too-large"


def test_the_sum_of_all_members_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "TOTAL_SIZE_MAX_BYTES", 100)
    path = write_zip(tmp_path / "a.zip", {"a.json": a_graph(a_node())})
    assert refusal(path).code == "source-zip-too-large"


def test_the_number_of_members_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MEMBERS_MAX", 1)
    path = write_zip(tmp_path / "a.zip", {"a.json": "[]", "b.json": "[]"})
    assert refusal(path).code == "source-zip-too-many-members"


def test_a_zip_without_json_is_refused(tmp_path: Path) -> None:
    assert refusal(write_zip(tmp_path / "a.zip", {"a.txt": "x"})).code == "source-zip-without-json"


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.json": "[]"})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert refusal(path).code == "source-zip-encrypted"


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.json": a_graph(a_node())})
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(content)
    assert refusal(path).code == "source-zip-damaged"
    path.write_bytes(path.read_bytes()[:50])
    assert refusal(path).code == "source-zip-damaged"


def test_a_zip_packed_in_an_unknown_way_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.json": "[]"})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(mark) + offset] = 99
    path.write_bytes(content)
    assert refusal(path).code == "source-zip-damaged"
