"""Words of `daicho terms`, in both languages: columns, groups, and how sure a rate is."""

from typing import Final

from api.cli.language import Lang

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "directors": ("監督", "directors"),
    "writers": ("脚本", "writers"),
    "authors": ("原作", "authors"),
    "merchandise": ("商品化", "merchandise"),
    "creators": ("クリエイター還元", "creators' return"),
    "fees": ("手数料", "fees"),
    "published": ("公表元のページで確認", "read on the publisher's page"),
    "secondary": ("解説・報道で確認", "read in an article or commentary"),
    "to be confirmed by an expert": ("専門家の確認が必要", "to be confirmed by an expert"),
    "page-dated": ("ページに年月の記載あり", "the page is dated"),
    "page-undated": ("ページに年月の記載なし", "the page is undated"),
    "template": ("公表料率", "template"),
    "group": ("区分", "group"),
    "name": ("名称", "name"),
    "kind": ("条項の種類", "kind of step"),
    "rate": ("料率", "rate"),
    "spread": ("通例の幅", "usual range"),
    "sum": ("一度だけの額", "sum paid once"),
    "needs": ("契約で定める項目", "left to the contract"),
    "fields": ("条項の項目", "fields of the clause"),
    "note": ("備考", "note"),
    "source": ("出典", "source"),
    "url": ("掲載ページ", "page"),
    "checked": ("確認日", "checked on"),
    "confidence": ("確からしさ", "confidence"),
    "id": ("ID", "id"),
    "clause": ("条項", "clause"),
    "offered": ("公表料率による初期値", "default from a published rate"),
    "departures": ("公表料率からの変更", "changed from the published rate"),
    "unchanged": ("変更なし", "unchanged"),
    "survives": ("委員会の解散後も残る請求権", "claims that outlive the committee"),
    "acceptable": (
        "この条項は登録できる形です（当事者と作品の登録は、登録のときに確かめます）。",
        "These clauses can be recorded (parties and works are looked up when they are).",
    ),
    "hash": ("ハッシュ", "hash"),
}


def word(key: str, lang: Lang) -> str:
    """Return a word or sentence of this page."""
    japanese, english = _WORDS[key]
    return japanese if lang == "ja" else english
