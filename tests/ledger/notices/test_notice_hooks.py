"""Webhooks against real HTTP servers on this machine: signed, bounded, and never led elsewhere."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from loopback import answering, certificate, parcel
from money_stage import Money

from ledger.client import verify_webhook
from ledger.clock import SteppingClock
from ledger.errors import RuleViolation
from ledger.jobs.notices import addresses_of, send_notices, senders_of
from ledger.jobs.notices_http import Hook, Patience, judge, resolved
from ledger.notices import outbox
from ledger.notices.addresses import NewAddress
from ledger.notices.message import Parcel
from ledger.notices.retry import Outcome
from ledger.notices.targets import Endpoint
from ledger.notices.webhook import secret_of
from ledger.settings import Settings
from ledger.store.engine import read_transaction

SECRETS = (secret_of(bytes(range(32))), secret_of(bytes(range(1, 33))))
LOCAL = Patience(connect=1, whole=2, local=True)


class Receiver:
    """Keeps requests, and answers them one after the other as it is told; then with 200."""

    def __init__(self, *answers: tuple[int, dict[str, str]]) -> None:
        self.answers = list(answers)
        self.requests: list[tuple[str, dict[str, str], bytes]] = []


@contextmanager
def receiving(
    receiver: Receiver, wrap: Callable[[socket.socket], Any] | None = None
) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.requests.append((self.path, dict(self.headers), body))
            status, headers = receiver.answers.pop(0) if receiver.answers else (200, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"thank you\r\n\x1b[1m" + b"x" * 100_000)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if wrap:
        server.socket = wrap(server.socket)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def hook_to(port: int, path: str = "/hooks?who=1") -> Parcel:
    return parcel(f"http://127.0.0.1:{port}{path}", "webhook", secrets=SECRETS)


def send(port: int, clock: SteppingClock, patience: Patience = LOCAL) -> Outcome:
    return Hook(clock, patience)(hook_to(port))


def test_a_receiver_can_check_what_it_gets_with_our_own_client(clock: SteppingClock) -> None:
    receiver = Receiver()
    with receiving(receiver) as port:
        outcome = send(port, clock)
    assert (outcome.result, outcome.status) == ("sent", 200)
    assert outcome.answer.startswith("thank you [1mxxx")
    assert len(outcome.answer) == 200
    ((path, headers, body),) = receiver.requests
    assert path == "/hooks?who=1"
    now = int(clock.now().timestamp())
    for secret in SECRETS:
        assert verify_webhook(headers, body, [secret], now) == "dlv_01KAM3Z4TJA2B3C4D5E6F7G8HA"
    assert json.loads(body)["type"] == "statement.issued"
    assert headers["Content-Type"] == "application/json"
    assert headers["Host"] == f"127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("status", "headers", "result", "after"),
    [
        (204, {}, "sent", None),
        (301, {"Location": "http://127.0.0.1:1/"}, "later", None),
        (400, {}, "later", None),
        (404, {}, "later", None),
        (410, {}, "gone", None),
        (429, {"Retry-After": "900"}, "later", 900),
        (500, {"Retry-After": "900"}, "later", None),
        (503, {"Retry-After": "7200"}, "later", 7200),
    ],
)
def test_the_answer_decides_and_no_redirect_is_followed(
    clock: SteppingClock, status: int, headers: dict[str, str], result: str, after: int | None
) -> None:
    receiver = Receiver((status, headers))
    with receiving(receiver) as port:
        outcome = send(port, clock)
    assert (outcome.result, outcome.status, outcome.after) == (result, status, after)
    assert len(receiver.requests) == 1


def silent(peer: socket.socket) -> None:
    peer.recv(100_000)
    time.sleep(30)


def drips(peer: socket.socket) -> None:
    """An answer of one byte now and then, each in time."""
    peer.recv(100_000)
    for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1_000:
        peer.sendall(bytes([byte]))
        time.sleep(0.1)


def floods(peer: socket.socket) -> None:
    peer.recv(100_000)
    peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        peer.sendall(b"x" * 65_536)


@pytest.mark.parametrize("talk", [silent, drips])
def test_an_endpoint_that_hangs_is_given_up_in_time(
    clock: SteppingClock, talk: Callable[[socket.socket], None]
) -> None:
    with answering(talk) as port:
        began = time.monotonic()
        outcome = send(port, clock)
    assert (outcome.result, outcome.status) == ("later", 0)
    assert time.monotonic() - began < 4


def test_no_more_is_read_than_a_line_needs(clock: SteppingClock) -> None:
    with answering(floods) as port:
        assert send(port, clock).result == "sent"


def test_what_is_no_http_is_tried_again(clock: SteppingClock) -> None:
    with answering(lambda peer: peer.sendall(b"\x00\xff" * 50)) as port:
        assert send(port, clock).result == "later"


def test_nobody_there_is_tried_again(clock: SteppingClock, free_tcp_port: int) -> None:
    assert send(free_tcp_port, clock).result == "later"


def test_this_machine_is_not_called_without_the_setting(clock: SteppingClock) -> None:
    receiver = Receiver()
    with receiving(receiver) as port:
        for target in (f"http://127.0.0.1:{port}/", f"https://localhost:{port}/"):
            outcome = Hook(clock, Patience(1, 2))(parcel(target, "webhook", secrets=SECRETS))
            assert outcome.result == "never"
    assert receiver.requests == []


def test_one_private_number_behind_a_name_is_one_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbers = ["8.8.8.8", "10.0.0.7"]

    def answers(*_args: Any, **_more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    endpoint = Endpoint("https", "rebinding.example.jp", 443, "/")
    with pytest.raises(RuleViolation) as caught:
        resolved(endpoint)
    assert caught.value.fields["value"] == "10.0.0.7"
    numbers.remove("10.0.0.7")
    assert resolved(endpoint) == ["8.8.8.8"]


def test_the_connection_goes_to_the_number_that_was_looked_at(
    clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that says something else when it is asked again is not asked again."""
    asked: list[str] = []

    def answers(host: str, port: int, *_args: Any, **_more: Any) -> list[Any]:
        asked.append(host)
        number = "127.0.0.1" if asked.count(host) == 1 else "127.0.0.99"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    receiver = Receiver()
    with receiving(receiver) as port:
        monkeypatch.setattr(socket, "getaddrinfo", answers)
        target = f"http://hooks.example.jp:{port}/"
        outcome = Hook(clock, LOCAL)(parcel(target, "webhook", secrets=SECRETS))
    assert outcome.result == "sent"
    assert asked.count("hooks.example.jp") == 1


