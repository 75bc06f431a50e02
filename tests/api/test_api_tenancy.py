"""One production's people never learn anything about another's, whatever route they try."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bank_stage import advance
from money_stage import Money
from starlette.testclient import TestClient

from api import (
    bank_examples,
    committee_examples,
    disputes_examples,
    examples,
    invoices_examples,
    rights_examples,
    royalty_audits_examples,
    set_offs_examples,
)
from api.app import create_app
from ledger.bootstrap import Sample, register
from ledger.clock import tokyo_date
from ledger.command import Actor
from ledger.jobs.publish import publish_checkpoint
from ledger.keys.commands import RegisterKey, SetKeyPolicy
from ledger.settings import Settings
from tests.api.world import (
    Production,
    World,
    agreement_body,
    produce,
    report,
    sales,
    terms,
)
from tests.conftest import START
from tests.pens import Pen


@dataclass(frozen=True)
class Affair:
    """Everything that one production has, by the name of the path parameter or body field."""

    production: Production
    ids: dict[str, str]


@pytest.fixture(scope="module")
def stage(home_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One register for all tests of this module, which only read or are refused."""
    home = tmp_path_factory.mktemp("tenancy") / "home"
    shutil.copytree(home_template, home)
    with (
        register(Settings(home=home), sample=Sample(1, START)) as opened,
        TestClient(create_app(opened), raise_server_exceptions=False) as http,
    ):
        made = World(opened, http)
        made.operator = made.token("operator")
        yield made


def affair(world: World, name: str, amount: int) -> Affair:
    """Take a production all the way to statements, and give an auditor access to it."""
    production = produce(world, name)
    received = report(world, production, amount)
    lead = production.as_lead
    run = world.made("payouts", {"agreement": production.agreement, "period": "2026-Q2"}, lead)
    issued = world.post("statements", {"payer": production.lead, "period": "2026-Q2"}, lead)
    notice = world.made(
        "notices", {"holder": production.lead, "working_title": f"{name}極秘"}, lead
    )
    body = {"grantee": production.member, "objects": [production.agreement], "reason": "x"}
    grant = world.made("grants", body, lead)
    account = {
        "payer": production.lead, "currency": "JPY", "kind": "advance", "target_minor": 1,
        "label": {"ja": "共通の保証", "en": "guarantee"}, "parties": [production.member],
    }  # fmt: skip
    opened = world.made("accounts", account, lead)
    title = {
        **rights_examples.TITLE, "work": production.work,
        "stakes": [
            {
                "holder": f"committee:{production.committee}/copyright",
                "share": {"num": 1, "den": 1},
            }
        ],
    }  # fmt: skip
    right = world.made("rights/titles", title)
    promise = {
        **rights_examples.OPTION, "work": production.work, "holder": production.member,
        "grantors": [f"committee:{production.committee}/copyright"], "claim": "first_refusal",
        "consents": [
            {**rights_examples.TRANSFER["consents"][0], "party": party, "attested_by": "operator"}
            for party in (production.lead, production.member)
        ],
    }  # fmt: skip
    option = world.made("rights/options", promise)
    contested = {
        **disputes_examples.OPENED, "by": production.lead, "answer_by": "2999-12-31",
        "subject": {"kind": "committee", "id": production.committee},
    }  # fmt: skip
    dispute = world.made("disputes", contested, lead)
    audit_right = {
        **royalty_audits_examples.RIGHT, "agreement": production.agreement,
        "auditor": production.lead, "audited": production.member,
    }  # fmt: skip
    world.made("royalty-audits/rights", audit_right)
    asked_for = {
        **royalty_audits_examples.REQUESTED, "agreement": production.agreement,
        "by": production.lead, "audited": production.member,
    }  # fmt: skip
    audit = world.made("royalty-audits", asked_for, lead)
    agreeing = [
        {**rights_examples.TRANSFER["consents"][0], "party": party, "attested_by": "operator"}
        for party in (production.lead, production.member)
    ]
    call = world.made(
        f"committees/{production.committee}/calls",
        {**committee_examples.CAPITAL_CALL, "consents": agreeing},
    )
    offer = world.made(
        f"committees/{production.committee}/offers",
        {**committee_examples.SHARE_OFFER, "giver": production.member},
    )
    presented = world.post(
        "purchases/period", {"payer": production.lead, "period": "2026-Q2"}, lead
    )
    told = {"party": production.lead, "channel": "email", "target": "lead@example.jp"}
    address = world.post("notice-addresses", told, lead).json()["id"]
    account = f"parties/{production.creator}/bank-details"
    details = world.made(account, bank_examples.PROPOSAL)
    kept = {"party": production.lead, "name": "預り金口", "opened_on": "2026-01-01"}
    cash = world.made("cash-accounts", kept, lead)
    demand_a_signature(world, production.lead)
    publish_checkpoint(world.register)
    return Affair(
        production,
        {
            "agreement_id": production.agreement,
            "report_id": received,
            "run_id": run,
            "statement_id": issued.json()["items"][0]["id"],
            "document": world.get("archive", lead, kind="revenue.reported").json()["items"][0][
                "sha256"
            ],
            "grant_id": grant,
            "account_id": opened,
            "right_id": right,
            "option_id": option,
            "dispute_id": dispute,
            "cash_id": cash,
            "purchase_id": presented.json()["items"][0]["id"],
            "details_id": details,
            "audit_id": audit,
            "address_id": address,
            "delivery_id": world.get("notice-deliveries", lead).json()["items"][0]["id"],
            "call_id": call,
            "offer_id": offer,
            "notice_id": notice,
            "party_id": production.creator,
            "committee_id": production.committee,
            "work_id": production.work,
        },
    )


