"""The offline page: the same bytes each time, allowed to do nothing but verify, one language at a time."""

import base64
import json
import re
import subprocess
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from node_process import NODE

from api.verifier import build

PAGE = build.page()
SCRIPT = re.findall(r"<script>(.*?)</script>", PAGE, flags=re.DOTALL)
STYLE = re.findall(r"<style>(.*?)</style>", PAGE, flags=re.DOTALL)
POLICY = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', PAGE)
SAMPLE = json.loads(
    (Path(__file__).parents[1] / "vectors/log/sample-log.json").read_text(encoding="utf-8")
)
See = Callable[..., dict[str, Any]]


def allowed(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.fixture
def see(tmp_path: Path) -> See:
    """Puts files before the built page and returns what a reader sees then."""
    build.main(tmp_path / "page.html")

    def shown(files: Sequence[tuple[str, bytes]], **more: Any) -> dict[str, Any]:
        asked = {
            "page": str(tmp_path / "page.html"),
            "files": [{"path": path, "data": data.hex()} for path, data in files],
            **more,
        }
        done = subprocess.run(
            [str(NODE), str(Path(__file__).with_name("page_runner.mjs"))],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=60,
            check=True,
        )
        seen: dict[str, Any] = json.loads(done.stdout)
        assert seen["errors"] == []
        return seen

    return shown


def test_the_page_is_built_to_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.html", "other.html"):
        build.main(tmp_path / name)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "other.html").read_bytes()


def test_the_policy_allows_this_script_and_this_style_and_nothing_else() -> None:
    assert (len(SCRIPT), len(STYLE), len(POLICY)) == (1, 1, 1)
    assert POLICY[0].split("; ") == [
        "default-src 'none'",
        f"script-src {allowed(SCRIPT[0])}",
        f"style-src {allowed(STYLE[0])}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
    ]
    assert PAGE.index("Content-Security-Policy") < min(PAGE.index("<script"), PAGE.index("<style"))


def test_the_page_names_no_other_place_and_makes_no_markup_of_texts() -> None:
    for forbidden in (
        *("http://", "https://", "src=", "href=", "@import", "url(", "style=", " on"),
        *("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function("),
        *("fetch(", "XMLHttpRequest", "WebSocket", "localStorage", "import("),
    ):
        places = [PAGE[at - 20 : at + 30] for at in find_all(PAGE, forbidden)]
        if forbidden == " on":
            places = [place for place in places if re.search(r" on[a-z]+=", place)]
        assert places == [], forbidden


def find_all(text: str, piece: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(piece), text)]


def test_every_module_is_in_the_page_once_after_what_it_needs() -> None:
    names = build.modules()
    assert len(names) == len(set(names)) == SCRIPT[0].count("\nconst module_")
    everything = {path.name for path in build.FOLDER.glob("*.mjs")}
    beside = {"verifier.mjs", "authorship.mjs", "cosignature.mjs", "tiles.mjs", "served.mjs"}
    assert everything - set(names) == beside
    assert names[0] == "bytes.mjs"
    assert names[-1] == "page.mjs"


def test_each_input_has_a_label_and_the_outcome_is_announced() -> None:
    for name in re.findall(r'<input id="([a-z]+)"', PAGE):
        assert f'<label for="{name}"' in PAGE
    assert 'role="status" aria-live="polite"' in PAGE


def test_both_languages_say_the_same_things() -> None:
    source = (build.FOLDER / "texts.mjs").read_text(encoding="utf-8")
    japanese, english = source.split("\n  en: {")
    names = [
        re.findall(r"^ {4,6}\"?([A-Za-z.-]+)\"?:", text, re.MULTILINE)
        for text in (japanese, english)
    ]
    assert names[0] == names[1]


CHECKPOINT = ("checkpoint", SAMPLE["checkpoint"].encode())


def test_a_checkpoint_with_its_key_is_verified_in_japanese_first(see: See) -> None:
    seen = see([CHECKPOINT], key=SAMPLE["verifier_key"])
    assert (seen["lang"], seen["title"], seen["isFocused"]) == ("ja", "台帳の検証", True)
    assert "ledger.example/ip" in seen["report"]
    # What is left when names, numbers and hashes are taken away has no word of another language.
    words = re.findall(r"[A-Za-z]{3,}", seen["page"].replace("English", ""))
    assert set(words) <= {"ZIP", "base", "docs", "LOG", "FORMAT"}


def test_the_page_changes_its_language_as_a_whole(see: See) -> None:
    seen = see([CHECKPOINT], key=SAMPLE["verifier_key"], lang="en")
    assert seen["lang"] == "en"
    assert re.findall(r"[\u3040-\u9fff]", seen["report"] + seen["status"]) == []
    assert re.findall(r"[\u3040-\u9fff]+", seen["page"]) == ["日本語"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 100,
        b"{",
        b"PK\x03\x04",
        b"<script>alert(1)</script>",
        b"c2sp.org/tlog-proof@v1\n",
        b"\xff" * 40,
        SAMPLE["checkpoint"].encode()[:-1],
        SAMPLE["checkpoint"].encode().replace(b"\n3\n", b"\n4\n"),
    ],
)
def test_whatever_it_is_given_the_page_says_what_is_wrong(see: See, data: bytes) -> None:
    seen = see([("something", data)], key=SAMPLE["verifier_key"])
    assert seen["status"].endswith("不一致あり")
    assert "見つかった不一致" in seen["report"]


def test_two_checkpoints_of_one_size_that_differ_are_told_apart(see: See) -> None:
    other = SAMPLE["checkpoint"].replace("xiTKkQQA", "AAAAAAAA").encode()
    seen = see([CHECKPOINT, ("other", other)])
    assert "同じ件数で内容の違うチェックポイント" in seen["report"]


def test_a_key_that_is_none_is_said_to_be_none(see: See) -> None:
    assert "検証鍵が正しくありません" in see([CHECKPOINT], key="ledger.example/ip")["report"]
