"""Calling a webhook: signed, to an address that was looked at, and never for longer than said.

The rules kept here, in order:

1. The name is resolved here, every number behind it must be public, and the connection goes to the
   very number that was looked at: a name that changes its mind leads nowhere.
2. The certificate must be good for the name. No redirect is followed, no proxy asked, nothing
   unpacked.
3. Connecting takes at most five seconds, all of it ten; no more of the answer is read than a line
   of the log needs.
4. 2xx is taken; 410 ends the address; anything else is tried again, later if the answer says so.

Source:
    Standard Webhooks 1.0; RFC 9110 for 410, 429, 503 and Retry-After.
"""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass, replace
from http import HTTPStatus
from queue import Empty, SimpleQueue
from typing import Final

from ledger.clock import Clock
from ledger.errors import RuleViolation
from ledger.notices.message import Parcel, webhook_of
from ledger.notices.retry import Outcome, one_line, retry_after
from ledger.notices.targets import Endpoint, check_url, may_call
from ledger.notices.webhook import headers_of

_ANSWER_BYTES: Final = 2_048
_NUMBERS: Final = 3  # of a name; more would outlast everybody's patience
_WAITS: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a webhook is waited for.

    Attributes:
        connect: Seconds to connect. whole: seconds for everything.
        local: Whether this machine may be called, also without TLS; for tests.
    """

    connect: int = 5
    whole: int = 10
    local: bool = False


class Hook:
    """Sends parcels to webhooks.

    Args:
        clock: Times of signatures.
        patience: How long is waited.
    """

    def __init__(self, clock: Clock, patience: Patience | None = None) -> None:
        self._clock = clock
        self._patience = patience or Patience()

    def __call__(self, parcel: Parcel) -> Outcome:
        """Send one parcel; never raises, and never takes longer than the patience."""
        began = time.monotonic()
        box: SimpleQueue[Outcome] = SimpleQueue()
        call = _Call(parcel, self._clock, self._patience, box)
        threading.Thread(target=call.run, name="webhook", daemon=True).start()
        try:
            outcome = box.get(timeout=self._patience.whole)
        except Empty:
            call.give_up()
            outcome = Outcome("later", f"nothing whole within {self._patience.whole} seconds")
        return replace(outcome, ms=int((time.monotonic() - began) * 1000))


class _Call:
    """One exchange, beside whoever waits for it."""

    def __init__(
        self, parcel: Parcel, clock: Clock, patience: Patience, box: SimpleQueue[Outcome]
    ) -> None:
        self._parcel = parcel
        self._clock = clock
        self._patience = patience
        self._box = box
        self._socket: socket.socket | None = None

    def run(self) -> None:
        """Put into the box what came of it."""
        try:
            self._box.put(self._exchanged())
        except RuleViolation as error:
            self._box.put(Outcome("never", one_line(str(error))))
        except Exception as error:  # no route, no TLS, no HTTP: whatever it is, it is theirs
            self._box.put(Outcome("later", one_line(f"{type(error).__name__}: {error}")))

    def give_up(self) -> None:
        """Cut the connection, so that the thread ends, too."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _exchanged(self) -> Outcome:
        endpoint = check_url(self._parcel.target, local=self._patience.local)
        body = webhook_of(self._parcel)
        now = self._clock.now()
        signed = headers_of(
            self._parcel.delivery["id"], int(now.timestamp()), body, self._parcel.secrets
        )
        connection = http.client.HTTPConnection(endpoint.host, endpoint.port)
        connection.sock = self._connected(endpoint)
        connection.auto_open = 0  # it would look the name up again
        with contextlib.closing(connection):
            connection.request(
                "POST", endpoint.path, body,
                {**signed, "Content-Type": "application/json", "Host": _host(endpoint),
                 "User-Agent": "daicho-notices", "Accept-Encoding": "identity",
                 "Connection": "close"},
            )  # fmt: skip
            response = connection.getresponse()
            said = response.read(_ANSWER_BYTES).decode("utf-8", "replace")
        wait = retry_after(response.headers.get("Retry-After"), now)
        return judge(response.status, said, wait)

    def _connected(self, endpoint: Endpoint) -> socket.socket:
        """Connect to the first number that answers, of those that were looked at.

        Raises:
            OSError: None does.
        """
        numbers = resolved(endpoint, local=self._patience.local)[:_NUMBERS]
        raw: socket.socket | None = None
        for number in numbers:
            with contextlib.suppress(OSError):
                place = (number, endpoint.port)
                raw = socket.create_connection(place, timeout=self._patience.connect)
                break
        if raw is None:
            found = f"no connection to {', '.join(numbers)}"
            raise OSError(found)
        self._socket = raw
        if endpoint.scheme == "https":
            context = ssl.create_default_context()
            self._socket = context.wrap_socket(raw, server_hostname=endpoint.host)
        self._socket.settimeout(self._patience.whole)
        return self._socket


def resolved(endpoint: Endpoint, *, local: bool = False) -> list[str]:
    """Return the numbers behind a name.

    Raises:
        RuleViolation: One of them is not public, whatever the others are.
        OSError: The name leads nowhere.
    """
    found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    if bad := [number for number in numbers if not may_call(number, local=local)]:
        raise RuleViolation(
            "webhook-address-private", field="target", value=bad[0], expected="a public address"
        )
    return numbers


def judge(status: int, said: str, wait: int | None) -> Outcome:
    """Say what an answer means for the delivery.

    Example:
        204 is taken; 301 is not followed and tried again; 410 ends the address.
    """
    answer = one_line(said) or HTTPStatus(status).phrase if _is_known(status) else one_line(said)
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Outcome("sent", answer, status)
    if status == HTTPStatus.GONE:
        return Outcome("gone", answer, status)
    return Outcome("later", answer, status, wait if status in _WAITS else None)


def _is_known(status: int) -> bool:
    return status in HTTPStatus._value2member_map_


def _host(endpoint: Endpoint) -> str:
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    standard = 443 if endpoint.scheme == "https" else 80
    return host if endpoint.port == standard else f"{host}:{endpoint.port}"