def paid(world: World, production: Production) -> tuple[str, str]:
    """Send to the bank what the lead owes the member; return the payment and its file."""
    second = world.token("operator")
    for number, party in enumerate((production.lead, production.member)):
        account = {**bank_examples.PROPOSAL["account"], "account_number": f"76543{number}0"}
        body = {**bank_examples.PROPOSAL, "account": account}
        details = world.made(f"parties/{party}/bank-details", body)
        answer = world.post(
            f"bank-details/{details}/confirmation", bank_examples.CONFIRMATION, second
        )
        assert answer.status_code == 201, answer.text
    clock = world.register.clock
    money = Money(world.register)
    advance(money, tokyo_date(clock.now()) + timedelta(days=10))
    asked = {"payer": production.lead, "due": "2999-12-31"}
    payment = str(world.post("payments", asked, production.as_lead).json()["items"][0]["id"])
    entry = world.get(f"payments/{payment}", production.as_lead).json()["approval"]["asked_index"]
    approval = {"kind": "payments", "subject": payment, "asked": entry}
    colleague = world.token("studio", production.lead)
    assert world.post("approvals", approval, colleague).status_code == 201
    made = world.post(
        f"payments/{payment}/files", {"client_code": "1234567890"}, production.as_lead
    )
    return payment, str(made.json()["exported"]["files"][0]["file"]["name"])


def demand_a_signature(world: World, party: str) -> None:
    """Register a key of a party, and a policy that concerns none of these tests."""
    pen = Pen(world.register.origin, party, party)
    demanded = ("RecordSuccession/1",)
    for command in (
        RegisterKey(party=party, public_key=pen.public),
        SetKeyPolicy(party=party, commands=demanded, reason="内規"),
    ):
        actor = Actor("studio", party)
        world.register.ledger.record(command, actor, None, [pen.sign(command)])


@pytest.fixture(scope="module")
def ours(stage: World, theirs: Affair) -> Affair:
    """The second of the two: paying lets days pass."""
    found = affair(stage, "星の海", 7_654_321)
    payment, file = paid(stage, found.production)
    publish_checkpoint(stage.register)
    return replace(found, ids=found.ids | {"payment_id": payment, "name": file})


@pytest.fixture(scope="module")
def theirs(stage: World) -> Affair:
    return affair(stage, "月の庭", 1_000_000)


