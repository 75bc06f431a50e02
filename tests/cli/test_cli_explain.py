"""`daicho explain`: from the rows of a report to the yen transferred, to whom as much as disclosed.

By hand, for 1,000,003 yen of which 500,000 arrived in March: the platform keeps a tenth, 50,000; the
writer has 1% of the remaining 450,000, 4,500, less 10.21% withheld: 459.45, cut to 459; 4,041.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from money_stage import Money, open_money, rate, step, terms
from stage import member
from typer.testing import CliRunner, Result

from api.cli.main import app

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass
class Stated:
    """A home with statements."""

    home: Path
    statement: str
    writer: str
    platform: str
    studio: str
    of_platform: str

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(app, ["--home", str(self.home), *words])

    def explain(self, *words: str) -> Result:
        return self.run("explain", self.statement, *words)


def clauses(platform: str, writer: str, committee: str, **more: Any) -> dict[str, Any]:
    return terms(
        step("window", "commission/1", basis="received", rate=rate(1, 10), payee=platform),
        step("author", "royalty/1", basis="remainder", rate=rate(1, 100), payee=writer),
        step("members", "split/1", holders=f"committee:{committee}/investment"),
        **more,
    )


def stated(home: Path, money: Money, **more: Any) -> Stated:
    studio, platform = money.company("Nebula Studio"), money.company("Platform")
    writer, work = money.named_person("Aozora Taro"), money.work("Library", studio)
    committee = money.committee(member(studio, "1"), works=(work,))
    agreement = money.agreement(
        studio, clauses(platform, writer, committee, **more), kind="committee",
        committee=committee, works=(work,), parties=(studio,),
    )  # fmt: skip
    report = money.sales(agreement, platform, work, 1_000_003)
    money.receive(agreement, report, 500_000)
    money.run(agreement)
    issued = money.issue(studio)
    return Stated(home, issued[writer].id, writer, platform, studio, issued[platform].id)


def opened(home: Path, **more: Any) -> Stated:
    """A closed register on which March was stated; nobody writes to it any more."""
    (made,) = (stated(home, money, **more) for money in open_money(home))
    return made


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Stated:
    """Terms that disclose everything."""
    return opened(tmp_path_factory.mktemp("full") / "home")


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Stated:
    """Terms that disclose own clauses only."""
    return opened(tmp_path_factory.mktemp("closed") / "home", disclosure={"default": "rate"})


def test_a_line_is_told_from_the_row_of_a_file_to_the_transfer(full: Stated) -> None:
    text = full.explain("1", "--lang", "ja").stdout
    assert "2行目 1,000,003円 = 1,000,003円。このうち今回の計算の対象は 500,000円。" in text
    assert "残額の累計 450,000円 × 1% = 4,500円（1円未満切捨て）" in text
    assert "前期繰越 0円 + 当期 4,500円 + 調整 0円 - 前払金充当 0円 = 支払対象額 4,500円" in text
    assert "4,500円 × 10.21% = 459円（1円未満切捨て）" in text
    assert "支払対象額 4,500円 + 消費税 0円 - 源泉徴収税 459円 = 4,041円。" in text


def test_an_english_explanation_has_no_japanese_but_labels_of_the_contract(full: Stated) -> None:
    text = full.explain("1", "--lang", "en").stdout
    assert "Transfer: payable JPY 4,500 + consumption tax JPY 0 - withheld JPY 459" in text
    assert JAPANESE.findall(text) == []


def test_machines_get_lines_reports_and_sentences(full: Stated) -> None:
    (line,) = json.loads(full.explain("all", "--json").stdout)["lines"]
    (report,) = line["reports"]
    assert (line["amount_minor"], line["disclosure"]) == (4_500, "full")
    assert (report["count"], report["lines"]) == (1, [{"line": 2, "amount": "1000003"}])
    assert len(report["file_sha256"]) == len(report["lines_root"]) == 64
    assert report["proof_at"] == f"/v1/reports/{report['report']}/lines/{{line}}/proof"


@pytest.mark.parametrize("ending", ["svg", "mmd", "json"])
def test_the_way_of_the_money_is_drawn_into_a_file(
    full: Stated, ending: str, tmp_path: Path
) -> None:
    file = tmp_path / f"way.{ending}"
    assert full.explain("1", "--graph", str(file)).exit_code == 0
    start = {"svg": "<svg ", "mmd": "flowchart LR", "json": '{"currency":"JPY"'}[ending]
    assert file.read_text(encoding="utf-8").startswith(start)


def test_a_payee_reads_what_the_terms_disclose_and_the_operator_everything(closed: Stated) -> None:
    seen = closed.explain("1", "--as", closed.writer, "--lang", "ja").stdout
    assert "これより前の計算は、監査人が検証済み・非開示。" in seen
    assert "450,000円 × 1% = 4,500円" in seen
    assert "50,000円" not in seen.replace("450,000円", "")
    assert "1,000,003" not in seen
    assert "入金額 500,000円 × 10% = 50,000円" in closed.explain("1", "--lang", "ja").stdout


def test_a_drawing_for_a_payee_hides_the_same(closed: Stated, tmp_path: Path) -> None:
    file = tmp_path / "way.svg"
    closed.explain("1", "--as", closed.writer, "--graph", str(file), "--lang", "ja")
    text = file.read_text(encoding="utf-8")
    assert "監査人が検証済み・非開示" in text
    assert "500,000" not in text


def test_a_statement_of_somebody_else_is_not_there(full: Stated) -> None:
    answer = full.explain("1", "--as", full.platform)
    assert (answer.exit_code, "statement-not-found" in answer.stderr) == (4, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("0",), "line-malformed"),
        (("two",), "line-malformed"),
        (("2",), "statement-line-not-found"),
        (("1", "--as", "party_nobody"), "party-not-found"),
        (("all", "--graph", "way.svg"), "graph-needs-line"),
        (("1", "--graph", "way.png"), "graph-form-unknown"),
    ],
)
def test_what_cannot_be_explained_is_refused_by_name(
    full: Stated, words: tuple[str, ...], code: str
) -> None:
    answer = full.explain(*words)
    assert (answer.stdout, code in answer.stderr) == ("", True)
    assert "Traceback" not in answer.stderr


def test_a_statement_of_nothing_says_how_far_recoupment_is(tmp_path: Path) -> None:
    """By hand: of a cost of 2,000 a first month brought 900; 1,100 are to go."""
    home = tmp_path / "home"
    for money in open_money(home):
        studio, designer = money.company("Studio"), money.company("Designer")
        label = {"ja": "製作費", "en": "production cost"}
        account = {"id": "cost", "kind": "memo", "target": {"amount": 2_000}, "label": label}
        payees = [{"payee": designer, "points": 1}]
        written = terms(
            step("watch", "recoup/1", account="cost"),
            step("pool", "pool/1", basis="excess:cost", rate=rate(1, 10), payees=payees),
            accounts=[account],
        )
        agreement = money.agreement(studio, written)
        report = money.sales(agreement, studio, money.work("Film", studio), 900)
        money.receive(agreement, report, 900)
        money.run(agreement)
        statement = money.issue(studio)[designer].id
    made = Stated(home, statement, designer, "", studio, "")
    text = made.explain("--lang", "en").stdout
    assert "production cost: JPY 900 came in to date; JPY 1,100 to go" in text
    assert json.loads(made.explain("--json").stdout)["lines"] == []
