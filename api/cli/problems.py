"""What went wrong, said in one language: code, sentence, field, value and what would be right.

The Japanese sentence of a code is used where there is one; otherwise the whole problem is told in
English, so that no output mixes two languages. No error the tool expects shows a traceback.
"""

import errno
import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from api.cli import exits
from api.cli.labels import coded
from api.cli.language import Lang
from api.cli.line_reasons import line_reason
from api.cli.messages import say
from api.cli.output import Output
from api.cli.refusals import INVALID_JA, REFUSALS_JA
from api.cli.witness_labels import outcome_in_words
from contracts.errors import TermsError
from ledger.errors import LedgerError, LogCorrupt, Unavailable, VerificationFailed

EXPECTED: Final = (LedgerError, TermsError, ValidationError, OperationalError, OSError)
_DISK: Final = frozenset({errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT})
_SHOWN_CHARACTERS: Final = 200
_NOT_FACTS: Final = ("code", "message", "errors", "needs", "outcomes", "statements", "warnings")
_ENGLISH_PROSE: Final = re.compile(r"[A-Za-z]{2,}[,;]? [A-Za-z]")
_CODES_ALIKE: Final = re.compile(r"a code of (\S+), such as (.+)", re.DOTALL)
"""What the vocabulary of rights says would be right; the codes are the same in any language."""
_NAMES_JA: Final[dict[str, str]] = {
    "clause": "条項",
    "step": "条項のID",
    "account": "勘定",
    "field": "項目",
    "line": "行",
    "column": "列",
    "byte": "バイト位置",
    "value": "値",
    "expected": "正しい形",
    "found": "実際",
    "missing": "不足",
    "disputes": "未解決の争い",
    "report": "登録済みの報告書",
    "run": "計算",
    "reason": "理由",
    "possible_from": "消去できる日",
    "closed_months": "締め済みの月",
    "confirm": "確認のハッシュ",
}
_NO_END: Final[dict[Lang, str]] = {"ja": "終わりは未定", "en": "no end known"}


def report(error: Exception, out: Output) -> int:
    """Print an error and return the exit code it stands for."""
    data = as_data(error)
    out.problem(as_text(data, out.lang), data)
    return exit_code(error)


def exit_code(error: Exception) -> int:
    """Return the exit code that an error stands for."""
    if isinstance(error, LogCorrupt | VerificationFailed):
        return exits.FAIL
    if isinstance(error, Unavailable | OperationalError) or _is_disk(error):
        return exits.UNAVAILABLE
    return exits.USAGE if isinstance(error, OSError) else exits.REFUSED


def _is_disk(error: Exception) -> bool:
    """Tell whether the disk takes nothing, which is no mistake in the command line."""
    return isinstance(error, OSError) and error.errno in _DISK


def as_data(error: Exception) -> dict[str, Any]:
    """Return an error as plain JSON values."""
    if isinstance(error, LedgerError | TermsError):
        fields = {name: _plain(value) for name, value in error.fields.items()}
        return {"code": error.code, "message": error.message, **fields}
    if isinstance(error, ValidationError):
        problems = [_invalid(problem) for problem in error.errors(include_url=False)]
        return {"code": "invalid-input", "message": "the input is malformed", "errors": problems}
    if isinstance(error, OSError):
        return {
            "code": "disk-unavailable" if _is_disk(error) else "file-unreadable",
            "message": error.strerror or "the file cannot be used",
            "field": "file",
            "value": str(error.filename or ""),
        }
    return {"code": "database-unavailable", "message": "the database does not answer"}


def as_text(data: Mapping[str, Any], lang: Lang) -> str:
    """Write an error for people: a sentence, then one line per fact."""
    sentence = REFUSALS_JA.get(data["code"]) if lang == "ja" else None
    if sentence is None:
        facts = {name: value for name, value in data.items() if name not in _NOT_FACTS}
        lines = [f"error: {data['message']} [{data['code']}]"]
    else:
        facts = {_NAMES_JA[name]: data[name] for name in _NAMES_JA if _is_japanese(data, name)}
        lines = [f"エラー: {sentence} [{data['code']}]"]
    if sentence and (alike := _CODES_ALIKE.match(str(data.get("expected", "")))):
        facts[_NAMES_JA["expected"]] = f"{alike[1]} の符号（例: {alike[2]}）"
    if "reason" in data:
        facts[_NAMES_JA["reason"] if sentence else "reason"] = line_reason(
            str(data["reason"]), str(data.get("expected", "")), lang if sentence else "en"
        )
    shown = {name: value for name, value in facts.items() if value not in (None, [])}
    lines += [f"  {name}: {_shown(value)}" for name, value in shown.items()]
    lines += _needed(data, lang if sentence else "en")
    lines += _touched(data, lang if sentence else "en")
    lines += _warned(data, lang if sentence else "en")
    in_words = "said_ja" if sentence else "said_en"
    lines += [f"  - {defect[in_words]}" for defect in data.get("defects", ())]
    lines += [_asked(said, lang if sentence else "en") for said in data.get("outcomes", ())]
    return "\n".join([*lines, *_malformed(data, in_japanese=sentence is not None)])


