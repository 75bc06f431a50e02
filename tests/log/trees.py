"""Slow, obvious trees to hold the fast ones against, written from the recursion in RFC 6962."""

from hashlib import sha256


def leaf(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def mth(leaves: list[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def proof(m: int, leaves: list[bytes], known: bool = True) -> list[bytes]:
    if m == len(leaves):
        return [] if known else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*proof(m, leaves[:k], known), mth(leaves[k:])]
    return [*proof(m - k, leaves[k:], False), mth(leaves[:k])]


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


class NodeStore:
    """Reads perfect subtrees of a list of leaf hashes, refusing to read beyond its end."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves
        self._known: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        start, stop = index << level, (index + 1) << level
        assert stop <= len(self.leaves), "a proof asked for leaves that are not in the tree"
        if (level, index) not in self._known:
            if level == 0:
                self._known[level, index] = self.leaves[index]
            else:
                pair = self(level - 1, 2 * index) + self(level - 1, 2 * index + 1)
                self._known[level, index] = sha256(b"\x01" + pair).digest()
        assert start >= 0
        return self._known[level, index]
