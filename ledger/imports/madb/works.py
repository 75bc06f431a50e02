"""From a raw row to a work: titles, kind, dates, length, credits, companies and committee."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ledger.imports.madb.committee_drafts import is_committee_name
from ledger.imports.madb.committees import (
    Committee,
    committee_of,
    committee_of_list,
)
from ledger.imports.madb.companies import Company, companies_of
from ledger.imports.madb.copyrights import holders_of
from ledger.imports.madb.credit_sheet import Credit, CreditSheet, Unread, merge_repeated
from ledger.imports.madb.credits import read_credits
from ledger.imports.madb.names import clean, match_key
from ledger.imports.madb.place import Place
from ledger.imports.madb.release import episodes, first_published, length_minutes
from ledger.imports.madb.source import Form, Node, RawRow, texts
from ledger.log.canonical import digest, encode
from ledger.works.commands import WorkKind

URI: Final = "https://mediaarts-db.artmuseums.go.jp/id/"
"""Items moved here from bunka.go.jp on 2024-11-26; the C number stayed the same."""

_ID = re.compile(r"(?:^|/)(C\d+)$")
_SINGLES = re.compile(r"(?<!\S)[぀-ヿ一-鿿々](?: [぀-ヿ一-鿿々])+(?!\S)")
_UNSETTLED: Final = frozenset({"@id", "hasPart"})
_CREDIT_FIELDS: Final = (
    "contributor",
    "creator",
    "originalWorkCreator",
    "productionCompany",
    "publisher",
    "actor",
)
KINDS: Final[tuple[tuple[re.Pattern[str], WorkKind], ...]] = (
    (re.compile(r"^Animation\w*Special\w*Series$"), "special"),
    (re.compile(r"^AnimationTV\w*Series$"), "tv"),
    (re.compile(r"^AnimationVideo\w*Series$"), "ova"),
    (re.compile(r"^AnimationMovie\w*Series$"), "film"),
    (re.compile(r"^Animation\w*Series$"), "other"),
)
"""Classes of the source that are works; its other classes are single programmes and items."""

SETS: Final[Mapping[str, WorkKind]] = {
    "an207": "tv",
    "an208": "special",
    "an209": "ova",
    "an210": "film",
}
"""Numbers of the published sets, which the CSV names instead of the class."""


@dataclass(frozen=True, slots=True)
class ParsedWork:
    """A work as far as its row could be read.

    Attributes:
        madb_id: The C number: the same under the old and the new host.
        title: Cleaned title; `title_printed` is the title as it stands in the file.
        first_published: Day of first publication, or None.
        date_from: Field that the day was read from.
        length_minutes: Length, when the row prints exactly one.
        episodes: Number of episodes, or None.
        identifiers: Pairs of scheme and value.
        original_work: Name of the original work as printed, or None.
        companies: All organisations of credits and committee.
        unread: Parts that a person has to read.
        remarks: Parts that name nobody, and entries that the source cuts off.
        form: Kind of file it was read from; the JSON-LD outranks the CSV extract of it.
        source_digest: SHA-256 of the row's canonical form: the same content, the same digest.
    """

    madb_id: str
    title: str
    title_printed: str
    title_kana: str | None
    title_en: str | None
    kind: WorkKind
    first_published: date | None
    date_from: str
    length_minutes: int | None
    episodes: int | None
    identifiers: tuple[tuple[str, str], ...]
    credits: tuple[Credit, ...]
    companies: tuple[Company, ...]
    committee: Committee | None
    other_committees: tuple[str, ...]
    original_work: str | None
    copyright_line: str | None
    series: tuple[str, ...]
    place: Place
    form: Form
    source_digest: str
    unread: tuple[Unread, ...] = field(default=())
    remarks: tuple[Unread, ...] = field(default=())


def madb_id_of(text: str) -> str | None:
    """Return the C number of an identifier or of an address under either host.

    Example:
        >>> madb_id_of("https://mediaarts-db.bunka.go.jp/id/C410176")
        'C410176'
    """
    found = _ID.search(text.strip())
    return found[1] if found else None


def clean_title(printed: str) -> str:
    """Return a title in plain width of spaces, without print marks.

    Example:
        >>> clean_title("劇 場 版 弱虫ペダル")
        '劇場版 弱虫ペダル'
    """
    text = re.sub(r"\s+", " ", printed.replace("*", "")).strip()
    return _SINGLES.sub(lambda found: found.group().replace(" ", ""), text)


def parse_work(row: RawRow) -> ParsedWork:
    """Read a row that is known to be a work with an identifier and a title."""
    return _parse_csv(row) if row.form == "csv" else _parse_graph(row)


def kind_of(row: RawRow) -> WorkKind | None:
    """Return the kind of work that a row is, or None when it is no work."""
    if row.form == "csv":
        return SETS.get(str(row.data.get("set", "")).strip()[:5])
    for name in texts(row.data.get("@type")):
        class_name = re.split(r"[:#/]", name)[-1]
        for pattern, kind in KINDS:
            if pattern.match(class_name):
                return kind
    return None


def title_of(row: RawRow) -> str:
    """Return the title as printed, or an empty text."""
    if row.form == "csv":
        return str(row.data.get("title", "")).strip()
    names = row.data.get("name")
    plain = [name for name in (names if isinstance(names, list) else [names]) if name]
    printed = [name for name in plain if isinstance(name, str)]
    return (texts(row.data.get("label")) or printed or [""])[0].strip()


def _joined(node: Node, name: str) -> str:
    return " ／ ".join(text for text in texts(node.get(name)) if text.strip())


def _in_language(node: Node, language: str) -> str | None:
    names = node.get("name")
    for name in names if isinstance(names, list) else [names]:
        if isinstance(name, Mapping) and name.get("@language") == language:
            return re.sub(r"\s+", " ", str(name.get("@value", ""))).strip() or None
    return None


def _parse_graph(row: RawRow) -> ParsedWork:
    node, place = row.data, row.place
    title = title_of(row)
    sheet = CreditSheet()
    _read_fields(sheet, node, place)
    for part in row.parts:
        _read_fields(sheet, part, place)
    line = _joined(node, "copyrightHolder")
    _read_holders(sheet, line, place.at("copyrightHolder"))
    fields = {name: _joined(node, name) for name in ("productionCompany", "contributor")}
    committee, others = committee_of({**fields, "copyrightHolder": line}, clean_title(title), place)
    published, date_from = first_published(node)
    credits_read = _without_committee(sheet.credits, committee)
    return ParsedWork(
        madb_id=_graph_id(node),
        title=clean_title(title),
        title_printed=title,
        title_kana=_in_language(node, "ja-hrkt"),
        title_en=_in_language(node, "en"),
        kind=kind_of(row) or "other",
        first_published=published,
        date_from=date_from,
        length_minutes=length_minutes(node, row.parts),
        episodes=episodes(node, row.parts),
        identifiers=_identifiers(_graph_id(node)),
        credits=credits_read,
        companies=companies_of(credits_read, committee),
        committee=committee,
        other_committees=others,
        original_work=_original_work(node),
        copyright_line=line or None,
        series=tuple(filter(None, map(madb_id_of, texts(node.get("isPartOf"))))),
        place=place,
        form=row.form,
        source_digest=_digest(row),
        unread=tuple(sheet.unread),
        remarks=(*sheet.remarks, *(Unread(place, name, "other-committee") for name in others)),
    )


def _parse_csv(row: RawRow) -> ParsedWork:
    data = {name: str(value) for name, value in row.data.items()}
    title, line = title_of(row), data.get("copyright_line", "")
    members = [name for name in data["members"].split("|") if name.strip()]
    committee = committee_of_list(data["committee"], members, line, clean_title(title), row.place)
    madb_id = madb_id_of(data["madb_id"]) or ""
    sheet = CreditSheet()
    _read_holders(sheet, line, row.place.at("copyright_line"))
    credits_read = _without_committee(sheet.credits, committee)
    return ParsedWork(
        madb_id=madb_id,
        title=clean_title(title),
        title_printed=title,
        title_kana=None,
        title_en=None,
        kind=kind_of(row) or "other",
        first_published=date.fromisoformat(data["date"].strip()) if data["date"].strip() else None,
        date_from="date",
        length_minutes=None,
        episodes=None,
        identifiers=_identifiers(madb_id),
        credits=credits_read,
        companies=companies_of(credits_read, committee),
        committee=committee,
        other_committees=(),
        original_work=None,
        copyright_line=line or None,
        series=(),
        place=row.place,
        form=row.form,
        source_digest=_digest(row),
        remarks=tuple(sheet.remarks),
    )


def _graph_id(node: Node) -> str:
    candidates = (*texts(node.get("identifier")), *texts(node.get("@id")))
    return next(filter(None, map(madb_id_of, candidates)), "")


def _identifiers(madb_id: str) -> tuple[tuple[str, str], ...]:
    return (("madb", madb_id),)


def _digest(row: RawRow) -> str:
    """Hash what the row says, without what changes from one edition of the files to the next.

    Addresses moved to another host, blank nodes are numbered anew and lists are shuffled in every
    edition; the same content must get the same digest.
    """
    content = {name: _settled(value) for name, value in row.data.items() if name not in _UNSETTLED}
    parts = [
        {name: _settled(part[name]) for name in part if name not in _UNSETTLED}
        for part in row.parts
    ]
    return digest({"row": content, "parts": sorted(parts, key=encode)})


def _settled(value: object) -> object:
    if isinstance(value, list):
        return sorted((_settled(item) for item in value), key=encode)
    found = _ID.search(value) if isinstance(value, str) else None
    return found[1] if found else value


def _read_fields(sheet: CreditSheet, node: Node, place: Place) -> None:
    for name in _CREDIT_FIELDS:
        text = _joined(node, name)
        if text:
            read_credits(sheet, name, text, place)


def _read_holders(sheet: CreditSheet, line: str, place: Place) -> None:
    names, unread = holders_of(line)
    for printed in names:
        read_credits(sheet, "copyrightHolder", printed, place)
    sheet.remarks.extend(Unread(place, text, "copyright-line") for text in unread)


def _without_committee(
    credits_read: Iterable[Credit], committee: Committee | None
) -> tuple[Credit, ...]:
    """Leave out committees: a committee is a contract, not a party that could be credited."""
    own = {match_key(committee.name)} if committee else set()
    return merge_repeated(
        credit
        for credit in credits_read
        if not is_committee_name(credit.name) and match_key(credit.name) not in own
    )


def _original_work(node: Node) -> str | None:
    printed = re.sub(r"^\[[^\]]*\]\s*", "", _joined(node, "originalWorkName"))
    return clean(printed, is_title=True).text.rstrip('"') or None
