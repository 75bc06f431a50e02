"""From a licensee's file to a creator's yen, over HTTP.

By hand, for sales of 1,000,000 yen that arrived in full: the window keeps 10%, 100,000; the
designer has 1% of the remaining 900,000, 9,000; of the remaining 891,000 the lead has two thirds,
594,000, and the member one third, 297,000. Together 1,000,000. From 9,000 yen 10.21% is withheld:
918.9, rounded down 918; 8,082 are paid.
"""

import json
from hashlib import sha256
from typing import Any

import pytest

from api.bodies import Limits
from ledger.revenue.line_proof import LineProof, verify_line
from tests.api.world import Production, World, produce, report, sales


@pytest.fixture
def run(world: World, production: Production) -> str:
    """A closed payout run over 1,000,000 yen."""
    report(world, production)
    body = {"agreement": production.agreement, "period": "2026-Q2"}
    return world.made("payouts", body, production.as_lead)


def issue(world: World, production: Production, **headers: str) -> Any:
    body = {"payer": production.lead, "period": "2026-Q2"}
    return world.post("statements", body, {**production.as_lead, **headers})


def creators_statement(world: World, production: Production) -> dict[str, Any]:
    listed = world.get("statements", production.as_creator).json()["items"]
    assert len(listed) == 1
    shown: dict[str, Any] = world.get(f"statements/{listed[0]['id']}", production.as_creator).json()
    return shown


def test_a_run_divides_every_yen(world: World, production: Production, run: str) -> None:
    shown = world.get(f"payouts/{run}", production.as_member).json()
    amounts = {(line["party"], line["step"]): line["amount_minor"] for line in shown["allocations"]}
    assert amounts == {
        (production.lead, "window"): 100_000,
        (production.creator, "designer"): 9_000,
        (production.lead, "members"): 594_000,
        (production.member, "members"): 297_000,
    }
    assert sum(amounts.values()) == 1_000_000


def test_a_creator_sees_her_own_lines_of_a_run_and_no_others(
    world: World, production: Production, run: str
) -> None:
    shown = world.get(f"payouts/{run}", production.as_creator).json()
    assert [line["party"] for line in shown["allocations"]] == [production.creator]
    assert production.member not in json.dumps(shown)
    assert world.get(f"payouts/{run}/trace", production.as_creator).status_code == 404
    assert world.get(f"payouts/{run}/trace", production.as_member).status_code == 200


def test_an_amount_is_explained_in_one_language_at_a_time(
    world: World, production: Production, run: str
) -> None:
    allocation = world.get(f"payouts/{run}", production.as_creator).json()["allocations"][0]
    row = allocation["rows"][0]["row"]
    for lang, word, not_word in (
        ("ja", "キャラクターデザイン印税", "royalty"),
        ("en", "royalty", "印税"),
    ):
        answer = world.get(f"payouts/{run}/explanation", production.as_creator, row=row, lang=lang)
        text = "".join(answer.json()["sentences"])
        assert word in text
        assert not_word not in text
        assert "9,000" in text
        assert "星の海 花子" in text


def test_a_row_of_somebody_else_is_not_found(
    world: World, production: Production, run: str
) -> None:
    rows = [
        item["row"]
        for line in world.get(f"payouts/{run}", production.as_lead).json()["allocations"]
        for item in line["rows"]
        if line["party"] != production.creator
    ]
    assert rows
    for row in [*rows, "nothing"]:
        answer = world.get(f"payouts/{run}/explanation", production.as_creator, row=row)
        assert answer.status_code == 404


def test_a_creator_reads_on_her_statement_what_and_why(
    world: World, production: Production, run: str
) -> None:
    assert issue(world, production).status_code == 201
    statement = creators_statement(world, production)
    totals = statement["totals"]
    assert (totals["payable"], totals["withholding"], totals["transfer"]) == (9_000, 918, 8_082)
    line = statement["lines"][0]
    assert line["amount_minor"] == 9_000
    text = json.dumps(line, ensure_ascii=False)
    assert "1,000,000" in text
    assert "キャラクターデザイン印税" in text
    assert "Character design royalty" in text
    assert "doc" not in statement


