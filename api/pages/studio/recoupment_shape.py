"""Meters of recoupment in the shape of a page: figures, pictures, who waits, at what pace."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from api.pages import charts, formats
from api.pages.desk import Desk
from api.pages.studio.named import Names, called
from contracts.figures import Language, unit
from contracts.money import minor_unit
from ledger.jobs.accounting_guarantees import GuaranteeBalance
from ledger.jobs.recoupment import Meter, Pace, Point, Standing, filled_of, pace_of

_WIDTH: Final = 620
_PER_BAR: Final = 26
_LABEL: Final = 300
_WHOLE: Final = 100
Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Of:
    """For whom and in what a meter is told."""

    desk: Desk
    currency: str
    names: Names

    @property
    def lang(self) -> Language:
        """The reader's."""
        return self.desk.lang

    def money(self, amount: int) -> str:
        """Write an amount."""
        return formats.money(amount, self.currency, self.lang)


def listed(
    rows: Iterable[Plain], standings: Mapping[str, Standing], names: Names, lang: Language
) -> list[dict[str, Any]]:
    """Return agreements with their meters, in the order given."""
    found = []
    for row in rows:
        standing = standings.get(row["id"])
        meters = standing.meters() if standing else []
        steps = standing.terms["steps"] if standing else ()
        found.append(
            {
                "id": row["id"],
                "title": names.get(row["id"], row["title_ja"]),
                "currency": row["currency"],
                "committee": names.get(row["committee"] or "", ""),
                "payer": names.get(row["payer"], row["payer"]),
                "meters": [
                    {"meter": one, "label": label_of(one, lang), "waiting": len(one.waiting)}
                    for one in meters
                ],
                "guarantees": sum(step["kind"].startswith("guarantee/") for step in steps),
            }
        )
    return found


def label_of(meter: Meter, lang: Language) -> str:
    """Return what an account is called."""
    return meter.label_ja if lang == "ja" else meter.label_en


def picture_of_all(agreements: Sequence[Plain], desk: Desk) -> Markup | None:
    """Draw how much of each target is reached."""
    done, left = desk.say("recoupment.reached"), desk.say("recoupment.left")
    values = []
    for agreement in agreements:
        for one in agreement["meters"]:
            several = len(agreement["meters"]) > 1
            name = f"{agreement['title']} {one['label']}" if several else agreement["title"]
            percent = one["meter"].percent
            values += [
                {"name": name, "part": done, "percent": percent, "order": 0},
                {"name": name, "part": left, "percent": _WHOLE - percent, "order": 1},
            ]
    if not values:
        return None
    spec = {
        "width": _WIDTH,
        "height": {"step": _PER_BAR},
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {
                "field": "name", "type": "nominal", "title": None, "sort": None,
                "axis": {"labelLimit": _LABEL},
            },
            "x": {
                "field": "percent", "type": "quantitative", "title": "%",
                "scale": {"domain": [0, _WHOLE]},
            },
            "color": {
                "field": "part", "type": "nominal", "title": None,
                "scale": {"domain": [done, left], "range": [charts.COLOURS[2], "#b9b4a7"]},
            },
            "order": {"field": "order"},
        },
    }  # fmt: skip
    title = desk.say("recoupment.title")
    return charts.chart(spec, title=title, told=desk.say("recoupment.picture-told"))


