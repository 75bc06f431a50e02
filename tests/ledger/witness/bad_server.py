"""A server that misbehaves, as a process of its own: `bad_server.py MODE [ANSWER_FILE]`.

It prints its port, answers every connection in its way, and ends with its standard input.
"""

import contextlib
import os
import socket
import sys
import threading
import time
from pathlib import Path

MODE = sys.argv[1]
ANSWER = Path(sys.argv[2]).read_bytes() if len(sys.argv) > 2 else b""


def headed(status: str, media_type: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"Connection: close\r\n\r\n" + body


def request_of(conn: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        more = conn.recv(65536)
        if not more:
            return data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [ln for ln in head.lower().split(b"\r\n") if ln.startswith(b"content-length:")]
    length = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < length:
        body += conn.recv(65536)
    return head


def slowly(conn: socket.socket, data: bytes) -> None:
    for byte in data:
        conn.sendall(bytes([byte]))
        time.sleep(0.2)


def answer(conn: socket.socket) -> None:
    head = request_of(conn)
    if MODE == "hang":
        time.sleep(60)
    elif MODE == "close":
        return
    elif MODE == "garbage":
        conn.sendall(bytes(range(256)) * 8)
    elif MODE == "slow-head":
        slowly(conn, b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 300)
    elif MODE == "slow-body":
        conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n")
        slowly(conn, b"a" * 300)
    elif MODE == "huge":
        conn.sendall(headed("200 OK", "text/plain", b"\xe2\x80\x94 " * 2_500_000))
    elif MODE == "endless":
        conn.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            conn.sendall(b"1000\r\n" + b"a" * 4096 + b"\r\n")
    elif MODE == "short":
        conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\nabc")
    elif MODE == "packed":
        packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"
        conn.sendall(packed)
    elif MODE == "redirect":
        conn.sendall(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
    elif MODE == "size" and head.startswith(b"POST"):  # the answer file: the size it claims
        conn.sendall(headed("409 Conflict", "text/x.tlog.size", ANSWER.partition(b"\n")[0] + b"\n"))
    elif MODE == "size":  # and then the note that it shows
        conn.sendall(headed("200 OK", "text/plain", ANSWER.partition(b"\n")[2]))
    else:  # MODE is a status line
        conn.sendall(headed(MODE, "text/html" if b"<html" in ANSWER else "text/plain", ANSWER))


def serve(conn: socket.socket) -> None:
    with contextlib.suppress(OSError), conn:
        answer(conn)


def main() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    while True:
        conn, _ = listening.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()


if __name__ == "__main__":
    main()
