"""What a payee can read over HTTP when the terms do not disclose everything.

By hand, for 2,100,000 yen: the window keeps 13%, 273,000; of the remaining 1,827,000 the author has
3.7%, 67,599; of the remaining 1,759,401 the creators' pool has 2%, 35,188, of which the designer
has three quarters, 26,391, and the animator one, 8,797; the members divide 1,724,213.
"""

import base64
import binascii
import io
import re
import zipfile
from typing import Any

import pytest
from pypdf import PdfReader

from ledger.jobs.statement_zip import PROOF_NAME, read_statement_zip
from tests.api.world import Production, World, agreement_body, committee_body, sales
from tests.ledger.jobs.published import published

OTHERS = (2_100_000, 273_000, 1_827_000, 67_599, 1_724_213, 8_797, 1_149_475, 574_738)
"""Amounts of others: none of them may reach the designer unless everything is disclosed."""

BASIS = (1_759_401, 35_188)
"""Basis and amount of the designer's own clause: hidden when only the sum is disclosed."""


def clauses(world: World, production: Production, author: str, level: str) -> dict[str, Any]:
    """A window fee, an author, a creators' pool, and the members."""
    animator = world.person("夜空 動子")

    def step(id: str, kind: str, ja: str, **more: Any) -> dict[str, Any]:
        label = {"ja": ja, "en": id}
        return {"id": id, "kind": kind, "clause": "第5条", "label": label, **more}

    steps = [
        step("window", "commission/1", "窓口手数料", basis="received",
             rate={"num": 13, "den": 100}, payee=production.lead),
        step("author", "royalty/1", "原作使用料", basis="remainder",
             rate={"num": 37, "den": 1000}, payee=author),
        step("pool", "pool/1", "クリエイター還元", basis="remainder", rate={"num": 1, "den": 50},
             payees=[{"payee": production.creator, "points": 3}, {"payee": animator, "points": 1}]),
        step("members", "split/1", "委員会分配",
             holders=f"committee:{production.committee}/investment"),
    ]  # fmt: skip
    named = [{"payee": production.creator, "level": level}]
    return {
        "terms": 1,
        "currency": "JPY",
        "steps": steps,
        "disclosure": {"default": "aggregate", "payees": named},
    }


@pytest.fixture
def paid(world: World, request: pytest.FixtureRequest) -> Production:
    """A production that disclosed at a level, ran, stated and published."""
    lead, member = world.company("星雲幹事"), world.company("銀河出資")
    creator, author = world.person("青空 花子"), world.company("星雲出版")
    as_lead = world.token("studio", lead)
    work = world.made(
        "works", {"holder": lead, "data": {"title": {"ja": "星"}, "kind": "tv"}}, as_lead
    )
    committee = world.made("committees", committee_body(lead, member, work), as_lead)
    tokens = (as_lead, world.token("studio", member), world.token("creator", creator))
    made = Production(lead, member, creator, work, committee, "", *tokens)
    body = agreement_body(lead, member, creator, committee)
    body["terms"] = clauses(world, made, author, request.param)
    agreement = world.made("agreements", body, as_lead)
    asked = {"agreement": agreement, "reporter": lead, "period": "2026-Q2", "basis": "net"}
    report = world.upload(sales(work, 2_100_000), as_lead, **asked).json()["id"]
    receipt = {"agreement": agreement, "report": report, "currency": "JPY",
               "amount_minor": 2_100_000, "received_on": "2026-06-30"}  # fmt: skip
    world.made("receipts", receipt, as_lead)
    world.made("payouts", {"agreement": agreement, "period": "2026-Q2"}, as_lead)
    assert world.post("statements", {"payer": lead, "period": "2026-Q2"}, as_lead).is_success
    published(world.register)
    return Production(lead, member, creator, work, committee, agreement, *tokens)


def filled(world: World, production: Production) -> dict[str, list[Any]]:
    """Every value that a path may name, also of what is not the payee's."""
    ids = {
        name: [item["id"] for item in world.get(name, world.operator).json()["items"]]
        for name in ("statements", "payouts", "reports", "parties", "works", "committees")
    }
    size = world.get("log").json()["size"]
    return {
        "statement_id": ids["statements"],
        "run_id": ids["payouts"],
        "report_id": ids["reports"],
        "party_id": ids["parties"],
        "work_id": ids["works"],
        "committee_id": ids["committees"],
        "agreement_id": [production.agreement],
        "index": list(range(size)),
        "line": [1, 2],
    }


