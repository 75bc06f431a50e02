"""What the command line says about papers, in both languages."""

from typing import Final

from api.cli.page_words import PAGE_REFUSALS_JA

PAPER_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "pack-holds": (
        "この一式のもとになった記録は、示されたチェックポイントの台帳にあるとおりです。",
        "The entries behind this pack are on record, in the log of this checkpoint.",
    ),
    "pack-needs-key": (
        "この一式に矛盾はありません。ただし台帳の検証鍵を別の経路で入手し、--key に指定するまで、"
        "この台帳のものとは言えません。",
        "The pack fits together. Until you give --key, a key of the log from elsewhere, it may be "
        "anybody's.",
    ),
    "paper-known": (
        "この書面は、{of} から作成したものとして記録番号 {entry} にあります。",
        "This text is on record as made from {of}, in entry {entry}.",
    ),
    "paper-unknown": (
        "この書面のハッシュは台帳にありません: {sha256}",
        "No text with this hash is on record: {sha256}",
    ),
    "progress-papers": ("書面を作成中", "Printing papers"),
}

PAPER_REFUSALS_JA: Final[dict[str, str]] = {
    **PAGE_REFUSALS_JA,
    "chain-differs": "一式の中の権利の記載が、証明された記録と異なります。",
    "document-not-cited": "一式の中の文書を、証明された記録が引用していません。",
    "entry-not-shown": "一式の中の記録に、証明のないものがあります。",
    "glyph-missing": "書面の書体にない文字があり、印字できません。",
    "pack-malformed": "権利の連鎖の一式として作成されたファイルではありません。",
    "paper-differs": "同じ内容とひな型から、以前に別の書面が作られています。",
    "paper-not-for-reader": "この版は、契約を読める者だけに渡せます。",
    "paper-of-another-kind": "書面の種類と対象が合いません。",
    "paper-on-record": "この書面はすでに記録されています。",
    "paper-out-missing": "保存先が指定されていません。",
    "paper-outdated": "書面のもとになった記録より新しい記録があります。作成し直してください。",
    "paper-template-of-another-kind": "ひな型の種類が、書面の種類と合いません。",
    "text-kind-unknown": "この対象の契約書のひな型はありません。",
    "title-pack-empty": "この利用について権利の記録がないため、証明するものがありません。",
}

PAPER_FIELDS_JA: Final[dict[str, str]] = {
    "code_point": "文字コード",
    "edition": "版",
    "made_of": "もとの記録",
    "paper_language": "書面の言語",
    "paper_template": "ひな型",
}
