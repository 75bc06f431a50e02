"""The policy file: what it says, what is enough, and which line is wrong."""

import json

import pytest

from ledger.errors import RuleViolation, SignatureInvalid
from ledger.log import note
from ledger.log.cosignature import cosign, witness_key
from ledger.log.policy import cosigned_by, is_satisfied, parse_policy
from tests.log import make_cosignatures
from tests.log.make_cosignatures import witness_private

SAMPLE = json.loads(make_cosignatures.SAMPLE.read_text())
LOG = SAMPLE["verifier_key"]
NOTE = SAMPLE["checkpoint"].encode()
TEXT = note.parse_note(NOTE).text


def vkey(number: int) -> str:
    return str(witness_key(f"w{number}.example", witness_private(number)))


def cosigned(*numbers: int) -> bytes:
    found = NOTE
    for number in numbers:
        mine = cosign(TEXT, f"w{number}.example", witness_private(number), 1000 + number)
        found = note.add_signature(found, mine)
    return found


WITNESSES = "".join(f"witness X{n} {vkey(n)}\n" for n in (1, 2, 3)) + "".join(
    f"witness Y{n} {vkey(n)} http://127.0.0.1:{n}/prefix/\n" for n in (4, 5)
)
TWO_LEVELS = f"""# a policy of two organisations
log {LOG}

{WITNESSES}
group\tX-witnesses  2 X1 X2 X3
  group Y-witnesses any Y4 Y5
group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((), False),
        ((1,), False),
        ((1, 2), False),
        ((1, 4), False),
        ((4, 5), False),
        ((1, 2, 3), False),
        ((1, 2, 4), True),
        ((2, 3, 5), True),
        ((1, 2, 3, 4, 5), True),
        ((6, 7, 8), False),
    ],
)
def test_a_quorum_of_two_levels_counts_as_it_says(numbers: tuple[int, ...], expected: bool) -> None:
    assert is_satisfied(parse_policy(TWO_LEVELS.encode()), cosigned(*numbers)) is expected


def test_who_cosigned_is_named_as_the_policy_names_them() -> None:
    found = cosigned_by(parse_policy(TWO_LEVELS.encode()), cosigned(2, 5, 6))
    assert {name: item.timestamp for name, item in found.items()} == {"X2": 1002, "Y5": 1005}


def test_a_single_witness_can_be_the_quorum_and_none_needs_nobody() -> None:
    one = parse_policy(f"{WITNESSES}quorum X1\n".encode())
    assert is_satisfied(one, cosigned(1))
    assert not is_satisfied(one, cosigned(2))
    assert is_satisfied(parse_policy(b"quorum none"), NOTE)


def test_a_note_of_no_log_of_the_policy_is_refused() -> None:
    other = witness_private(9)
    key = note.verifier_key("ledger.example/ip", other)
    with pytest.raises(SignatureInvalid) as caught:
        is_satisfied(parse_policy(f"log {key}\nquorum none\n".encode()), NOTE)
    assert caught.value.code == "no-known-signature"


def test_a_key_of_the_policy_cannot_sign_for_another_origin() -> None:
    stolen = note.sign_note(TEXT, "other.example", witness_private(9))
    key = note.verifier_key("other.example", witness_private(9))
    with pytest.raises(SignatureInvalid):
        is_satisfied(parse_policy(f"log {key}\nquorum none\n".encode()), stolen)


def test_urls_lose_their_last_slash_and_may_be_left_out() -> None:
    policy = parse_policy(TWO_LEVELS.encode())
    assert [witness.url for witness in policy.witnesses] == [
        None, None, None, "http://127.0.0.1:4/prefix", "http://127.0.0.1:5/prefix",
    ]  # fmt: skip


def test_names_are_opaque_and_may_be_in_any_script() -> None:
    text = f"witness 監査\u3000法人 {vkey(1)}\nquorum 監査\u3000法人\n"
    assert is_satisfied(parse_policy(text.encode()), cosigned(1))


ONE = f"witness A {vkey(1)}\n"
TWO = f"{ONE}witness B {vkey(2)}\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", None),
        ("# nothing\n", None),
        (ONE, None),
        ("quorum\n", 1),
        ("quorum A\n", 1),
        (f"quorum A\n{ONE}", 1),
        (f"{ONE}quorum A B\n", 2),
        (f"{ONE}quorum A\nquorum A\n", 3),
        ("quorum none\nquorum none\n", 2),
        (f"{ONE}quorum a\n", 2),
        ("witnes A B\n", 1),
        ("Quorum none\n", 1),
        ("witness A\n", 1),
        (f"witness none {vkey(1)}\n", 1),
        (f"{ONE}witness A {vkey(2)}\n", 2),
        (f"{ONE}witness B {vkey(1)}\n", 2),
        (f"witness A {LOG}\n", 1),
        (f"witness A {vkey(1)[:-2]}\n", 1),
        (f"witness A {vkey(1)} ftp://x\n", 1),
        (f"witness A {vkey(1)} http://x more\n", 1),
        (f"log {vkey(1)}\n", 1),
        ("log\n", 1),
        (f"log {LOG}\nlog {LOG}\n", 2),
        (f"log {LOG} nowhere\n", 1),
        (f"{ONE}group G any\n", 2),
        (f"{ONE}group G 0 A\n", 2),
        (f"{ONE}group G 2 A\n", 2),
        (f"{ONE}group G 01 A\n", 2),
        (f"{ONE}group G +1 A\n", 2),
        (f"{ONE}group G １ A\n", 2),
        (f"{ONE}group G most A\n", 2),
        (f"{ONE}group G {'9' * 5000} A\n", 2),
        (f"{ONE}group A any A\n", 2),
        (f"{ONE}group none any A\n", 2),
        (f"{ONE}group G any G\n", 2),
        (f"{ONE}group G any none\n", 2),
        (f"{ONE}group G any A A\n", 2),
        (f"{TWO}group G any A B\ngroup H any B\n", 4),
        (f"{ONE}quorum A\r\n", 2),
        (f"{ONE}\x00\n", 2),
        (f"{ONE}\x0bquorum A\n", 2),
    ],
)
def test_a_malformed_policy_is_refused_and_the_line_named(text: str, line: int | None) -> None:
    with pytest.raises(RuleViolation) as caught:
        parse_policy(text.encode())
    assert caught.value.code == "policy-malformed"
    assert caught.value.fields["line"] == line
    assert caught.value.fields["expected"]


def test_a_policy_that_is_not_text_or_endless_is_refused() -> None:
    with pytest.raises(RuleViolation) as caught:
        parse_policy(b"quorum none\n\xff\xfe\n")
    assert caught.value.fields["line"] == 2
    with pytest.raises(RuleViolation):
        parse_policy(b"# " + b"x" * 200_000)
