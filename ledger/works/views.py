"""Works as the register knows them: the work itself, and what leads to it.

A notice is kept apart from works, so that no query about works can ever show one.
"""

from typing import Any

from sqlmodel import Field

from ledger.access.views import involve
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.parties.names import match_key
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, text, unpack
from ledger.values import Names
from ledger.works.commands import Asset, Credit, WorkData
from ledger.works.credited import CreditedSubjectRow, note_subjects
from ledger.works.events import (
    ElementRegistered,
    NoticeFiled,
    WorkAmended,
    WorkClaimed,
    WorkRegistered,
)
from ledger.works.identifiers import canonical, public_identifier, scope_of
from ledger.works.readings import reading_key

_DESCRIPTION = {"data", "credits", "assets", "source"}


class WorkRow(View, table=True):
    """A registered work. `doc` holds data, credits, assets and the history of amendments."""

    __tablename__ = "v_work"

    id: str = Field(sa_column=text(key=True))
    holder: str | None = Field(sa_column=text(null=True, index=True))
    title_ja: str = Field(sa_column=text())
    title_kana: str | None = Field(sa_column=text(null=True))
    title_en: str | None = Field(sa_column=text(null=True))
    kind: str = Field(sa_column=text())
    status: str = Field(sa_column=text())
    first_published: str | None = Field(sa_column=text(null=True))
    notice_index: int | None = Field(sa_column=integer(null=True))
    registered_index: int = Field(sa_column=integer())
    first_recorded_at: str = Field(sa_column=text())
    doc: str = Field(sa_column=text())


class NoticeRow(View, table=True):
    """A pre-production notice, for its holder's eyes."""

    __tablename__ = "v_notice"

    work_id: str = Field(sa_column=text(key=True))
    holder: str = Field(sa_column=text(index=True))
    working_title: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    recorded_at: str = Field(sa_column=text())
    doc: str = Field(sa_column=text())


class WorkTitleRow(View, table=True):
    """A title under which a work is found, earlier titles included."""

    __tablename__ = "v_work_title"

    match_key: str = Field(sa_column=text(key=True))
    work_id: str = Field(sa_column=text(key=True))


class WorkReadingRow(View, table=True):
    """A reading of a title in Latin letters, under which whoever types those finds it."""

    __tablename__ = "v_work_reading"

    reading_key: str = Field(sa_column=text(key=True))
    work_id: str = Field(sa_column=text(key=True))


class WorkIdentifierRow(View, table=True):
    """An identifier in canonical form. `scope` is the holder for own numbers, else empty."""

    __tablename__ = "v_work_identifier"

    scheme: str = Field(sa_column=text(key=True))
    value: str = Field(sa_column=text(key=True))
    scope: str = Field(sa_column=text(key=True))
    work_id: str = Field(sa_column=text(index=True))


class KnownIdentifierRow(View, table=True):
    """An identifier that was ever registered, spelled `scheme:value`; an amendment forgets none."""

    __tablename__ = "v_known_identifier"

    identifier: str = Field(sa_column=text(key=True))


class CreditRow(View, table=True):
    """A credit of a known party or a printed organisation, to list what they worked on."""

    __tablename__ = "v_credit"

    work_id: str = Field(sa_column=text(key=True))
    source_id: str = Field(sa_column=text(key=True))
    ordinal: int = Field(sa_column=integer(key=True))
    role: str = Field(sa_column=text())
    party_id: str | None = Field(sa_column=text(null=True, index=True))
    organisation: str | None = Field(sa_column=text(null=True))


class AssetRow(View, table=True):
    """A file's first appearance with a work; unlisted while only a notice names it."""

    __tablename__ = "v_asset"

    sha256: str = Field(sa_column=text(key=True))
    work_id: str = Field(sa_column=text(key=True))
    source_id: str = Field(sa_column=text())
    label: str = Field(sa_column=text())
    size_bytes: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    recorded_at: str = Field(sa_column=text())
    listed: int = Field(sa_column=integer())