@pytest.fixture(scope="module")
def strangers(stage: World, theirs: Affair) -> dict[str, dict[str, str]]:
    """Everybody who has no business with our production."""
    other = theirs.production
    return {
        "another studio": other.as_lead,
        "another member": other.as_member,
        "another creator": other.as_creator,
        "an auditor without a grant": stage.token("auditor", stage.company("監査")),
    }


# By-id routes that everybody may read, in parts; all others are private.
PUBLIC_PATHS = {
    "/v1/works/{work_id}",
    "/v1/works/{work_id}/certificate",
    "/v1/committees/{committee_id}",
    "/v1/committees/{committee_id}/paper",  # to strangers, what credits print
    "/v1/committees/{committee_id}/paper/content",
    "/v1/committees/{committee_id}/dissolution",
    "/v1/assets/{sha256}",
    "/v1/entries/{index}",
    "/v1/entries/{index}/proof",
    "/v1/entries/{index}/tlog-proof",
    "/tile/{level}/{number}",
    "/v1/entries/{index}/disclosure",  # of entry 0, a company that everybody may know
    "/v1/parties/{party_id}",
    "/v1/keys/{key_id}",
}


def by_id_routes(world: World) -> list[str]:
    paths = world.http.app.openapi()["paths"]
    return [path for path, item in paths.items() if "get" in item and "{" in path]


def filled(path: str, affair: Affair) -> str:
    ids = dict(affair.ids) | {"of": affair.production.committee}
    if path.startswith("/v1/notices"):
        ids["work_id"] = ids["notice_id"]
    if path.endswith("key-policy"):
        ids["party_id"] = affair.production.lead
    path = re.sub(r"\{(\w+)\}", lambda match: ids.get(match[1], "0"), path)
    return path.replace("/lines/0/", "/lines/1/" if "/statements/" in path else "/lines/2/")


def asked(path: str, affair: Affair) -> dict[str, str]:
    if path.endswith("/{committee_id}/reports"):
        return {"member": affair.production.lead, "period": "2026-Q2"}
    if path.endswith("/{committee_id}/foreign"):
        return {"period": "2026-Q2"}
    if path.endswith("/comparison"):
        return {"day": "2026-06-30"}
    if path.endswith("/opening/template"):
        return {"as_of": "2026-03"}
    return {"row": "window"} if path.endswith("{run_id}/explanation") else {}


EMPTY_TO_STRANGERS = {"/v1/texts/{of}/records"}
"""A list below an id: of something unknown it is as empty as of something secret."""

NOT_MADE = {
    "/v1/agreements/{agreement_id}/opening", "/v1/issued-invoices/{invoice_id}",
    "/v1/revisions/{revision_id}",
    "/v1/approvals/{kind}/{thing}", "/v1/parties/{party_id}/reads",
}  # fmt: skip
"""Nothing of the kind is on record here, so the owners hear that there is none, too."""


def test_the_owners_read_all_of_it(stage: World, ours: Affair, theirs: Affair) -> None:
    for path in by_id_routes(stage):
        if path in PUBLIC_PATHS:
            continue
        who = ours.production.as_lead
        answer = stage.http.get(filled(path, ours), headers=who, params=asked(path, ours))
        expected = 404 if path in NOT_MADE else 200
        assert answer.status_code == expected, (path, answer.text)


def test_no_stranger_finds_anything_by_id(
    stage: World, ours: Affair, strangers: dict[str, dict[str, str]]
) -> None:
    tried = 0
    for path in by_id_routes(stage):
        if path in PUBLIC_PATHS:
            continue
        for name, who in strangers.items():
            answer = stage.http.get(filled(path, ours), headers=who, params=asked(path, ours))
            if path in EMPTY_TO_STRANGERS:
                assert answer.json()["items"] == [], (name, path)
                continue
            assert answer.status_code == 404, (name, path, answer.text)
            tried += 1
        answer = stage.http.get(filled(path, ours), params=asked(path, ours))
        assert answer.status_code == 401, path
    assert tried >= 4 * 11