def urls(world: World, production: Production) -> list[str]:
    """Every address that answers to GET, with every value it may have."""
    values, found = filled(world, production), []
    paths = world.http.get("/openapi.json").json()["paths"]
    for path in (path for path, operations in paths.items() if "get" in operations):
        if path.startswith("/v1/terms/"):
            continue  # published rates, the same for everybody
        some = [path]
        for name in re.findall(r"{(\w+)}", path):
            known = values.get(name, [])
            some = [one.replace(f"{{{name}}}", str(value)) for one in some for value in known]
        found += some
    return found


def variants(url: str, rows: list[str]) -> list[str]:
    """The same address with the choices that a query may make."""
    if url.endswith("/explanation") and "/payouts/" in url:
        return [f"{url}?row={row}&lang={lang}" for row in rows for lang in ("ja", "en")]
    if url.endswith("/explanation"):
        return [f"{url}?lang={lang}" for lang in ("ja", "en")]
    if url.endswith("/graph"):
        forms = ("json", "svg", "mermaid")
        return [f"{url}?lang={lang}&format={form}" for lang in ("ja", "en") for form in forms]
    if re.search(r"/statements/[^/]+$", url):
        return [url, f"{url}?format=json", f"{url}?format=csv"]
    return [url]


def everything_for(world: World, production: Production, who: dict[str, str]) -> str:
    """All bytes that somebody can fetch, files inside files and encoded parts opened."""
    run = world.get("payouts", world.operator).json()["items"][0]["id"]
    shown = world.get(f"payouts/{run}", world.operator).json()
    rows = [line["row"] for one in shown["allocations"] for line in one["rows"]]
    read: list[str] = []
    for url in urls(world, production):
        for each in variants(url, [*rows, "window", "author", "pool"]):
            answer = world.http.get(each, headers=who)
            if answer.is_success:
                read.append(opened(answer.content))
    return "\n".join(read)


