"""Asking somebody else's server over HTTP, without ever waiting or reading longer than was said.

A time limit per socket operation is not enough: a server that sends one byte now and then would be
listened to for ever. So the exchange runs beside the caller, who stops waiting when the time is up.
"""

import re
import threading
import time
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Final

import httpx2

from ledger.errors import Unavailable

_CHUNK_BYTES: Final = 65_536
_USER_INFO: Final = re.compile(r"(//)[^/?#]*@")


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, and how long and how much of an answer is waited for.

    Attributes:
        url: Where to.
        body: Sent by POST; without one the request is a GET.
        media_type: Of the body.
        seconds: From the first packet to the last byte.
        limit_bytes: Longest answer that is read.
    """

    url: str
    body: bytes | None = None
    media_type: str = "application/octet-stream"
    seconds: int = 5
    limit_bytes: int = 65_536


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered, whole."""

    status: int
    media_type: str
    body: bytes = field(repr=False)


def fetch(ask: Ask) -> Reply:
    """Ask, and return the answer; redirects are answers like others.

    Raises:
        Unavailable: `no-answer`. Its field `reason` says why: `unreachable`, `timeout`,
            `too-large`, or `malformed`, which is no HTTP.
    """
    box: SimpleQueue[Reply | Unavailable] = SimpleQueue()
    client = _client(ask)
    thread = threading.Thread(target=_exchange, args=(client, ask, box), daemon=True)
    thread.start()
    try:
        outcome = box.get(timeout=ask.seconds)
    except Empty:
        outcome = _no_answer(ask, "timeout", f"nothing whole within {ask.seconds} seconds")
    if isinstance(outcome, Unavailable):
        raise outcome
    return outcome


def without_secrets(url: str) -> str:
    """Return an address as it may stand in a log: without the name and password in it."""
    return _USER_INFO.sub(r"\1***@", url)


def _client(ask: Ask) -> httpx2.Client:
    # Unpacked, a small answer could fill the memory: none that is packed is asked for.
    return httpx2.Client(
        timeout=ask.seconds, follow_redirects=False, headers={"Accept-Encoding": "identity"}
    )


def _exchange(client: httpx2.Client, ask: Ask, box: SimpleQueue[Reply | Unavailable]) -> None:
    """Put the answer into the box, or why there is none."""
    try:
        with client:
            box.put(_answer(client, ask))
    except Unavailable as error:
        box.put(error)
    except httpx2.TimeoutException as error:
        box.put(_no_answer(ask, "timeout", str(error)))
    except (httpx2.NetworkError, httpx2.ProxyError, OSError) as error:
        box.put(_no_answer(ask, "unreachable", str(error)))
    except Exception as error:  # an address that is none, an answer that is no HTTP
        box.put(_no_answer(ask, "malformed", str(error)))


def _answer(client: httpx2.Client, ask: Ask) -> Reply:
    end = time.monotonic() + ask.seconds
    method = "GET" if ask.body is None else "POST"
    headers = {} if ask.body is None else {"Content-Type": ask.media_type}
    with client.stream(method, ask.url, content=ask.body, headers=headers) as response:
        body = bytearray()
        for chunk in response.iter_raw(_CHUNK_BYTES):
            body += chunk
            if len(body) > ask.limit_bytes:
                raise _no_answer(ask, "too-large", f"more than {ask.limit_bytes} bytes")
            if time.monotonic() > end:
                raise _no_answer(ask, "timeout", f"not whole within {ask.seconds} seconds")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise _no_answer(ask, "malformed", "an answer that is packed")
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Reply(response.status_code, media_type, bytes(body))


def _no_answer(ask: Ask, reason: str, found: str) -> Unavailable:
    return Unavailable(
        "no-answer",
        "the other server gave no answer that can be used",
        field="url",
        value=without_secrets(ask.url),
        reason=reason,
        found=found,
        expected=f"an answer within {ask.seconds} seconds",
    )
