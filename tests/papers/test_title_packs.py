"""The chain-of-title pack: same bytes, checkable alone, and nothing in it can be exchanged."""

import io
import json
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from money_stage import Money, open_money
from rights_stage import Rights, consent, reach

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.errors import NotFound, VerificationFailed
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.title_archive import MANIFEST, check_pack, read_pack, zipped
from ledger.jobs.title_pack import title_pack
from ledger.log import canonical
from ledger.log.log_keys import LogKeys
from ledger.log.note import VerifierKey
from ledger.log.package import read_package
from ledger.papers.blocks import as_text
from ledger.papers.chain import chain_paper, dossier
from ledger.rights.answers import Asked
from ledger.values import DocumentRef
from tests.papers.paper_stage import printing

DAY = date(2026, 6, 1)
CONTRACT = "譲渡契約書".encode()


@dataclass
class Stage:
    """A work made by A and B; A gave C a quarter without 27 and 28, and B a quarter with them."""

    money: Money
    rights: Rights
    buyer: str
    transfers: tuple[str, str]

    def pack(self, viewer: Viewer = OPERATOR_VIEWER) -> bytes:
        with printing(self.money, viewer=viewer) as printer:
            return title_pack(printer, self.asked, self.money.register.blobs)

    @property
    def asked(self) -> Asked:
        return Asked(self.rights.work, DAY)

    def text(self, lang: str = "ja", viewer: Viewer = OPERATOR_VIEWER) -> str:
        with printing(self.money, lang, viewer) as printer:  # type: ignore[arg-type]
            return as_text(chain_paper(printer, dossier(printer, self.asked)))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    for money in open_money(tmp_path_factory.mktemp("title") / "home"):
        rights = Rights(money)
        buyer = money.company("丙社")
        money.record(rights.title())
        document = money.register.blobs.put(CONTRACT, title="譲渡契約書")
        first = rights.transfer(
            rights.a, buyer, "1/4", consents=consent(rights.b),
            document=DocumentRef(sha256=document.sha256, title="譲渡契約書"),
        )  # fmt: skip
        money.record(first)
        second = rights.transfer(
            rights.b, buyer, "1/4", extent=reach("merchandise", "JP"),
            articles_27_28_expressly=True, consents=consent(rights.a, buyer),
        )  # fmt: skip
        money.record(second)
        money.record(rights.registration(second.id))
        publish_checkpoint(money.register)
        yield Stage(money, rights, buyer, (first.id, second.id))


def keys_of(pack: bytes) -> list[VerifierKey]:
    return [LogKeys.of_genesis(read_package(read_pack(pack)["disclosure.json"]).genesis).newest]


def test_the_same_register_gives_the_same_bytes(stage: Stage):
    assert stage.pack() == stage.pack()


def test_a_pack_is_checked_with_nothing_but_a_key(stage: Stage):
    pack = stage.pack()
    checked = check_pack(pack, keys_of(pack))
    assert {*stage.transfers} < {*checked.chain["grants"]}
    assert [entry.event_type for entry in checked.established.entries][-4:] == [
        "rights.title_recorded/1", "rights.transferred/1", "rights.transferred/1",
        "rights.registered/1",
    ]  # fmt: skip
    names = {*checked.files}
    assert {"title.ja.pdf", "title.en.pdf", "chain.json", "README.txt", "はじめに.txt"} < names
    assert f"documents/{sha256(CONTRACT).hexdigest()}" in names


def test_a_pack_is_checked_by_hand_with_sha256sum(stage: Stage, tmp_path: Path):
    with zipfile.ZipFile(io.BytesIO(stage.pack())) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        ["sha256sum", "-c", MANIFEST], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(b": OK\n") == 7


def test_no_command_and_no_signature_is_in_a_pack(stage: Stage):
    pack = stage.pack()
    parts = [p.name for e in check_pack(pack, keys_of(pack)).established.entries for p in e.parts]
    assert {*parts} == {"facts"}


def changed(change: Callable[[dict[str, bytes]], None]) -> Callable[[bytes], bytes]:
    def damaged(pack: bytes) -> bytes:
        files = read_pack(pack)
        del files[MANIFEST]
        change(files)
        return zipped(files)

    return damaged