class ElementRow(View, table=True):
    """A character, a design or a version of a work."""

    __tablename__ = "v_element"

    id: str = Field(sa_column=text(key=True))
    work_id: str = Field(sa_column=text(index=True))
    kind: str = Field(sa_column=text())
    name_ja: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class ClaimRow(View, table=True):
    """A claim about a work, beside other claims."""

    __tablename__ = "v_claim"

    id: str = Field(sa_column=text(key=True))
    work_id: str = Field(sa_column=text(index=True))
    claimant: str = Field(sa_column=text(index=True))
    claim: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


def notice_filed(event: NoticeFiled, state: State, place: Place) -> None:
    """Keep a notice for its holder, its files unlisted."""
    state.put(
        NoticeRow,
        work_id=event.work,
        holder=event.holder,
        working_title=event.working_title,
        entry_index=place.index,
        recorded_at=stamp(place.recorded_at),
        doc=pack({"note": event.note, "assets": _plain(event.assets)}),
    )
    involve(state, event.work, event.holder)
    _note_assets(state, event.work, event.work, event.assets, place, listed=False)


def work_registered(event: WorkRegistered, state: State, place: Place) -> None:
    """Put a work on the register; one that grew from a notice keeps the notice's date."""
    notice = state.get(NoticeRow, event.id) if event.notice_index is not None else None
    now = stamp(place.recorded_at)
    state.put(
        WorkRow,
        id=event.id,
        holder=event.holder,
        **_columns(event.data),
        notice_index=event.notice_index,
        registered_index=place.index,
        first_recorded_at=notice["recorded_at"] if notice else now,
        doc=pack(
            {
                "source": None,
                **event.model_dump(mode="json", exclude_none=True, include=_DESCRIPTION),
                "registered_at": now,
                "history": [],
            }
        ),
    )
    if event.holder:
        involve(state, event.id, event.holder)
    _note_titles(state, event.id, event.data.title)
    _note_identifiers(state, event.id, event.holder, event.data)
    _note_credits(state, event.id, event.id, event.credits)
    _note_assets(state, event.id, event.id, event.assets, place, listed=True)


def work_amended(event: WorkAmended, state: State, place: Place) -> None:
    """Replace what is said; earlier titles still lead to the work."""
    row = state.require(WorkRow, event.work, field="work")
    doc = unpack(row["doc"])
    step = {
        "index": place.index,
        "at": stamp(place.recorded_at),
        "by": event.by,
        "reason": event.reason,
        "changed": _changed(event),
    }
    columns: Row = {}
    if event.data is not None:
        before = WorkData.model_validate_json(pack(doc["data"]))
        _forget_identifiers(state, row["holder"], before)
        _note_identifiers(state, event.work, row["holder"], event.data)
        _note_titles(state, event.work, event.data.title)
        doc["data"] = event.data.model_dump(mode="json", exclude_none=True)
        columns = _columns(event.data)
    if event.credits is not None:
        for ordinal in range(len(doc["credits"])):
            state.delete(CreditRow, event.work, event.work, ordinal)
        _note_credits(state, event.work, event.work, event.credits)
        doc["credits"] = _plain(event.credits)
    doc["assets"] += _plain(event.assets)
    doc["history"].append(step)
    _note_assets(state, event.work, event.work, event.assets, place, listed=True)
    state.change(WorkRow, event.work, **columns, doc=pack(doc))


def _changed(event: WorkAmended) -> list[str]:
    replaced = [name for name in ("data", "credits") if getattr(event, name) is not None]
    return [*replaced, "assets"] if event.assets else replaced


def element_registered(event: ElementRegistered, state: State, place: Place) -> None:
    """Put an element under its work."""
    state.put(
        ElementRow,
        id=event.id,
        work_id=event.work,
        kind=event.kind,
        name_ja=event.name.ja,
        entry_index=place.index,
        doc=pack(
            {
                "name": event.name.model_dump(mode="json", exclude_none=True),
                "of": event.of,
                "credits": _plain(event.credits),
                "assets": _plain(event.assets),
                "registered_at": stamp(place.recorded_at),
            }
        ),
    )
    _note_credits(state, event.work, event.id, event.credits)
    _note_assets(state, event.work, event.id, event.assets, place, listed=True)


