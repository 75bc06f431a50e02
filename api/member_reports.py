"""A member's income report as plain JSON values."""

from typing import Any

from ledger.jobs.member_report import MemberReport, Section


def report_as_json(found: MemberReport) -> dict[str, Any]:
    """Return a report; a part, a rate or an investment that is not known is null, never nothing."""
    asked, rate = found.asked, found.recoupment
    return {
        "committee": asked.committee,
        "name_ja": found.name_ja,
        "member": asked.member,
        "period": asked.period.name,
        "first_month": str(asked.period.first),
        "last_month": str(asked.period.last),
        "method": asked.method,
        "sections": [_section(one) for one in found.sections],
        "investment": (
            {"currency": found.investment[0], "amount_minor": found.investment[1]}
            if found.investment
            else None
        ),
        "recoupment": {"num": rate[0], "den": rate[1]} if rate else None,
    }


def _section(one: Section) -> dict[str, Any]:
    return {
        "agreement": one.agreement,
        "title": dict(one.title),
        "payer": one.payer,
        "currency": one.currency,
        "runs": [{"id": run, "period": period} for run, period in one.runs],
        "revised": list(one.revised),
        "lines": [
            {
                "code": line.code,
                "kind": line.kind,
                "label": {"ja": line.ja, "en": line.en},
                "whole_minor": line.whole_minor,
                "own_minor": line.own_minor,
                "whole_to_date_minor": line.whole_to_date_minor,
                "own_to_date_minor": line.own_to_date_minor,
            }
            for line in one.lines
        ],
        "assets": [
            {
                "account": money.account,
                "name": money.name,
                "holder": money.holder,
                "amount_minor": money.amount_minor,
                "own_minor": own,
            }
            for money, own in one.assets
        ],
        **({"held_minor": one.held_minor} if one.held_minor else {}),
    }