def in_words(data: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    """Return the sentence of an error and what would be right, for a cell of a table each."""
    sentence = REFUSALS_JA.get(data["code"]) if lang == "ja" else None
    expected = str(data.get("expected", "")) if _is_sayable(data, sentence) else ""
    return sentence or str(data["message"]), expected


def _is_sayable(data: Mapping[str, Any], sentence: str | None) -> bool:
    return sentence is None or _is_japanese(data, "expected")


def _needed(data: Mapping[str, Any], lang: Lang) -> list[str]:
    """Write why a person's data are still needed: reason, law, last day, and what needs them."""
    lines = []
    for need in data.get("needs", ()):
        words = [need.get("law"), need.get("until", _NO_END[lang]), ", ".join(need["about"])]
        lines.append(f"  {coded(need['reason'], lang)}: {' / '.join(filter(None, words))}")
    return lines


def _touched(data: Mapping[str, Any], lang: Lang) -> list[str]:
    """Write which issued statements a change of the past concerns."""
    heading = {"ja": "影響する発行済みの明細書", "en": "issued statement concerned"}[lang]
    names = ("statement", "period", "payee")
    return [
        f"  {heading}: {' '.join(str(told[name]) for name in names)}"
        for told in sorted(data.get("statements", ()), key=lambda told: str(told["period"]))
    ]


def _warned(data: Mapping[str, Any], lang: Lang) -> list[str]:
    """Write whose registration or notification a committee's invoice lacks, and since when."""
    from api.cli.committee_told import lack_in_words  # noqa: PLC0415

    return [
        f"  {lack_in_words(one['code'], one['party'] or '', one['since'], lang)}"
        for one in data.get("warnings", ())
        if isinstance(one, dict)
    ]


def _asked(said: str, lang: Lang) -> str:
    """Write what became of asking one witness."""
    witness, _, answer = said.partition(": ")
    status, _, detail = answer.partition(" ")
    words = {"witness": witness, "status": outcome_in_words(status, lang), "detail": detail}
    return "  " + say("checkpoint-witness", lang, **words).rstrip()


def _is_japanese(data: Mapping[str, Any], name: str) -> bool:
    """Tell whether a fact may stand in a Japanese text: anything but English prose."""
    value = data.get(name)
    return name in data and not (
        name != "value" and isinstance(value, str) and _ENGLISH_PROSE.search(value)
    )


def _malformed(data: Mapping[str, Any], *, in_japanese: bool) -> list[str]:
    lines = []
    for problem in data.get("errors", ()):
        wrong = problem["expected"]
        if in_japanese:
            kind = problem["type"]
            wrong = INVALID_JA.get(kind) or REFUSALS_JA.get(kind) or INVALID_JA["value_error"]
            if "allowed" in problem:
                wrong = f"{wrong.removesuffix('。')}: {problem['allowed']}"
        given = "" if problem["value"] == "-" else f" ({problem['value']})"
        lines.append(f"  {problem['field']}: {wrong}{given}")
    return lines


def _shown(value: object) -> str:
    """Write a fact in one line; several are separated by commas."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _allowed(problem: Mapping[str, Any]) -> dict[str, str]:
    """Return what would be right, where it can be said in any language: values, a number, an id."""
    context = problem.get("ctx", {})
    if problem["type"] == "literal_error":
        return {"allowed": ", ".join(re.findall("'([^']*)'", str(context["expected"])))}
    if "lowest" in context:
        return {"allowed": str(context["lowest"])}
    prefix = re.match(r"\^([a-z]+_)", str(context.get("pattern", "")))
    return {"allowed": f"{prefix[1]}…"} if prefix else {}


def _invalid(problem: Mapping[str, Any]) -> dict[str, str]:
    place = ".".join(str(step) for step in problem["loc"]) or "-"
    value = problem.get("input")
    shown = "-" if isinstance(value, Mapping) else str(_plain(value))
    return {
        **_allowed(problem),
        "field": place,
        "value": shown,
        "expected": str(problem["msg"]),
        "type": str(problem["type"]),
    }


def _plain(value: object) -> Any:
    """Return a value as JSON can carry it, long text shortened."""
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    text = value.hex() if isinstance(value, bytes) else str(value)
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
