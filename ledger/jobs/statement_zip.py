"""A statement package as one ZIP that a person can open: proof, files, and how to check them.

The archive is stored without compression and with a fixed time, so that the same statement under
the same checkpoint is the same bytes, and so that no archive can grow when it is opened.
"""

import io
import zipfile
from collections.abc import Iterable
from typing import Final

from ledger.errors import ProofInvalid
from ledger.log.established import Established
from ledger.log.package import MAX_BYTES, Package, write_package

PROOF_NAME: Final = "disclosure.json"
_README: Final = {"ja": "はじめに.txt", "en": "README.txt"}
_MOST_MEMBERS: Final = 20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_OWNER_READS: Final = 0o600 << 16

_TEXT_JA: Final = """\
支払明細書の証明

このフォルダには、あなたの支払明細書と、それが台帳に記録されていることの証明が入っています。

  {files}
  {proof}    証明（明細の各行、各計算回の配分、記録の場所、署名付きチェックポイント）

確かめ方
  1. 台帳の検証鍵を、この封筒とは別の経路（発行者の公表、監査人など）で入手してください。
  2. 次を実行してください。台帳や発行者に接続する必要はありません。
       daicho disclose check このファイル.zip --key 検証鍵
     何も入れられないパソコンでは、監査人や発行者が配る検証ページ daicho-verifier.html を
     ブラウザで開き、このファイルと検証鍵を渡してください。
  3. 記録番号、記録日時、チェックポイントが表示されれば、明細は記録されたとおりです。

分かること: 明細の内容が、示された日時に記録され、その後変わっていないこと。
分からないこと: もとになった売上報告が真実で漏れがないかどうか。
他の受取人の情報は入っていません。
配分の「閲覧者」には、契約の当事者の番号が書かれています。
"""
_TEXT_EN: Final = """\
Evidence for a statement

This archive holds your statement, and the proof that it is on record.

  {files}
  {proof}    the proof (lines, allocations of each run, places in the log, signed checkpoint)

How to check it
  1. Get the log's verification key from somewhere other than this archive: the issuer's
     publication, an auditor.
  2. Run this; neither the register nor the issuer is asked:
       daicho disclose check THIS-FILE.zip --key KEY
     Where nothing can be installed, open the page daicho-verifier.html, which auditors hand out,
     in a browser and give it this file and the key.
  3. If it shows the entry, the time and the checkpoint, the statement is as it was recorded.

What it shows: this content was recorded at the time shown and has not been altered since.
What it does not show: that the sales reports behind it were true and complete.
Nothing about other payees is in it.
The list of an allocation's readers names the parties of the agreement by their ids.
"""


def statement_zip(package: Package) -> bytes:
    """Return the archive of a statement's package."""
    names = "\n  ".join(file.name for file in package.files)
    texts = {"ja": _TEXT_JA, "en": _TEXT_EN}
    members = {
        _README[lang]: text.format(files=names, proof=PROOF_NAME).encode()
        for lang, text in texts.items()
    }
    members |= {file.name: file.content for file in package.files}
    members[PROOF_NAME] = write_package(package)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = _OWNER_READS
            archive.writestr(info, content)
    return buffer.getvalue()


def is_zip(data: bytes) -> bool:
    """Tell whether bytes begin like an archive."""
    return data.startswith(b"PK\x03\x04")


def read_statement_zip(data: bytes) -> dict[str, bytes]:
    """Return the members of an archive, each read once and no longer than it claims.

    Raises:
        ProofInvalid: It is no archive that `statement_zip` could have made.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_members(infos)
            return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, EOFError, RuntimeError, ValueError, OSError) as error:
        raise _malformed(str(error), "an archive as it was issued") from error


def _check_members(infos: list[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in infos]
    if len(set(names)) != len(names) or PROOF_NAME not in names or len(names) > _MOST_MEMBERS:
        raise _malformed(names[:_MOST_MEMBERS], f"each file once, {PROOF_NAME} among them")
    packed = [info.filename for info in infos if info.compress_type != zipfile.ZIP_STORED]
    if packed or sum(info.file_size for info in infos) > 2 * MAX_BYTES:
        raise _malformed(packed or "too long", "files stored as they are, of a sane length")


def check_members(members: dict[str, bytes], established: Established) -> None:
    """Hold the files beside a proof against the proof.

    Raises:
        ProofInvalid: A file is not the one that was proved.
    """
    proved = {file.name: file.content for file in established.files}
    for name, content in members.items():
        if name != PROOF_NAME and name not in _README.values() and proved.get(name) != content:
            raise ProofInvalid(
                "file-altered", file=name, value="other bytes", expected="the file in the proof"
            )


def unproved_members(members: Iterable[str]) -> list[str]:
    """Return which members of an archive nothing proves: the texts that say how to check it."""
    return sorted(set(members) & set(_README.values()))


def _malformed(value: object, expected: str) -> ProofInvalid:
    return ProofInvalid("archive-malformed", field="file", value=value, expected=expected)
