"""Japanese sentences for the codes of refusals; the English ones travel in the errors."""

from typing import Final

REFUSALS_JA: Final[dict[str, str]] = {
    "database-unavailable": "データベースに接続できません。時間をおいて再度お試しください。",
    "file-unreadable": "ファイルを読めません。",
    "id-taken": "このIDはすでに使われています。",
    "invalid-input": "入力の形式が正しくありません。",
    "json-encoding": "ファイルがUTF-8ではありません。",
    "json-malformed": "JSONとして読めません。",
    "json-member-repeated": "JSONに同じ名前が二度あります。",
    "json-not-an-object": "JSONのオブジェクトではありません。",
    "no-register-here": "この場所に台帳はありません。daicho init で作成できます。",
    "register-exists": "この場所にはすでに台帳があります。",
}

# What pydantic calls its complaints, so that malformed input is explained in Japanese too.
INVALID_JA: Final[dict[str, str]] = {
    "date_from_datetime_parsing": "日付（例: 2026-03-31）にしてください",
    "date_parsing": "日付（例: 2026-03-31）にしてください",
    "date_type": "日付（例: 2026-03-31）にしてください",
    "extra_forbidden": "この項目はありません",
    "greater_than": "小さすぎます",
    "greater_than_equal": "小さすぎます",
    "int_from_float": "整数にしてください",
    "int_type": "整数にしてください",
    "less_than": "大きすぎます",
    "less_than_equal": "大きすぎます",
    "literal_error": "決められた値のいずれかにしてください",
    "missing": "必須です",
    "string_pattern_mismatch": "形式が違います",
    "string_too_long": "長すぎます",
    "string_too_short": "短すぎます",
    "string_type": "文字列にしてください",
    "too_short": "一つ以上必要です",
    "tuple_type": "一覧にしてください",
    "value_error": "値が正しくありません",
}
