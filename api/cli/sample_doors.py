"""How to sign in to the sample: told after it was built, and served at once if wished."""

import shlex
import shutil
import sys
from typing import Any, Final

from api.cli.look import Look, listing
from api.cli.session import Session
from seeds.demo import DemoResult
from seeds.visitors import PASSWORD, VISITORS

_COLUMNS: Final = ("who", "sign_in_at", "login", "authenticator_key")
_WHO: Final[dict[str, tuple[str, str]]] = {
    "creator": ("クリエイター", "a creator"),
    "studio": ("スタジオ（幹事会社）", "a studio, lead of committees"),
    "colleague": ("その同僚（承認する人）", "her colleague, who approves"),
    "ending": ("解散する委員会の幹事", "the lead of a committee that ends"),
    "auditor": ("監査人", "an auditor"),
}


def tell_doors(session: Session, result: DemoResult, url: str) -> None:
    """Say who can sign in, where, and with what."""
    if session.out.as_json:
        return
    command = shlex.quote("daicho" if shutil.which("daicho") else sys.argv[0])
    rows = doors(url, session.lang)
    session.out.note("demo-doors", password=PASSWORD)
    session.out.draw(listing(rows, _COLUMNS, Look(session.lang)))
    at = f"{command} --home {shlex.quote(str(result.home))}"
    session.out.note("demo-code", command=f"{at} sign-in code {VISITORS[0].login}")


def doors(url: str, lang: str) -> list[dict[str, Any]]:
    """Return who can sign in to the sample, and how."""
    return [
        {
            "who": _WHO[visitor.who][0 if lang == "ja" else 1],
            "sign_in_at": f"{url}/{lang}/sign-in",
            "login": visitor.login,
            "authenticator_key": visitor.secret,
        }
        for visitor in VISITORS
    ]
