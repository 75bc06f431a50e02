"""Making homes, exit codes, errors: what every command has in common."""

import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from cli_stage import ORIGIN, Daicho, as_json
from typer.testing import CliRunner

from api.cli.main import app, main
from api.cli.problems import as_data, as_text, exit_code
from api.cli.root import RootGroup
from contracts.errors import TermsInvalid
from ledger.errors import LogCorrupt, NotFound, ProofInvalid, RuleViolation, Unavailable

ROOT = Path(__file__).parents[2]


def test_a_register_is_created_once(tmp_path: Path) -> None:
    daicho = Daicho(tmp_path / "home")
    made = daicho.data("init", "--origin", ORIGIN)
    assert made["origin"] == ORIGIN
    assert len(made["genesis_hash"]) == 64
    again = daicho("init", "--origin", ORIGIN, "--json")
    assert again.code == 4
    assert again.error["code"] == "register-exists"
    assert again.out == ""


def test_a_wrong_path_never_starts_a_log(tmp_path: Path) -> None:
    said = Daicho(tmp_path / "nowhere")("log", "head")
    assert said.code == 4
    assert "no-register-here" in said.err
    assert not (tmp_path / "nowhere").exists()


def test_the_sample_at_hand_is_meant_where_no_home_is_named(
    daicho: Daicho, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daicho.home.rename(tmp_path / "demo")
    monkeypatch.chdir(tmp_path)
    nowhere = {"XDG_DATA_HOME": str(tmp_path / "none"), "DAICHO_HOME": None, "LANG": "C"}
    found = CliRunner(env=nowhere).invoke(app, ["--json", "log", "head"])
    assert json.loads(found.stdout)["size"] == 0
    assert found.stderr.count("using the sample register in demo") == 1
    exported = CliRunner(env=nowhere).invoke(app, ["export", "bundle", "b"])
    assert exported.stderr.count("using the sample register in demo") == 1
    made = CliRunner(env=nowhere).invoke(app, ["init", "--origin", ORIGIN])
    assert made.exit_code == 0
    assert (tmp_path / "none" / "daicho" / "register.json").exists()
    assert CliRunner(env=nowhere).invoke(app, ["log", "head"]).stderr == ""


def test_a_bad_origin_is_refused_and_leaves_no_register(tmp_path: Path) -> None:
    said = Daicho(tmp_path / "home")("init", "--origin", "with space")
    assert said.code == 4
    assert Daicho(tmp_path / "home")("log", "head").code == 4


def test_the_head_of_an_empty_log_is_the_empty_tree(daicho: Daicho) -> None:
    head = daicho.data("log", "head")
    assert head["size"] == 0
    assert head["root"] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_global_options_may_stand_anywhere(daicho: Daicho) -> None:
    assert daicho("--json", "log", "head").json == daicho("log", "head", "--json").json
    assert "件数" in daicho("log", "head", "--lang", "ja").out
    assert "size" in daicho("log", "--lang=en", "head").out


def test_an_unknown_language_is_a_mistake_in_the_command_line(daicho: Daicho) -> None:
    assert daicho("log", "head", "--lang", "fr").code == 2


@pytest.mark.parametrize("words", [("nonsense",), ("works", "nonsense"), ("log", "show", "-1"), ()])
def test_mistakes_in_the_command_line_exit_with_2(daicho: Daicho, words: tuple[str, ...]) -> None:
    said = daicho(*words)
    assert said.code == 2
    assert "Traceback" not in said.err


def test_a_missing_file_is_named(daicho: Daicho, tmp_path: Path) -> None:
    said = daicho("works", "register", "--file", str(tmp_path / "none.json"), "--json")
    assert said.code == 2
    assert said.error["code"] == "file-unreadable"
    assert said.error["value"].endswith("none.json")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"{", "json-malformed"),
        (b"[]", "json-not-an-object"),
        (b'{"a": 1, "a": 2}', "json-member-repeated"),
        (b"\xff", "json-encoding"),
        (b"[" * 100_000, "json-malformed"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "json-malformed"),
        (b'{"data": {"title": {"ja": "x"}, "kind": "tv", "episodes": NaN}}', "json-malformed"),
        (b'{"data": {"title": {"ja": "x"}, "kind": "tv", "episodes": 1e999}}', "json-malformed"),
        (b'{"data": {"title": {"ja": "x"}, "kind": "tv", "episodes": 1.0}}', "invalid-input"),
        (b'{"id": "x"}', "invalid-input"),
        (b'{"data": {"title": {"ja": "\\ud800"}, "kind": "tv"}}', "json-value"),
    ],
)
def test_bad_json_is_refused_by_its_place(daicho: Daicho, text: bytes, code: str) -> None:
    said = daicho("works", "register", "--file", "-", "--json", stdin=text)
    assert said.code == 4
    assert said.error["code"] == code
    assert daicho.data("log", "head")["size"] == 0


