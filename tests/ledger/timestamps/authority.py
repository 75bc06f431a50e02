"""A real time-stamping authority on the loopback interface: `openssl ts -reply` behind HTTP.

Its certificates are made here, good ones and bad ones. OpenSSL's command line must be installed.
"""

import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

TODAY = datetime.now(UTC).replace(microsecond=0)
YEARS = timedelta(days=3650)
STAMPING = (ExtendedKeyUsageOID.TIME_STAMPING,)
_CONFIG = """
[tsa]
default_tsa = authority
[authority]
dir = .
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.5
digests = sha256, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl() -> str:
    """The command line of OpenSSL; these tests are nothing without it."""
    found = shutil.which("openssl")
    assert found, (
        "these tests need the command `openssl` (apt install openssl): it is the authority"
    )
    return found


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def make_ca(name: str, issuer: Issued | None = None) -> Issued:
    """A root, or a certificate in between."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer.certificate.subject if issuer else _name(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(TODAY - YEARS)
        .not_valid_after(TODAY + YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_usage(ca=True), critical=True)
    )
    return Issued(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def make_signer(
    issuer: Issued,
    purposes: Sequence[x509.ObjectIdentifier] = STAMPING,
    *,
    critical: bool = True,
    until: datetime = TODAY + YEARS,
    twin: x509.Certificate | None = None,
) -> Issued:
    """A certificate that stamps times, if its purposes allow; with the number of its twin."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name("Test authority"))
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(twin.serial_number if twin else x509.random_serial_number())
        .not_valid_before(TODAY - YEARS)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
        .add_extension(_usage(ca=False), critical=True)
    )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=critical)
    return Issued(builder.sign(issuer.key, hashes.SHA256()), key)


@cache
def root() -> Issued:
    """The root that the tests trust."""
    return make_ca("Test root")


class Authority:
    """Answers requests with OpenSSL, in a folder of its own."""

    def __init__(self, folder: Path, signer: Issued, chain: Sequence[Issued] = ()) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        (folder / "tsa.cnf").write_text(_CONFIG)
        (folder / "serial").write_text("01\n")
        (folder / "signer.pem").write_bytes(signer.pem)
        (folder / "signer.key").write_bytes(signer.key_pem)
        (folder / "chain.pem").write_bytes(b"".join(item.pem for item in chain))
        self._chain = bool(chain)
        self._lock = threading.Lock()

    def answer(self, query: bytes) -> bytes:
        """The authority's answer to a query; empty if OpenSSL refuses to give one."""
        with self._lock:
            (self._folder / "query").write_bytes(query)
            (self._folder / "reply").unlink(missing_ok=True)
            words = [openssl(), "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query"]
            words += ["-signer", "signer.pem", "-inkey", "signer.key", "-out", "reply"]
            words += ["-chain", "chain.pem"] if self._chain else []
            done = subprocess.run(words, cwd=self._folder, capture_output=True, check=False)
            place = self._folder / "reply"
            assert place.exists(), done.stderr.decode()
            return place.read_bytes()


def signed_by(folder: Path, signer: Issued, answer: bytes, *, named: bool = True) -> bytes:
    """The same statement as in an answer, signed by somebody whom `openssl ts` would refuse."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "signer.pem").write_bytes(signer.pem)
    (folder / "signer.key").write_bytes(signer.key_pem)
    (folder / "answer").write_bytes(answer)
    run = partial(subprocess.run, cwd=folder, check=True, capture_output=True)
    run([openssl(), "ts", "-reply", "-in", "answer", "-token_out", "-out", "token"])
    run(
        [openssl(), "cms", "-verify", "-noverify", "-inform", "DER", "-in", "token", "-out", "info"]
    )
    words = [openssl(), "cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-md", "sha256"]
    words += ["-in", "info", "-signer", "signer.pem", "-inkey", "signer.key", "-out", "again"]
    words += ["-econtent_type", "1.2.840.113549.1.9.16.1.4", *(["-cades"] if named else [])]
    run(words)
    token = (folder / "again").read_bytes()
    return sequence(sequence(b"\x02\x01\x00") + token)


def sequence(content: bytes) -> bytes:
    """A SEQUENCE in DER."""
    size = len(content).to_bytes(4, "big").lstrip(b"\0")
    head = bytes([len(content)]) if len(content) < 128 else bytes([0x80 + len(size)]) + size
    return b"\x30" + head + content


@contextmanager
def serving_answers(authority: Authority) -> Iterator[str]:
    """The authority over HTTP; gives its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            data = authority.answer(query)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