def test_the_files_of_a_statement_hash_to_what_was_recorded(
    world: World, production: Production, run: str
) -> None:
    issue(world, production)
    statement = creators_statement(world, production)
    hashes = {item["media_type"]: item["sha256"] for item in statement["files"]}
    for format, media in (("json", "application/json"), ("csv", "text/csv")):
        path = f"statements/{statement['id']}"
        answer = world.get(path, production.as_creator, format=format)
        assert sha256(answer.content).hexdigest() == hashes[media]
        assert answer.headers["content-type"].startswith(media)
        assert "attachment" in answer.headers["content-disposition"]
    assert answer.content.startswith("\ufeff区分".encode())


def test_issuing_twice_is_a_conflict_unless_it_is_the_same_request(
    world: World, production: Production, run: str
) -> None:
    first = issue(world, production, **{"Idempotency-Key": "q2"})
    again = issue(world, production, **{"Idempotency-Key": "q2"})
    assert first.json() == again.json()
    assert len(first.json()["items"]) == 3
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert issue(world, production).status_code == 409


def test_the_same_run_twice_is_a_conflict_unless_it_is_the_same_request(
    world: World, production: Production
) -> None:
    report(world, production)
    body = {"agreement": production.agreement, "period": "2026-Q2"}
    keyed = {**production.as_lead, "Idempotency-Key": "run-q2"}
    first = world.post("payouts", body, keyed)
    again = world.post("payouts", body, keyed)
    assert first.status_code == 201
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"
    other = world.post("payouts", body, production.as_lead)
    assert (other.status_code, other.json()["code"]) == (409, "payout-exists")


def test_only_the_payer_runs_and_issues(world: World, production: Production) -> None:
    report(world, production)
    body = {"agreement": production.agreement, "period": "2026-Q2"}
    assert world.post("payouts", body, production.as_member).status_code == 403
    assert world.post("payouts", body, production.as_creator).status_code == 404
    answer = world.post(
        "statements", {"payer": production.lead, "period": "2026-Q2"}, production.as_member
    )
    assert answer.status_code == 403


# --- reports --------------------------------------------------------------------------------------


def said(production: Production, **more: Any) -> dict[str, Any]:
    stated = {
        "agreement": production.agreement,
        "reporter": production.lead,
        "period": "2026-Q2",
        "basis": "net",
    }
    return stated | more


def test_a_report_says_what_became_of_its_lines(world: World, production: Production) -> None:
    csv = sales(production.work) + "streaming,JP,unknown,2026-04,1,5,JPY\n,JP,x,2026-04,1,１,JPY\n"
    answer = world.upload(csv, production.as_lead, **said(production, control_rows=9))
    assert answer.status_code == 201
    summary = answer.json()["summary"]
    assert (summary["rows"], summary["accepted"]) == (3, 1)
    assert sum(summary["held"].values()) + sum(summary["rejected"].values()) == 2
    path = f"reports/{answer.json()['id']}"
    shown = world.get(path, production.as_lead).json()
    assert shown["reported_minor"] == 1_000_000
    assert shown["differences"]["rows"] == 6
    assert "doc" not in shown
    problems = world.get(f"{path}/problems", production.as_lead).json()["items"]
    assert {item["line"] for item in problems} == {3, 4}


def test_a_report_is_found_again_byte_for_byte(world: World, production: Production) -> None:
    csv = "\ufeff" + sales(production.work)
    made = world.upload(csv, production.as_lead, **said(production)).json()["id"]
    answer = world.get(f"reports/{made}/file", production.as_member)
    assert answer.content == csv.encode()
    assert world.get(f"reports/{made}/file", production.as_creator).status_code == 404


def test_one_line_is_proved_without_the_others(world: World, production: Production) -> None:
    rows = "".join(f"streaming,JP,{production.work},2026-05,1,{n},JPY\n" for n in range(1, 8))
    made = world.upload(sales(production.work) + rows, production.as_lead, **said(production))
    path = f"reports/{made.json()['id']}"
    proof = world.get(f"{path}/lines/4/proof", production.as_member).json()
    root = bytes.fromhex(proof.pop("lines_root"))
    accepted = proof.pop("accepted")
    assert verify_line(LineProof.from_dict(proof), root, accepted)["line"] == 4
    assert world.get(f"{path}/lines/99/proof", production.as_member).status_code == 404


