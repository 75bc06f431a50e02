"""Templates to pages: one environment per language, everything escaped, nothing undefined.

The policy of every page lets the browser load from this server alone: no script or style stands in
a page, nothing may frame it, and no form leads elsewhere.

Source:
    W3C Content Security Policy Level 3; Trusted Types (`require-trusted-types-for`).
"""

import re
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from api.pages import formats
from api.pages.static_files import STATIC
from api.pages.words.book import WORDS, say
from contracts.figures import Language, unit

LANGUAGES: Final[tuple[Language, Language]] = ("ja", "en")
_JAPANESE: Final = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_FOLDER: Final = Path(__file__).parent / "templates"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
HEADERS: Final = {"Content-Security-Policy": _POLICY, "Referrer-Policy": "same-origin"}


def _environment(lang: Language) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.globals.update(
        lang=lang,
        other="en" if lang == "ja" else "ja",
        t=partial(_say, lang=lang),
        known=WORDS.__contains__,
        static=STATIC.address,
        money=partial(formats.money, lang=lang),
        number=partial(formats.number, lang=lang),
        count=formats.count,
        unit=partial(_unit, lang=lang),
        day=partial(formats.day, lang=lang),
        era_day=partial(formats.era_day, lang=lang),
        month=partial(formats.month, lang=lang),
        period=partial(formats.period, lang=lang),
        moment=partial(formats.moment, lang=lang),
        size_of=partial(formats.bytes_of, lang=lang),
    )
    made.filters["data"] = partial(_data, lang=lang)
    return made


def _data(text: object, *, lang: Language) -> Markup:
    """Mark what somebody wrote in Japanese where the page is English, such as a title."""
    if lang == "en" and _JAPANESE.search(str(text)):
        return Markup('<span lang="ja">{}</span>').format(text)
    return escape(text)


def _unit(currency: str, *, lang: Language) -> str:
    return unit(currency, lang)


def _say(key: str, *, lang: Language, **named: object) -> str:
    return say(key, lang, **named)


_ENVIRONMENTS: Final = {lang: _environment(lang) for lang in LANGUAGES}


def html(template: str, lang: Language, context: dict[str, Any]) -> str:
    """Fill a template.

    Args:
        template: Path below `templates`.
        lang: Of the page.
        context: What the template names beside the language's own functions.
    """
    return _ENVIRONMENTS[lang].get_template(template).render(context)


def answer(text: str, status: int = 200) -> HTMLResponse:
    """Return a page under the policy."""
    return HTMLResponse(text, status, headers=HEADERS)
