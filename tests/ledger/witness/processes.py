"""Servers as processes of their own, on the loopback interface, ended by their own id."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BAD = Path(__file__).with_name("bad_server.py")


@contextmanager
def misbehaving(mode: str, answer: Path | None = None) -> Iterator[str]:
    """A server that misbehaves; gives its URL."""
    words = [sys.executable, str(BAD), mode, *([str(answer)] if answer else [])]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait(timeout=10)
        process.stdin.close()
        process.stdout.close()


@contextmanager
def honest(folder: Path) -> Iterator[str]:
    """`daicho witness serve` of a folder, ended as it should be; gives its URL."""
    process, url = _serve(folder)
    try:
        yield url
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)


@contextmanager
def killed(folder: Path) -> Iterator[str]:
    """`daicho witness serve` of a folder, killed at the end of the block; gives its URL."""
    process, url = _serve(folder)
    try:
        yield url
    finally:
        process.kill()
        process.wait(timeout=10)


def _serve(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = closed_port()
    run = "from api.cli.main import main; main()"
    words = ["-c", run, "witness", "serve", "--dir", str(folder), "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=Path(__file__).parents[3],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(process, port)
    except BaseException:
        process.kill()
        process.wait(timeout=10)
        raise
    return process, f"http://127.0.0.1:{port}"


def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")
