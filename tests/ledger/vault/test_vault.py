"""People's data stay readable by their own key alone, and nothing in the files gives them away."""

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.clock import SteppingClock
from ledger.entropy import SeededEntropy
from ledger.errors import Conflict, LogCorrupt, RuleViolation, Unavailable
from ledger.ids import SUBJECT, new_id
from ledger.vault import vault as vault_module
from ledger.vault.secret import KEY_BYTES, commit_to, unseal
from ledger.vault.vault import Secret, Vault, VaultReport

NAME = "山田　花子"


@pytest.fixture
def vault(tmp_path: Path, entropy: SeededEntropy) -> Iterator[Vault]:
    Vault.create(tmp_path, entropy)
    with Vault.open(tmp_path, entropy) as opened:
        yield opened


@pytest.fixture
def subject(clock: SteppingClock, entropy: SeededEntropy) -> str:
    return new_id(SUBJECT, clock, entropy)


@pytest.fixture
def other(clock: SteppingClock) -> str:
    return new_id(SUBJECT, clock, SeededEntropy(2))


def sql(path: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    conn = sqlite3.connect(path)
    try:
        rows = conn.execute(statement, values).fetchall()
        conn.commit()
        return rows
    finally:
        conn.close()


def test_a_sealed_value_opens_again_exactly_as_written(vault: Vault, subject: str) -> None:
    [commit] = vault.seal([Secret(subject, "credit_name", NAME)])
    assert vault.open_many([(subject, commit)]) == {(subject, commit): NAME}


def test_the_commitment_is_the_hmac_of_the_value_under_the_opened_key(
    vault: Vault, subject: str
) -> None:
    [commit] = vault.seal([Secret(subject, "credit_name", NAME)])
    opening = vault.openings([(subject, commit)])[subject, commit]
    assert len(opening.key) == KEY_BYTES
    assert commit_to(NAME, opening.key) == commit


def test_a_commitment_is_what_openssl_computes() -> None:
    """`printf 台帳 | openssl dgst -sha256 -mac HMAC -macopt hexkey:0b0b...` with 32 bytes 0x0b."""
    assert commit_to("台帳", b"\x0b" * 32) == (
        "0f6c72dd07dd7fd06ffb9f75207e152c94c7b40352637184cbaf06496ff23dd9"
    )


def test_a_commitment_key_of_another_length_is_refused() -> None:
    with pytest.raises(RuleViolation, match="commit-key-length"):
        commit_to(NAME, b"short")


def test_the_same_value_sealed_twice_has_two_commitments(vault: Vault, subject: str) -> None:
    first, second = vault.seal(
        [Secret(subject, "kana", "ヤマダ"), Secret(subject, "kana", "ヤマダ")]
    )
    assert first != second


def test_commitments_come_in_the_order_of_the_items(vault: Vault, subject: str, other: str) -> None:
    items = [
        Secret(other, "kana", "イ"),
        Secret(subject, "kana", "ロ"),
        Secret(other, "kana", "ハ"),
    ]
    commits = vault.seal(items)
    opened = vault.open_many(
        (item.subject, commit) for item, commit in zip(items, commits, strict=True)
    )
    assert [opened[item.subject, commit] for item, commit in zip(items, commits, strict=True)] == [
        "イ",
        "ロ",
        "ハ",
    ]


def test_many_values_open_at_once(
    vault: Vault, clock: SteppingClock, entropy: SeededEntropy
) -> None:
    items = [Secret(new_id(SUBJECT, clock, entropy), "kana", f"カナ{n}") for n in range(1_500)]
    pairs = [(item.subject, commit) for item, commit in zip(items, vault.seal(items), strict=True)]
    assert list(map(vault.open_many(pairs).get, pairs)) == [item.value for item in items]
    assert list(vault.subjects()) == sorted(item.subject for item in items)


def test_what_is_unknown_is_absent_and_not_an_error(vault: Vault, subject: str) -> None:
    assert vault.open_many([(subject, "0" * 64)]) == {}


def test_a_commitment_does_not_open_under_somebody_elses_id(
    vault: Vault, subject: str, other: str
) -> None:
    [commit] = vault.seal([Secret(subject, "credit_name", NAME)])
    assert vault.open_many([(other, commit)]) == {}


def test_values_survive_closing_and_opening(
    tmp_path: Path, vault: Vault, subject: str, entropy: SeededEntropy
) -> None:
    [commit] = vault.seal([Secret(subject, "credit_name", NAME)])
    vault.close()
    with Vault.open(tmp_path, entropy) as again:
        assert again.open_many([(subject, commit)]) == {(subject, commit): NAME}


def test_without_the_persons_key_the_value_is_absent(
    tmp_path: Path, vault: Vault, subject: str
) -> None:
    [commit] = vault.seal([Secret(subject, "credit_name", NAME)])
    sql(tmp_path / "keys.db", "DELETE FROM subject_key")
    assert vault.open_many([(subject, commit)]) == {}
    assert vault.verify() == VaultReport(subjects=0, values=0, unavailable=1)


def test_verify_counts_what_opens(vault: Vault, subject: str, other: str) -> None:
    vault.seal(
        [
            Secret(subject, "credit_name", NAME),
            Secret(subject, "kana", "ヤマダ"),
            Secret(other, "kana", "イ"),
        ]
    )
    assert vault.verify() == VaultReport(subjects=2, values=3, unavailable=0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE personal SET ciphertext = zeroblob(length(ciphertext))",
        "UPDATE personal SET nonce = zeroblob(12)",
        "UPDATE personal SET field = 'kana'",
        "UPDATE personal SET commit_ = replace(commit_, substr(commit_, 1, 4), 'ffff')",
    ],
)
def test_verify_names_whose_value_was_altered(
    tmp_path: Path, vault: Vault, subject: str, statement: str
) -> None:
    vault.seal([Secret(subject, "credit_name", NAME)])
    sql(tmp_path / "vault.db", statement)
    with pytest.raises(LogCorrupt, match="vault-value-altered") as caught:
        vault.verify()
    assert caught.value.fields["subject"] == subject