def test_the_same_file_twice_is_a_conflict_unless_it_is_the_same_request(
    world: World, production: Production
) -> None:
    keyed = {**production.as_lead, "Idempotency-Key": "r-1"}
    first = world.upload(sales(production.work), keyed, **said(production))
    again = world.upload(sales(production.work), keyed, **said(production))
    assert again.json()["id"] == first.json()["id"]
    assert again.headers["idempotent-replayed"] == "true"
    other = world.upload(sales(production.work), production.as_lead, **said(production))
    assert (other.status_code, other.json()["code"]) == (409, "report-duplicate")
    changed = world.upload(sales(production.work, 5), keyed, **said(production))
    assert (changed.status_code, changed.json()["code"]) == (409, "idempotency-key-reused")


WRONG_REPORTS: dict[str, tuple[bytes, dict[str, Any], int]] = {
    "nothing": (b"", {}, 422),
    "a wrong encoding": (b"channel,amount\n\xff\xfe,1\n", {}, 422),
    "another currency": (b"ok", {"currency": "USD"}, 422),
    "no such currency": (b"ok", {"currency": "XXZ"}, 422),
    "no such basis": (b"ok", {"basis": "gros"}, 422),
    "no period": (b"ok", {"period": "2026-13"}, 422),
    "no such profile": (b"ok", {"profile": "nobody/1"}, 422),
    "no such agreement": (b"ok", {"agreement": "agr_01KAM3Z4T6Z9A0B1C2D3E4F5G6"}, 404),
    "an amount beyond 2^53": (b"ok", {"remittance_minor": 2**53}, 422),
    "an amount with a point": (b"ok", {"remittance_minor": "1.0"}, 422),
    "an amount with an underscore": (b"ok", {"control_amount_minor": "1_000"}, 422),
    "a number of rows in full width": (b"ok", {"control_rows": "１"}, 422),
    "a year that no calendar has": (b"ok", {"period": "0000-01"}, 422),
    "lines that end in CR": (b"channel,work,month,amount\rSVOD,x,2026-04,1\r", {}, 422),
    "an unknown parameter": (b"ok", {"colour": "red"}, 422),
    "a future period": (b"ok", {"period": "2031-Q1"}, 422),
}


@pytest.mark.parametrize("name", WRONG_REPORTS)
def test_a_wrong_report_is_refused_and_nothing_is_recorded(
    world: World, production: Production, name: str
) -> None:
    content, change, status = WRONG_REPORTS[name]
    content = sales(production.work).encode() if content == b"ok" else content
    before = world.get("log").json()["size"]
    answer = world.upload(content, production.as_lead, **(said(production) | change))
    assert answer.status_code == status, answer.text
    assert answer.json()["code"]
    assert answer.json().get("errors") or answer.json()["field"]
    assert world.get("log").json()["size"] == before


@pytest.mark.parametrize("rest", ["", "/problems", "/file", "/lines/2/proof"])
def test_a_report_that_is_not_there_is_not_found_by_the_operator_either(
    world: World, rest: str
) -> None:
    answer = world.get(f"reports/rep_01KAM3Z4T7H7J8K9M0N1P2Q3R4{rest}", world.operator)
    assert (answer.status_code, answer.json()["code"]) == (404, "report-not-found")


def test_a_stranger_cannot_report_into_somebody_elses_agreement(
    world: World, production: Production
) -> None:
    other = produce(world, "月の庭")
    answer = world.upload(
        sales(production.work), other.as_lead, **said(production, reporter=other.lead)
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "agreement-not-found")


