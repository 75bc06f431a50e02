"""The archive of a chain-of-title pack: written with a manifest, read back, and checked offline.

The rules kept here, in order:

1. Files are stored as they are, with a fixed time, so that the same content is the same bytes.
2. `MANIFEST.sha256` names every other file with its hash, and no file is beside it.
3. The proof holds under keys that come from elsewhere.
4. Every grant in `chain.json` is what the fact at its entry says, and every entry is shown.
5. Every document is named by its hash, and a shown fact cites it.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from ledger.errors import ProofInvalid
from ledger.log import canonical
from ledger.log.established import Established, ShownEntry, verify_package
from ledger.log.note import VerifierKey
from ledger.log.package import MAX_BYTES

CHAIN: Final = "chain.json"
PROOF: Final = "disclosure.json"
MANIFEST: Final = "MANIFEST.sha256"
DOCUMENTS: Final = "documents/"
FORMAT: Final = "daicho-title-pack/1"
MOST_BYTES: Final = 4 * MAX_BYTES
_MOST_FILES: Final = 10_000
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_OWNER_READS: Final = 0o600 << 16
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class CheckedPack:
    """What a pack proves.

    Attributes:
        established: The entries, and who signed the checkpoint they are under.
        files: Every file with its hash.
        chain: What `chain.json` says; its grants are those of the entries.
    """

    established: Established
    files: Mapping[str, str]
    chain: Mapping[str, Any]


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files with a manifest of their hashes."""
    listed = "".join(
        f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted({**files, MANIFEST: listed.encode()}.items()):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = _OWNER_READS
            archive.writestr(info, content)
    return buffer.getvalue()


def read_pack(data: bytes) -> dict[str, bytes]:
    """Return the files of a pack, each once and as long as it claims to be.

    Raises:
        ProofInvalid: `pack-malformed`: no archive that `zipped` could have made.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            is_plain = all(info.compress_type == zipfile.ZIP_STORED for info in infos)
            size = sum(info.file_size for info in infos)
            if len(names) != len(infos) or len(infos) > _MOST_FILES or not is_plain:
                raise _malformed(len(infos), "each file once, stored as it is")
            if size > MOST_BYTES or not {CHAIN, PROOF, MANIFEST} <= names:
                raise _malformed(size, f"{CHAIN}, {PROOF}, {MANIFEST} and a sane length")
            return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, EOFError, RuntimeError, ValueError, OSError) as error:
        raise _malformed(str(error), "a chain-of-title pack as it was made") from error


def check_pack(data: bytes, keys: Sequence[VerifierKey]) -> CheckedPack:
    """Check a pack against the keys that one trusts; no register is asked.

    Args:
        data: The file.
        keys: Keys of the log, from somewhere else than the pack.

    Raises:
        VerificationFailed: Something does not hold; the error names the file or the entry.
    """
    files = read_pack(data)
    hashes = _check_manifest(files)
    established = verify_package(files[PROOF], keys)
    chain = canonical.decode(files[CHAIN])
    if not isinstance(chain, dict) or chain.get("format") != FORMAT:
        raise _malformed(CHAIN, FORMAT)
    try:
        _check_chain(chain, {entry.index: entry for entry in established.entries})
    except (KeyError, TypeError, AttributeError) as error:
        raise _malformed(CHAIN, "answer, grants, leaves and entries") from error
    _check_documents(files, established)
    return CheckedPack(established, hashes, chain)


def _check_manifest(files: Mapping[str, bytes]) -> dict[str, str]:
    listed: dict[str, str] = {}
    for line in files[MANIFEST].decode("utf-8", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[2] in listed:
            raise _malformed(line[:120], "a hash, two spaces and a name, each once")
        listed[match[2]] = match[1]
    there = {name: sha256(content).hexdigest() for name, content in files.items()}
    del there[MANIFEST]
    for name in sorted({*listed, *there}):
        if listed.get(name) != there.get(name):
            raise ProofInvalid(
                "file-altered",
                file=name,
                value=there.get(name, "nothing"),
                expected=listed.get(name, "no such file"),
            )
    return there


def _check_chain(chain: Mapping[str, Any], shown: Mapping[int, ShownEntry]) -> None:
    missing = sorted({*chain["entries"]} - shown.keys())
    if missing:
        raise ProofInvalid("entry-not-shown", file=CHAIN, value=missing[0], expected="its proof")
    for right, grant in chain["grants"].items():
        entry = shown.get(grant.get("entry_index"))
        body = _facts(entry) if entry else {}
        leaf = entry.leaf_hash.hex() if entry else None
        said = {name: grant.get(name) for name in body}
        if body.get("id") != right or said != body or chain["leaves"].get(right) != leaf:
            raise ProofInvalid(
                "chain-differs", file=CHAIN, value=right, expected="the fact at its entry"
            )


def _check_documents(files: Mapping[str, bytes], established: Established) -> None:
    cited = {digest for entry in established.entries for digest in _digests(_facts(entry))}
    for name, content in files.items():
        digest = name.removeprefix(DOCUMENTS)
        if name == digest:
            continue
        if sha256(content).hexdigest() != digest or digest not in cited:
            raise ProofInvalid(
                "document-not-cited", file=name, value=digest, expected="a hash that a fact cites"
            )


def _facts(entry: ShownEntry) -> Mapping[str, Any]:
    return next((part.body for part in entry.parts if part.name == "facts"), {})


def _digests(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if _DIGEST.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _digests(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _digests(each)


def _malformed(value: object, expected: str) -> ProofInvalid:
    return ProofInvalid("pack-malformed", field="file", value=value, expected=expected)
