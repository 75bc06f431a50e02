"""Which spellings are the same company, and why. A table, not a guess.

Only spellings, brand names and call signs of the same company are merged. A company that changed
its name or was merged stays two parties until somebody records the succession: when it happened,
and who answers for old contracts, is a legal fact that no table of names can decide.
"""

from dataclasses import dataclass
from typing import Final

CALL_SIGN: Final = "call sign or short name of the broadcaster"
LATIN: Final = "Latin spelling of the same name"
SHORT: Final = "short form of the same name"
MISPRINT: Final = "misprint seen in the source"
CUT: Final = "the source stops in the middle of the name"
ROLE_BEHIND: Final = "the role is printed behind the name"
OLD_FORM: Final = "older characters of the same name"


@dataclass(frozen=True, slots=True)
class AliasRule:
    """One spelling and the name it stands for.

    Attributes:
        variant: As printed.
        canonical: Name under which the register knows the company.
        why: Reason that a person can check.
    """

    variant: str
    canonical: str
    why: str


def _rules(canonical: str, why: str, *variants: str) -> tuple[AliasRule, ...]:
    return tuple(AliasRule(variant, canonical, why) for variant in variants)


ALIAS_RULES: Final = (
    *_rules("エー・ティー・エックス", LATIN, "AT-X"),
    *_rules("毎日放送", CALL_SIGN, "MBS"),
    *_rules("中部日本放送", CALL_SIGN, "CBC"),
    *_rules("東京メトロポリタンテレビジョン", CALL_SIGN, "TOKYO MX"),
    *_rules("日本BS放送", "name of its channel", "BS11"),
    *_rules("ビーエスフジ", LATIN, "BSフジ"),
    *_rules("日本テレビ放送網", CALL_SIGN, "日本テレビ", "日テレ", "NTV"),
    *_rules("讀賣テレビ放送", OLD_FORM, "読売テレビ放送", "読賣テレビ放送"),
    *_rules("讀賣テレビ放送", CALL_SIGN, "読売テレビ", "よみうりテレビ", "YTV"),
    *_rules("フジテレビジョン", CALL_SIGN, "フジテレビ", "フジTV", "CX"),
    *_rules("テレビ朝日", CALL_SIGN, "tv asahi", "tv＠asahi", "ANB"),
    *_rules("テレビ東京", CALL_SIGN, "TX", "TV TOKYO", "TV TOKYO 7ch デジタル"),
    *_rules("テレビせとうち", CALL_SIGN, "TSC", "TSC テレビせとうち"),
    *_rules("メ～テレ", "the same sound, written plainly", "メーテレ"),
    *_rules("朝日放送", CALL_SIGN, "ABC"),
    *_rules("アサツーディ・ケイ", SHORT, "ADK", "ASATSU-DK"),
    *_rules("日本アドシステムズ", SHORT, "NAS", "日本アドシステム"),
    *_rules("ディー・エル・イー", LATIN, "DLE"),
    *_rules("トムス・エンタテインメント", SHORT, "TMS"),
    *_rules("オー・エル・エム", LATIN, "OLM", "O.L.M", "OLM, Inc.", "オーエルエム"),
    *_rules("プロダクション・アイジー", LATIN, "Production I.G", "プロダクションI.G"),
    *_rules("マッドハウス", LATIN, "MADHOUSE", "MAD HO∪SE"),
    *_rules("ジーベック", LATIN, "XEBEC"),
    *_rules("ジェンコ", LATIN, "GENCO"),
    *_rules("ムービック", LATIN, "movic"),
    *_rules("アニプレックス", LATIN, "ANIPLEX"),
    *_rules("バップ", LATIN, "VAP"),
    *_rules("サンライズ", LATIN, "SUNRISE", "SUNRISE INC."),
    *_rules("ボンズ", LATIN, "bones"),
    *_rules("キネマシトラス", LATIN, "KINEMA CITRUS"),
    *_rules("スタジオディーン", LATIN, "Studio DEEN"),
    *_rules("サテライト", LATIN, "SATELIGHT"),
    *_rules("シグナル・エムディ", LATIN, "SIGNAL.MD"),
    *_rules("サイエンスSARU", LATIN, "SCIENCE SARU"),
    *_rules("エイトビット", LATIN, "8bit"),
    *_rules("シルバーリンク", LATIN, "SILVER LINK."),
    *_rules("ユーフォーテーブル", LATIN, "ufotable"),
    *_rules("ポリゴン・ピクチュアズ", LATIN, "POLYGON PICTURES"),
    *_rules("ディオメディア", LATIN, "diomedea"),
    *_rules("トランス・アーツ", LATIN, "TRANS ARTS. CO.", "TRANS ARTS"),
    *_rules("東映アニメーション", LATIN, "TOEI ANIMATION"),
    *_rules("J.C.STAFF", "Japanese spelling of the same name", "J.C.スタッフ"),
    *_rules("J.C.STAFF", MISPRINT, "J.C.STAF", "J.C,スタッフ"),
    *_rules("アニメインターナショナルカンパニー", SHORT, "AIC"),
    *_rules("キングレコード", LATIN, "KING RECORD CO.,LTD.", "KING RECORD", "KING RECORDS"),
    *_rules("ポニーキャニオン", LATIN, "PONY CANYON"),
    *_rules("エイベックス・ピクチャーズ", LATIN, "avex pictures"),
    *_rules("エイベックス・ピクチャーズ", MISPRINT, "エイベックス・ビクチャーズ"),
    *_rules("エイベックス・エンタテインメント", LATIN, "avex entertainment"),
    *_rules("フライングドッグ", MISPRINT, "フライングドック"),
    *_rules("フライングドッグ", LATIN, "FlyingDog"),
    *_rules("クロックワークス", LATIN, "THE KLOCK WORX", "KLOCK WORX"),
    *_rules("クロックワークス", MISPRINT, "クロッワークス"),
    *_rules("フロンティアワークス", MISPRINT, "プロンティアアークス", "ロンティアワークス"),
    *_rules("ショウゲート", LATIN, "Showgate"),
    *_rules("バンダイビジュアル", LATIN, "BANDAI VISUAL"),
    *_rules("バンダイ", LATIN, "BANDAI"),
    *_rules("バンダイナムコピクチャーズ", LATIN, "BN Pictures", "BNピクチャーズ"),
    *_rules("バンダイナムコピクチャーズ", SHORT, "BNP"),
    *_rules("グッドスマイルカンパニー", LATIN, "GOOD SMILE COMPANY"),
    *_rules("キッズステーション", LATIN, "KIDS STATION"),
    *_rules("パイオニアLDC", LATIN, "Pioneer LDC"),
    *_rules("スクウェア・エニックス", LATIN, "SQUARE ENIX"),
    *_rules("博報堂DYメディアパートナーズ", SHORT, "博報堂DYMP"),
    *_rules("ルーセント・ピクチャーズエンタテインメント", SHORT, "ルーセントピクチャーズ"),
    *_rules(
        "ルーセント・ピクチャーズエンタテインメント",
        MISPRINT,
        "ルーセントピクチャーズエンテタテインメント",
    ),
    *_rules("D.N.ドリームパートナーズ", MISPRINT, "D.N ドリームパートナーズ"),
    *_rules("bilibili", "Chinese spelling of the same name", "哔哩哔哩"),
    *_rules("bilibili", MISPRINT, "billbill"),
    *_rules("電通", LATIN, "dentsu"),
    *_rules("ビックウエスト", "both spellings are printed", "ビッグウエスト"),
    *_rules("シンエイ動画", SHORT, "シンエイ"),
    *_rules("シンエイ動画", MISPRINT, "Aシンエイ動画"),
    *_rules("虫プロダクション", MISPRINT, "無視プロダクション"),
    *_rules("葦プロダクション", SHORT, "葦プロ"),
    *_rules("手塚プロダクション", SHORT, "手塚プロ"),
    *_rules("旭プロダクション", SHORT, "旭プロ"),
    *_rules("円谷プロダクション", SHORT, "円谷プロ"),
    *_rules("おとぎプロダクション", SHORT, "おとぎプロ"),
    *_rules("角川メディアハウス", MISPRINT, "角川マディアハウス"),
    *_rules("ローソンHMVエンタテイメント", LATIN, "Lawson HMV Entertainment"),
    *_rules("ギャガ・コミュニケーションズ", LATIN, "GAGA Communications"),
    *_rules("ぴえろ", "brand of its studio", "studioぴえろ"),
    *_rules("The Pokemon Company", MISPRINT, "The Pocke*mon Company"),
    *_rules("日本コロムビア", MISPRINT, "日本コロンビア"),
    *_rules("東映クラシックフィルム", MISPRINT, "東映クラッシクフィルム"),
    *_rules("マーベラスAQL", MISPRINT, "マーベラスAOL", "マーベラスAQR"),
    *_rules("旭通信社", SHORT, "旭通"),
    *_rules("学習研究社", SHORT, "学研"),
    *_rules("IMAGICAエンタテインメント", LATIN, "IMAGICA ENTERTAINMENT"),
    *_rules("コミックス・ウェーブ・フィルム", LATIN, "Comix Wave Films"),
    *_rules("KADOKAWA", LATIN, "KADOKAWA CORPORATION"),
    *_rules("スタジオジブリ", LATIN, "STUDIO GHIBLI"),
    *_rules("スタジオジブリ", MISPRINT, "スタジオギブリ"),
    *_rules("STUDIO4℃", "Japanese spelling of the same name", "スタジオ4℃"),
    *_rules("レベルファイブ", LATIN, "LEVEL-5"),
    *_rules("タカラトミーアーツ", LATIN, "TAKARA TOMY A.R.T.S", "T-ARTS"),
    *_rules("ディレクションズ", LATIN, "DIRECTIONS"),
    *_rules("アンサー・スタジオ", LATIN, "The Answer studio"),
    *_rules("20th Century Fox Animation", "spelled out", "Twentieth Century Fox Animation"),
    *_rules("NHKエンタープライズ21", LATIN, "NHK Enterprises21"),
    *_rules("SPフォーラム", LATIN, "SP FORUM INC."),
    *_rules("講談社", LATIN, "KODANSHA", "講談社 KODANSHA"),
    *_rules("白組", LATIN, "SHIROGUMI INC.", "白組 SHIROGUMI INC."),
    *_rules("GAINAX", CUT, "GAINA"),
    *_rules("AT Licensing & Merchandising", CUT, "AT Licensing & Merchandis"),
    *_rules("ワオワールド", "logo and name together", "WAO! ワオワールド"),
    *_rules("アスミック・エース", LATIN, "Asmik Ace", "Asmik Ace A J:COM COMPANY"),
    *_rules("東映", ROLE_BEHIND, "東映配給"),
    *_rules("日活", ROLE_BEHIND, "日活配給"),
    *_rules("UIP", ROLE_BEHIND, "UIP配給"),
    *_rules("青二プロダクション", SHORT, "青二プロ"),
)
