"""What a chain of title says, in Japanese and in English; all sentences are our own."""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, str]

CHAIN: Final[Mapping[str, Words]] = {
    "subtitle": {"ja": "権利の連鎖（チェーン・オブ・タイトル）", "en": "Chain of title"},
    "work": {"ja": "作品", "en": "Work"},
    "asked": {"ja": "対象", "en": "Uses looked at"},
    "day": {"ja": "基準日", "en": "Holders on"},
    "known": {"ja": "この記録まで", "en": "As known at entry"},
    "parts": {"ja": "経緯の異なる部分", "en": "Parts with a history of their own"},
    "none": {
        "ja": "この対象について記録された権利はありません。",
        "en": "No right in these uses is on record.",
    },
    "part": {"ja": "{number}. {extent}", "en": "{number}. {extent}"},
    "holders": {"ja": "基準日の権利者", "en": "Holders on that day"},
    "since": {"ja": "日付", "en": "Since"},
    "number": {"ja": "番号", "en": "No."},
    "what": {"ja": "原因", "en": "Ground"},
    "moves": {"ja": "誰から誰へ（持分）", "en": "From whom to whom (share)"},
    "registered": {"ja": "登録（77条）", "en": "Registered (art. 77)"},
    "not-registered": {"ja": "なし", "en": "no"},
    "entry": {"ja": "記録", "en": "Entry"},
    "arrow": {"ja": "{giver} → {taker}（{share}）", "en": "{giver} to {taker} ({share})"},
    "held": {"ja": "{taker}（{share}）", "en": "{taker} ({share})"},
    "kept": {
        "ja": "{giver} に留保（推定）",
        "en": "kept by {giver} (presumed)",
    },
    "moral": {"ja": "著作者人格権", "en": "Moral rights"},
    "underlying": {"ja": "前提となる権利", "en": "Underlying rights"},
    "burdens": {"ja": "質権・差押え", "en": "Pledges and attachments"},
    "defects": {"ja": "確認すべき点", "en": "What a lawyer would ask about"},
    "no-defects": {
        "ja": "この部分に確認すべき点は見つかりませんでした。",
        "en": "Nothing found here.",
    },
    "annex": {"ja": "記録と文書", "en": "Records and documents"},
    "right": {"ja": "識別子", "en": "Id"},
    "document": {"ja": "文書（SHA-256）", "en": "Document (SHA-256)"},
    "articles": {"ja": "27条・28条の特掲", "en": "Art. 27, 28 named"},
    "yes": {"ja": "あり", "en": "yes"},
    "no": {"ja": "なし", "en": "no"},
    "closed": {"ja": "非開示", "en": "not disclosed"},
    "leaf": {"ja": "記録のハッシュ", "en": "Hash of the entry"},
    "day-alone": {"ja": "・{day} から {day} まで", "en": ", {day} to {day}"},
    "presumed": {"ja": "推定と注記", "en": "Presumptions"},
}
PRESUMPTIONS: Final[tuple[Words, ...]] = (
    {
        "ja": "27条・28条の権利は、契約に特に掲げられていないときは譲渡した者に留保されたと"
        "推定します（著作権法61条2項）。",
        "en": "Rights of articles 27 and 28 that a contract does not expressly name are presumed "
        "to have stayed with the transferor (Copyright Act of Japan, article 61(2)).",
    },
    {
        "ja": "登録のない譲渡は、第三者に対抗できません（同法77条）。登録の有無は台帳に届け出られた"
        "範囲のもので、登録原簿の写しではありません。",
        "en": "A transfer that is not registered cannot be asserted against third parties (article "
        "77). Registrations are those told to this register; it is no copy of the official one.",
    },
    {
        "ja": "文書の内容は確かめていません。ハッシュは、示された文書が記録されたものと同じかを"
        "確かめるためのものです。",
        "en": "Documents were not read. A hash shows whether a document that you are given is the "
        "one that was recorded.",
    },
)
GROUNDS: Final[Mapping[str, Words]] = {
    "maker_29": {"ja": "映画製作者（29条）", "en": "maker (art. 29)"},
    "work_for_hire_15": {"ja": "職務著作（15条）", "en": "work for hire (art. 15)"},
    "author": {"ja": "著作者", "en": "author"},
    "contract": {"ja": "契約", "en": "contract"},
    "succession": {"ja": "承継", "en": "succession"},
    "judgment": {"ja": "判決", "en": "judgment"},
    "dissolution": {"ja": "委員会の終了", "en": "end of the committee"},
}
KINDS: Final[Mapping[str, Words]] = {
    "title": {"ja": "原始の権原", "en": "original title"},
    "transfer": {"ja": "譲渡・承継", "en": "transfer"},
    "retained": {"ja": "留保", "en": "retained"},
}
UNDERLYING: Final[Mapping[str, Words]] = {
    "original_work": {"ja": "原作", "en": "original work"},
    "script": {"ja": "脚本", "en": "script"},
    "music": {"ja": "音楽", "en": "music"},
    "performers": {"ja": "実演", "en": "performers"},
    "other": {"ja": "その他", "en": "other"},
}