def work_claimed(event: WorkClaimed, state: State, place: Place) -> None:
    """Put a claim beside the others."""
    state.put(
        ClaimRow,
        id=event.id,
        work_id=event.work,
        claimant=event.claimant,
        claim=event.claim,
        entry_index=place.index,
        doc=pack(
            {
                "statement": event.statement,
                "evidence": [
                    item.model_dump(mode="json", exclude_none=True) for item in event.evidence
                ],
                "claimed_at": stamp(place.recorded_at),
            }
        ),
    )


def _plain(values: tuple[Asset, ...] | tuple[Credit, ...]) -> list[dict[str, Any]]:
    return [value.model_dump(mode="json", exclude_none=True) for value in values]


def _columns(data: WorkData) -> Row:
    return {
        "title_ja": data.title.ja,
        "title_kana": data.title.kana,
        "title_en": data.title.en,
        "kind": data.kind,
        "status": data.status,
        "first_published": data.first_published.isoformat() if data.first_published else None,
    }


def _note_titles(state: State, work: str, title: Names) -> None:
    for spelling in (title.ja, title.kana, title.en):
        key = match_key(spelling) if spelling else ""
        if key:
            state.put(WorkTitleRow, match_key=key, work_id=work)
    # Many titles are kana all through: then they are their own reading.
    for key in filter(None, {reading_key(title.kana), reading_key(title.ja)}):
        state.put(WorkReadingRow, reading_key=key, work_id=work)


def _note_identifiers(state: State, work: str, holder: str | None, data: WorkData) -> None:
    for item in data.identifiers:
        scope = scope_of(item.scheme, holder)
        value = canonical(item)
        state.put(WorkIdentifierRow, scheme=item.scheme, value=value, scope=scope, work_id=work)
        state.put(KnownIdentifierRow, identifier=public_identifier(item.scheme, value, scope))


def _forget_identifiers(state: State, holder: str | None, data: WorkData) -> None:
    for item in data.identifiers:
        scope = scope_of(item.scheme, holder)
        state.delete(WorkIdentifierRow, item.scheme, canonical(item), scope)


def _note_credits(state: State, work: str, source: str, lines: tuple[Credit, ...]) -> None:
    note_subjects(state, work, lines)
    for ordinal, line in enumerate(lines):
        if line.party or line.organisation:
            state.put(
                CreditRow,
                work_id=work,
                source_id=source,
                ordinal=ordinal,
                role=line.role,
                party_id=line.party,
                organisation=line.organisation,
            )


def _note_assets(
    state: State, work: str, source: str, assets: tuple[Asset, ...], place: Place, *, listed: bool
) -> None:
    for asset in assets:
        first = state.get(AssetRow, asset.sha256, work)
        if first is None:
            state.put(
                AssetRow,
                sha256=asset.sha256,
                work_id=work,
                source_id=source,
                label=asset.label,
                size_bytes=asset.size_bytes,
                entry_index=place.index,
                recorded_at=stamp(place.recorded_at),
                listed=int(listed),
            )
        elif listed and not first["listed"]:
            # The notice's date stands: it is what the notice was filed for.
            state.change(AssetRow, asset.sha256, work, listed=1, label=asset.label)


VIEWS: tuple[type[View], ...] = (
    WorkRow,
    NoticeRow,
    WorkTitleRow,
    WorkReadingRow,
    WorkIdentifierRow,
    KnownIdentifierRow,
    CreditRow,
    CreditedSubjectRow,
    AssetRow,
    ElementRow,
    ClaimRow,
)

PROJECTIONS: dict[type[Event], Projection] = {
    NoticeFiled: notice_filed,
    WorkRegistered: work_registered,
    WorkAmended: work_amended,
    ElementRegistered: element_registered,
    WorkClaimed: work_claimed,
}