def opened(content: bytes) -> str:
    """A file as text, with what a ZIP and a PDF hold and what is written in base64."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(opened(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    text = content.decode(errors="replace")
    return "\n".join(
        [text, *(decoded(part) for part in re.findall(r"[A-Za-z0-9+/_-]{40,}=*", text))]
    )


def decoded(part: str) -> str:
    try:
        plain = part.replace("-", "+").replace("_", "/").rstrip("=")
        # What is no text was hashes or signatures: chance finds any two letters in them.
        return base64.b64decode(plain + "=" * (-len(plain) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def leaked(text: str, amounts: tuple[int, ...]) -> list[int]:
    """Amounts that stand in a text, with or without commas."""
    return [
        amount
        for amount in amounts
        if re.search(rf"(?<![0-9A-Za-z,.])(?:{amount}|{amount:,})(?![0-9A-Za-z]|[,.][0-9])", text)
    ]


def rates(text: str) -> list[str]:
    """Rates of others, however they are written."""
    patterns = (
        r"(?<![0-9])13%",
        r"3\.7%",
        r'"num": ?"?13\b',
        r'"num": ?"?37\b',
        "13/100",
        "37/1000",
    )
    return [pattern for pattern in patterns if re.search(pattern, text)]


@pytest.mark.parametrize("paid", ["full"], indirect=True)
def test_in_full_a_payee_reads_the_way_from_the_reports(world: World, paid: Production) -> None:
    """The search finds what is there, so that finding nothing elsewhere means something."""
    text = everything_for(world, paid, paid.as_creator)
    assert "checked by the auditor" not in text
    assert text.count("flowchart LR") == 2
    assert "Transfer: payable" in text
    assert leaked(text, OTHERS)[:4] == [2_100_000, 273_000, 1_827_000, 67_599]
    assert "13%" in text


@pytest.mark.parametrize("paid", ["rate"], indirect=True)
def test_with_rate_no_byte_tells_amounts_or_rates_of_others(world: World, paid: Production) -> None:
    text = everything_for(world, paid, paid.as_creator)
    assert (leaked(text, OTHERS), rates(text)) == ([], [])
    assert leaked(text, (*BASIS, 26_391)) == [*BASIS, 26_391]
    assert "監査人が検証済み・非開示" in text
    assert "checked by the auditor, not disclosed" in text
    assert text.count("flowchart LR") == 2


@pytest.mark.parametrize("paid", ["aggregate"], indirect=True)
def test_with_aggregate_no_byte_tells_more_than_the_amount(world: World, paid: Production) -> None:
    text = everything_for(world, paid, paid.as_creator)
    assert (leaked(text, (*OTHERS, *BASIS)), rates(text)) == ([], [])
    found = re.search(r"(?<![0-9.])(2%|75%)", text)
    assert found is None, repr(text[max(0, found.start() - 300) : found.end() + 100])
    assert leaked(text, (26_391,)) == [26_391]


@pytest.mark.parametrize("paid", ["aggregate"], indirect=True)
def test_parties_of_the_agreement_and_the_operator_read_everything(
    world: World, paid: Production
) -> None:
    run = world.get("payouts", world.operator).json()["items"][0]["id"]
    statements = world.get("statements", world.operator).json()["items"]
    of_creator = next(item["id"] for item in statements if item["payee"] == paid.creator)
    for who in (world.operator, paid.as_lead, paid.as_member):
        assert world.get(f"payouts/{run}/trace", who).is_success
        assert world.get(f"payouts/{run}/graph", who).is_success
        assert world.get(f"payouts/{paid.agreement}/graph", who).status_code == 404
    told = world.get(f"statements/{of_creator}/lines/1/explanation", paid.as_lead).json()
    assert told["disclosure"] == "full"
    assert "13%" in "".join(told["sentences"]["computation"])


@pytest.mark.parametrize("paid", ["rate"], indirect=True)
def test_an_auditor_with_a_grant_reads_everything_and_without_it_nothing(
    world: World, paid: Production
) -> None:
    auditor = world.company("監査法人")
    token = world.token("auditor", auditor)
    statement = world.get("statements", paid.as_creator).json()["items"][0]["id"]
    path = f"statements/{statement}/lines/1/explanation"
    assert world.get(path, token).status_code == 404
    grant = {"grantee": auditor, "objects": [paid.agreement], "reason": "監査"}
    world.made("grants", grant, world.operator)
    assert world.get(path, token).json()["disclosure"] == "full"


@pytest.mark.parametrize("paid", ["rate"], indirect=True)
def test_the_package_of_a_statement_holds_the_file_as_it_was_disclosed(
    world: World, paid: Production
) -> None:
    statement = world.get("statements", paid.as_creator).json()["items"][0]["id"]
    answer = world.get(f"statements/{statement}/package", paid.as_lead)
    members = read_statement_zip(answer.content)
    assert PROOF_NAME in members
    assert leaked(opened(answer.content), (273_000, 67_599)) == []


CORRECTED = (2_200_000, 286_000, 1_914_000, 70_818, 1_806_319, 9_216, 9_215, 100_000, 13_000, 3_219)
"""Amounts of others once the sales are corrected to 2,200,000, and differences of theirs."""


def corrected(world: World, production: Production) -> None:
    """Correct the report of sales, revise the run, and state the difference."""
    lead = production.as_lead
    (report,) = world.get("reports", lead).json()["items"]
    asked = {"agreement": production.agreement, "reporter": production.lead,
             "period": "2026-Q2", "basis": "net", "supersedes": report["id"]}  # fmt: skip
    shown = world.upload(sales(production.work, 2_200_000), lead, **asked).json()
    again = world.upload(sales(production.work, 2_200_000), lead, **asked, confirm=shown["confirm"])
    receipt = {"agreement": production.agreement, "report": again.json()["id"], "currency": "JPY",
               "amount_minor": 100_000, "received_on": "2026-06-30"}  # fmt: skip
    world.made("receipts", receipt, lead)
    assert world.post("payouts/revisions", {"agreement": production.agreement}, lead).is_success
    world.made("payouts", {"agreement": production.agreement, "period": "2026-07"}, lead)
    body = {"payer": production.lead, "period": "2026-07"}
    assert world.post("statements", body, lead).is_success


@pytest.mark.parametrize(
    ("paid", "hidden"),
    [("rate", ()), ("aggregate", (*BASIS, 1_843_182, 36_863))],
    indirect=["paid"],
)
def test_a_correction_tells_no_more_than_the_terms_disclose(
    world: World, paid: Production, hidden: tuple[int, ...]
) -> None:
    """By hand: 1,843,182 x 2% = 36,863; three quarters of it 27,647, that is 1,256 more."""
    corrected(world, paid)
    text = everything_for(world, paid, paid.as_creator)
    assert (leaked(text, (*OTHERS, *CORRECTED, *hidden)), rates(text)) == ([], [])
    assert leaked(text, (1_256,)) == [1_256]
