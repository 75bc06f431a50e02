"""What an attacker types into addresses, and what he keeps after he lost a right."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.pages.auditor.bundles import bundle_at_hand, make_bundle
from api.pages.studio.upload import problems_file
from ledger.audit.bundle_format import Scope
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
