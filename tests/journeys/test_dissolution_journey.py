"""A committee is formed, licenses, pays, is wound up by a plan, and its creator goes on being paid.

By hand, for 1,000,000 yen that arrive in the second quarter and again in the third: the window
keeps 10%, 100,000; the designer has 1% of the remaining 900,000, 9,000; 891,000 are left. In the
second quarter the lead has two thirds of them, 594,000, and the member one third, 297,000. The
committee ends; the member buys everything for 300,000 and owes the agreement from July on. In the
third quarter the designer has 9,000 as before, now stated by the member, and the member has 891,000.
The price is divided by contributions: 200,000 for the lead, 100,000 for the member.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from money_stage import SAMPLE
from starlette.testclient import TestClient

from api import rights_examples
from api.app import create_app
from ledger.bootstrap import create_register, open_register
from ledger.settings import Settings
from tests.api.world import Production, World, produce, report
from tests.cli.cli_stage import Daicho

EVERYTHING = {**rights_examples.TITLE["extent"], "first": "2026-01-01"}
DOCUMENT = rights_examples.TITLE["document"]
WHOLE = {"num": 1, "den": 1}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of an empty register."""
    settings = Settings(home=tmp_path / "home")
    create_register(settings, "ledger.example/ip", sample=SAMPLE)
    return tmp_path / "home"


@contextmanager
def serving(home: Path) -> Iterator[World]:
    """The application in front of the register; closed before the command line opens it."""
    register = open_register(Settings(home=home))
    try:
        with TestClient(create_app(register), raise_server_exceptions=False) as http:
            world = World(register, http)
            world.operator = world.token("operator")
            yield world
    finally:
        register.close()


def consents(made: Production, *parties: str, by: str = "operator") -> list[dict[str, Any]]:
    """Consents on paper."""
    return [
        {
            "party": party, "method": "seal", "document": DOCUMENT, "attested_by": by,
            "consented_on": "2026-06-20",
        }
        for party in parties or (made.lead, made.member)
    ]  # fmt: skip


def before(world: World) -> tuple[Production, str]:
    """A production with its title, a licence, and the second quarter paid; begun to be wound up."""
    made = produce(world)
    holder = f"committee:{made.committee}/copyright"
    title = {
        **rights_examples.TITLE, "work": made.work, "extent": EVERYTHING,
        "stakes": [{"holder": holder, "share": WHOLE}],
    }  # fmt: skip
    world.made("rights/titles", title)
    platform = world.company("配信社")
    licence = world.made(
        "rights/licences",
        {
            **rights_examples.LICENCE, "work": made.work, "licensors": [holder],
            "licensee": platform, "agreement": made.agreement,
            "consents": consents(made, made.member, by=made.lead),
        },
        made.as_lead,
    )  # fmt: skip
    report(world, made)
    run = world.made("payouts", {"agreement": made.agreement, "period": "2026-Q2"}, made.as_lead)
    assert allocated(world, run, made.as_lead)[made.creator, "designer"] == 9_000
    issued = world.post("statements", {"payer": made.lead, "period": "2026-Q2"}, made.as_lead)
    assert issued.status_code == 201, issued.text
    world.made(
        f"committees/{made.committee}/dissolution",
        {
            "ground": "resolution", "ground_day": "2026-06-20",
            "resolution": {"day": "2026-06-20", "document": DOCUMENT},
            "liquidators": [{"party": made.lead, "authority": "members"}],
            "consents": consents(made, made.member, by=made.lead),
        },
        made.as_lead,
    )  # fmt: skip
    return made, licence


def allocated(world: World, run: str, who: dict[str, str]) -> dict[tuple[str, str], int]:
    """What a run gave, by party and clause."""
    shown = world.get(f"payouts/{run}", who).json()
    return {(line["party"], line["step"]): line["amount_minor"] for line in shown["allocations"]}