def test_a_value_that_json_cannot_carry_is_named_by_its_place(daicho: Daicho) -> None:
    given = b'{"data": {"title": {"ja": "\\ud800"}, "kind": "tv"}}'
    said = daicho("works", "register", "--file", "-", "--json", stdin=given)
    assert "data.title.ja" in said.error["field"]


def test_an_address_that_is_no_url_is_refused_without_repeating_it(
    daicho: Daicho, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(daicho.environment, "DAICHO_DATABASE_URL", "postgresql//app:secret@db")
    said = daicho("log", "head", "--json")
    assert (said.code, said.error["code"]) == (4, "database-url")
    assert "secret" not in said.err


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_takes_nothing_is_no_mistake_in_the_command_line(number: int) -> None:
    error = OSError(number, os.strerror(number))
    assert (exit_code(error), as_data(error)["code"]) == (5, "disk-unavailable")


def test_malformed_input_names_every_field(daicho: Daicho) -> None:
    given = as_json({"data": {"title": {"ja": " "}, "kind": "radio"}, "surprise": 1})
    said = daicho("works", "register", "--file", "-", "--json", stdin=given)
    fields = {problem["field"] for problem in said.error["errors"]}
    assert fields == {"data.title.ja", "data.kind", "surprise"}
    japanese = daicho("works", "register", "--file", "-", "--lang", "ja", stdin=given)
    assert "この項目はありません" in japanese.err
    assert "Extra inputs" not in japanese.err


def test_a_refusal_is_in_one_language(daicho: Daicho) -> None:
    words = (
        "parties",
        "add-company",
        "--ja",
        "株式会社銀河",
        "--corporate-number",
        "1234567890123",
    )
    english, japanese = daicho(*words), daicho(*words, "--lang", "ja")
    assert english.code == japanese.code == 4
    assert "expected: 9234567890123" in english.err
    assert "法人番号の検査数字が合いません" in japanese.err
    assert "should be" not in japanese.err


def test_a_refusal_without_japanese_is_told_in_english_as_a_whole() -> None:
    data = as_data(RuleViolation("brand-new-rule", "this is new", field="x", expected="two words"))
    assert as_text(data, "ja") == as_text(data, "en")


def test_english_prose_is_left_out_of_a_japanese_refusal() -> None:
    data = as_data(RuleViolation("id-taken", field="id", value="a b", expected="an id nobody used"))
    assert "nobody" not in as_text(data, "ja")
    assert "値: a b" in as_text(data, "ja")


def test_long_and_odd_values_are_shown_shortened() -> None:
    data = as_data(
        RuleViolation("x", a="y" * 500, b=b"\x00\xff", c=[{"d": None}], e=object, f="\ud800")
    )
    assert len(data["a"]) == 201
    assert data["b"] == "00ff"
    assert data["c"] == [{"d": None}]
    assert data["f"] == "?"
    json.dumps(data)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFound("x"), 4),
        (TermsInvalid("x", "y"), 4),
        (LogCorrupt("x"), 1),
        (ProofInvalid("x"), 1),
        (Unavailable("x"), 5),
        (FileNotFoundError(2, "No such file", "a"), 2),
    ],
)
def test_each_error_has_its_exit_code(error: Exception, code: int) -> None:
    assert exit_code(error) == code


def test_an_unreachable_database_exits_with_5(daicho: Daicho) -> None:
    daicho.environment["DAICHO_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"
    said = daicho("log", "head", "--json")
    assert said.code == 5
    assert said.error["code"] == "database-unavailable"


def test_a_database_of_another_log_is_not_trusted(daicho: Daicho, tmp_path: Path) -> None:
    other = Daicho(tmp_path / "other")
    other("init", "--origin", "other.example/ip")
    (tmp_path / "home" / "register.db").write_bytes(
        (tmp_path / "other" / "register.db").read_bytes()
    )
    assert daicho("log", "head").code == 1


def test_ctrl_c_ends_quietly() -> None:
    interrupted = typer.Typer(cls=RootGroup)

    @interrupted.callback()
    def root() -> None:
        """Nothing."""

    @interrupted.command()
    def wait() -> None:
        raise KeyboardInterrupt

    result = CliRunner().invoke(interrupted, ["wait"])
    assert result.exit_code == 130
    assert "Interrupted" in result.stderr


def test_the_version_is_printed(daicho: Daicho) -> None:
    assert daicho("--version").code == 0


def test_the_installed_command_shows_no_traceback(tmp_path: Path) -> None:
    code = "import sys; sys.argv[0] = 'daicho'; from api.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--home", str(tmp_path), "works", "list", "--json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert json.loads(done.stderr)["code"] == "no-register-here"


def test_main_is_the_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["daicho", "--version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert app.info.name == "daicho"


def test_a_port_that_is_taken_is_told_before_a_sample_is_built(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = Daicho(tmp_path / "none")(
            "demo", "--dir", str(tmp_path / "demo"), "--fresh", "--serve", "--port", port
        )
    assert "port-in-use" in said.err
    assert port in said.err
    assert "--port" in said.err
    assert not (tmp_path / "demo").exists()