def meter_told(
    meter: Meter, of: Of, points: Sequence[Point], uses: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """Return one account with its history, who waits for it, and its pace."""
    rows = history_of(meter, points)
    amounts = [(one.first, one.month, filled_of(one.position, meter.account, meter.kind))
               for one in points]  # fmt: skip
    pace = pace_of(amounts, meter.left_minor)
    return {
        "meter": meter,
        "label": label_of(meter, of.lang),
        "currency": of.currency,
        "rows": rows,
        "picture": picture_of(meter, rows, of),
        "pace": pace_told(pace, meter, of) if pace else "",
        "no_pace": not pace and meter.left_minor > 0,
        "waiting": [
            {
                "label": one.label_ja if of.lang == "ja" else one.label_en,
                "clause": one.clause,
                "why": one.why,
                "payees": [called(payee, of.names) for payee in one.payees],
            }
            for one in meter.waiting
        ],
        "uses": [
            {"name": of.names.get(agreement, agreement), "amount": amount}
            for agreement, amount in uses.get(meter.shared, {}).items()
        ],
    }


def history_of(meter: Meter, points: Sequence[Point]) -> list[dict[str, Any]]:
    """Return a row per run: what it added, what there was after it, what was still to go."""
    rows, before = [], 0
    for point in points:
        amount = filled_of(point.position, meter.account, meter.kind)
        rows.append(
            {
                "period": point.period,
                "kind": point.kind,
                "entry": point.entry_index,
                "added": amount - before,
                "amount": amount,
                "left": max(0, meter.target_minor - amount),
            }
        )
        before = amount
    return rows


def picture_of(meter: Meter, rows: Sequence[Plain], of: Of) -> Markup | None:
    """Draw what was filled after each run, under the line of the target."""
    if not rows:
        return None
    scale = 10 ** minor_unit(of.currency)
    say = of.desk.say
    values = [
        {"period": formats.period(row["period"], of.lang), "amount": row["amount"] / scale}
        for row in rows
    ]
    across = {
        "field": "period", "type": "ordinal", "sort": None, "title": say("recoupment.period"),
        "axis": {"labelAngle": 0, "labelOverlap": True},
    }  # fmt: skip
    up = {
        "field": "amount", "type": "quantitative", "axis": {"format": ",d"},
        "title": say("recoupment.axis", currency=unit(of.currency, of.lang)),
    }  # fmt: skip
    target = {"amount": meter.target_minor / scale, "said": say("recoupment.target")}
    line = {"mark": {"type": "line", "point": True}, "encoding": {"x": across, "y": up}}
    rule = {
        "data": {"values": [target]},
        "mark": {"type": "rule", "strokeDash": [6, 4], "color": charts.COLOURS[1]},
        "encoding": {"y": {"field": "amount", "type": "quantitative"}},
    }
    word = {
        "data": {"values": [target]},
        "mark": {"type": "text", "align": "left", "dx": 4, "dy": -7, "x": 0},
        "encoding": {
            "y": {"field": "amount", "type": "quantitative"},
            "text": {"field": "said"},
        },
    }
    spec = {
        "width": _WIDTH, "height": 240, "data": {"values": values}, "layer": [line, rule, word]
    }  # fmt: skip
    told = say(
        "recoupment.line-told",
        amount=of.money(rows[-1]["amount"]),
        target=of.money(meter.target_minor),
        left=of.money(rows[-1]["left"]),
    )
    return charts.chart(spec, title=label_of(meter, of.lang), told=told)


def pace_told(pace: Pace, meter: Meter, of: Of) -> str:
    """Say the arithmetic of the pace with its numbers."""
    return of.desk.say(
        "recoupment.pace",
        since=formats.month(str(pace.since), of.lang),
        until=formats.month(str(pace.until), of.lang),
        months=pace.months,
        gained=of.money(pace.gained_minor),
        left=of.money(meter.left_minor),
        to_go=pace.months_to_go,
        reached=formats.month(str(pace.reached), of.lang),
    )


def shared_told(
    shared: Iterable[Plain], uses: Mapping[str, Mapping[str, int]], names: Names, lang: Language
) -> list[dict[str, Any]]:
    """Return accounts that several agreements fill, with what each filled."""
    found = []
    for one in shared:
        filled = uses.get(one["id"], {})
        total = sum(filled.values())
        found.append(
            {
                "id": one["id"],
                "label": one["label"].get(lang) or one["label"]["ja"],
                "currency": one["currency"],
                "target": one["target_minor"],
                "filled": total,
                "left": max(0, one["target_minor"] - total),
                "percent": min(_WHOLE, max(0, total) * _WHOLE // one["target_minor"]),
                "uses": [
                    {"name": names.get(agreement, agreement), "amount": amount}
                    for agreement, amount in filled.items()
                ],
            }
        )
    return found


def guarantee_told(one: GuaranteeBalance, names: Names) -> dict[str, Any]:
    """Return one guarantee or advance for a table."""
    return {
        "balance": one,
        "payer": names.get(one.payer, one.payer),
        "payees": [called(payee, names) for payee in one.payees],
    }


def picture_of_guarantees(promised: Sequence[GuaranteeBalance], desk: Desk) -> Markup | None:
    """Draw what of each guarantee is recouped, and what is not."""
    if not promised:
        return None
    rows = []
    for one in promised:
        scale = 10 ** minor_unit(one.currency)
        name = f"{one.step} {one.year}".strip()
        for key, amount in (
            ("recoupment.recouped", one.recouped_minor),
            ("recoupment.open", one.remaining_minor),
        ):
            rows.append({"name": name, "part": desk.say(key), "amount": amount / scale})
    spec = charts.bars(
        rows,
        across=("name", desk.say("recoupment.guarantee")),
        up=("amount", desk.say("recoupment.amount")),
        colour=("part", ""),
    )
    title = desk.say("recoupment.guarantees")
    return charts.chart(spec, title=title, told=desk.say("recoupment.guarantees-told"))
