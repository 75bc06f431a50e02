"""The texts of the pages: in both languages, never mixed, each of them used."""

import re
from pathlib import Path
from string import Formatter

from api.pages import site as pages
from api.pages.words.book import WORDS

FOLDER = Path(pages.__file__).parent
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]")
PROSE = re.compile(r"[A-Za-z]{2,}[,;]? [A-Za-z]{2,}")
NAMES = re.compile(
    r"「[^」]*」|例: [A-Z ]+|CR LF|C2SP tlog-[a-z]+|OpenID Connect|[A-Z][\w.-]+ [A-Z]\d+"
)
JAPANESE = re.compile(r"\([^)]*\)|such as \S+(?: [\u30a1-\u30fa]+)?|¥ and 円|[「“][^」”]*[」”]")
"""What a Japanese text may hold in Latin letters although it reads as words: commands and names; and an English one in
Japanese: what papers and banks call a thing, and examples of what is typed."""


def source(*patterns: str) -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for one in patterns for path in sorted(FOLDER.rglob(one))
    )


def test_every_text_that_is_named_is_there() -> None:
    named = re.findall(r"""(?<![\w.])t\(\s*["']([a-z0-9-]+\.[a-z0-9.-]+)["']""", source("*.html"))
    named += re.findall(r"""\.say\(\s*["']([a-z0-9-]+\.[a-z0-9.-]+)["']""", source("*.py"))
    named += re.findall(r"""(?:title|notice)=["']([a-z0-9-]+\.[a-z0-9.-]+)["']""", source("*.py"))
    assert sorted({key for key in named if key not in WORDS and not key.endswith(("-", "."))}) == []


def test_a_text_names_the_same_in_both_languages() -> None:
    differ = []
    for key, texts in WORDS.items():
        fields = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts]
        if fields[0] != fields[1]:
            differ.append(key)
    assert differ == []


def test_no_text_mixes_two_languages() -> None:
    texts = [WORDS[key] for key in WORDS if key != "shared.other-language"]
    mixed = [ja for ja, _ in texts if PROSE.search(NAMES.sub("", ja))]
    mixed += [en for _, en in texts if KANA.search(JAPANESE.sub("", en))]
    assert mixed == []
