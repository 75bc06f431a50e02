"""The words that licensees write for a medium or a territory, and the code each one means.

Explicit tables, nothing fuzzy: a word that is not here is held for a person to decide, because a
wrong medium sends the money through the wrong window.
"""

from typing import Final, get_args

import pycountry

from ledger.committees.commands import Medium

MEDIA: Final[tuple[Medium, ...]] = get_args(Medium)

_WORDS: Final[dict[Medium, tuple[str, ...]]] = {
    "theatrical": ("劇場", "興行", "映画館", "上映", "配給", "theater", "theatre", "cinema"),
    "broadcast": (
        "放送", "地上波", "BS", "CS", "CATV", "テレビ", "TV", "番販", "国内番販", "television",
    ),
    "streaming": (
        "配信", "ネット配信", "SVOD", "TVOD", "AVOD", "EST", "VOD", "FOD", "見放題", "都度課金",
        "stream", "subscription",
    ),
    "video": (
        "ビデオ", "ビデオグラム", "パッケージ", "DVD", "BD", "Blu-ray", "Blu-ray Disc", "セル",
        "レンタル", "rental", "sell",
    ),
    "merchandise": ("商品化", "グッズ", "物販", "MD", "merch", "merchandising", "goods"),
    "overseas": ("海外", "海外販売", "international"),
    "publishing": ("出版", "書籍", "電子書籍", "book", "books"),
    "music": ("音楽", "サントラ", "音盤", "soundtrack"),
    "game": ("ゲーム", "ゲーム化", "アプリ", "遊技機", "games"),
    "event": ("イベント", "舞台", "舞台化", "展示", "ライブ", "events", "stage"),
    "other": ("その他", "others"),
}  # fmt: skip

_TERRITORY_WORDS: Final = {
    "日本": "JP", "国内": "JP", "japan": "JP",
    "米国": "US", "アメリカ": "US", "usa": "US", "united states": "US",
    "中国": "CN", "china": "CN", "韓国": "KR", "korea": "KR", "台湾": "TW", "taiwan": "TW",
    "香港": "HK", "英国": "GB", "イギリス": "GB", "uk": "GB", "フランス": "FR", "ドイツ": "DE",
    "全世界": "WW", "世界": "WW", "worldwide": "WW", "world": "WW", "ww": "WW",
}  # fmt: skip

CHANNELS: Final[dict[str, str]] = {
    **{medium: medium for medium in MEDIA},
    **{word.casefold(): medium for medium, words in _WORDS.items() for word in words},
}
TERRITORIES: Final[dict[str, str]] = {
    **{country.alpha_2.casefold(): country.alpha_2 for country in pycountry.countries},
    **_TERRITORY_WORDS,
}


def channel_code(word: str) -> str | None:
    """Return the medium that a licensee's word means, or None when it is not in the table."""
    return CHANNELS.get(word.strip().casefold())


def territory_code(word: str) -> str | None:
    """Return the ISO 3166 code (or `WW`) that a word means, or None when it is not in the table."""
    return TERRITORIES.get(word.strip().casefold())
