"""Asking a time-stamping authority over HTTP.

Source:
    RFC 3161 section 3.4.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from cryptography import x509

from ledger.errors import Unavailable
from ledger.fetch import Ask, fetch, without_secrets
from ledger.timestamps.token import MAX_TOKEN_BYTES, check_answer, query_for, verify_token

QUERY: Final = "application/timestamp-query"
REPLY: Final = "application/timestamp-reply"
SECONDS: Final = 10


def request_token(
    url: str, note: bytes, roots: Sequence[x509.Certificate] = (), seconds: int = SECONDS
) -> bytes:
    """Ask for a token over a note, and return the answer once it was checked.

    Args:
        url: Of the authority.
        note: A signed note.
        roots: With them the token is verified fully; without them all but the signature and the
            chain, which are for those who trust somebody.
        seconds: For the whole exchange.

    Raises:
        Unavailable: The authority does not answer, or with something else.
        SignatureInvalid: What it answers does not hold, or grants nothing.
    """
    query = query_for(note)
    reply = fetch(Ask(url, query.body, QUERY, seconds, MAX_TOKEN_BYTES))
    if reply.status != HTTPStatus.OK or reply.media_type != REPLY:
        raise Unavailable(
            "no-answer",
            "the time-stamping authority answered with something else",
            field="url",
            value=without_secrets(url),
            reason="malformed",
            found=f"{reply.status} {reply.media_type}",
            expected=f"200 {REPLY}",
        )
    check_answer(reply.body, note, query.nonce)
    if roots:
        verify_token(reply.body, note, roots, query.nonce)
    return reply.body
