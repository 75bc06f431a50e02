"""Time-stamp tokens: a real authority's are believed, and nothing that is almost one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from ledger.errors import LedgerError, RuleViolation, SignatureInvalid, Unavailable
from ledger.timestamps.authority import request_token
from ledger.timestamps.der import _signed_data
from ledger.timestamps.folder import keep, place_of
from ledger.timestamps.roots import read_roots
from ledger.timestamps.token import check_answer, query_for, verify_token
from tests.ledger.timestamps.authority import (
    TODAY,
    Authority,
    Issued,
    make_ca,
    make_signer,
    root,
    sequence,
    serving_answers,
    signed_by,
)
from tests.ledger.witness.processes import closed_port, misbehaving

NOTE = b"ledger.example/ip\n3\nxiTKkQQAi7ebYhWEtQNM+De0HtFqWeRnjPrB9Jj5tIA=\n\nsignatures\n"
ROOTS = [root().certificate]


@pytest.fixture(scope="module")
def signer() -> Issued:
    return make_signer(root())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory, signer: Issued) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa"), signer)


@pytest.fixture(scope="module")
def token(authority: Authority) -> bytes:
    return authority.answer(query_for(NOTE).body)


def refusal(token: bytes, roots: list[x509.Certificate] | None = None) -> str:
    with pytest.raises(SignatureInvalid) as caught:
        verify_token(token, NOTE, ROOTS if roots is None else roots)
    return caught.value.code


def test_a_token_asked_for_over_http_is_verified_and_dates_the_note(authority: Authority) -> None:
    with serving_answers(authority) as url:
        token = request_token(url, NOTE, ROOTS)
    found = verify_token(token, NOTE, ROOTS)
    assert abs(found.time - TODAY) < timedelta(hours=1)
    assert (found.authority, found.policy) == ("CN=Test authority", "1.2.3.4.1")


def test_every_query_has_a_nonce_of_its_own(authority: Authority) -> None:
    one, other = query_for(NOTE), query_for(NOTE)
    assert one.nonce != other.nonce
    answer = authority.answer(one.body)
    assert verify_token(answer, NOTE, ROOTS, one.nonce)
    for check in (check_answer, lambda *a: verify_token(a[0], a[1], ROOTS, a[2])):
        with pytest.raises(SignatureInvalid) as caught:
            check(answer, NOTE, other.nonce)
        assert caught.value.code == "timestamp-nonce-differs"


def test_a_token_over_another_note_is_refused(token: bytes) -> None:
    with pytest.raises(SignatureInvalid) as caught:
        verify_token(token, NOTE + b"x", ROOTS)
    assert caught.value.code == "timestamp-of-another-note"
    assert caught.value.fields["expected"] != caught.value.fields["value"]


def test_a_token_is_believed_under_its_own_root_only(token: bytes) -> None:
    assert refusal(token, [make_ca("Another root").certificate]) == "timestamp-not-trusted"
    assert refusal(token, [make_ca("Test root").certificate]) == "timestamp-not-trusted"
    assert verify_token(token, NOTE, [make_ca("Another root").certificate, *ROOTS])
    with pytest.raises(RuleViolation):
        verify_token(token, NOTE, [])


def test_a_chain_in_the_token_is_followed_in_whatever_order_it_came(tmp_path: Path) -> None:
    middle = make_ca("Middle", root())
    last = make_ca("Last", middle)
    answer = Authority(tmp_path, make_signer(last), [last, middle]).answer(query_for(NOTE).body)
    assert verify_token(answer, NOTE, ROOTS)


def test_a_chain_that_misses_a_link_is_refused(tmp_path: Path) -> None:
    middle = make_ca("Middle", root())
    answer = Authority(tmp_path, make_signer(middle)).answer(query_for(NOTE).body)
    assert refusal(answer) == "timestamp-not-trusted"


def test_a_certificate_that_had_expired_at_the_time_of_the_token_is_refused(tmp_path: Path) -> None:
    expired = make_signer(root(), until=TODAY - timedelta(days=1))
    answer = Authority(tmp_path, expired).answer(query_for(NOTE).body)
    with pytest.raises(SignatureInvalid) as caught:
        verify_token(answer, NOTE, ROOTS)
    assert caught.value.fields["value"] == "certificate has expired"


@pytest.mark.parametrize(
    ("purposes", "critical"),
    [
        ((), True),
        ((ExtendedKeyUsageOID.TIME_STAMPING,), False),
        ((ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.SERVER_AUTH), True),
        ((ExtendedKeyUsageOID.SERVER_AUTH,), True),
        ((ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,), True),
    ],
)
def test_a_certificate_that_is_not_for_time_stamping_alone_is_refused(
    purposes: tuple[x509.ObjectIdentifier, ...], critical: bool, token: bytes, tmp_path: Path
) -> None:
    misused = make_signer(root(), purposes, critical=critical)
    assert refusal(signed_by(tmp_path, misused, token)) == "timestamp-purpose"


def test_the_same_statement_signed_by_a_right_certificate_is_believed(
    token: bytes, signer: Issued, tmp_path: Path
) -> None:
    """So that the refusals above are for the purpose, and not for how the token was made."""
    assert verify_token(signed_by(tmp_path, signer, token), NOTE, ROOTS)


def test_a_token_that_does_not_name_its_certificate_is_refused(
    token: bytes, signer: Issued, tmp_path: Path
) -> None:
    unnamed = signed_by(tmp_path, signer, token, named=False)
    assert refusal(unnamed) == "timestamp-signer-unnamed"


def test_a_second_certificate_with_the_signers_name_and_number_is_refused(
    token: bytes, signer: Issued
) -> None:
    """One could answer for the purpose, and the other for the signature."""
    twin = make_signer(root(), twin=signer.certificate).certificate.public_bytes(Encoding.DER)
    members = [element.whole for element in _signed_data(token)]
    assert members[3] == b"\xa0" + sequence(signer.certificate.public_bytes(Encoding.DER))[1:]
    members[3] = b"\xa0" + sequence(twin + signer.certificate.public_bytes(Encoding.DER))[1:]
    oid = bytes.fromhex("06092a864886f70d010702")
    explicit = b"\xa0" + sequence(sequence(b"".join(members)))[1:]
    again = sequence(sequence(b"\x02\x01\x00") + sequence(oid + explicit))
    with pytest.raises(SignatureInvalid) as caught:
        verify_token(again, NOTE, ROOTS)
    assert caught.value.fields["value"] == "2 certificates of the signer"


def test_no_changed_byte_and_no_cut_of_a_token_goes_unnoticed(token: bytes) -> None:
    """What is not signed may change (an unsigned order); then the token says the same."""
    whole = verify_token(token, NOTE, ROOTS)
    for at in range(len(token)):
        changed = token[:at] + bytes([token[at] ^ 0x01]) + token[at + 1 :]
        try:
            assert verify_token(changed, NOTE, ROOTS) == whole
        except LedgerError:
            continue
    for length in range(0, len(token), 3):
        with pytest.raises(SignatureInvalid):
            verify_token(token[:length], NOTE, ROOTS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage",
        b"<html><body>Please sign in</body></html>",
        b"\x30",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x80\x00\x00",
        sequence(b""),
        sequence(sequence(b"\x02\x01\x00")),
        sequence(sequence(b"\x02\x01\x00") + sequence(b"")),
        b"\x30" * 5000,
        b"\x00" * 300_000,
    ],
)
def test_what_is_no_token_is_refused_in_words(data: bytes) -> None:
    assert refusal(data) == "timestamp-malformed"


def test_an_answer_that_grants_nothing_is_told_in_its_own_words(authority: Authority) -> None:
    query = query_for(NOTE).body
    unknown = query.replace(
        bytes.fromhex("608648016503040201"), bytes.fromhex("608648016503040209")
    )
    with pytest.raises(SignatureInvalid) as caught:
        check_answer(authority.answer(unknown), NOTE)
    assert caught.value.code == "timestamp-refused"
    assert str(caught.value.fields["value"]).startswith("rejection")


@pytest.mark.parametrize("data", [b"", b"no pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_roots_that_are_none_are_refused(data: bytes) -> None:
    with pytest.raises(RuleViolation) as caught:
        read_roots(data)
    assert caught.value.code == "tsa-roots-malformed"


def test_several_roots_are_read_from_one_file() -> None:
    assert len(read_roots(root().pem + make_ca("Another").pem)) == 2


@contextmanager
def replaying(token: bytes, folder: Path) -> Iterator[str]:
    """An authority that always sends the same old token."""

    class Old(Authority):
        def __init__(self) -> None:
            pass

        def answer(self, query: bytes) -> bytes:
            del query
            return token

    with serving_answers(Old()) as url:
        yield url


def test_an_old_token_that_is_sent_again_is_noticed_by_its_nonce(
    token: bytes, tmp_path: Path
) -> None:
    with replaying(token, tmp_path) as url, pytest.raises(SignatureInvalid) as caught:
        request_token(url, NOTE)
    assert caught.value.code == "timestamp-nonce-differs"


def test_roots_of_ones_own_make_the_request_check_the_signature(authority: Authority) -> None:
    with serving_answers(authority) as url:
        assert request_token(url, NOTE)
        with pytest.raises(SignatureInvalid) as caught:
            request_token(url, NOTE, [make_ca("Mine").certificate])
    assert caught.value.code == "timestamp-not-trusted"


@pytest.mark.parametrize("mode", ["hang", "slow-body", "garbage", "huge", "200 OK", "redirect"])
def test_an_authority_that_misbehaves_is_refused_in_time(mode: str, tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_bytes(b"<html>Sign in to the network</html>")
    with misbehaving(mode, page) as url, pytest.raises(Unavailable) as caught:
        request_token(url, NOTE, seconds=1)
    assert caught.value.code == "no-answer"


def test_an_authority_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(Unavailable) as caught:
        request_token(f"http://127.0.0.1:{closed_port()}/tsa", NOTE)
    assert caught.value.fields["reason"] == "unreachable"


def test_the_first_token_of_a_checkpoint_is_kept(tmp_path: Path) -> None:
    assert keep(tmp_path, 7, b"first") == place_of(tmp_path, 7)
    keep(tmp_path, 7, b"second")
    assert place_of(tmp_path, 7).read_bytes() == b"first"
    assert [path.name for path in (tmp_path / "timestamps").iterdir()] == ["0000000007.tsr"]
