"""What the fields of evidence are called in Japanese: checkpoints, proofs, keys, people's data."""

from typing import Final

from api.cli.key_labels import KEYS_JA

EVIDENCE_JA: Final[dict[str, str]] = {
    **KEYS_JA,
    "answer": "応答",
    "contradictions": "矛盾",
    "cosigned_at": "連署日時",
    "effective_on": "効力発生日",
    "entries": "記録",
    "erased": "消去済み",
    "files_removed": "削除したファイル",
    "first": "前",
    "first_root": "一つ目のルート",
    "first_size": "一つ目の件数",
    "kept": "保管した方",
    "key": "鍵",
    "keys": "鍵",
    "law": "根拠法令",
    "left": "残り",
    "log_keys": "台帳の鍵",
    "logs": "台帳",
    "needs": "必要とするもの",
    "noticed_at": "気づいた日時",
    "offered": "示された方",
    "parts": "部分",
    "possible_from": "消去できる日",
    "purpose": "目的",
    "reader": "閲覧者",
    "restricted": "利用停止",
    "root_at_first_size": "二つ目の台帳での、一つ目の件数のルート",
    "second": "後",
    "second_root": "二つ目のルート",
    "second_size": "二つ目の件数",
    "signed_by": "署名した鍵",
    "unproved": "証明の対象外",
    "values": "保管している情報",
    "witness": "証人",
}