def test_what_is_not_there_and_what_one_may_not_know_look_the_same(
    stage: World, ours: Affair, strangers: dict[str, dict[str, str]]
) -> None:
    who = strangers["another studio"]
    for path in by_id_routes(stage):
        if path in PUBLIC_PATHS:
            continue
        real = filled(path, ours)
        absent = re.sub(r"(_[0-7][0-9A-Z]{24})[0-9A-Z]", r"\g<1>0", real)
        answers = [
            stage.http.get(each, headers=who, params=asked(path, ours)).json()
            for each in (real, absent)
        ]
        for answer in answers:
            answer.pop("value", None)
        assert answers[0] == answers[1], path


def test_no_list_shows_a_stranger_anything_of_ours(
    stage: World, ours: Affair, strangers: dict[str, dict[str, str]]
) -> None:
    production = ours.production
    secret = {
        value
        for name, value in ours.ids.items()
        if name not in ("work_id", "committee_id")  # printed in every credit
    } - {production.creator}
    paths = stage.http.app.openapi()["paths"]
    lists = [path for path, item in paths.items() if "get" in item and "{" not in path]
    for path in lists:
        for name, who in strangers.items():
            text = stage.http.get(path, headers=who, params=required(path)).text
            assert not any(value in text for value in secret), (name, path)
            assert "7654321" not in text, (name, path)
            assert "星の海極秘" not in text, (name, path)


def required(path: str) -> dict[str, str]:
    return {"first": "1"} if path.endswith("consistency") else {}


def test_filters_open_nothing(
    stage: World, ours: Affair, strangers: dict[str, dict[str, str]]
) -> None:
    production = ours.production
    for path, query in (
        ("reports", {"agreement": production.agreement}),
        ("interest/late", {"payer": production.lead}),
        ("money/unclaimed", {"payer": production.lead, "on": "2999-01-01"}),
        ("set-offs/clauses", {"payer": production.lead}),
        ("royalty-audits/rights", {"agreement": production.agreement}),
        ("royalty-audits", {"auditor": production.lead}),
        ("disputes", {"only": "overdue"}),
        ("purchases", {"payer": production.lead}),
        ("issued-invoices", {"report": ours.ids["report_id"]}),
        ("payouts", {"agreement": production.agreement}),
        ("payouts", {"payer": production.lead}),
        ("statements", {"payee": production.creator}),
        ("agreements", {"committee": production.committee}),
        ("agreements", {"party": production.lead}),
        ("committees", {"member": production.member}),
    ):
        for name, who in strangers.items():
            assert stage.get(path, who, **query).json()["items"] == [], (name, path)
    answer = stage.get("periods", strangers["another studio"], agreement=production.agreement)
    assert answer.status_code == 404


def test_public_parts_hold_no_private_figures(
    stage: World, ours: Affair, strangers: dict[str, dict[str, str]]
) -> None:
    production = ours.production
    private = (production.agreement, "7654321", "花子 ", "investment", "window", "極秘")
    for who in (None, *strangers.values()):
        for path in (f"committees/{production.committee}", f"works/{production.work}/certificate"):
            text = stage.get(path, who).text
            assert not any(word in text for word in private), path
        for index in range(stage.get("log").json()["size"]):
            entry = stage.get(f"entries/{index}", who).json()
            shown = json.dumps([part.get("data") for part in entry["parts"]])
            if entry["type"].split("/")[0] in (
                "agreement.recorded",
                "agreement.terms_added",
                "revenue.reported",
                "revenue.received",
                "royalty.payout_closed",
                "statement.issued",
                "work.notice_filed",
            ):
                assert not any(value in shown for value in ours.ids.values()), (index, who)


