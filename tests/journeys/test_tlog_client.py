"""A client that knows only the public specifications follows the log, and catches one that lies."""

import ast
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from api.app import create_app
from ledger.bootstrap import Register
from ledger.jobs.static_export import export_static
from tests.api.serving import serving
from tests.journeys import tlog_client
from tests.journeys.tlog_client import LogLies, TlogClient
from tests.published import grow, log_key, publish

STEPS = (1, 3, 255, 256, 257, 600)


def test_the_client_is_written_from_the_specifications_alone() -> None:
    tree = ast.parse(Path(tlog_client.__file__).read_text("utf-8"))
    modules = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert modules <= {"base64", "hashlib", "http", "re", "dataclasses", "cryptography"}


def client(url: str, register: Register) -> TlogClient:
    place = urlsplit(url)
    assert place.hostname
    assert place.port
    return TlogClient(place.hostname, place.port, str(log_key(register)))


def test_a_client_walks_from_nothing_to_the_current_checkpoint(
    register: Register, tmp_path: Path
) -> None:
    with serving(create_app(register)) as url:
        follower = client(url, register)
        for size in STEPS:
            grow(register, size)
            publish(register)
            assert follower.advance() == size
        fresh = client(url, register)
        assert fresh.advance() == STEPS[-1]
        assert fresh.leaves == follower.leaves
    export_static(register, tmp_path / "static", lambda _done, _total: None)
    exported = {
        f"/{path.relative_to(tmp_path / 'static').as_posix()}": path.read_bytes()
        for path in (tmp_path / "static").rglob("*")
        if path.is_file()
    }
    assert exported == fresh.fetched


@contextmanager
def folder_server(folder: Path, lie: str | None) -> Iterator[str]:
    """Serve a folder, one byte of one file flipped."""

    class Files(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = (folder / self.path.lstrip("/")).read_bytes()
            if self.path == lie:
                middle = len(data) // 2
                data = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
            kind = "application/octet-stream"
            self.send_response(200)
            self.send_header(
                "Content-Type",
                "text/plain; charset=utf-8" if self.path == "/checkpoint" else kind,
            )
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Files) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join(timeout=10)


@pytest.fixture
def exported(register: Register, tmp_path: Path) -> Path:
    grow(register, 300)
    publish(register)
    folder = tmp_path / "static"
    export_static(register, folder, lambda _done, _total: None)
    return folder


def test_an_exported_folder_serves_as_well_as_the_register(
    register: Register, exported: Path
) -> None:
    with folder_server(exported, None) as url:
        assert client(url, register).advance() == 300


@pytest.mark.parametrize(
    "lie",
    [
        "/checkpoint",
        "/tile/0/000",
        "/tile/0/001.p/44",
        "/tile/1/000.p/1",
        "/tile/entries/000",
        "/tile/entries/001.p/44",
    ],
)
def test_a_server_that_flips_one_byte_is_caught(
    register: Register, exported: Path, lie: str
) -> None:
    with folder_server(exported, lie) as url, pytest.raises((LogLies, ValueError)):
        client(url, register).advance()


def test_a_rewritten_history_under_the_true_key_is_caught(
    register: Register, exported: Path
) -> None:
    follower = TlogClient("127.0.0.1", 0, str(log_key(register)))
    follower.leaves = [bytes([n]) * 32 for n in range(10)]
    with folder_server(exported, None) as url:
        place = urlsplit(url)
        assert place.port
        follower.port = place.port
        with pytest.raises(LogLies, match="first 10 entries"):
            follower.advance()


def test_files_carry_the_headers_that_caches_need(register: Register) -> None:
    grow(register, 3)
    publish(register)
    with serving(create_app(register)) as url:
        place = urlsplit(url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
        for path, caching in (
            ("/checkpoint", "public, max-age=5"),
            ("/tile/0/000.p/3", "public, max-age=31536000, immutable"),
            ("/tile/entries/000.p/2", "public, max-age=31536000, immutable"),
        ):
            connection.request("HEAD", path)
            head = connection.getresponse()
            assert (head.status, head.read()) == (200, b"")
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.getheader("Cache-Control") == caching
            assert head.getheader("Content-Length") == str(len(body))
            tag = answer.getheader("ETag") or ""
            assert head.getheader("ETag") == tag
            connection.request("GET", path, headers={"If-None-Match": f'"other", W/{tag}'})
            again = connection.getresponse()
            assert (again.status, again.read()) == (304, b"")
        connection.close()
