"""Accounts never leave in a bundle: a register made from one pays nobody until it asks again."""

from pathlib import Path

import pytest
from bank_stage import Bank
from money_stage import Money

from ledger.audit.findings import Check
from ledger.bank_details.opening import open_details
from ledger.bank_details.views import rows_of
from ledger.bootstrap import register
from ledger.errors import NotFound
from ledger.jobs.bundle import export_bundle
from ledger.jobs.import_bundle import import_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.subject_export import export_subject
from ledger.jobs.sweep import sweep
from ledger.jobs.verify import verify_register
from ledger.settings import Settings


def banked(money: Money) -> str:
    """A person with an account in force."""
    person = money.named_person("青葉 純")
    Bank(money).in_force(person)
    return person


def test_a_bundle_with_names_has_no_account_and_what_is_made_of_it_says_so(
    money: Money, tmp_path: Path
) -> None:
    person = banked(money)
    publish_checkpoint(money.register)
    export_bundle(money.register, tmp_path / "bundle", with_personal=True)
    personal = (tmp_path / "bundle" / "personal.jsonl").read_text("utf-8")
    assert "青葉 純" in personal
    for path in (tmp_path / "bundle").rglob("*"):
        assert not path.is_file() or b"1234567" not in path.read_bytes(), path
    settings = Settings(home=tmp_path / "again")
    import_bundle(settings, tmp_path / "bundle")
    with register(settings) as again:
        report = verify_register(again)
        assert report.findings == ()
        assert Check("bank-accounts-unavailable", 1, "unavailable") in report.checks
        with again.ledger.reading() as conn:
            (row,) = rows_of(conn, [person])[person]
        with pytest.raises(NotFound, match="bank-details-erased"):
            open_details(again.vault, row)


def test_the_person_herself_is_handed_her_account_and_a_sweep_leaves_it(
    money: Money, tmp_path: Path
) -> None:
    person = banked(money)
    sweep(money.register, hours=0)
    assert sweep(money.register, hours=0).names == 0
    export_subject(money.register, person, tmp_path / "hers")
    assert "1234567" in (tmp_path / "hers" / "data.json").read_text("utf-8")


def test_an_account_altered_in_the_vault_is_found(money: Money) -> None:
    banked(money)
    assert verify_register(money.register).findings == ()
    vault = money.register.vault
    vault._conn.execute("UPDATE personal SET nonce = zeroblob(12) WHERE field = 'bank_details'")
    codes = {finding.code for finding in verify_register(money.register).findings}
    assert codes == {"vault-value-altered"}