def _other_taker(files: dict[str, bytes]) -> None:
    chain = json.loads(files["chain.json"])
    right = max(chain["grants"])
    chain["grants"][right]["taker"] = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
    files["chain.json"] = canonical.encode(chain)


def _hidden_entry(files: dict[str, bytes]) -> None:
    proof = json.loads(files["disclosure.json"])
    proof["entries"].pop()
    files["disclosure.json"] = canonical.encode(proof)


def _foreign_document(files: dict[str, bytes]) -> None:
    files[f"documents/{sha256(b'other').hexdigest()}"] = b"other"


def _altered_document(files: dict[str, bytes]) -> None:
    name = next(name for name in files if name.startswith("documents/"))
    files[name] = b"other"


def _no_chain(files: dict[str, bytes]) -> None:
    files["chain.json"] = canonical.encode({"format": "daicho-title-pack/1", "grants": 5})


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (changed(_other_taker), "chain-differs"),
        (changed(_hidden_entry), "entry-not-shown"),
        (changed(_foreign_document), "document-not-cited"),
        (changed(_altered_document), "document-not-cited"),
        (changed(_no_chain), "pack-malformed"),
        (lambda pack: pack[:-30], "pack-malformed"),
        (lambda pack: b"PK" + pack[5:200], "pack-malformed"),
    ],
    ids=["taker", "entry", "foreign", "document", "chain", "cut", "garbage"],
)
def test_a_pack_that_was_changed_does_not_hold(
    stage: Stage, damage: Callable[[bytes], bytes], code: str
):
    """Whoever changes a file can write the manifest anew; the proof is what he cannot write."""
    pack = stage.pack()
    with pytest.raises(VerificationFailed) as caught:
        check_pack(damage(pack), keys_of(pack))
    assert caught.value.code == code


def test_a_file_that_differs_from_the_manifest_is_named(stage: Stage):
    files = read_pack(stage.pack())
    files["title.ja.pdf"] += b" "
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(VerificationFailed) as caught:
        check_pack(buffer.getvalue(), keys_of(stage.pack()))
    assert (caught.value.code, caught.value.fields["file"]) == ("file-altered", "title.ja.pdf")


def test_a_chain_names_links_registrations_presumptions_and_doubts(stage: Stage):
    """A and B hold halves; C has 1/4 of A, and in Japan 1/4 of B's merchandise with 27 and 28."""
    said = stage.text()
    assert "原始の権原 / 映画製作者（29条） | 甲社（1/2） / 乙社（1/2）" in said
    assert "甲社 → 丙社（1/4） | なし" in said
    assert "乙社 → 丙社（1/4） | 第12345号の1 / 2026-05-20" in said
    assert "甲社 に留保（推定）" in said
    assert "「[2]」は登録されていない: 第三者に対抗できない（著作権法77条）" in said
    assert "基準日の権利者: 甲社 1/4、乙社 1/4、丙社 1/2" in said
    assert f"譲渡契約書 / {sha256(CONTRACT).hexdigest()}" in said
    english = stage.text("en")
    assert "presumed to have stayed with the transferor" in english
    assert "expressly name the rights of Articles 27 and 28" in english


def test_a_holder_gets_the_pack_and_a_stranger_hears_nothing(stage: Stage):
    pack = stage.pack(Viewer("studio", stage.buyer))
    assert check_pack(pack, keys_of(pack)).established.reader == stage.buyer
    with pytest.raises(NotFound) as caught:
        stage.pack(Viewer("studio", stage.rights.n))
    assert caught.value.code == "rights-not-found"


def test_a_work_without_rights_has_no_pack(stage: Stage):
    work = stage.money.work("権利のない作品", stage.rights.a)
    with printing(stage.money) as printer, pytest.raises(NotFound) as caught:
        title_pack(printer, Asked(work, DAY), stage.money.register.blobs)
    assert caught.value.code == "title-pack-empty"


def test_entries_that_no_checkpoint_covers_are_refused(money: Money):
    rights = Rights(money)
    money.record(rights.title())
    with printing(money) as printer, pytest.raises(NotFound) as caught:
        title_pack(printer, Asked(rights.work, DAY), money.register.blobs)
    assert caught.value.code == "entry-not-covered"
