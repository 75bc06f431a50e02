"""Canonical bytes: RFC 8785 within our restrictions, one spelling per value, errors that point."""

import enum
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import RuleViolation
from ledger.log import canonical

SAFE = canonical.MAX_SAFE_INTEGER
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
keys = st.text(st.characters(min_codepoint=1, max_codepoint=127), max_size=8)
scalars = st.none() | st.booleans() | st.integers(-SAFE, SAFE) | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20
)


@given(values)
def test_bytes_are_those_of_the_rfc_8785_reference(value: Any) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)


@given(values)
def test_the_standard_library_writes_the_same_bytes_as_the_fast_writer(value: Any) -> None:
    assert canonical._stdlib_writer(value) == canonical.encode(value)


@given(values)
def test_what_is_written_reads_back_as_the_same_value(value: Any) -> None:
    assert canonical.decode(canonical.encode(value)) == value


@given(values)
def test_the_standard_library_reads_the_same_value(value: Any) -> None:
    assert canonical._stdlib_reader(canonical.encode(value)) == value


@given(values, st.data())
def test_a_changed_byte_is_another_value_or_no_canonical_form(value: Any, data: Any) -> None:
    original = canonical.encode(value)
    at = data.draw(st.integers(0, len(original) - 1))
    changed = bytearray(original)
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        read = canonical.decode(bytes(changed))
    except canonical.CanonicalError:
        return
    assert canonical.encode(read) == bytes(changed) != original


@given(values)
def test_another_spelling_of_the_same_value_is_refused(value: Any) -> None:
    canonical_bytes = canonical.encode(value)
    for spelling in (
        json.dumps(value).encode(),
        json.dumps(value, indent=1, ensure_ascii=False).encode(),
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(),
    ):
        if spelling == canonical_bytes:
            continue
        with pytest.raises(canonical.CanonicalError):
            canonical.decode(spelling)


def test_text_is_not_normalised_because_width_matters_in_japanese_names() -> None:
    assert canonical.encode("ｱﾆﾒアニメ") == '"ｱﾆﾒアニメ"'.encode()
    assert canonical.encode("が") != canonical.encode("か\u3099")


def test_control_characters_are_escaped_as_rfc_8785_says() -> None:
    assert canonical.encode('\b\t\n\f\r"\\\x1f\x7f/') == b'"\\b\\t\\n\\f\\r\\"\\\\\\u001f\x7f/"'


def test_text_that_spells_an_escaped_nul_is_not_a_nul() -> None:
    assert canonical.encode("\\u0000") == b'"\\\\u0000"'


def test_tuples_are_written_as_lists() -> None:
    assert canonical.encode({"a": (1, (2,))}) == b'{"a":[1,[2]]}'


class Colour(enum.Enum):
    RED = "red"


class Name(str):
    __slots__ = ()


class Count(int):
    pass


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


REFUSED: list[tuple[str, Any, str, str]] = [
    ("a float", {"share": 0.5}, "share", "float"),
    ("a float that is whole", [1.0], "[0]", "float"),
    ("not a number", {"a": float("nan")}, "a", "float"),
    ("minus zero", -0.0, "", "float"),
    ("an integer that JavaScript would round", {"a": [2**53]}, "a[0]", f"integer {2**53}"),
    ("a negative one", -(2**53), "", f"integer {-(2**53)}"),
    ("an integer of thousands of digits", 10**5000, "", "integer of 16610 bits"),
    ("a key outside ASCII", {"a": {"鍵": 1}}, "a", "key '鍵'"),
    ("a key with NUL", {"\x00": 1}, "", "key '\\x00'"),
    ("a key that is a number", {"a": {1: 1}}, "a", "key of type int"),
    ("a key that is bytes", {b"a": 1}, "", "key of type bytes"),
    ("a key of a subclass of text", {Name("a"): 1}, "", "key of type Name"),
    ("text with NUL", {"body": {"title": "a\x00b"}}, "body.title", "text with NUL"),
    ("a lone surrogate", ["\ud83d"], "[0]", "text with a lone surrogate"),
    ("text of a subclass", [Name("x")], "[0]", "Name"),
    ("a number of a subclass", [Count(1)], "[0]", "Count"),
    ("an enumeration", {"colour": Colour.RED}, "colour", "Colour"),
    ("a moment", {"at": datetime(2026, 11, 22, tzinfo=UTC)}, "at", "datetime"),
    ("a UUID", {"id": UUID(int=1)}, "id", "UUID"),
    ("bytes", [b"x"], "[0]", "bytes"),
    ("a set", {"s": {1}}, "s", "set"),
    ("65 levels", nested(65), "[0]" * 64, "nested too deeply"),
]


