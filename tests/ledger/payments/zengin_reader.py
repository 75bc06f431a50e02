"""Reads a file of transfers by the published table of offsets, and by nothing of the writer.

Source:
    全国銀行協会 (2019-12), 総合振込: positions counted from 1, both ends included.
"""

from dataclasses import dataclass

RECORD = 120
HEADER = {
    "kind": (2, 3), "client_code": (5, 14), "client_name": (15, 54), "day": (55, 58),
    "bank": (59, 62), "branch": (78, 80), "account_type": (96, 96), "number": (97, 103),
}  # fmt: skip
DATA = {
    "bank": (2, 5), "bank_name": (6, 20), "branch": (21, 23), "branch_name": (24, 38),
    "account_type": (43, 43), "number": (44, 50), "name": (51, 80), "amount": (81, 90),
    "new": (91, 91), "edi": (92, 111), "manner": (112, 112), "marked": (113, 113),
}  # fmt: skip
TRAILER = {"count": (2, 7), "total": (8, 19)}


@dataclass
class Zengin:
    """What a file says."""

    header: dict[str, str]
    transfers: list[dict[str, str]]
    count: int
    total: int


def read_zengin(data: bytes, line_end: bytes = b"\r\n") -> Zengin:
    """Read a file; everything that is not as published is an assertion."""
    size = RECORD + len(line_end)
    assert len(data) % size == 0
    lines = [data[start : start + size] for start in range(0, len(data), size)]
    assert all(line[RECORD:] == line_end for line in lines)
    assert bytes(line[0] for line in lines) == b"1" + b"2" * (len(lines) - 3) + b"89"
    trailer = _cut(lines[-2], TRAILER)
    assert lines[-2][19:RECORD] == b" " * 101
    assert lines[-1][1:RECORD] == b" " * 119
    found = Zengin(
        _cut(lines[0], HEADER),
        [_cut(line, DATA) for line in lines[1:-2]],
        int(trailer["count"]),
        int(trailer["total"]),
    )
    assert found.count == len(found.transfers)
    assert found.total == sum(int(one["amount"]) for one in found.transfers)
    return found


def _cut(line: bytes, table: dict[str, tuple[int, int]]) -> dict[str, str]:
    # Half-width kana are single bytes of JIS X 0201, which Shift_JIS contains.
    return {
        name: line[first - 1 : last].decode("shift_jis").strip()
        for name, (first, last) in table.items()
    }