def test_a_certificate_that_is_not_good_gets_nothing(clock: SteppingClock, tmp_path: Path) -> None:
    _, context = certificate(tmp_path)
    receiver = Receiver()
    with receiving(receiver, lambda raw: context.wrap_socket(raw, server_side=True)) as port:
        target = f"https://localhost:{port}/"
        outcome = Hook(clock, LOCAL)(parcel(target, "webhook", secrets=SECRETS))
    assert outcome.result == "later"
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.answer
    assert receiver.requests == []


def test_statuses_that_nobody_knows_are_tried_again() -> None:
    assert judge(799, "", None) == Outcome("later", "", 799)


def test_one_endpoint_that_hangs_delays_nobody_else(money: Money) -> None:
    """Three endpoints hang and one answers: it is not kept waiting for the three."""
    register = money.register
    settings = Settings(home=register.home, webhook_local=True)
    senders = {**senders_of(register, settings), "webhook": Hook(register.clock, LOCAL)}
    addresses = addresses_of(register, settings)
    company = money.company("星雲スタジオ")
    receiver = Receiver()
    arrived: list[float] = []
    with answering(silent) as hanging, receiving(receiver) as port:
        for number in range(3):
            target = f"http://127.0.0.1:{hanging}/{number}"
            addresses.subscribe(NewAddress(company, "webhook", target))
        addresses.subscribe(NewAddress(company, "webhook", f"http://127.0.0.1:{port}/"))
        began = time.monotonic()

        def watch() -> None:
            while not receiver.requests and time.monotonic() - began < 10:
                time.sleep(0.02)
            arrived.append(time.monotonic() - began)

        watcher = threading.Thread(target=watch)
        watcher.start()
        send_notices(register, senders)
        watcher.join()
    assert arrived[0] < 1.5
    with read_transaction(register.engine) as conn:
        figures = outbox.figures(conn)
    assert (figures["sent"], figures["waiting"]) == (1, 3)