def plan_of(made: Production, licence: str, **more: Any) -> dict[str, Any]:
    """The member buys everything and owes the agreement."""
    complete = {
        "transfer_day": "2026-07-01",
        "money_from": "2026-07",
        "dispositions": [
            {"outcome": "member", "to": made.member, "price_minor": 300_000, "clause": "第20条"}
        ],
        "debtors": [{"agreement": made.agreement, "debtor": made.member, "document": DOCUMENT}],
        "contact": made.member,
        "custody": [{"item": "原版", "party": made.member}],
        "declaration": {"declarant": made.member, "authority": "holder", "intention": "licensable"},
        "report": DOCUMENT,
        "consents": consents(made),
    }
    assert licence
    return {"complete": complete | more}


def test_the_creator_is_paid_on_to_the_yen_and_everything_is_recomputed(
    home: Path, tmp_path: Path
) -> None:
    daicho = Daicho(home)
    with serving(home) as world:
        made, licence = before(world)
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(plan_of(made, licence)), encoding="utf-8")

    tried = daicho.data("committees", "dissolve", made.committee, "--plan", str(plan), "--dry-run")
    table = daicho(
        "committees", "dissolve", made.committee, "--plan", str(plan), "--dry-run", "--lang", "ja"
    )
    assert (tried["defects"], tried["refusals"]) == ([], [])
    assert {one["holder"] for cell in tried["cells"] for one in cell["after"]} == {made.member}
    assert {one["party"]: one["part_minor"] for one in tried["settled"]["parts"]} == {
        made.lead: 200_000, made.member: 100_000,
    }  # fmt: skip
    assert table.code == 0, table.err
    assert "18,000円" in table.out
    plan.write_text(
        json.dumps(plan_of(made, licence, result_sha256=tried["result_sha256"])), encoding="utf-8"
    )
    done = daicho("committees", "dissolve", made.committee, "--plan", str(plan))
    assert done.code == 0, done.err

    with serving(home) as world:
        after(world, made, licence)

    verified = daicho("verify", "--commands", "--views")
    assert verified.code == 3, verified.out  # nothing from outside was compared
    assert daicho("export", "bundle", str(tmp_path / "b")).code == 0
    audited = daicho("--json", "audit", str(tmp_path / "b"))
    assert (audited.json["verdict"], audited.json["findings"]) == ("SELF-CONSISTENT", [])
    tasks = daicho.data("committees", "tasks", made.committee)["tasks"]
    assert {"register-transfers", "assign-licensor"} <= {one["code"] for one in tasks}


def after(world: World, made: Production, licence: str) -> None:
    """The third quarter: the member runs and states it, the creator has what she had."""
    shown = world.get(f"committees/{made.committee}", made.as_member).json()
    end = world.get(f"committees/{made.committee}/dissolution").json()
    assert (shown["status"], end["phase"]) == ("dissolved", "completed")
    assert end["declarations"][0]["intention"] == "licensable"
    said = {"period": "2026-Q3"}
    sales = f"channel,territory,work,month,units,amount,currency\nstreaming,JP,{made.work},"
    answer = world.upload(
        f"{sales}2026-07,100,1000000,JPY\n", made.as_member,
        **{"agreement": made.agreement, "reporter": made.lead, "basis": "net", **said},
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    world.made(
        "receipts",
        {
            "agreement": made.agreement, "report": answer.json()["id"], "currency": "JPY",
            "amount_minor": 1_000_000, "received_on": "2026-09-30",
        },
        made.as_member,
    )  # fmt: skip
    run = world.made("payouts", {"agreement": made.agreement, **said}, made.as_member)
    assert allocated(world, run, made.as_member) == {
        (made.lead, "window"): 100_000,
        (made.creator, "designer"): 9_000,
        (made.member, "members"): 891_000,
    }
    issued = world.post("statements", {"payer": made.member, **said}, made.as_member)
    assert issued.status_code == 201, issued.text
    listed = world.get("statements", made.as_creator).json()["items"]
    assert {(one["payer"], one["payable_minor"]) for one in listed} == {
        (made.lead, 9_000), (made.member, 9_000),
    }  # fmt: skip
    avails = world.get(
        f"works/{made.work}/avails", made.as_member, media="svod", territory="JP", on="2026-12-01"
    ).json()
    assert [one["party"] for one in avails["parts"][0]["signers"]] == [made.member]
    assert world.get(f"rights/{licence}", made.as_member).status_code == 200
