"""Rules about the end of an audit: who may end it how, and which reports carry it out.

clean       nothing is missing; who audited says so
agreed      who was audited accepts what was found, and every report is corrected to it
unanswered  likewise, because he did not object in time; who audited says so
settled     a document shows another sum; the reports that carry it out say how much
withdrawn   by who asked
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents, needs_consents
from ledger.revenue.views import ReportRow
from ledger.royalty_audits.commands import CloseRoyaltyAudit, CorrectedReport
from ledger.royalty_audits.events import CorrectedAmount, RoyaltyAuditClosed
from ledger.royalty_audits.rules import open_audit, parties_of
from ledger.royalty_audits.views import FOUND, RoyaltyAuditRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack

_AS_FOUND: Final = ("agreed", "unanswered")
_WITHOUT_MONEY: Final = ("clean", "withdrawn")


def close_audit(command: CloseRoyaltyAudit, state: State, context: Context) -> list[Event]:
    """End an audit, by whom and by what its outcome needs."""
    row = open_audit(command.audit, command.by, state, context)
    check_consents(command.consents, state, context)
    _must_be_able(command, row)
    _must_speak(command, row, context)
    corrected = tuple(_corrected(one, row, state) for one in command.corrections)
    _must_fit(command, row, corrected)
    found = unpack(row["doc"]).get("found", {})
    return [
        RoyaltyAuditClosed(
            audit=command.audit,
            by=command.by,
            outcome=command.outcome,
            corrected=corrected,
            corrected_minor=sum(one.now_minor - one.was_minor for one in corrected),
            document=command.document,
            consents=command.consents,
            parties=parties_of(row, state),
            **_owed(command, found),
        )
    ]


def _owed(command: CloseRoyaltyAudit, found: Mapping[str, Any]) -> dict[str, int]:
    """Return interest and cost: as found, or as settled."""
    owed: dict[str, int] = {}
    for name in ("interest_minor", "cost_of_audited_minor"):
        stated, as_found = getattr(command, name), found.get(name, 0)
        if command.outcome in _AS_FOUND:
            expected = as_found
        elif command.outcome in _WITHOUT_MONEY:
            expected = 0
        else:
            expected = stated or 0
        if stated is not None and stated != expected:
            raise RuleViolation(
                "audit-owed-differs",
                "another sum than the one found needs a settlement",
                field=name,
                value=stated,
                expected=expected,
            )
        owed[name] = expected
    return owed


def _must_be_able(command: CloseRoyaltyAudit, row: Row) -> None:
    """Refuse an outcome that what was found does not allow."""
    needs_finding = command.outcome not in ("settled", "withdrawn")
    if needs_finding and not row["found_index"]:
        raise Conflict(
            "audit-nothing-found",
            field="outcome",
            value=command.outcome,
            expected="findings on record first, or settled, or withdrawn",
        )
    if command.outcome == "clean" and row["under_minor"]:
        raise RuleViolation(
            "audit-not-clean", field="outcome", value=row["under_minor"], expected="0 missing"
        )
    if command.outcome in _WITHOUT_MONEY and command.corrections:
        raise RuleViolation(
            "audit-nothing-corrected",
            field="corrections",
            value=len(command.corrections),
            expected=f"none for {command.outcome}",
        )


def _must_speak(command: CloseRoyaltyAudit, row: Row, context: Context) -> None:
    if command.by is None and command.document is None:
        raise RuleViolation(
            "audit-document-missing",
            "what the operator records for others is shown by a document",
            field="document",
            value=None,
            expected="the settlement, the acceptance or the withdrawal",
        )
    if command.outcome == "unanswered":
        _must_be_silent(row, context)
    if command.by is None:
        return
    needed = {
        "agreed": (row["audited"],),
        "settled": (row["auditor"], row["audited"]),
    }.get(command.outcome, (row["auditor"],))
    said = {command.by, *(consent.party for consent in command.consents)}
    missing = [party for party in needed if party not in said]
    if missing:
        raise Forbidden(
            "audit-consent-missing",
            field="consents",
            value=missing,
            expected="the word or the consent of each of them",
        )


def _must_be_silent(row: Row, context: Context) -> None:
    """Refuse to take silence for consent before the days are over, or after an objection."""
    today = tokyo_date(context.at).isoformat()
    if row["status"] == FOUND and today > (row["object_until"] or today):
        return
    raise Conflict(
        "audit-may-be-answered",
        "there was an objection, or there still may be one",
        field="outcome",
        value=row["status"],
        expected=f"no objection until {row['object_until']}",
    )


def _corrected(one: CorrectedReport, row: Row, state: State) -> CorrectedAmount:
    """Return what a report changes; it is of the same agreement and newer than what was found."""
    report = state.get(ReportRow, one.report)
    since = row["found_index"] or row["entry_index"]
    fits = report is not None and (
        report["agreement"] == row["agreement"]
        and report["period"] == one.period
        and report["entry_index"] > since
        and report["successor"] is None
    )
    if report is None or not fits:
        raise NotFound(
            "audit-correction-not-found",
            field="corrections",
            value=one.report,
            expected=f"a report for {one.period}, recorded after entry {since}",
        )
    old = unpack(report["doc"]).get("supersedes")
    before = state.get(ReportRow, old) if old else None
    was = before["amount_minor"] if before else 0
    return CorrectedAmount(
        period=one.period, report=one.report, was_minor=was, now_minor=report["amount_minor"]
    )


def _must_fit(command: CloseRoyaltyAudit, row: Row, corrected: tuple[CorrectedAmount, ...]) -> None:
    """Each report once; where what was found is accepted, every missing amount is made good."""
    named = [one.report for one in corrected]
    if len(set(named)) != len(named):
        raise RuleViolation(
            "audit-report-twice", field="corrections", value=named, expected="each report once"
        )
    if command.outcome not in _AS_FOUND:
        return
    for finding in unpack(row["doc"])["found"]["assessed"]:
        if finding["difference_minor"] <= 0:
            continue
        wanted = (finding["period"], finding["reported_minor"], finding["found_minor"])
        if not any((one.period, one.was_minor, one.now_minor) == wanted for one in corrected):
            raise RuleViolation(
                "audit-not-corrected",
                "what is missing of this period is not reported yet",
                field="corrections",
                value=finding["period"],
                expected=f"a report of {finding['found_minor']}"
                + (f" that supersedes {finding['report']}" if finding.get("report") else ""),
            )


def needs_close(command: CloseRoyaltyAudit) -> Iterable[Key]:
    """Return the rows of the audit, of its reports and of who consents."""
    reports = [(ReportRow, (one.report,)) for one in command.corrections]
    return [
        (RoyaltyAuditRow, (command.audit,)),
        *reports,
        *needs_consents(command.consents),
    ]


HANDLERS: Final[dict[type[Command], Handler]] = {
    CloseRoyaltyAudit: Handler(close_audit, needs_close),
}