@pytest.mark.parametrize(
    ("value", "path", "kind"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
@pytest.mark.parametrize("write", [canonical.encode, canonical._stdlib_writer])
def test_a_value_outside_the_profile_is_refused_with_its_path(
    write: Any, value: Any, path: str, kind: str
) -> None:
    with pytest.raises(canonical.CanonicalError) as caught:
        write(value)
    assert caught.value.fields["path"] == path
    assert caught.value.fields["kind"] == kind
    assert isinstance(caught.value, RuleViolation)


def test_64_levels_are_allowed() -> None:
    assert canonical.encode(nested(64)) == b"[" * 64 + b"1" + b"]" * 64


NOT_CANONICAL = {
    "a repeated key": b'{"a":1,"a":1}',
    "a repeated key with another value": b'{"a":1,"a":2}',
    "a space": b'{"a": 1}',
    "a newline at the end": b'{"a":1}\n',
    "keys out of order": b'{"b":1,"a":1}',
    "an escape that is not needed": b'"\\u0041"',
    "an escaped slash": b'"\\/"',
    "an upper-case escape": b'"\\u001F"',
    "an escaped NUL": b'"\\u0000"',
    "an escaped lone surrogate": b'"\\ud83d"',
    "an escaped pair": b'"\\ud83d\\ude00"',
    "a float": b"1.0",
    "an exponent": b"1e2",
    "minus zero": b"-0",
    "a leading zero": b"01",
    "an unsafe integer": b"9007199254740992",
    "an integer beyond 64 bits": b"18446744073709551616",
    "NaN": b"NaN",
    "two values": b"1 1",
    "nothing": b"",
    "a byte order mark": b'\xef\xbb\xbf"a"',
    "UTF-16": '"a"'.encode("utf-16"),
    "invalid UTF-8": b'"\xff"',
    "an overlong encoding": b'"\xc0\x80"',
    "an encoded surrogate": b'"\xed\xa0\xbd"',
    "a bomb of brackets": b"[" * 100_000,
    "65 levels": b"[" * 65 + b"1" + b"]" * 65,
    "a key outside ASCII": '{"鍵":1}'.encode(),
    "single quotes": b"{'a':1}",
    "a trailing comma": b"[1,]",
    "thousands of digits": b"1" * 10_000,
}


@pytest.mark.parametrize("data", NOT_CANONICAL.values(), ids=NOT_CANONICAL.keys())
def test_other_spellings_are_refused(data: bytes) -> None:
    with pytest.raises(canonical.CanonicalError):
        canonical.decode(data)


@pytest.mark.parametrize("data", NOT_CANONICAL.values(), ids=NOT_CANONICAL.keys())
def test_other_spellings_are_refused_without_orjson_too(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canonical, "_read", canonical._stdlib_reader)
    monkeypatch.setattr(canonical, "_write", canonical._stdlib_writer)
    with pytest.raises(canonical.CanonicalError):
        canonical.decode(data)


def test_the_difference_is_named_by_its_place() -> None:
    with pytest.raises(canonical.CanonicalError) as caught:
        canonical.decode(b'{"b":1,"a":2}')
    assert caught.value.fields["path"] == "byte 2"


def test_digest_is_sha256_of_the_canonical_bytes() -> None:
    # printf '{"a":1}' | sha256sum
    assert canonical.digest({"a": 1}) == (
        "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
    )


def test_it_works_without_orjson(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "orjson", None)
    assert canonical._orjson_codec() is None
