"""The certificate of a work: what was registered, since when, and how anybody can check it.

A pure builder: the caller fetches the work and the proofs. The certificate says in both languages
what it is evidence of, and what it is not: copyright arises without registration, and this register
judges neither authorship nor ownership.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.clock import TOKYO, parse_stamp, stamp
from ledger.errors import RuleViolation

_STATEMENT_JA = (
    "本証明書は、下記の内容が{date}に台帳「{origin}」の第{index}項として記録されたことを示すもので、"
    "存在およびその日時の証拠です。著作権の帰属、著作者性または法的保護を証明するものではありません。"
    "（著作権は登録を要さず創作により発生します。）"
)
_STATEMENT_EN = (
    "This certificate shows that the content below was recorded on {date} as entry {index} of the "
    'register "{origin}". It is evidence of existence and of that date. It does not prove '
    "ownership, authorship or legal protection. (Copyright arises on creation, without "
    "registration.)"
)
_NOTICE_JA = "制作前届出（第{index}項）により、その存在は{date}から記録されています。"
_NOTICE_EN = "A pre-production notice (entry {index}) has recorded its existence since {date}."
_CHECK_JA = (
    "検証方法：葉ハッシュと監査経路から木の根を計算し（RFC 9162 第2.1.3.2節）、"
    "信頼できるチェックポイントの根と一致することを確かめてください。"
)
_CHECK_EN = (
    "To check: compute the root of the tree from the leaf hash and the audit path "
    "(RFC 9162, section 2.1.3.2), and compare it with the root of a checkpoint you trust."
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands in the log, with the proof that it is in there.

    Attributes:
        index: Index of the entry.
        event_type: Type of the fact.
        leaf_hash: 32 bytes.
        tree_size: Size of the log that the proof speaks of.
        root: Root of the tree of that size.
        path: Audit path from the leaf to the root.
    """

    index: int
    event_type: str
    leaf_hash: bytes
    tree_size: int
    root: bytes
    path: tuple[bytes, ...]


def evidence_indexes(work: Mapping[str, Any]) -> list[int]:
    """Return the entries whose proofs a certificate of this work needs, in order."""
    notice = work["notice_index"]
    return ([] if notice is None else [notice]) + [work["registered_index"]]


def build(
    work: Mapping[str, Any], evidence: Sequence[Evidence], *, origin: str, issued_at: datetime
) -> dict[str, Any]:
    """Return the certificate of a work as plain JSON values.

    Args:
        work: What `ledger.works.queries.show` returns.
        evidence: One per index of `evidence_indexes`, in that order.
        origin: Name of the log.
        issued_at: When the certificate is made, aware.

    Raises:
        RuleViolation: The evidence is not about the entries of this work.

    Source:
        Copyright Act of Japan, article 17 paragraph 2: enjoyment of rights needs no formality.
        RFC 9162 section 2.1.3 for the inclusion proof.
    """
    wanted = evidence_indexes(work)
    found = [item.index for item in evidence]
    if found != wanted:
        raise RuleViolation("evidence-mismatch", field="evidence", value=found, expected=wanted)
    return {
        "certificate": 1,
        "origin": origin,
        "issued_at": stamp(issued_at),
        "work": _described(work),
        "first_recorded_at": work["first_recorded_at"],
        "registered_at": work["registered_at"],
        "evidence": [_as_plain(item) for item in evidence],
        "statement": {
            "ja": _statement(work, origin, (_STATEMENT_JA, _NOTICE_JA, _CHECK_JA), "ja"),
            "en": _statement(work, origin, (_STATEMENT_EN, _NOTICE_EN, _CHECK_EN), "en"),
        },
    }


def _described(work: Mapping[str, Any]) -> dict[str, Any]:
    """Say what was registered; people stay commitments, which the entry can open."""
    fields = ("id", "holder", "data", "credits", "assets")
    amendments = [{"index": step["index"], "at": step["at"]} for step in work["history"]]
    return {**{field: work[field] for field in fields}, "amendments": amendments}


def _as_plain(item: Evidence) -> dict[str, Any]:
    return {
        "index": item.index,
        "type": item.event_type,
        "leaf_hash": item.leaf_hash.hex(),
        "tree_size": item.tree_size,
        "root": item.root.hex(),
        "path": [node.hex() for node in item.path],
    }


def _statement(
    work: Mapping[str, Any], origin: str, texts: tuple[str, str, str], language: str
) -> list[str]:
    main, notice, check = texts
    lines = [
        main.format(
            date=_moment(work["registered_at"], language),
            origin=origin,
            index=work["registered_index"],
        )
    ]
    if work["notice_index"] is not None:
        since = _moment(work["first_recorded_at"], language)
        lines.append(notice.format(date=since, index=work["notice_index"]))
    return [*lines, check]


def _moment(text: str, language: str) -> str:
    """Write a moment for people, to the second: Japan time in Japanese, UTC in English."""
    moment = parse_stamp(text)
    if language == "ja":
        return moment.astimezone(TOKYO).strftime("%Y年%m月%d日%H時%M分%S秒（日本時間）")
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