def test_a_value_moved_to_another_person_does_not_open(
    tmp_path: Path, vault: Vault, subject: str, other: str
) -> None:
    vault.seal([Secret(subject, "credit_name", NAME), Secret(other, "kana", "イ")])
    sql(tmp_path / "vault.db", "DELETE FROM personal WHERE subject = ?", other)
    sql(tmp_path / "vault.db", "UPDATE personal SET subject = ?", other)
    with pytest.raises(LogCorrupt, match="vault-value-altered"):
        vault.verify()


def test_an_altered_key_is_named(tmp_path: Path, vault: Vault, subject: str) -> None:
    [commit] = vault.seal([Secret(subject, "credit_name", NAME)])
    sql(tmp_path / "keys.db", "UPDATE subject_key SET wrapped = zeroblob(length(wrapped))")
    with pytest.raises(LogCorrupt, match="subject-key-altered"):
        vault.open_many([(subject, commit)])


def test_names_are_found_however_they_are_spelled(vault: Vault, subject: str, other: str) -> None:
    vault.seal(
        [
            Secret(subject, "credit_name", NAME),
            Secret(subject, "kana", "ヤマダ ハナコ"),
            Secret(other, "address", NAME),
        ]
    )
    assert (
        vault.find("山田花子") == vault.find("やまだはなこ") == vault.find("ﾔﾏﾀﾞ･ﾊﾅｺ") == [subject]
    )
    assert vault.find("山田") == vault.find("") == vault.find("\u3000") == []


def test_no_file_holds_a_name_in_plain_text(tmp_path: Path, vault: Vault, subject: str) -> None:
    vault.seal(
        [
            Secret(subject, "credit_name", "Hanako Plaintext"),
            Secret(subject, "kana", "ヤマダハナコ"),
        ]
    )
    for path in tmp_path.iterdir():
        data = path.read_bytes()
        for spelling in ("Plaintext", "plaintext", "ヤマダハナコ"):
            assert spelling.encode() not in data