def test_a_licensee_with_a_duty_reports_without_being_a_party(
    world: World, production: Production
) -> None:
    licensee = world.company("配信社")
    as_licensee = world.token("studio", licensee)
    body = {
        "title": {"ja": "配信許諾"},
        "kind": "licence",
        "payer": production.lead,
        "parties": [production.lead],
        "effective_month": "2026-01",
        "terms": {
            "terms": 1,
            "currency": "JPY",
            "steps": [
                {
                    "id": "window",
                    "kind": "commission/1",
                    "clause": "1",
                    "label": {"ja": "手数料", "en": "Fee"},
                    "basis": "received",
                    "rate": {"num": 1, "den": 10},
                    "payee": production.lead,
                }
            ],
        },
        "duties": [
            {
                "reporter": licensee,
                "medium": "streaming",
                "schedule": {
                    "every_months": 3,
                    "report_after_days": 30,
                    "pay_after_months": 1,
                },
                "starts": "2026-04",
            }
        ],
    }
    agreement = world.made("agreements", body, production.as_lead)
    asked = said(production, agreement=agreement, reporter=licensee)
    assert world.upload(sales(production.work), as_licensee, **asked).status_code == 201


def test_the_calendar_says_which_reports_are_missing(world: World, production: Production) -> None:
    items = world.get("calendar", production.as_lead, until="2026-11-30").json()["items"]
    assert "overdue" in {item["status"] for item in items}
    assert world.get("calendar", production.as_creator, until="2026-11-30").json()["items"] == []
    assert world.get("calendar", production.as_lead, until="9999-12-31").status_code == 422


def test_a_closed_month_takes_no_report(world: World, production: Production) -> None:
    body = {"month": "2026-04", "agreement": production.agreement}
    assert world.post("periods/close", body, production.as_member).status_code == 403
    world.made("periods/close", body, production.as_lead)
    answer = world.upload(sales(production.work), production.as_lead, **said(production))
    assert (answer.status_code, answer.json()["code"]) == (422, "period-closed")
    listed = world.get("periods", production.as_member, agreement=production.agreement).json()
    assert listed["items"][0]["status"] == "closed"
    world.made("periods/reopen", {**body, "reason": "a late report"}, production.as_lead)
    answer = world.upload(sales(production.work), production.as_lead, **said(production))
    assert answer.status_code == 201


def test_a_creator_learns_no_other_persons_name_from_a_run(
    world: World, production: Production, run: str
) -> None:
    own = world.get(f"payouts/{run}", production.as_creator).json()["names"]
    assert set(own) == {production.lead, production.creator}
    full = world.get(f"payouts/{run}", production.as_member).json()["names"]
    assert set(full) == {production.lead, production.member, production.creator}


def test_the_accounts_of_an_agreement_balance(
    world: World, production: Production, run: str
) -> None:
    path = f"agreements/{production.agreement}/accounts"
    accounts = world.get(path, production.as_member).json()
    assert accounts["balances"]
    assert sum(line["amount_minor"] for line in accounts["balances"]) == 0
    assert world.get(path, production.as_creator).status_code == 404


def test_the_longest_report_is_a_setting(world: World, production: Production) -> None:
    world.http.app.state.limits = Limits(report_bytes=1000)
    answer = world.upload("x" * 1001, production.as_lead, **said(production))
    assert (answer.status_code, answer.json()["expected"]) == (413, "at most 1000 bytes")
    answer = world.upload(sales(production.work), production.as_lead, **said(production))
    assert answer.status_code == 201


def test_paper_and_workbooks_come_in_the_language_asked_for(
    world: World, production: Production, run: str
) -> None:
    formats = ["csv", "pdf", "xlsx"]
    body = {"payer": production.lead, "period": "2026-Q2", "formats": formats}
    world.post("statements", body, production.as_lead)
    statement = creators_statement(world, production)
    path = f"statements/{statement['id']}"
    hashes = {item["title"].partition(".")[2]: item["sha256"] for item in statement["files"]}
    for suffix, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        for lang in ("ja", "en"):
            answer = world.get(path, production.as_creator, format=suffix, lang=lang)
            assert answer.content.startswith(start)
            assert sha256(answer.content).hexdigest() == hashes[f"{lang}.{suffix}"]
            named = f'filename="{statement["id"]}.{lang}.{suffix}"'
            assert named in answer.headers["content-disposition"]
    copy = world.get(path, production.as_creator, format="csv", encoding="cp932")
    assert copy.headers["content-type"] == "text/csv; charset=Shift_JIS"
    assert copy.content.decode("cp932").startswith("区分")
    refused = world.get(path, production.as_creator, format="pdf", encoding="cp932")
    assert refused.json()["code"] == "encoding-not-for-format"