def test_a_grant_opens_the_agreement_and_what_belongs_to_it(
    stage: World, ours: Affair, theirs: Affair
) -> None:
    auditor = stage.company("会計監査")
    as_auditor = stage.token("auditor", auditor)
    body = {"grantee": auditor, "objects": [ours.production.agreement], "reason": "audit"}
    grant = stage.made("grants", body, ours.production.as_lead)
    for path in ("agreement_id", "report_id", "run_id", "statement_id"):
        kind = {"agreement_id": "agreements", "report_id": "reports", "run_id": "payouts"}
        route = kind.get(path, "statements")
        assert stage.get(f"{route}/{ours.ids[path]}", as_auditor).status_code == 200, path
        assert stage.get(f"{route}/{theirs.ids[path]}", as_auditor).status_code == 404, path
    revoked = stage.post(f"grants/{grant}/revocations", {"reason": "done"}, ours.production.as_lead)
    assert revoked.status_code == 201
    assert stage.get(f"agreements/{ours.production.agreement}", as_auditor).status_code == 404


def writes(ours: Affair) -> dict[str, tuple[str, dict[str, Any]]]:
    """One attempt per POST route, against what is ours."""
    production, ids = ours.production, ours.ids
    agreement = {"agreement": production.agreement}
    month = {"month": "2026-09", **agreement}
    data = {"title": {"ja": "乗っ取り"}, "kind": "tv"}
    money = {"currency": "JPY", "amount_minor": 1}
    whole = {"num": 1, "den": 1}
    terms = {"terms": 1, "currency": "JPY", "steps": []}
    sha256 = "ab" * 32
    holders = f"committee:{production.committee}/copyright"
    key = {"party": production.lead, "public_key": examples.PUBLIC_KEY}
    return {
        "/v1/parties/{party_id}/aliases": (
            f"parties/{production.lead}/aliases",
            {"alias": {"text": "偽", "reason": "x"}},
        ),
        "/v1/parties/{party_id}/payees": (
            f"parties/{production.creator}/payees",
            {
                "payee": production.member,
                "relation": "agent_company",
                "effective_from": "2026-01-01",
            },
        ),
        "/v1/parties/{party_id}/successions": (
            f"parties/{production.lead}/successions",
            {
                "ground": "merger",
                "successors": [{"party": production.member, "share": whole}],
                "effective_from": "2026-01-01",
            },
        ),
        "/v1/accounts": (
            "accounts",
            {
                "payer": production.lead,
                "currency": "JPY",
                "kind": "advance",
                "target_minor": 1,
                "label": {"ja": "偽", "en": "false"},
                "parties": [production.member],
            },
        ),
        "/v1/rights/titles": (
            "rights/titles",
            {**rights_examples.TITLE, "work": production.work},
        ),
        "/v1/rights/transfers": (
            "rights/transfers",
            {
                **rights_examples.TRANSFER,
                "work": production.work,
                "giver": holders,
                "taker": production.member,
                "consents": [],
            },
        ),
        "/v1/rights/licences": (
            "rights/licences",
            {
                **rights_examples.LICENCE,
                "work": production.work,
                "licensors": [holders],
                "licensee": production.member,
            },
        ),
        "/v1/rights/{right_id}/endings": (
            f"rights/{ids['right_id']}/endings",
            rights_examples.ENDING,
        ),
        "/v1/rights/options": (
            "rights/options",
            {
                **rights_examples.OPTION,
                "work": production.work,
                "grantors": [holders],
                "holder": production.member,
            },
        ),
        "/v1/rights/encumbrances": (
            "rights/encumbrances",
            {
                **rights_examples.PLEDGE,
                "work": production.work,
                "holder": holders,
                "creditor": production.member,
            },
        ),
        **{
            f"/v1/rights/{{option_id}}/{name}": (f"rights/{ids['option_id']}/{name}", body)
            for name, body in (
                ("extensions", rights_examples.EXTENSION),
                ("exercises", rights_examples.EXERCISE),
                ("offers", {**rights_examples.OFFER, "third": production.creator}),
                ("answers", rights_examples.ANSWER),
            )
        },
        "/v1/rights/{right_id}/licensors": (
            f"rights/{ids['right_id']}/licensors",
            {**rights_examples.LICENSOR, "consents": []},
        ),
        "/v1/rights/{right_id}/registrations": (
            f"rights/{ids['right_id']}/registrations",
            rights_examples.REGISTRATION,
        ),
        "/v1/purchase-clauses": (
            "purchase-clauses",
            {**invoices_examples.CLAUSE, "payer": production.lead, "payee": production.creator},
        ),
        "/v1/purchases": ("purchases", {"statement": ids["statement_id"]}),
        "/v1/purchases/period": (
            "purchases/period",
            {"payer": production.lead, "period": "2026-Q2"},
        ),
        "/v1/purchases/{purchase_id}/confirmation": (
            f"purchases/{ids['purchase_id']}/confirmation",
            {"by": production.creator},
        ),
        "/v1/purchases/{purchase_id}/objections": (
            f"purchases/{ids['purchase_id']}/objections",
            {"by": production.creator, "reason": "x"},
        ),
        "/v1/issued-invoices": ("issued-invoices", {"report": ids["report_id"]}),
        "/v1/parties/{party_id}/registration": (
            f"parties/{production.creator}/registration",
            invoices_examples.REGISTRATION,
        ),
        "/v1/disputes": (
            "disputes",
            {
                **disputes_examples.OPENED,
                "by": production.lead,
                "subject": {"kind": "agreement", "id": production.agreement},
            },
        ),
        "/v1/disputes/{dispute_id}/messages": (
            f"disputes/{ids['dispute_id']}/messages",
            {"by": production.lead, "text": "偽"},
        ),
        "/v1/disputes/{dispute_id}/settlement": (
            f"disputes/{ids['dispute_id']}/settlement",
            {"by": production.lead, "outcome": "withdrawn", "reason": "偽"},
        ),
        "/v1/set-offs/clauses": (
            "set-offs/clauses",
            {
                **set_offs_examples.ALLOWED,
                "agreement": production.agreement,
                "party": production.member,
            },
        ),
        "/v1/set-offs/clauses/ends": (
            "set-offs/clauses/ends",
            {
                **set_offs_examples.ENDED,
                "agreement": production.agreement,
                "party": production.member,
            },
        ),
        "/v1/set-offs": (
            "set-offs",
            {
                **set_offs_examples.RECORDED,
                "report": ids["report_id"],
                "statement": ids["statement_id"],
            },
        ),
        "/v1/interest": (
            "interest",
            {**set_offs_examples.CHARGED, "report": ids["report_id"]},
        ),
        "/v1/payments": ("payments", {"payer": production.lead, "due": "2999-12-31"}),
        "/v1/payments/{payment_id}/files": (
            f"payments/{ids['payment_id']}/files",
            {"client_code": "1234567890"},
        ),
        "/v1/payments/{payment_id}/outcome": (
            f"payments/{ids['payment_id']}/outcome",
            {"on": "2026-03-31", "paid": [ids["statement_id"]]},
        ),
        "/v1/payments/{payment_id}/cancellation": (
            f"payments/{ids['payment_id']}/cancellation",
            {"reason": "偽"},
        ),
        "/v1/tax/forms": (
            "tax/forms",
            {**examples.TREATY_FORM, "payer": production.lead, "payee": production.creator},
        ),
        "/v1/payouts/revisions": ("payouts/revisions", {"agreement": production.agreement}),
        "/v1/payouts/simulate": (
            "payouts/simulate",
            {"agreement": production.agreement, "history": True},
        ),
        "/v1/notices": ("notices", {"holder": production.lead, "working_title": "偽"}),
        "/v1/works": ("works", {"id": ids["notice_id"], "holder": production.lead, "data": data}),
        "/v1/works/{work_id}/amendments": (
            f"works/{production.work}/amendments",
            {"reason": "x", "data": data},
        ),
        "/v1/works/{work_id}/elements": (
            f"works/{production.work}/elements",
            {"kind": "character", "name": {"ja": "偽"}},
        ),
        "/v1/works/{work_id}/claims": (
            f"works/{production.work}/claims",
            {"claimant": production.lead, "claim": "maker", "statement": "x"},
        ),
        "/v1/committees": (
            "committees",
            {
                "name": {"ja": "偽委員会"},
                "origin": "existing",
                "lead": production.lead,
                "members": [{"party": production.lead}],
                "works": [production.work],
            },
        ),
        "/v1/committees/{committee_id}/amendments": (
            f"committees/{production.committee}/amendments",
            {"effective_from": "2026-12-01", "reason": "x", "works": []},
        ),
        "/v1/agreements": (
            "agreements",
            {
                "title": {"ja": "偽"},
                "kind": "other",
                "payer": production.lead,
                "parties": [production.lead],
                "effective_month": "2026-01",
                "terms": terms,
            },
        ),
        "/v1/agreements/{agreement_id}/terms": (
            f"agreements/{production.agreement}/terms",
            {"effective_month": "2026-12", "terms": terms, "reason": "x"},
        ),
        "/v1/invoices": (
            "invoices",
            {
                **agreement,
                **money,
                "debtor": production.member,
                "issued_on": "2026-06-30",
                "due_on": "2026-07-31",
            },
        ),
        "/v1/receipts": (
            "receipts",
            {**agreement, **money, "report": ids["report_id"], "received_on": "2026-06-30"},
        ),
        "/v1/expenses": (
            "expenses",
            {
                **agreement,
                **money,
                "step": "window",
                "period": "2026-Q3",
                "spent_on": "2026-07-01",
                "evidence": {"sha256": sha256},
            },
        ),
        "/v1/periods/open": ("periods/open", month),
        "/v1/periods/close": ("periods/close", month),
        "/v1/periods/reopen": ("periods/reopen", {**month, "reason": "x"}),
        "/v1/payouts": ("payouts", {**agreement, "period": "2026-Q3"}),
        "/v1/statements": ("statements", {"payer": production.lead, "period": "2026-Q2"}),
        "/v1/grants": (
            "grants",
            {
                "grantee": production.member,
                "objects": [production.agreement],
                "reason": "x",
            },
        ),
        "/v1/grants/{grant_id}/revocations": (
            f"grants/{ids['grant_id']}/revocations",
            {"reason": "x"},
        ),
        "/v1/keys": ("keys", key),
        "/v1/keys/{key_id}/rotations": (f"keys/{examples.KEY_ID}/rotations", key),
        "/v1/keys/{key_id}/revocations": (
            f"keys/{examples.KEY_ID}/revocations",
            {"party": production.lead, "cause": "lost", "reason": "x"},
        ),
        "/v1/parties/{party_id}/key-policies": (
            f"parties/{production.lead}/key-policies",
            {"commands": ["*"], "reason": "x"},
        ),
    }


