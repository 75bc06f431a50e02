"""The rules for names, in order of application: each with its reason and an example."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from ledger.imports.madb.name_edits import (
    CleanName,
    drop_copyright_mark,
    drop_editor_remark,
    drop_glyph_remark,
    drop_inner_spaces,
    drop_logo,
    drop_stray_brackets,
    join_lines,
    join_single_characters,
    take_episodes,
    take_legal_form,
    take_notes,
    take_others,
    take_part,
    take_quoted_source,
    take_romanised,
    take_trailing_bracket,
    take_unclosed_note,
    take_unit,
    to_plain_width,
    unescape,
    unwrap,
    widen_kana,
)


@dataclass(frozen=True, slots=True)
class NameRule:
    """One rule about names.

    Attributes:
        code: Name of the rule.
        why: What in the data makes it necessary.
        before: An example as printed.
        after: The text that the rule leaves of the example.
        apply: The rule itself.
    """

    code: str
    why: str
    before: str
    after: str
    apply: Callable[[CleanName], CleanName]


def _texts(change: Callable[[str], str]) -> Callable[[CleanName], CleanName]:
    return lambda name: replace(name, text=change(name.text).strip())


INNER_SPACES: Final = "inner-spaces"
NAME_RULES: Final = (
    NameRule(
        "character-entities",
        "characters outside the printer's set were written as numbers",
        "＆＃31793;野義文",
        "簱野義文",
        _texts(unescape),
    ),
    NameRule(
        "half-width-kana",
        "half-width kana with separate voicing marks",
        "ｸﾞﾙｰﾌﾟ･タック",
        "グループ・タック",
        _texts(widen_kana),
    ),
    NameRule(
        "width", "full-width Latin, digits and signs", "ＡＴ－Ｘ", "AT-X", _texts(to_plain_width)
    ),
    NameRule(
        "copyright-mark",
        "a copyright mark that became a letter",
        "C-TBS",
        "TBS",
        _texts(drop_copyright_mark),
    ),
    NameRule(
        "glyph-remark",
        "an asterisk or a remark says that a character looks different in print",
        "出崎*統※「崎」は右上部分が「立」です",
        "出崎統",
        _texts(drop_glyph_remark),
    ),
    NameRule(
        "logo",
        "[ロゴ] says that a logo was printed; signs in front describe it",
        "□ bones[ロゴ]",
        "bones",
        _texts(drop_logo),
    ),
    NameRule(
        "editor-remark",
        "the editors compared with a reference book",
        "山本三郎:日本アニメーション映画史P226記載なし)",
        "山本三郎",
        drop_editor_remark,
    ),
    NameRule(
        "unclosed-note",
        "a remark whose closing bracket is missing",
        "小柳耕二(NHK",
        "小柳耕二",
        take_unclosed_note,
    ),
    NameRule(
        "part",
        "the name is printed for one part of the work",
        "板橋基之 実写パート",
        "板橋基之",
        take_part,
    ),
    NameRule(
        "stray-brackets",
        "a bracket whose partner is missing",
        "]日本テレビ放送網",
        "日本テレビ放送網",
        _texts(drop_stray_brackets),
    ),
    NameRule(
        "enclosing-brackets",
        "a whole name in brackets or quotes",
        "[「STAND BY MEドラえもん」製作委員会]",
        "「STAND BY MEドラえもん」製作委員会",
        _texts(unwrap),
    ),
    NameRule(
        "spaces",
        "spaces that only justify the print",
        "電　　通",
        "電通",
        _texts(join_single_characters),
    ),
    NameRule(
        INNER_SPACES,
        "between two kanji or hiragana a space only justifies the print of a name",
        "神谷 明",
        "神谷明",
        _texts(drop_inner_spaces),
    ),
    NameRule(
        "episode-range",
        "the name is printed for some episodes only",
        "有限会社 アームス(～3話)",
        "有限会社 アームス",
        take_episodes,
    ),
    NameRule(
        "team",
        "a team inside a company is no company of its own",
        "OLM|Team Koitabashi",
        "OLM",
        take_unit,
    ),
    NameRule(
        "line-break",
        "an upright line says that the print goes on in the next line",
        "MAD|HOUSE",
        "MAD HOUSE",
        _texts(join_lines),
    ),
    NameRule(
        "and-others", "ほか says that more were there", "小林ゆかり ほか", "小林ゆかり", take_others
    ),
    NameRule(
        "trailing-note",
        "an affiliation, a series or a remark in brackets behind the name",
        "飯島亮(旭プロダクション)",
        "飯島亮",
        take_notes,
    ),
    NameRule(
        "trailing-bracket",
        "a remark in square brackets behind the name",
        "千代紙映画社[作品]",
        "千代紙映画社",
        take_trailing_bracket,
    ),
    NameRule(
        "quoted-source",
        "the book or magazine behind the name",
        "曽田博久「イソップ寓話集」より",
        "曽田博久",
        take_quoted_source,
    ),
    NameRule(
        "romanised",
        "the same name again in Latin letters",
        "大川隆法 RYUHO OKAWA",
        "大川隆法",
        take_romanised,
    ),
    NameRule(
        "legal-form",
        "the company type is part of the register, not of the name",
        "(株)スタジオ古留美",
        "スタジオ古留美",
        take_legal_form,
    ),
)