def test_a_secret_does_not_print_its_value(subject: str) -> None:
    assert "山田" not in repr(Secret(subject, "credit_name", NAME))


def test_the_files_are_for_their_owner_alone(tmp_path: Path, vault: Vault, subject: str) -> None:
    vault.seal([Secret(subject, "credit_name", NAME)])
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("", "blank text"),
        ("　 ", "blank text"),
        ("山" * 600, "too long"),
        ("山\x00田", "text with NUL"),
        ("山\ud800", "text with a lone surrogate"),
    ],
)
def test_a_refused_value_is_described_and_never_repeated(
    vault: Vault, subject: str, value: str, found: str
) -> None:
    with pytest.raises(RuleViolation, match="personal-value") as caught:
        vault.seal([Secret(subject, "kana", "イ"), Secret(subject, "credit_name", value)])
    assert caught.value.fields["field"] == "credit_name"
    assert caught.value.fields["value"] == found
    assert not value.strip() or value not in str(caught.value)
    assert list(vault.subjects()) == []


def test_a_subject_that_is_no_subject_id_is_refused(vault: Vault) -> None:
    with pytest.raises(RuleViolation, match="subject-malformed"):
        vault.seal([Secret("party_1", "credit_name", NAME)])


def test_after_a_crash_between_the_stores_there_is_a_key_without_values(
    tmp_path: Path,
    vault: Vault,
    subject: str,
    monkeypatch: pytest.MonkeyPatch,
    entropy: SeededEntropy,
) -> None:
    def die(*_: object, **__: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(vault_module, "seal", die)
        with pytest.raises(KeyboardInterrupt):
            vault.seal([Secret(subject, "credit_name", NAME)])
    vault.close()
    with Vault.open(tmp_path, entropy) as again:
        assert list(again.subjects()) == [subject]
        assert again.verify() == VaultReport(0, 0, 0)
        [commit] = again.seal([Secret(subject, "credit_name", NAME)])
        assert again.open_many([(subject, commit)])


def test_two_openers_share_one_key_per_person(tmp_path: Path, vault: Vault, subject: str) -> None:
    with Vault.open(tmp_path, SeededEntropy(7)) as second:
        [one] = vault.seal([Secret(subject, "credit_name", NAME)])
        [two] = second.seal([Secret(subject, "kana", "ヤマダ")])
        assert set(vault.open_many([(subject, one), (subject, two)]).values()) == {NAME, "ヤマダ"}


def test_a_vault_is_made_only_where_there_is_none(
    tmp_path: Path, vault: Vault, entropy: SeededEntropy
) -> None:
    with pytest.raises(Conflict, match="vault-exists"):
        Vault.create(tmp_path, entropy)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("master.key", "master-key-missing"),
        ("vault.db", "vault-incomplete"),
        ("keys.db", "vault-incomplete"),
    ],
)
def test_a_vault_with_a_file_missing_is_not_opened(
    tmp_path: Path, vault: Vault, entropy: SeededEntropy, name: str, code: str
) -> None:
    vault.close()
    (tmp_path / name).unlink()
    with pytest.raises(LogCorrupt, match=code):
        Vault.open(tmp_path, entropy)


@pytest.mark.parametrize("text", ["", "zz", "00ff"])
def test_a_malformed_master_key_is_named(
    tmp_path: Path, vault: Vault, entropy: SeededEntropy, text: str
) -> None:
    vault.close()
    (tmp_path / "master.key").write_text(text)
    with pytest.raises(LogCorrupt, match="master-key-malformed"):
        Vault.open(tmp_path, entropy)


