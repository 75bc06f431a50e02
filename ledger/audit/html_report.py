"""An audit report as one HTML file that needs nothing else: Japanese first, then English.

Everything that comes from a bundle is escaped, and the page may load and run nothing.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from ledger.audit.findings import Finding, printable
from ledger.audit.report import AuditReport
from ledger.audit.text_report import (
    kept_text,
    place_text,
    sample_rows,
    scope_text,
    token_texts,
    totals_rows,
)
from ledger.audit.words import (
    LIMITS,
    VERDICTS,
    Lang,
    check_name,
    pick,
    problem_of,
    say,
    status_name,
)

_STYLE: Final = """
:root{color-scheme:light dark}
body{font:16px/1.7 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
.verdict{font-size:1.25rem;font-weight:700;padding:.6rem 1rem;border:3px solid}
.FAIL{border-color:#c00}.VERIFIED{border-color:#080}.SELF-CONSISTENT{border-color:#a60}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #8888;padding:.3rem .6rem;text-align:left;vertical-align:top}
td{overflow-wrap:anywhere}td.n{text-align:right;white-space:nowrap}
section+section{margin-top:3rem;border-top:2px solid;break-before:page}
dt{font-weight:700}dd{margin:0 0 .5rem;overflow-wrap:anywhere}
svg{width:100%;height:auto}
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_WIDTH: Final = 600


def as_html(report: AuditReport) -> str:
    """Write a report as a page with both editions, one after the other."""
    editions = "".join(_edition(report, lang) for lang in ("ja", "en"))
    return (
        '<!doctype html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(say('title', 'ja'))} {escape(report.origin)}</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{editions}</body>\n</html>\n"
    )


def _edition(report: AuditReport, lang: Lang) -> str:
    blocks = [
        f"<h1>{escape(say('title', lang))}</h1>",
        f'<p class="verdict {report.verdict}">{escape(say("verdict", lang))} {report.verdict}</p>',
        f"<p>{escape(pick(VERDICTS[report.verdict], lang))}</p>",
        _facts(report, lang),
        _coverage(report, lang),
        *_checks(report, lang),
        *_findings(report, lang),
        f"<h2>{escape(say('meaning', lang))}</h2>",
        "<ul>" + "".join(f"<li>{escape(pick(limit, lang))}</li>" for limit in LIMITS) + "</ul>",
    ]
    return f'<section lang="{lang}">\n' + "\n".join(blocks) + "\n</section>\n"


def _facts(report: AuditReport, lang: Lang) -> str:
    pairs = {
        "origin": report.origin,
        "size": f"{report.size:,}",
        "root": report.root,
        "scope": scope_text(report.scope, lang),
        "kept": kept_text(report, lang),
    }
    items = "".join(
        f"<dt>{escape(say(name, lang))}</dt><dd>{escape(text)}</dd>" for name, text in pairs.items()
    )
    return f"<dl>{items}</dl>"


def _coverage(report: AuditReport, lang: Lang) -> str:
    """Draw how far the auditor's checkpoint reaches into the log."""
    kept = min(report.kept_size or 0, report.size) if report.verdict == "VERIFIED" else 0
    width = _WIDTH * kept // max(report.size, 1)
    title = escape(f"{say('coverage', lang)}: {kept:,} / {report.size:,}")
    return (
        f'<svg viewBox="0 0 {_WIDTH} 24" role="img" aria-label="{title}"><title>{title}</title>'
        f'<rect width="{_WIDTH}" height="24" fill="#8884"/>'
        f'<rect width="{width}" height="24" fill="#080a"/></svg>'
    )


def _checks(report: AuditReport, lang: Lang) -> Iterator[str]:
    yield f"<h2>{escape(say('checks', lang))}</h2>"
    rows = [
        (
            check_name(check.check, lang),
            f"{check.count:,}",
            status_name(check.status, check.count, lang),
        )
        for check in report.checks
    ]
    yield _table([say(name, lang) for name in ("check", "count", "status")], rows)
    totals = [(kind, f"{count:,}", sums) for kind, count, sums in totals_rows(report, lang)]
    if totals:
        yield f"<h2>{escape(say('totals', lang))}</h2>"
        yield _table([say(name, lang) for name in ("kind", "count", "sum")], totals)
    samples = list(sample_rows(report, lang))
    if samples:
        yield f"<h2>{escape(say('samples', lang))}</h2>"
        yield _table([say("sample", lang), say("entries", lang)], samples)
    tokens = [(f"{size:,}", text) for size, text in token_texts(report, lang)]
    if tokens:
        yield f"<h2>{escape(say('tokens', lang))}</h2>"
        yield _table([say("size", lang), say("status", lang)], tokens)


def _findings(report: AuditReport, lang: Lang) -> Iterator[str]:
    yield f"<h2>{escape(say('findings', lang, total=f'{report.total:,}'))}</h2>"
    if not report.total:
        yield f"<p>{escape(say('findings-none', lang))}</p>"
        return
    rows = [
        (place_text(item, lang), problem_of(item.code, lang), *_texts(item))
        for item in report.findings
    ]
    yield _table([say(name, lang) for name in ("place", "problem", "expected", "found")], rows)
    if more := report.total - len(report.findings):
        yield f"<p>{escape(say('findings-more', lang, count=f'{more:,}'))}</p>"


def _texts(item: Finding) -> tuple[str, str]:
    return printable(item.expected), printable(item.found)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
