"""Asking somebody else's server: what has no use is an answer of its own, and soon."""

import pytest

from ledger.errors import Unavailable
from ledger.fetch import Ask, fetch
from tests.ledger.witness.processes import misbehaving


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:1/", "unreachable"),
        ("http://127.0.0.1:99999/", "unreachable"),
        ("http://[/", "unreachable"),
        ("ftp://127.0.0.1/", "malformed"),
        ("not a url", "malformed"),
        ("http:///", "malformed"),
        ("", "malformed"),
    ],
)
def test_an_address_that_is_none_is_named(url: str, reason: str) -> None:
    with pytest.raises(Unavailable) as caught:
        fetch(Ask(url, b"x", seconds=5))
    assert (caught.value.code, caught.value.fields["reason"]) == ("no-answer", reason)
    assert caught.value.fields["value"] == url


def test_any_status_is_an_answer() -> None:
    with misbehaving("redirect") as url:
        reply = fetch(Ask(url))
    assert (reply.status, reply.body) == (302, b"")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://me:secret@127.0.0.1:1/tsr", "http://***@127.0.0.1:1/tsr"),
        ("http://me:se@cret@127.0.0.1:1/a@b", "http://***@127.0.0.1:1/a@b"),
        ("http://127.0.0.1:1/a@b", "http://127.0.0.1:1/a@b"),
    ],
)
def test_a_password_in_an_address_is_told_to_nobody(url: str, shown: str) -> None:
    with pytest.raises(Unavailable) as caught:
        fetch(Ask(url, b"x", seconds=5))
    assert caught.value.fields["value"] == shown
    assert "secret" not in str(caught.value)