def test_another_vaults_master_key_opens_nothing(
    tmp_path: Path, vault: Vault, subject: str, entropy: SeededEntropy
) -> None:
    [commit] = vault.seal([Secret(subject, "credit_name", NAME)])
    vault.close()
    (tmp_path / "master.key").write_text("11" * 32)
    with (
        Vault.open(tmp_path, entropy) as opened,
        pytest.raises(LogCorrupt, match="subject-key-altered"),
    ):
        opened.open_many([(subject, commit)])


def test_a_batch_goes_in_whole_or_not_at_all(
    tmp_path: Path, vault: Vault, subject: str, other: str
) -> None:
    """A trigger refuses the second row of a batch, as a full disk would."""
    sql(
        tmp_path / "vault.db",
        "CREATE TRIGGER full BEFORE INSERT ON personal WHEN NEW.field = 'address'"
        " BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    )
    with pytest.raises(sqlite3.IntegrityError, match="disk full"):
        vault.seal([Secret(subject, "kana", "ヤマダ"), Secret(other, "address", "東京都")])
    assert vault.verify() == VaultReport(0, 0, 0)
    assert vault.find("ヤマダ") == []


def test_a_value_that_does_not_fit_its_commitment_is_named(subject: str) -> None:
    """Whoever has the person's key can encrypt another value, but not fit it to the commitment."""
    key, commit_key, nonce = b"k" * 32, b"c" * 32, b"n" * 12
    commit = commit_to(NAME, commit_key)
    bound = f"{subject}|credit_name|{commit}".encode()
    forged = AESGCM(key).encrypt(nonce, commit_key + "別人".encode(), bound)
    with pytest.raises(LogCorrupt, match="vault-value-altered"):
        unseal(
            subject=subject,
            name="credit_name",
            commit=commit,
            subject_key=key,
            nonce=nonce,
            ciphertext=forged,
        )


@pytest.mark.parametrize("name", ["vault.db", "keys.db"])
def test_a_file_that_is_no_database_is_called_damaged(
    tmp_path: Path, vault: Vault, entropy: SeededEntropy, name: str
) -> None:
    vault.close()
    (tmp_path / name).write_bytes(b"\xa5" * 16384)
    with pytest.raises(LogCorrupt, match="vault-damaged"):
        Vault.open(tmp_path, entropy)


@pytest.mark.parametrize(
    ("file", "change", "code"),
    [
        ("vault.db", "UPDATE personal SET nonce = x'00'", "vault-value-altered"),
        ("vault.db", "UPDATE personal SET ciphertext = x''", "vault-value-altered"),
        ("keys.db", "UPDATE subject_key SET wrapped = x''", "subject-key-altered"),
    ],
)
def test_values_of_another_length_are_altered_values(
    tmp_path: Path, vault: Vault, subject: str, file: str, change: str, code: str
) -> None:
    [commit] = vault.seal([Secret(subject, "credit_name", NAME)])
    sql(tmp_path / file, change)
    with pytest.raises(LogCorrupt, match=code):
        vault.open_many([(subject, commit)])


@pytest.mark.parametrize("full", ["vault.db", "keys.db"])
def test_a_full_disk_is_unavailable_and_seals_nothing(
    vault: Vault, subject: str, clock: SteppingClock, full: str
) -> None:
    """SQLite's own limit on pages stands in for the disk: the error is the same."""
    conn = vault._conn if full == "vault.db" else vault._keys._conn
    pages = conn.execute("PRAGMA page_count").fetchone()[0]
    conn.execute(f"PRAGMA max_page_count = {pages}")
    names = [Secret(subject, "credit_name", NAME * 30 + str(number)) for number in range(200)]
    if full == "keys.db":
        draws = SeededEntropy(3)
        names = [Secret(new_id(SUBJECT, clock, draws), "kana", "ヤマダ") for _ in range(200)]
    with pytest.raises(Unavailable, match="vault-unavailable"):
        vault.seal(names)
    assert vault.find(names[0].value) == []
    conn.execute("PRAGMA max_page_count = 1000000")
    assert len(vault.seal(names)) == 200
