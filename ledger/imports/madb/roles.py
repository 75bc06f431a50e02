"""From a role as printed to the roles of the register.

The first rule whose pattern is found decides; a role that no rule knows is `other`, and the printed
words are always kept beside it. Rules for helpers stand first, because the name of a job that was
only assisted is inside theirs (脚本協力 is not a writer).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ledger.works.commands import Role

_SPLIT = re.compile(r"[、,，/／・･＆&+＋]|\s+(?=[^A-Za-z])|兼")
_LATIN = re.compile(r"^[\x20-\x7e’“”]+$")
_REMARK = re.compile(r"[(（＜〈<【][^)）＞〉>】]*[)）＞〉>】]")

# Parts of one word written with a middle dot: キャラクター・デザイン is one role, not two.
_HALVES: Final = frozenset(
    {
        "キャラクター",
        "メカニック",
        "メカ",
        "アニメーション",
        "デザイン",
        "ディレクター",
        "ディレクション",
    }
    | {"プロデューサー", "クリエイティブ", "アート", "プラン", "イメージ", "ビジュアル", "シリーズ"}
    | {
        "エグゼクティブ",
        "アシスタント",
        "アソシエイト",
        "チーフ",
        "オリジナル",
        "メイン",
        "サブ",
        "ゲスト",
    }
)


@dataclass(frozen=True, slots=True)
class RoleRule:
    """One line of the table.

    Attributes:
        code: Role of the register.
        pattern: Searched in the printed role without remarks in brackets.
        example: A printed role that this rule decides.
    """

    code: Role
    pattern: re.Pattern[str]
    example: str


def _rule(code: Role, pattern: str, example: str) -> RoleRule:
    return RoleRule(code, re.compile(pattern, re.IGNORECASE), example)


ROLE_RULES: Final = (
    _rule("production_cooperation", r"(制作|製作|アニメーション)協力", "アニメーション制作協力"),
    _rule("other", r"協力|協賛|提供|後援|支援|指導|考証|監修|アドバイザー|thanks", "脚本協力"),
    _rule("other", r"進行|デスク|[制製]作(担当|事務|管理|助手|補|主任)|マネージャー", "制作進行"),
    _rule("other", r"助監督|監督(補|助手)|副監督|演出(補|助手)", "助監督"),
    _rule(
        "other",
        r"設定制作|文芸制作|(?<!録音)コーディネーター|アシスタント(?!プロ|・プロ)",
        "設定制作",
    ),
    _rule(
        "producer", r"プロデュー[サス]|総指揮|製作指揮|^PD$|produce|プロデュース", "プロデューサー"
    ),
    _rule("series_composition", r"構成|composition", "シリーズ構成"),
    _rule("chief_animation_director", r"総(作画監督|作監)|作画総監督", "キャラクター総作画監督"),
    _rule("animation_director", r"作画監督|作監|アニメーションディレクター", "メカ作画監督"),
    _rule(
        "original_character_design",
        r"(オリジナル|原作|原案)キャラ(クター)?(デザイン|プロデュース|$)|キャラ(クター)?(デザイン)?原案",
        "キャラクター原案",
    ),
    _rule(
        "character_design",
        r"キャラ(クター)?(デザ|テザ|設計|・デザ)|人物設計|character design",
        "アニメーションキャラクターデザイン",
    ),
    _rule(
        "cgi", r"CG|3D|モデリング|リギング|VFX|コンポジ|テクニカルディレクター", "CGディレクター"
    ),
    _rule("photography", r"撮影|photograph", "撮影監督"),
    _rule("background", r"背景|バックグラウンド|美術ボード|background", "背景美術"),
    _rule("art_director", r"美術(監督|$|担当|チーフ)|びじゅつ|アートディレ|art direct", "美術監督"),
    _rule("color_design", r"色彩|色指定|彩色|彩画|仕上|カラーデザイン|トレース", "色彩設計"),
    _rule("sound_director", r"(音響|録音|アフレコ)(監督|演出|ディレクター)", "音響監督"),
    _rule("sound", r"音響|録音|整音|調音|^効果$|効果音|サウンド|選曲|ミキサー|sound", "音響効果"),
    _rule("theme_song", r"主題歌|作詞|作詩|^[歌唄]$|テーマ曲|歌唱", "主題歌"),
    _rule("music", r"音楽|作曲|編曲|演奏|music|指揮|合唱|独唱|コーラス|原曲|音曲", "音楽"),
    _rule("editing", r"編集|editing|editor", "編集"),
    _rule("storyboard", r"コンテ|ストーリーボード|story ?board", "絵コンテ"),
    _rule("script", r"脚本|脚色|シナリオ|きゃんほん|台詞|文芸|script|screenplay|written", "脚本"),
    _rule("chief_director", r"総(合)?監督|総演出|総合演出|チーフ(ディレクター|演出)", "総監督"),
    _rule("director", r"監督と同義|かんとく|d[ei]rect(or|ed)", "演出（監督と同義）"),
    _rule(
        "other",
        r"(人形|造形|視覚効果|特技|動画|原画|実写|音|アクション|エフェクト|色|構成)監督",
        "特技監督",
    ),
    _rule("director", r"監督|^ディレクター$|シリーズディレクター", "監督"),
    _rule("episode_director", r"演出|^演$", "演出"),
    _rule("original_work", r"原作|原案|漫画$|^[著絵画文作]$|原著|original story|based", "原作"),
    _rule("key_animation", r"原画|原動画|作画|アニメーター|animator", "第二原画"),
    _rule("in_between", r"動画(?!制作|製作)", "動画"),
    _rule("voice", r"声|出演|キャスト|ナレーション|ナレーター|語り|解説|^cast|voice", "声の出演"),
    _rule("planning", r"企画|planning", "企画"),
    _rule(
        "other",
        r"配給|設定|デザイン|メカ|モビルスーツ|レイアウト|人形|照明|特殊効果|衣装|小道具|ボード",
        "美術設定",
    ),
    _rule(
        "production",
        r"製作|制作|著作|プロダクション|スタジオ|production|animation|studio|present|committee",
        "アニメーション制作",
    ),
)


@lru_cache(maxsize=10_000)
def normalise(printed: str) -> tuple[Role, ...]:
    """Return the roles of the register for a role as printed, in printed order.

    Several roles in one bracket are separated; the halves of one word are not.

    Args:
        printed: What stood in the bracket, such as `作画監督、キャラクターデザイン`.

    Returns:
        At least one role; `other` once for all parts that no rule knows.

    Example:
        >>> normalise("作画監督、キャラクターデザイン")
        ('animation_director', 'character_design')
    """
    codes = dict.fromkeys(_code_of(part) for part in _parts(printed))
    known = tuple(code for code in codes if code != "other")
    return known or ("other",)


@lru_cache(maxsize=10_000)
def is_known(printed: str) -> bool:
    """Tell whether at least one rule knows this as a role."""
    return any(_rule_of(part) is not None for part in _parts(printed))


def _parts(printed: str) -> list[str]:
    text = printed.strip()
    if _LATIN.match(text):
        return [part for part in re.split(r"[,/&]", text) if part.strip()] or [text]
    parts = [part for part in _SPLIT.split(_keep_synonym(text)) if part]
    joined = "".join(parts)
    if any(part in _HALVES for part in parts) and joined:
        return [joined]
    return parts or [text]


def _keep_synonym(text: str) -> str:
    # 演出（監督と同義）: the remark says that the word means director here, so it must be seen.
    if "同義" in text or "同意" in text:
        return text.replace("、", "").replace("・", "")
    return _REMARK.sub("", text) or text


def _code_of(part: str) -> Role:
    rule = _rule_of(part)
    return rule.code if rule else "other"


def _rule_of(part: str) -> RoleRule | None:
    return next((rule for rule in ROLE_RULES if rule.pattern.search(part)), None)
