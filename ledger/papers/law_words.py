"""The laws that statements cite, for readers of English; no official translation.

The tables of rates cite laws in Japanese. What is not here, is cited as it stands there.
"""

from collections.abc import Mapping
from typing import Final

from contracts.figures import Language

_SPECIAL: Final = "Act on Funds for Reconstruction, art. 28"
_REFORM: Final = "tax reform outline for 2026"
_SERVICES: Final = "Income Tax Act, arts. 161(1)(vi), 212, 213"
_PARTNERS: Final = "Income Tax Act, arts. 161(1)(iv), 212, 213"
_ROYALTIES: Final = "Income Tax Act, arts. 161(1)(xi), 212, 213"
_FEES: Final = "Income Tax Act, arts. 204(1)(i), 205(i)"
_IN_JAPAN: Final = "services rendered in Japan only"
_PERMANENT: Final = "partners with a permanent establishment in Japan only"

_ENGLISH: Final[Mapping[str, str]] = {
    "令和8年度税制改正大綱 (成立した条文は未確認)": f"{_REFORM} (enacted text not confirmed)",
    "所得税法161条1項11号・212条・213条、令和8年度税制改正大綱": f"{_ROYALTIES}; {_REFORM}",
    "所得税法161条1項11号・212条・213条、復興財源確保法28条": f"{_ROYALTIES}; {_SPECIAL}",
    "所得税法161条1項4号・212条・213条、令和8年度税制改正大綱"
    " (国内に恒久的施設を有する組合員に限る)": f"{_PARTNERS}; {_REFORM} ({_PERMANENT})",
    "所得税法161条1項4号・212条・213条、復興財源確保法28条"
    " (国内に恒久的施設を有する組合員に限る)": f"{_PARTNERS}; {_SPECIAL} ({_PERMANENT})",
    "所得税法161条1項6号・212条・213条、令和8年度税制改正大綱"
    " (国内で提供した役務に限る)": f"{_SERVICES}; {_REFORM} ({_IN_JAPAN})",
    "所得税法161条1項6号・212条・213条、復興財源確保法28条"
    " (国内で提供した役務に限る)": f"{_SERVICES}; {_SPECIAL} ({_IN_JAPAN})",
    "所得税法204条1項1号・205条1号、令和8年度税制改正大綱"
    " (復興特別所得税 1.1%、防衛特別所得税 1%)": f"{_FEES}; {_REFORM}"
    " (reconstruction surtax 1.1%, defence surtax 1%)",
    "所得税法204条1項1号・205条1号、復興財源確保法28条"
    " (所得税 10%・20% と復興特別所得税 2.1%)": f"{_FEES}; {_SPECIAL}"
    " (income tax 10% and 20%, reconstruction surtax 2.1%)",
    "所得税法等の一部を改正する法律 (平成28年法律第15号) 附則52条": "Act No. 15 of 2016, suppl."
    " art. 52",
    "日アイルランド租税条約13条": "Japan-Ireland tax treaty, art. 13",
    "日アラブ首長国連邦租税条約12条": "Japan-UAE tax treaty, art. 12",
    "日イスラエル租税条約12条": "Japan-Israel tax treaty, art. 12",
    "日インドネシア租税協定12条": "Japan-Indonesia tax treaty, art. 12",
    "日中租税協定12条": "Japan-China tax treaty, art. 12",
    "日仏租税条約12条": "Japan-France tax treaty, art. 12",
    "日伊租税条約12条": "Japan-Italy tax treaty, art. 12",
    "日印租税条約12条": "Japan-India tax treaty, art. 12",
    "日台民間租税取決め12条、所得相互免除法": "Japan-Taiwan tax arrangement, art. 12",
    "日独租税協定12条 (2016年までは10%)": "Japan-Germany tax treaty, art. 12 (10% until 2016)",
    "日米租税条約12条": "Japan-US tax treaty, art. 12",
    "日英租税条約12条": "Japan-UK tax treaty, art. 12",
    "日韓租税条約12条": "Japan-Korea tax treaty, art. 12",
    "消費税法29条、地方税法72条の83 (7.8% + 2.2%)": "Consumption Tax Act, art. 29; Local Tax Act,"
    " art. 72-83 (7.8% + 2.2%)",
    "消費税法29条・別表第一 (6.24% + 1.76%)": "Consumption Tax Act, art. 29 and table 1"
    " (6.24% + 1.76%)",
}


def law_told(law: str, lang: Language) -> str:
    """Name a law to a reader of a language."""
    return law if lang == "ja" else _ENGLISH.get(law, law)
