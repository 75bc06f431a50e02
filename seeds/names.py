"""Invented names: companies, works and people that do not exist, in three spellings each.

They are put together from short lists of our own, so that a world of any size has enough of them.
A name that would come out twice gets a number.
"""

from dataclasses import dataclass, field

from ledger.values import Names
from seeds.chance import Chance

_PLACES = (
    ("雲野", "クモノ", "Kumono"), ("霧島原", "キリシマハラ", "Kirishimahara"),
    ("星見台", "ホシミダイ", "Hoshimidai"), ("風待", "カザマチ", "Kazamachi"),
    ("月代", "ツキシロ", "Tsukishiro"), ("朝凪", "アサナギ", "Asanagi"),
    ("水鏡", "ミズカガミ", "Mizukagami"), ("花筏", "ハナイカダ", "Hanaikada"),
    ("遠野坂", "トオノザカ", "Tonozaka"), ("白樺丘", "シラカバオカ", "Shirakabaoka"),
    ("銀杏橋", "イチョウバシ", "Ichobashi"), ("潮見浜", "シオミハマ", "Shiomihama"),
    ("空木", "ウツギ", "Utsugi"), ("灯台前", "トウダイマエ", "Todaimae"),
    ("若竹", "ワカタケ", "Wakatake"), ("虹ヶ淵", "ニジガフチ", "Nijigafuchi"),
)  # fmt: skip
_TRADES = {
    "studio": ("アニメーション工房", "アニメーションコウボウ", "Animation Works"),
    "publisher": ("出版", "シュッパン", "Publishing"),
    "broadcaster": ("放送", "ホウソウ", "Broadcasting"),
    "streamer": ("配信", "ハイシン", "Streaming"),
    "video": ("映像ソフト", "エイゾウソフト", "Home Video"),
    "merchandise": ("玩具", "ガング", "Toys"),
    "music": ("音楽出版", "オンガクシュッパン", "Music"),
    "theatre": ("シネマ", "シネマ", "Cinemas"),
    "distributor": ("配給", "ハイキュウ", "Pictures"),
    "overseas": ("国際", "コクサイ", "International"),
    "agency": ("広告", "コウコク", "Advertising"),
    "office": ("事務所", "ジムショ", "Office"),
}
_TITLE_HEADS = (
    ("硝子", "ガラス", "Glass"), ("夜明け", "ヨアケ", "Daybreak"), ("機械仕掛け", "キカイジカケ", "Clockwork"),
    ("忘れられた", "ワスレラレタ", "Forgotten"), ("七番目", "ナナバンメ", "Seventh"), ("渡り鳥", "ワタリドリ", "Migrant"),
    ("真昼", "マヒル", "Midday"), ("小さな", "チイサナ", "Little"), ("雨上がり", "アメアガリ", "After-Rain"),
    ("鉄紺", "テツコン", "Ironblue"), ("迷子", "マイゴ", "Lost"), ("百年", "ヒャクネン", "Hundred-Year"),
)  # fmt: skip
_TITLE_TAILS = (
    ("図書館", "トショカン", "Library"), ("航路", "コウロ", "Sea Lane"), ("楽団", "ガクダン", "Band"),
    ("庭師", "ニワシ", "Gardener"), ("郵便局", "ユウビンキョク", "Post Office"), ("天文台", "テンモンダイ", "Observatory"),
    ("探偵社", "タンテイシャ", "Detective Agency"), ("喫茶店", "キッサテン", "Coffee House"),
    ("操縦士", "ソウジュウシ", "Pilot"), ("約束", "ヤクソク", "Promise"), ("行進曲", "コウシンキョク", "March"),
)  # fmt: skip
_FAMILIES = (
    ("綾瀬川", "アヤセガワ", "Ayasegawa"), ("久瀬", "クゼ", "Kuze"), ("小鳥遊", "タカナシ", "Takanashi"),
    ("柊木", "ヒイラギ", "Hiiragi"), ("南雲", "ナグモ", "Nagumo"), ("早乙女", "サオトメ", "Saotome"),
    ("望月", "モチヅキ", "Mochizuki"), ("篠宮", "シノミヤ", "Shinomiya"), ("榎並", "エナミ", "Enami"),
    ("鷹野", "タカノ", "Takano"), ("有馬谷", "アリマタニ", "Arimatani"), ("葉室", "ハムロ", "Hamuro"),
    ("𠮷川", "ヨシカワ", "Yoshikawa"), ("渡邉", "ワタナベ", "Watanabe"),
)  # fmt: skip
_GIVENS = (
    ("千尋", "チヒロ", "Chihiro"), ("湊", "ミナト", "Minato"), ("詩織", "シオリ", "Shiori"),
    ("蓮", "レン", "Ren"), ("小春", "コハル", "Koharu"), ("悠真", "ユウマ", "Yuma"),
    ("紬", "ツムギ", "Tsumugi"), ("朔", "サク", "Saku"), ("美月", "ミツキ", "Mitsuki"),
    ("樹", "イツキ", "Itsuki"), ("凪", "ナギ", "Nagi"), ("文", "フミ", "Fumi"),
)  # fmt: skip


@dataclass
class NameBook:
    """Hands out names, none of them twice."""

    chance: Chance
    _used: set[str] = field(default_factory=set)

    def company(self, trade: str) -> Names:
        """Return the name of a company in a trade, such as 雲野配信."""
        place = self.chance.pick(_PLACES)
        kind = _TRADES[trade]
        return self._once(place[0] + kind[0], place[1] + kind[1], f"{place[2]} {kind[2]}")

    def title(self) -> Names:
        """Return the title of a work, such as 硝子の図書館."""
        head, tail = self.chance.pick(_TITLE_HEADS), self.chance.pick(_TITLE_TAILS)
        joint = "" if head[0].endswith(("た", "な")) else "の"
        kana_joint = "" if not joint else "ノ"
        return self._once(
            head[0] + joint + tail[0], head[1] + kana_joint + tail[1], f"The {head[2]} {tail[2]}"
        )

    def person(self) -> Names:
        """Return the name of a person, such as 久瀬 千尋."""
        family, given = self.chance.pick(_FAMILIES), self.chance.pick(_GIVENS)
        return self._once(
            f"{family[0]} {given[0]}", f"{family[1]} {given[1]}", f"{given[2]} {family[2]}"
        )

    def _once(self, ja: str, kana: str, en: str) -> Names:
        number = 1
        while (name := ja if number == 1 else f"{ja} {number}") in self._used:
            number += 1
        self._used.add(name)
        tail = "" if number == 1 else f" {number}"
        return Names(ja=name, kana=kana + tail, en=en + tail)
