"""A certificate for this machine, and what answers a socket as a test wants."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ledger.notices.message import House, Parcel


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for 127.0.0.1 that is its own root; return its file and a server's context."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    root, private = folder / "root.pem", folder / "key.pem"
    root.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(root, private)
    return root, context


@contextmanager
def answering(talk: Callable[[socket.socket], Any]) -> Iterator[int]:
    """Listen on this machine and let a function talk to whoever comes; gives the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve(peer: socket.socket) -> None:
        with peer, suppress(OSError):
            talk(peer)

    def accept() -> None:
        while not ended.is_set():
            with suppress(OSError):
                peer, _ = listener.accept()
                threading.Thread(target=serve, args=(peer,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        ended.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def parcel(target: str, channel: str = "email", **more: Any) -> Parcel:
    """A statement was issued, in Japanese."""
    delivery = {
        "id": "dlv_01KAM3Z4TJA2B3C4D5E6F7G8HA",
        "kind": "statement.issued",
        "party": "party_01KAM3Z4TJA2B3C4D5E6F7G8HB",
        "about": "stmt_01KAM3Z4TJA2B3C4D5E6F7G8HC",
        "entry_index": 12,
        "told": '{"payment_date":"2026-08-31","period":"2026-Q2"}',
        "made_at": "2026-11-22T03:00:00.000000Z",
    }
    house = House("ledger.example/ip", "https://d.example")
    return Parcel(delivery, channel, "ja", "addr_a", target, house, **more)
