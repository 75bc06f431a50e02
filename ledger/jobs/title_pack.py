"""The chain-of-title pack: one ZIP for whoever buys or licenses a right, checkable without us.

    title.ja.pdf, title.en.pdf   the chain, to be read
    chain.json                   the same for machines: the answer, and each grant as recorded
    disclosure.json              the facts with their proofs, under a published checkpoint
    documents/<SHA-256>          the documents that are stored with the register
    MANIFEST.sha256              the hash of every file, for `sha256sum -c`
    README.txt, はじめに.txt      how to check it

The same register gives the same bytes: files have a fixed time and are not compressed.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from ledger.blobs.blobs import Blobs
from ledger.errors import NotFound
from ledger.jobs.disclose import Discloser
from ledger.jobs.title_archive import CHAIN, DOCUMENTS, FORMAT, PROOF, zipped
from ledger.log import canonical
from ledger.log.package import write_package
from ledger.papers.chain import Dossier, chain_paper, dossier
from ledger.papers.printer import Printer
from ledger.papers.typesetting import typeset
from ledger.rights.answers import Asked
from ledger.store.nodes import TileCache

PURPOSE: Final = {
    "ja": "権利の連鎖のもとになった記録の開示",
    "en": "Disclosure of the entries that a chain of title is made of",
}
_README_JA: Final = """\
権利の連鎖（チェーン・オブ・タイトル）

  title.ja.pdf      読むための書面（日本語）。title.en.pdf は同じ内容の英語版です。
  chain.json        同じ内容の機械可読版と、もとになった記録
  disclosure.json   各記録が台帳に記録されていることの証明
  documents/        台帳に保管されている文書（名前は SHA-256）
  MANIFEST.sha256   すべてのファイルのハッシュ

確かめ方
  1. sha256sum -c MANIFEST.sha256
  2. 台帳の検証鍵を別の経路で入手し、次を実行してください。台帳への接続は要りません。
       daicho papers check このファイル.zip --key 検証鍵
  3. 手元の契約書のハッシュを sha256sum で計算し、書面の「文書」の欄と比べてください。

分かること: 書面のもとになった記録が、示された日時に台帳に記録され、その後変わっていないこと。
分からないこと: 記録された契約が有効かどうか、台帳に記録されていない取引の有無。
法的助言ではありません。
"""
_README_EN: Final = """\
Chain of title

  title.en.pdf      the paper to read; title.ja.pdf is the same in Japanese
  chain.json        the same for machines, with the entries that it is made of
  disclosure.json   the proof that each entry is on record
  documents/        documents that are kept with the register, named by their SHA-256
  MANIFEST.sha256   the hash of every file

How to check it
  1. sha256sum -c MANIFEST.sha256
  2. Get the register's verification key from somewhere else and run this; nobody is asked:
       daicho papers check THIS-FILE.zip --key KEY
  3. Compute the SHA-256 of the contracts you hold and compare it with the column "Document".

What it shows: the entries behind the paper were recorded at the time shown and have not changed.
What it does not show: whether the contracts are valid, and what was never recorded.
It is not legal advice.
"""


def title_pack(printer: Printer, asked: Asked, blobs: Blobs) -> bytes:
    """Make the pack of a work, or of some uses of it.

    Args:
        printer: For whom; the paper is printed in both languages.
        asked: Uses and day.
        blobs: Where documents are kept.

    Raises:
        NotFound: No such work, or not for this viewer; or no checkpoint covers its entries yet.
        RuleViolation: The question is malformed, or a name cannot be printed.
    """
    found = dossier(printer, asked)
    if not found.entries:
        raise NotFound(
            "title-pack-empty",
            "no right in these uses is on record, so there is nothing to prove",
            field="work",
            value=asked.work,
            expected="a work with a recorded title or transfer",
        )
    package = Discloser(printer.conn, TileCache(), printer.viewer).facts(found.entries, PURPOSE)
    files = {
        "README.txt": _README_EN.encode(),
        "はじめに.txt": _README_JA.encode(),
        "title.ja.pdf": typeset(chain_paper(replace(printer, lang="ja"), found)),
        "title.en.pdf": typeset(chain_paper(replace(printer, lang="en"), found)),
        CHAIN: canonical.encode(chain_as_data(found)),
        PROOF: write_package(package),
    }
    for digest, content in _documents(found, blobs):
        files[DOCUMENTS + digest] = content
    return zipped(files)


def chain_as_data(found: Dossier) -> dict[str, Any]:
    """Return a chain for machines: the answer, the grants, their entries."""
    return {
        "format": FORMAT,
        "answer": dict(found.answer),
        "grants": {right: dict(grant) for right, grant in found.grants.items()},
        "leaves": dict(found.leaves),
        "entries": list(found.entries),
    }


def _documents(found: Dossier, blobs: Blobs) -> Iterator[tuple[str, bytes]]:
    """Yield the documents that are stored, each once; what is not stays with its owner."""
    cited = [grant["document"]["sha256"] for grant in found.grants.values()]
    for grant in found.grants.values():
        for name in ("endings", "registrations"):
            cited += [later["document"]["sha256"] for later in grant.get(name, ())]
    for digest in sorted({*cited}):
        if blobs.exists(digest):
            yield digest, blobs.get(digest)
