"""What fields and coded values of authors' keys and consents are called in Japanese."""

from typing import Final

KEYS_JA: Final[dict[str, str]] = {
    "attested_by": "証明者",
    "cause": "失効の原因",
    "commands": "署名を求める依頼",
    "consented_on": "同意日",
    "consents": "同意",
    "contested": "争いのある範囲",
    "first_index": "最初の番号",
    "grade": "証拠の等級",
    "last_index": "最後の番号",
    "last_trusted_index": "最後に信頼できる番号",
    "method": "方法",
    "public_key": "公開鍵",
    "quorum": "必要な鍵の数",
    "replaced_by": "後継の鍵",
    "replaces": "前の鍵",
    "revoked": "失効",
    "valid_from": "有効になった番号",
    "valid_until": "最後に署名できる番号",
}

KEY_VALUES_JA: Final[dict[str, str]] = {
    "*": "すべて",
    "authors": "作成者の署名",
    "authors-contested": "争いのある署名",
    "compromised": "漏えい",
    "contested": "争いあり",
    "e-contract": "電子契約",
    "judgment": "判決",
    "key": "鍵による署名",
    "lost": "紛失",
    "retired": "使用終了",
    "rotated": "交代済み",
    "seal": "押印",
}
