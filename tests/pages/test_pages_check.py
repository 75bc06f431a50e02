"""Verification for everybody: what the server tells the public, and what it never tells."""

from typing import Any

import pytest
from sqlalchemy import select

from ledger.log.note import parse_verifier_key
from ledger.log.tlog_proof import parse_tlog_proof, verify_tlog_proof
from ledger.log_keys.views import keys_of
from ledger.statements.views import StatementRow
from ledger.store.views import table_of, unpack
from tests.pages.stand import Site

OTHER = "0" * 64


def stated(site: Site) -> tuple[str, dict[str, Any]]:
    """A statement of the sample with what the log knows of it."""
    table = table_of(StatementRow)
    id = site.sample.open_next["statement"]
    with site.register.ledger.reading() as conn:
        row = conn.execute(select(table).where(table.c.id == id)).mappings().one()
    return id, {**row, **unpack(row["doc"])}


def test_a_file_that_was_issued_is_answered_with_its_entry_and_a_proof(site: Site) -> None:
    id, statement = stated(site)
    with site.client() as http, site.register.ledger.reading() as conn:
        keys = [parse_verifier_key(str(key)) for key in keys_of(conn).in_force()]
        for file in statement["files"]:
            address = f"/ja/check/statements/{id}/answer?sha256={file['sha256']}"
            found = http.get(address).json()
            assert (found["matches"], found["entry"]) == (True, statement["entry_index"])
            proof = parse_tlog_proof(found["proof"].encode())
            assert proof.extra is not None
            origin = site.register.origin
            verify_tlog_proof(proof, proof.extra, keys, origin)
            assert proof.index == statement["entry_index"]


@pytest.mark.parametrize("kind", ["hash", "id", "other", "malformed"])
def test_what_is_not_known_is_answered_alike_whatever_is_wrong(site: Site, kind: str) -> None:
    id, statement = stated(site)
    sha256 = statement["files"][0]["sha256"]
    asked = {
        "hash": (id, OTHER),
        "id": ("stmt_00000000000000000000000000", sha256),
        "other": ("nothing", sha256),
        "malformed": (id, "ABC"),
    }[kind]
    with site.client() as http:
        answer = http.get(f"/ja/check/statements/{asked[0]}/answer?sha256={asked[1]}")
        page = http.get(f"/ja/check/statements/{asked[0]}?sha256={asked[1]}")
    assert answer.status_code == page.status_code == 200
    assert answer.json() == {"matches": False, "entry": None, "checkpoint": None, "proof": None}
    assert "一致しないか、記録がありません" in page.text


@pytest.mark.parametrize(
    ("lang", "words"), [("ja", "台帳の記録と一致"), ("en", "Matches the record")]
)
def test_the_page_of_a_code_says_that_it_matches_and_nothing_of_whom_or_how_much(
    site: Site, lang: str, words: str
) -> None:
    id, statement = stated(site)
    sha256 = statement["files"][0]["sha256"]
    with site.client() as http:
        text = http.get(f"/{lang}/check/statements/{id}?sha256={sha256}").text
    assert words in text
    assert f"{statement['entry_index']:,}" in text
    for secret in ("payer", "payee", "paid_to"):
        assert statement[secret] not in text
    assert f"{statement['transfer_minor']:,}" not in text
    assert str(statement["transfer_minor"]) not in text


def test_without_a_hash_the_file_itself_is_asked_for(site: Site) -> None:
    id, _ = stated(site)
    with site.client() as http:
        text = http.get(f"/en/check/statements/{id}").text
    assert f'data-id="{id}"' in text
    assert 'type="file"' in text


def test_a_statement_id_is_text_however_it_is_written(site: Site) -> None:
    with site.client() as http:
        text = http.get("/ja/check/statements/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").text
    assert "<script>alert" not in text


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_certificate_stands_on_a_page_with_the_proof_of_each_entry(site: Site, lang: str) -> None:
    work = site.sample.open_next["work"]
    with site.client() as http:
        certificate = http.get(f"/v1/works/{work}/certificate").json()
        text = http.get(f"/{lang}/check/works/{work}").text
    assert certificate["statement"][lang][0].split("（")[0].split('"')[0][:20] in text
    assert text.count("c2sp.org/tlog-proof@v1") == len(certificate["evidence"])


def test_a_work_that_is_not_registered_has_no_certificate(site: Site) -> None:
    with site.client() as http:
        assert http.get("/ja/check/works/work_00000000000000000000000000").status_code == 404


def test_the_form_offers_the_keys_that_sign_and_calls_them_the_servers_own(site: Site) -> None:
    with site.client() as http, site.register.ledger.reading() as conn:
        text = http.get("/ja/check").text
        key = str(keys_of(conn).newest)
    assert key.replace("+", "&#43;") in text or key in text
