"""Is this name a company or a person, and which company is it?

Companies and people stand in the same lists of the source. A person is recognised by a family name
where companies are expected, a company by a word that only organisations carry where people are.
"""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from ledger.imports.madb.aliases import ALIAS_RULES, AliasRule
from ledger.imports.madb.legal_forms import strip_legal_form
from ledger.imports.madb.names import clean, match_key
from ledger.parties.commands import CompanyKind

_TABLES: Final[dict[str, list[str]]] = tomllib.loads(
    files("ledger.imports.madb").joinpath("names.toml").read_text(encoding="utf-8")
)


def _any_of(table: str, form: str = "{}") -> re.Pattern[str]:
    return re.compile(form.format("|".join(_TABLES[table])), re.IGNORECASE)


SURNAMES: Final = frozenset(_TABLES["surnames"])
_PEOPLE: Final = frozenset(_TABLES["people"])
_WORDS = _any_of("company_words")
_KANJI_END = _any_of("company_endings", "({})$")
_GROUP_START = _any_of("company_groups", "^({})")
_PUBLIC = _any_of("public_bodies")
_ASSOCIATION = _any_of("associations")
_DIVISION = re.compile(r"(部|館|局|課|室|係)$")
_OLD_FORMS: Final = str.maketrans("讀賣國會圖廣學團藝藏觀寫眞聲", "読売国会図広学団芸蔵観写真声")
_ENTERTAINMENT = re.compile("エンター?テイン?メント")
# A word made of Japanese syllables only, as in NAOHITO HAGIHARA.
_ROMANISED = re.compile(
    r"(?:(?:[KSTNHMYRWGZJDBPF]|SH|CH|TS|[KSTNHMRGZJDBP]Y|)[AIUEO]H?|N(?![AIUEO])|(?=([KSTP])\1).){2,}",
    re.IGNORECASE,
)
_JAPANESE_NAME = re.compile(r"[\u3005-\u3007\u3041-\u30ff\u4e00-\u9fff﨑]{3,}")
_KANJI_NAME = re.compile(
    r"[\u3005\u4e00-\u9fff﨑]{2,4}[\u3041-\u30ff\u3005\u4e00-\u9fff]{1,3}(?<![市県都府])"
)
_LONGEST_GIVEN_NAME: Final = 4
_INITIAL = re.compile(r"^[A-Z][.・]\s?[ァ-ヶー]+$|^[A-Z]\. [A-Z][a-z]+$")


@lru_cache(maxsize=50_000)
def _plain_key(name: str) -> str:
    stripped, _form = strip_legal_form(clean(name).text)
    key = match_key(stripped.translate(_OLD_FORMS))
    return _ENTERTAINMENT.sub("エンタテインメント", key)


_ALIASES: Final[dict[str, AliasRule]] = {
    key: rule
    for rule in ALIAS_RULES
    for key in {_plain_key(rule.variant), match_key(rule.variant)}
    if key != _plain_key(rule.canonical)
}
_KNOWN_KEYS: Final = frozenset(
    {_plain_key(rule.canonical) for rule in ALIAS_RULES}
    | {_plain_key(name) for name in _TABLES["companies"]}
    | set(_ALIASES)
)


def company_key(name: str) -> str:
    """Return the key under which all accepted spellings of one company meet.

    Type of company, older characters and the spellings of エンタテインメント are ignored, then the
    alias table is asked.

    Example:
        >>> company_key("AT－X") == company_key("株式会社エー・ティー・エックス")
        True
    """
    key = _plain_key(name)
    rule = _ALIASES.get(key)
    return _plain_key(rule.canonical) if rule else key


def alias_of(name: str) -> AliasRule | None:
    """Return the rule that says this spelling stands for another name, if there is one."""
    return _ALIASES.get(_plain_key(name))


def organisation_kind(name: str) -> CompanyKind:
    """Return what kind of organisation a name says it is."""
    if _PUBLIC.search(name):
        return "public_body"
    return "association" if _ASSOCIATION.search(name) else "company"


def is_known_company(name: str) -> bool:
    """Tell whether the tables name this company."""
    return _plain_key(name) in _KNOWN_KEYS


@lru_cache(maxsize=50_000)
def has_company_word(name: str) -> bool:
    """Tell whether a word in the name is carried by organisations only."""
    return bool(strip_legal_form(name)[1]) or _WORDS.search(name) is not None


def is_division(name: str) -> bool:
    """Tell whether this is a department, which stands behind a company's name and not alone."""
    return _DIVISION.search(name) is not None and len(name) > 2  # noqa: PLR2004


@lru_cache(maxsize=50_000)
def looks_like_person(name: str) -> bool:
    """Tell whether a name is a family name with a given name behind it.

    Only names with a family name in kanji are recognised: pen names and foreign names look like
    names of companies.
    """
    if name in _PEOPLE or _INITIAL.match(name) or _is_romanised_person(name):
        return True
    plain = re.sub(r"\s", "", name)
    if plain[:2] in SURNAMES and re.fullmatch(r".{2}[\u4e00-\u9fff]堂", plain):
        return True
    if _is_organised(plain) or not _JAPANESE_NAME.fullmatch(plain):
        return False
    return any(plain[:length] in SURNAMES and _is_given(plain[length:]) for length in (3, 2, 1))


def _is_organised(plain: str) -> bool:
    """Tell whether a table, a word, a beginning or an ending makes it an organisation."""
    if is_known_company(plain) or has_company_word(plain):
        return True
    return bool(_GROUP_START.match(plain) or _KANJI_END.search(plain))


def _is_given(text: str) -> bool:
    return 1 <= len(text) <= _LONGEST_GIVEN_NAME


def _is_romanised_person(name: str) -> bool:
    words = name.split(" ")
    is_pair = len(words) == 2 and all(_ROMANISED.fullmatch(word) for word in words)  # noqa: PLR2004
    return is_pair and not has_company_word(name) and not is_known_company(name)


def is_company_among_companies(name: str) -> bool:
    """Judge a name in a place where companies are expected, such as a list of producers.

    A short name in kanji without any word of an organisation is a person, even when its family
    name is rare: a person must never be put on the public list of companies.
    """
    return not looks_like_person(name) and not reads_like_person(name)


def is_company_among_people(name: str) -> bool:
    """Judge a name in a place where people are expected, such as a list of animators."""
    return not looks_like_person(name) and (has_company_word(name) or is_known_company(name))


def reads_like_person(name: str) -> bool:
    """Tell whether a name is short, in kanji, and carries no word of an organisation."""
    plain = re.sub(r"\s", "", name)
    if _is_organised(plain):
        return False
    is_two = len(plain) == 2 and plain[0] in SURNAMES  # noqa: PLR2004 - 原徹
    return is_two or _KANJI_NAME.fullmatch(plain) is not None