def by_example(world: World, ours: Affair) -> dict[str, tuple[str, dict[str, Any]]]:
    """The same for every other POST route: its own example, said of what is ours."""
    production, ids = ours.production, ours.ids
    known = {
        examples.LEAD_ID: production.lead, examples.PARTY_ID: production.member,
        examples.AGENT_ID: production.member, examples.CREATOR_ID: production.creator,
        examples.WORK_ID: production.work, examples.COMMITTEE_ID: production.committee,
        examples.AGREEMENT_ID: production.agreement, examples.RUN_ID: ids["run_id"],
        examples.STATEMENT_ID: ids["statement_id"], rights_examples.RIGHT_ID: ids["right_id"],
        rights_examples.OPTION_ID: ids["option_id"],
    }  # fmt: skip
    found = {}
    for path, item in world.http.app.openapi()["paths"].items():
        content = item.get("post", {}).get("requestBody", {}).get("content", {})
        if path in OPEN_TO_STUDIOS or path in writes(ours) or "application/json" not in content:
            continue
        text = json.dumps(content["application/json"]["example"])
        for example, real in known.items():
            text = text.replace(example, real)
        found[path] = (filled(path, ours).removeprefix("/v1/"), json.loads(text))
    return found


def attempts(world: World, ours: Affair) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every write that is tried."""
    return writes(ours) | by_example(world, ours)


# Anybody with a token may register a company, and be the first to record a source of rates; a
# person registers nobody but through the operator. Openings have a test of their own.
OPEN_TO_STUDIOS = {
    "/v1/parties/companies", "/v1/parties/persons", "/v1/reports", "/v1/terms/check",
    "/v1/agreements/{agreement_id}/opening", "/v1/fx/rates",
    "/v1/cash-accounts/{cash_id}/imports",
}  # fmt: skip
# Naming these must not even show that they exist.
SECRET = (
    "/v1/agreements/{agreement_id}/terms", "/v1/invoices", "/v1/receipts", "/v1/expenses",
    "/v1/periods/open", "/v1/periods/close", "/v1/periods/reopen", "/v1/payouts",
    "/v1/grants/{grant_id}/revocations",
)  # fmt: skip


def test_every_write_route_is_tried(stage: World, ours: Affair) -> None:
    paths = stage.http.app.openapi()["paths"]
    posts = {path for path, item in paths.items() if "post" in item}
    assert posts == set(attempts(stage, ours)) | OPEN_TO_STUDIOS


def test_no_stranger_writes_anything_of_ours(
    stage: World, ours: Affair, strangers: dict[str, dict[str, str]]
) -> None:
    size = stage.get("log").json()["size"]
    for path, (target, body) in attempts(stage, ours).items():
        for name, who in strangers.items():
            answer = stage.post(target, body, who)
            assert answer.status_code in {403, 404}, (name, path, answer.text)
            scoped = name != "an auditor without a grant"  # whose token cannot write at all
            if path in SECRET and scoped:
                assert answer.status_code == 404, (name, path, answer.text)
        assert stage.http.post(f"/v1/{target}", json=body).status_code == 401, path
    assert stage.get("log").json()["size"] == size


def test_no_stranger_reports_for_us(
    stage: World, ours: Affair, strangers: dict[str, dict[str, str]]
) -> None:
    production = ours.production
    said = {
        "agreement": production.agreement,
        "reporter": production.lead,
        "period": "2026-Q3",
        "basis": "net",
    }
    for who in strangers.values():
        csv = sales(production.work, month="2026-07")
        assert stage.upload(csv, who, **said).status_code in {403, 404}


def test_no_stranger_takes_our_agreement_over_from_other_books(
    stage: World, ours: Affair, strangers: dict[str, dict[str, str]]
) -> None:
    path = f"/v1/agreements/{ours.production.agreement}/opening"
    said = {"as_of": "2026-03", "approved_by": ours.production.lead}
    for who in strangers.values():
        answer = stage.http.post(path, params=said, content=b"PK", headers=who)
        assert answer.status_code in {403, 404}, answer.text


def test_a_member_reads_but_does_not_write_for_the_lead(stage: World, ours: Affair) -> None:
    size = stage.get("log").json()["size"]
    own = {
        "/v1/notices", "/v1/grants", "/v1/payouts/revisions", "/v1/payouts/simulate",
        "/v1/committees/{committee_id}/offers", "/v1/committees/{committee_id}/dissolution/trial",
    }  # fmt: skip
    for path, (target, body) in attempts(stage, ours).items():
        if path not in own:
            answer = stage.post(target, body, ours.production.as_member)
            assert answer.status_code in {403, 404, 409, 422}, (path, answer.text)
    assert stage.get("log").json()["size"] == size


def test_no_stranger_reads_shares_by_paying_their_holders(
    stage: World, ours: Affair, theirs: Affair
) -> None:
    """A run shows the holders it paid, so whoever names a committee must be one of its own."""
    mine, yours = theirs.production, ours.production
    own = agreement_body(mine.lead, mine.member, mine.creator, mine.committee)
    foreign = terms(mine.lead, mine.creator, yours.committee)
    version = {"effective_month": "2026-12", "terms": foreign, "reason": "x"}
    answers = [
        stage.post("agreements", own | {"terms": foreign}, mine.as_lead),
        stage.post("agreements", own | {"committee": yours.committee}, mine.as_lead),
        stage.post(f"agreements/{mine.agreement}/terms", version, mine.as_lead),
    ]
    assert [answer.json()["code"] for answer in answers] == ["committee-of-others"] * 3
    assert stage.post("agreements", own | {"terms": foreign}).status_code == 201
