"""`daicho papers`: one page, a chain of title with its pack, texts and their hashes on record."""

import json
import re
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from cli_stage import Daicho
from paid_world import Paid
from pypdf import PdfReader

DOCUMENT = "a" * 64
JAPANESE = re.compile("[぀-ヿ㐀-鿿]")


def titled(command: Daicho, world: Paid) -> None:
    command.data(
        "rights", "title-record", world.work, "--holder", f"{world.studio}=1/2",
        "--holder", f"{world.partner}=1/2", "--origin", "maker_29", "--from", "2026-01-01",
        "--document", DOCUMENT,
    )  # fmt: skip


def test_a_committee_is_printed_in_both_languages(on_world: Daicho, world: Paid, tmp_path: Path):
    said = on_world("papers", "committee", world.committee, "--out", str(tmp_path / "papers"))
    assert said.code == 0, said.err
    names = [f"{world.committee}.{lang}.pdf" for lang in ("en", "ja")]
    assert sorted(file.name for file in (tmp_path / "papers").iterdir()) == names
    for name in names:
        assert len(PdfReader(tmp_path / "papers" / name).pages) == 1


def test_without_a_file_the_words_of_the_paper_are_shown(on_world: Daicho, world: Paid):
    japanese = on_world("papers", "committee", world.committee, "--language", "ja")
    assert japanese.code == 0
    assert "誰がどの権利について署名するか" in japanese.out
    data = on_world.data("papers", "committee", world.committee, "--language", "en")
    assert data["items"][0]["lang"] == "en"
    assert data["items"][0]["committee"] == world.committee
    assert data["files"] == []


def test_a_paper_for_a_stranger_is_refused_in_the_language_of_the_tool(
    on_world: Daicho, world: Paid
):
    asked = ("papers", "committee", world.committee, "--reader", world.platform)
    said = on_world("--lang", "ja", *asked)
    assert said.code == 4
    assert "この版は、契約を読める者だけに渡せます。" in said.err
    assert on_world(*asked, "--edition", "public").code == 0


def test_a_chain_of_title_is_a_pdf_or_a_pack_that_checks(
    on_world: Daicho, world: Paid, tmp_path: Path
):
    titled(on_world, world)
    pdf, pack = tmp_path / "chain.pdf", tmp_path / "chain.zip"
    done = on_world("papers", "title", world.work, "--language", "ja", "--out", str(pdf))
    assert done.code == 0, done.err
    assert "権利の連鎖" in PdfReader(pdf).pages[0].extract_text()
    early = on_world("papers", "title", world.work, "--out", str(pack))
    assert early.code == 4  # nothing covers the newest entries yet
    assert not pack.exists()
    on_world.data("checkpoint", "publish")
    assert on_world("papers", "title", world.work, "--out", str(pack)).code == 0
    assert on_world("papers", "check", str(pack)).code == 3
    key = on_world("checkpoint", "key").out.strip()
    checked = on_world("--json", "papers", "check", str(pack), "--key", key)
    assert checked.code == 0, checked.err
    assert checked.json["verdict"] == "VERIFIED"
    assert checked.json["work"] == world.work


def test_a_pack_with_one_byte_changed_does_not_hold(on_world: Daicho, world: Paid, tmp_path: Path):
    titled(on_world, world)
    on_world.data("checkpoint", "publish")
    pack = tmp_path / "chain.zip"
    on_world("papers", "title", world.work, "--out", str(pack))
    with zipfile.ZipFile(BytesIO(pack.read_bytes())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["README.txt"] = files["README.txt"].replace(b"buys", b"sells").replace(b"Chain", b"Claim")
    with zipfile.ZipFile(pack, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    said = on_world("--lang", "en", "papers", "check", str(pack))
    assert said.code == 1
    assert "README.txt" in said.err


def test_a_text_is_generated_recorded_listed_and_found_again(
    on_world: Daicho, world: Paid, tmp_path: Path
):
    out = tmp_path / "texts"
    done = on_world.data("papers", "texts", world.agreement, "--out", str(out), "--record")
    assert [item["language"] for item in done["items"]] == ["ja", "en"]
    text = out / f"{world.agreement}.ja.txt"
    assert sha256(text.read_bytes()).hexdigest() == done["items"][0]["sha256"]
    listed = on_world.data("papers", "list", world.agreement)["items"]
    assert [item["sha256"] for item in listed] == [item["sha256"] for item in done["items"]]
    assert on_world("papers", "known", str(text)).code == 0
    text.write_text(text.read_text(encoding="utf-8") + "追記", encoding="utf-8")
    assert on_world("papers", "known", str(text)).code == 1


def test_the_same_text_is_recorded_once(on_world: Daicho, world: Paid):
    asked = ("papers", "texts", world.agreement, "--language", "en", "--record")
    assert on_world(*asked).code == 0
    again = on_world("--json", *asked)
    assert again.code == 4
    assert json.loads(again.err)["code"] == "paper-on-record"


def test_lists_are_in_one_language(on_world: Daicho, world: Paid):
    on_world("papers", "texts", world.agreement, "--record")
    assert "書面の言語" in on_world("--lang", "ja", "papers", "list", world.agreement).out
    english = on_world("--lang", "en", "papers", "list", world.agreement).out
    assert not JAPANESE.search(english)


def test_a_text_of_something_else_is_refused(on_world: Daicho, world: Paid):
    said = on_world("--json", "papers", "texts", world.work)
    assert said.code == 4
    assert json.loads(said.err)["code"] == "text-kind-unknown"


def test_several_papers_do_not_fit_into_one_file(on_world: Daicho, world: Paid, tmp_path: Path):
    said = on_world(
        "--json", "papers", "committee", world.committee, "--out", str(tmp_path / "one.pdf")
    )
    assert said.code == 4
    assert json.loads(said.err)["code"] == "paper-out-missing"
    assert not (tmp_path / "one.pdf").exists()
