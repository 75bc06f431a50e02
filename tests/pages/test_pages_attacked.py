"""What an attacker types into addresses, and what he keeps after he lost a right."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.pages.auditor.bundles import bundle_at_hand, make_bundle
from api.pages.forms import Upload
from api.pages.studio.report_problems import problems_file
from api.pages.studio.sheets import as_csv
from ledger.audit.bundle_format import Scope
from ledger.errors import RuleViolation
from ledger.jobs.bundle_scope import scope_of
from tests.pages.small_site import Small, small_site


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """A served register of a few hundred entries."""
    with small_site(tmp_path_factory.mktemp("attacked")) as made:
        yield made


@pytest.fixture(scope="module")
def reader(small: Small) -> Iterator[TestClient]:
    """Nobody in particular."""
    with small.site.client() as http:
        yield http


@pytest.mark.parametrize("address", ["/works/%00", "/works?q=%00", "/sign-in?next=%00"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_address_with_nul_is_refused_on_a_page(
    reader: TestClient, lang: str, address: str
) -> None:
    answer = reader.get(f"/{lang}{address}")
    assert answer.status_code == 422
    assert "\0" not in answer.text
    assert 'role="alert"' in answer.text


def test_a_bundle_of_everything_is_gone_once_its_reader_may_read_his_own_alone(
    small: Small,
) -> None:
    """Made under a grant of everything; the grant ends; the file is handed out no more."""
    register = small.site.register
    make_bundle(register, "bundle/granted", Scope(), lambda _done, _total: None)
    assert bundle_at_hand(register, "bundle/granted", Scope()) is not None
    own = scope_of("party_01JN7G1C0A581667RV1QV125J6")
    assert bundle_at_hand(register, "bundle/granted", own) is None
    assert not list((register.home / "bundles").glob("*"))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@SUM(A1)", "-1+cmd|' /C calc'!A0", "\t=1"])
def test_what_a_licensee_typed_is_no_formula_in_the_file_of_problems(cell: str) -> None:
    rows = [dict.fromkeys(("line", "verdict", "column", "reason", "amount"), "1") | {"value": cell}]
    lines = bytes(problems_file(rows, "report").body).decode("utf-8-sig").splitlines()
    assert f"'{cell[:2]}" in lines[1]


def test_a_negative_amount_stays_a_number_in_the_file_of_problems() -> None:
    rows = [dict.fromkeys(("line", "verdict", "column", "value", "reason"), "1") | {"amount": -5}]
    lines = bytes(problems_file(rows, "report").body).decode("utf-8-sig").splitlines()
    assert lines[1].endswith(",-5")


def test_one_cell_far_away_does_not_make_a_report_of_millions_of_blanks() -> None:
    with pytest.raises(RuleViolation) as refused:
        as_csv(Upload("report.xlsx", workbook('<c r="XFD1048576"><v>1</v></c>')))
    assert refused.value.code == "workbook-too-large"


def workbook(cells: str) -> bytes:
    """The smallest spreadsheet with these cells in its only row."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "xl/workbook.xml": f'<workbook xmlns:r="{kind}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        '<Relationship Id="a" Target="worksheets/1.xml"/></Relationships>',
        "xl/worksheets/1.xml": f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def test_nobody_sends_a_file_to_the_door_however_it_is_announced(reader: TestClient) -> None:
    """In chunks, without a length: it is counted as it comes."""

    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'
        yield from [b"A" * 50_000] * 3
        yield b"\r\n--x--\r\n"

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert reader.post("/ja/sign-in", content=body(), headers=kind).status_code == 413
    assert reader.post("/ja/sign-in", data={"login": "a" * 200_000}).status_code == 413


@pytest.mark.parametrize(
    ("encoding", "half"), [("utf-7", b"+2AA-"), ("unicode_escape", b"\\ud800")]
)
def test_half_a_letter_in_an_encoding_of_the_sender_s_own_is_refused(
    reader: TestClient, encoding: str, half: bytes
) -> None:
    kind = {"Content-Type": f"multipart/form-data; boundary=x; charset={encoding}"}
    body = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n' + half + b"\r\n--x--\r\n"
    answer = reader.post("/en/sign-in", content=body, headers=kind)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
