"""The first journey, over real sockets: from a file of sales to a creator who understands her yen.

Worked by hand at the head of `test_api_money.py`: of 1,000,000 yen the designer gets 9,000.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from api.app import create_app
from ledger.access.tokens import NewToken, Tokens
from ledger.bootstrap import Register, Sample, create_register, open_register
from ledger.client import Client, asset_of
from ledger.command import Role
from ledger.errors import Conflict, NotFound
from ledger.log import canonical
from ledger.log.entry import parse_part
from ledger.log.merkle import leaf_hash
from ledger.log.proof import verify_inclusion
from ledger.settings import Settings
from tests.api.serving import serving
from tests.api.world import agreement_body, committee_body, sales
from tests.conftest import START


@pytest.fixture
def opened(database_url: str, tmp_path: Path) -> Iterator[Register]:
    """An empty register on either database."""
    home = tmp_path / "home"
    url = None if database_url.startswith("sqlite") else database_url
    settings = Settings(home=home, database_url=url)
    create_register(settings, "ledger.example/ip", sample=Sample(1, START))
    made = open_register(settings, sample=Sample(1, START))
    yield made
    made.close()


def test_a_studio_brings_a_work_in_and_a_creator_reads_why_she_got_what(
    opened: Register, tmp_path: Path
) -> None:
    tokens = Tokens(opened.engine, opened.clock, opened.entropy)

    def acting(url: str, role: Role, party: str | None = None) -> Client:
        return Client(url, tokens.create(NewToken(role, party, "journey")))

    plot = tmp_path / "plot.txt"
    plot.write_text("星の海、第一稿", encoding="utf-8")

    with serving(create_app(opened)) as url, acting(url, "operator") as operator:
        lead = operator.register_company({"names": {"ja": "星見映像株式会社"}}).id
        member = operator.register_company({"names": {"ja": "月見放送株式会社"}}).id
        creator = operator.register_person(
            {"credit_name": "山田 はなこ", "kana": "ヤマダ ハナコ"}
        ).id

        with acting(url, "studio", lead) as studio, acting(url, "creator", creator) as designer:
            # A notice before production; then the work under the same id.
            notice = studio.file_notice(
                {
                    "holder": lead,
                    "working_title": "星の海（仮）",
                    "assets": [asset_of(plot).model_dump(mode="json", exclude_none=True)],
                }
            )
            with pytest.raises(NotFound):
                designer.work(notice.id)
            work = studio.register_work(
                {
                    "id": notice.id,
                    "data": {"title": {"ja": "星の海"}, "kind": "tv"},
                    "credits": [
                        {"role": "character_design", "person": "山田 はなこ", "party": creator}
                    ],
                }
            ).id
            assert designer.work(work)["credits"][0]["person"] == "山田 はなこ"
            assert studio.get(f"assets/{sha256(plot.read_bytes()).hexdigest()}")["items"]

            # Committee, agreement, sales, money, payout, statements.
            committee = studio.form_committee(committee_body(lead, member, work)).id
            agreement = studio.record_agreement(agreement_body(lead, member, creator, committee)).id
            report = studio.upload_report(
                sales(work).encode(),
                agreement=agreement,
                reporter=lead,
                period="2026-Q2",
                basis="net",
            )
            assert report.body["summary"]["accepted"] == 1
            studio.record_receipt(
                {
                    "agreement": agreement,
                    "report": report.id,
                    "currency": "JPY",
                    "amount_minor": 1_000_000,
                    "received_on": "2026-06-30",
                }
            )
            run = studio.run_payout(agreement, "2026-Q2", key="run-2026-Q2")
            assert studio.run_payout(agreement, "2026-Q2", key="run-2026-Q2").replayed
            with pytest.raises(Conflict):
                studio.run_payout(agreement, "2026-Q2")
            assert len(studio.issue_statements(lead, "2026-Q2")) == 3

            # The creator: what, why, and the proof.
            own = list(designer.each("statements", limit=1))
            assert [item["payee"] for item in own] == [creator]
            statement = designer.statement(own[0]["id"])
            assert statement["totals"]["royalties"] == 9_000
            assert "1,000,000" in str(statement["lines"][0])
            assert statement["totals"]["transfer"] == 8_082
            issued = designer.statement_csv(statement["id"])
            assert sha256(issued).hexdigest() in {item["sha256"] for item in statement["files"]}
            with pytest.raises(NotFound):
                designer.agreement(agreement)

            log, entry = designer.log(), designer.entry(run.first_index)
            proof = designer.proof(run.first_index, log["size"])
            leaf = leaf_hash(entry["leaf"].encode())
            path = [bytes.fromhex(item) for item in proof["path"]]
            verify_inclusion(leaf, run.first_index, log["size"], path, bytes.fromhex(log["root"]))
            mine = [parse_part(part["data"].encode()) for part in entry["parts"] if "data" in part]
            assert [part.name for part in mine] == [f"allocation/{creator}"]
            assert "9000" in canonical.encode(mine[0].body).decode()
