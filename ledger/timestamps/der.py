"""What the library does not read of a token: the order of its certificates, and whom it binds.

Widely used authorities write the set of certificates in the order of the chain, which is not the
order of DER; the set is not signed, so it is put in order before the library reads it. And the
signed attributes name the signer's certificate by its hash, which nobody else compares.

Source:
    ITU-T X.690 section 8.1 (elements), 10 and 11.6 (order of a SET OF in DER); RFC 5652 section 5;
    RFC 2634 section 5.4 and RFC 5035 section 5.4 (SigningCertificate and its second version).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import new
from typing import Final

_SEQUENCE: Final = 0x30
_SET: Final = 0x31
_OCTETS: Final = 0x04
_OID: Final = 0x06
_CONTEXT_0: Final = 0xA0
_LONG: Final = 0x80
_MANY: Final = 0x1F
_FIRST_VERSION: Final = bytes.fromhex("2a864886f70d010910020c")  # 1.2.840.113549.1.9.16.2.12
_SECOND_VERSION: Final = bytes.fromhex("2a864886f70d010910022f")  # 1.2.840.113549.1.9.16.2.47
_HASHES: Final = {
    bytes.fromhex("608648016503040201"): "sha256",  # 2.16.840.1.101.3.4.2.1
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its tag, and where it is in the data it was read from."""

    data: bytes
    tag: int
    start: int
    content: int
    end: int

    @property
    def whole(self) -> bytes:
        """The element's bytes, header and all."""
        return self.data[self.start : self.end]

    @property
    def value(self) -> bytes:
        """The bytes of its content."""
        return self.data[self.content : self.end]

    def children(self) -> list["Element"]:
        """Return the elements that it is made of."""
        return list(_elements(self.data, self.content, self.end))


def in_order(token: bytes) -> bytes:
    """Return an answer with its certificates in the order of DER; nothing else changes.

    Raises:
        ValueError: It is not built as an answer is.
    """
    for element in _signed_data(token)[3:]:
        if element.tag == _CONTEXT_0:
            found = b"".join(sorted(child.whole for child in element.children()))
            return token[: element.content] + found + token[element.end :]
    return token


def names_signer(token: bytes, certificate: bytes) -> bool:
    """Tell whether the signed attributes name this certificate, in DER, as the signer's.

    Raises:
        ValueError: It is not built as an answer is.

    Source:
        RFC 3161 section 2.4.2: the token must name its certificate in a signed attribute.
    """
    signers = _signed_data(token)[-1]
    (signer,) = signers.children()
    for attributes in signer.children()[3:4]:
        if attributes.tag != _CONTEXT_0:
            break
        named = {kind.value: values for kind, values in map(_pair, attributes.children())}
        if _SECOND_VERSION in named:
            return _first_hash(named[_SECOND_VERSION], "sha256").matches(certificate)
        if _FIRST_VERSION in named:
            return _first_hash(named[_FIRST_VERSION], "sha1").matches(certificate)
    return False


@dataclass(frozen=True, slots=True)
class _NamedHash:
    algorithm: str
    value: bytes

    def matches(self, certificate: bytes) -> bool:
        digest = new(self.algorithm, certificate, usedforsecurity=False)
        return digest.digest() == self.value


def _first_hash(values: Element, algorithm: str) -> _NamedHash:
    """Return the hash in the first identifier of a SigningCertificate: that of the signer's."""
    identifier = _down(values, 0, 0, 0)
    for part in identifier.children():
        if part.tag == _SEQUENCE:
            algorithm = _HASHES.get(part.children()[0].value, "")
        elif part.tag == _OCTETS:
            if not algorithm:
                break
            return _NamedHash(algorithm, part.value)
    raise ValueError("a hash of the signer's certificate is missing or of an unknown kind")


def _pair(attribute: Element) -> tuple[Element, Element]:
    kind, values = attribute.children()
    if (kind.tag, values.tag) != (_OID, _SET):
        raise ValueError("an attribute is a kind and its values")
    return kind, values


def _signed_data(token: bytes) -> Sequence[Element]:
    """Return the members of the CMS SignedData in an answer."""
    (answer,) = _elements(token, 0, len(token))
    return _down(answer, 1, 1, 0).children()


def _down(element: Element, *path: int) -> Element:
    for step in path:
        children = element.children()
        if step >= len(children):
            raise ValueError("an element is missing")
        element = children[step]
    return element


def _elements(data: bytes, start: int, end: int) -> Iterator[Element]:
    while start < end:
        tag, length, content = _header(data, start, end)
        if content + length > end:
            raise ValueError("an element is longer than what it is in")
        yield Element(data, tag, start, content, content + length)
        start = content + length


def _header(data: bytes, start: int, end: int) -> tuple[int, int, int]:
    """Return tag, length and where the content begins."""
    if start + 2 > end or data[start] & _MANY == _MANY:
        raise ValueError("an element is cut off, or its tag is too long")
    tag, length, content = data[start], data[start + 1], start + 2
    if length >= _LONG:
        size = length - _LONG
        if not 0 < size <= 4 or content + size > end:  # noqa: PLR2004 - four bytes are 4 GiB
            raise ValueError("the length of an element is malformed")
        length, content = int.from_bytes(data[content : content + size], "big"), content + size
    return tag, length, content
