"""A client of any transparency log, written from the C2SP texts alone.

It knows SHA-256, Ed25519, tlog-tiles, tlog-checkpoint and signed-note, and nothing of royalties.
It must not import the project; a test sees to that.
"""

import base64
import hashlib
import http.client
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WIDTH = 256
MOST_BYTES = 20_000_000


class LogLies(Exception):
    """The log broke one of the promises it is checked for."""


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def tree_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + tree_root(leaves[:k]) + tree_root(leaves[k:])).digest()


def tile_path(level: str, index: int, width: int) -> str:
    """<prefix>/tile/<L>/<N>[.p/<W>], N in groups of three digits."""
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"/tile/{level}/{'/'.join(groups)}{partial}"


@dataclass
class TlogClient:
    """Follows one log from its first entry on, believing nothing.

    Attributes:
        host, port: Where it is served.
        verifier_key: `name+id+base64`, from elsewhere.
        leaves: Leaf hashes of all entries seen so far, each computed from the entry.
        fetched: Paths of what was asked for, with the answers.
    """

    host: str
    port: int
    verifier_key: str
    leaves: list[bytes] = field(default_factory=list)
    fetched: dict[str, bytes] = field(default_factory=dict)

    def get(self, path: str, media_type: str) -> bytes:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read(MOST_BYTES + 1)
            if answer.status != 200 or len(body) > MOST_BYTES:
                raise LogLies(f"{path}: {answer.status}")
            if answer.getheader("Content-Type") != media_type:
                raise LogLies(f"{path}: {answer.getheader('Content-Type')}")
            self.fetched[path] = body
            return body
        finally:
            connection.close()

    def checkpoint(self) -> tuple[int, bytes]:
        """Size and root of the latest checkpoint, its signature verified."""
        note = self.get("/checkpoint", "text/plain; charset=utf-8").decode()
        text, _, signatures = note.rpartition("\n\n")
        text += "\n"
        name, key_id, key = self.verifier_key.split("+", 2)
        raw = base64.b64decode(key, validate=True)
        computed = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        if raw[0] != 1 or computed.hex() != key_id:
            raise LogLies("the key is none")
        self._verify(text, signatures, f"— {name} ", computed, raw[1:])
        origin, size, root = text.splitlines()[:3]
        if origin != name or not re.fullmatch("0|[1-9][0-9]*", size):
            raise LogLies("another log, or no size")
        return int(size), base64.b64decode(root, validate=True)

    def _verify(self, text: str, signatures: str, start: str, key_id: bytes, key: bytes) -> None:
        for line in signatures.splitlines():
            blob = base64.b64decode(line.rpartition(" ")[2], validate=True)
            if line.startswith(start) and blob[:4] == key_id:
                try:
                    Ed25519PublicKey.from_public_bytes(key).verify(blob[4:], text.encode())
                except InvalidSignature as error:
                    raise LogLies("the signature is wrong") from error
                return
        raise LogLies("the log did not sign its checkpoint")

    def advance(self) -> int:
        """Fetch everything up to the current checkpoint, check it, and return its size."""
        size, root = self.checkpoint()
        if size < len(self.leaves):
            raise LogLies("the log became shorter")
        before, old_size = tree_root(self.leaves), len(self.leaves)
        leaves = self.leaves[: old_size - old_size % WIDTH]
        for index in range(len(leaves) // WIDTH, -(-size // WIDTH)):
            leaves += self._entries(index, min(WIDTH, size - index * WIDTH))
        if tree_root(leaves[:old_size]) != before:
            raise LogLies(f"the first {old_size} entries are others now")
        if tree_root(leaves) != root:
            raise LogLies("the entries do not lead to the root that was signed")
        self._check_higher_tiles(leaves)
        self.leaves = leaves
        return size

    def _entries(self, index: int, width: int) -> list[bytes]:
        """Leaf hashes of a bundle, which must be those of the tile of level 0."""
        tile = self.get(tile_path("0", index, width), "application/octet-stream")
        bundle = self.get(tile_path("entries", index, width), "application/octet-stream")
        hashes = []
        while bundle:
            length = int.from_bytes(bundle[:2], "big")
            entry, bundle = bundle[2 : 2 + length], bundle[2 + length :]
            if len(entry) != length:
                raise LogLies(f"bundle {index} ends in the middle of an entry")
            hashes.append(leaf_hash(entry))
        if len(hashes) != width or b"".join(hashes) != tile:
            raise LogLies(f"tile {index} of level 0 is not made of its entries")
        return hashes

    def _check_higher_tiles(self, leaves: list[bytes]) -> None:
        """Each hash of a higher tile is the root of one full tile below."""
        level, below = 0, leaves
        while len(below) >= WIDTH:
            level += 1
            full = len(below) // WIDTH
            below = [tree_root(below[n * WIDTH : (n + 1) * WIDTH]) for n in range(full)]
            for index in range(-(-len(below) // WIDTH)):
                expected = below[index * WIDTH : (index + 1) * WIDTH]
                path = tile_path(str(level), index, len(expected))
                if self.get(path, "application/octet-stream") != b"".join(expected):
                    raise LogLies(f"{path} is not made of the tiles below")
