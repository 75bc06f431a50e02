"""Each scheme's form and check characters."""

import pytest

from ledger.errors import RuleViolation
from ledger.works.commands import Identifier
from ledger.works.identifiers import canonical, scope_of

ISAN = "0000-0000-D07A-0090-Q"
EIDR = "10.5240/7791-8534-2C23-9030-8610-5"


def refusal(scheme: str, value: str) -> RuleViolation:
    with pytest.raises(RuleViolation) as caught:
        canonical(Identifier(scheme=scheme, value=value), "data.identifiers[0]")
    return caught.value


@pytest.mark.parametrize(
    ("scheme", "written", "one_spelling"),
    [
        ("isan", ISAN, "00000000D07A0090"),
        ("isan", "00000000d07a0090", "00000000D07A0090"),
        ("isan", "0000-0000-D07A-0090-Q-0000-0000-X", "00000000D07A009000000000"),
        ("eidr", EIDR, EIDR),
        ("eidr", EIDR.lower(), EIDR),
        ("madb", "C410176", "C410176"),
        ("madb", " m123 ", "M123"),
        ("mal", "5114", "5114"),
        ("own", " 作品-001 ", "作品-001"),
    ],
)
def test_every_spelling_of_an_identifier_is_compared_as_one(
    scheme: str, written: str, one_spelling: str
) -> None:
    assert canonical(Identifier(scheme=scheme, value=written)) == one_spelling


def test_a_wrong_check_character_of_an_eidr_is_refused_naming_the_right_one() -> None:
    error = refusal("eidr", EIDR[:-1] + "6")
    assert error.code == "identifier-malformed"
    assert error.fields["field"] == "data.identifiers[0]"
    assert error.fields["value"] == EIDR[:-1] + "6"
    assert error.fields["expected"] == EIDR


def test_a_wrong_check_character_of_an_isan_is_refused_naming_the_right_one() -> None:
    assert refusal("isan", "0000-0000-D07A-0090-A").fields["expected"] == ISAN


def test_a_wrong_check_character_of_an_isan_version_is_refused_naming_the_right_one() -> None:
    error = refusal("isan", "0000-0000-D07A-0090-Q-0000-0000-Y")
    assert error.fields["expected"] == "0000-0000-D07A-0090-Q-0000-0000-X"


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("isan", "0000"),
        ("isan", "ＡＢＣ0-0000-D07A-0090"),
        ("isan", "0000-0000-D07A-0090-Q-00"),
        ("eidr", "10.5240/7791-8534-2C23-9030-8610"),
        ("eidr", "10.1234/7791-8534-2C23-9030-8610-5"),
        ("eidr", "10.5240/7791-8534-2C23-9030-8610-5\n10.5240"),
        ("madb", "410176"),
        ("madb", "C"),
        ("madb", "C４１０"),
        ("anilist", "0"),
        ("anidb", "12a"),
    ],
)
def test_a_value_without_the_form_of_its_scheme_is_refused(scheme: str, value: str) -> None:
    error = refusal(scheme, value)
    assert error.fields["scheme"] == scheme
    assert error.fields["expected"]


def test_own_numbers_count_within_their_holder_only() -> None:
    assert scope_of("own", "party_1") == "party_1"
    assert scope_of("own", None) == ""
    assert scope_of("isan", "party_1") == ""
