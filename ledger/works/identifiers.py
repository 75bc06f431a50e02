"""Numbers under which others know a work: each scheme has its form, some a check character.

An identifier is kept on record as it was written; what is compared is its canonical form, so
that the same ISAN with and without hyphens is one identifier.

Source:
    ISAN: ISO 15706-1 and 15706-2, check characters by ISO 7064 MOD 37,36.
    EIDR: EIDR Identifier Format 1.6, https://www.eidr.org/, same check algorithm.
    MADB: item addresses such as https://mediaarts-db.artmuseums.go.jp/id/C410176.
"""

import re
from collections.abc import Callable

from stdnum import isan
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.iso7064 import mod_37_36

from ledger.errors import RuleViolation
from ledger.works.commands import Identifier

OWN = "own"
"""Scheme of a holder's own numbers: they name a work only together with the holder."""

_EIDR = re.compile(r"10\.5240/((?:[0-9A-F]{4}-){5})([0-9A-Z])", re.ASCII)
_MADB = re.compile(r"[CM][0-9]+", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)
_ISAN_PART, _ISAN_WITH_CHECK = 16, (17, 26)


class _Unfit(Exception):
    """The value has not the form of its scheme; the argument says what would be right."""


def _isan(value: str) -> str:
    try:
        # Asked to strip, the library does not check; so check first.
        return str(isan.validate(isan.validate(value), strip_check_digits=True))
    except InvalidChecksum as error:
        raise _Unfit(_right_isan(value)) from error
    except ValidationError as error:
        form = "16 hexadecimal digits, optionally with check character and 8-digit version"
        raise _Unfit(form) from error


def _right_isan(value: str) -> str:
    compact = re.sub("[ -]", "", value).upper()
    has_checks = len(compact) in _ISAN_WITH_CHECK
    root, version = compact[:_ISAN_PART], compact[_ISAN_PART + has_checks :][:8]
    return str(isan.format(root + version))


def _eidr(value: str) -> str:
    found = _EIDR.fullmatch(value.strip().upper())
    if found is None:
        form = "10.5240/XXXX-XXXX-XXXX-XXXX-XXXX-C"
        raise _Unfit(form)
    right = mod_37_36.calc_check_digit(found[1].replace("-", ""))
    if found[2] != right:
        expected = f"10.5240/{found[1]}{right}"
        raise _Unfit(expected)
    return f"10.5240/{found[1]}{right}"


def _pattern(pattern: re.Pattern[str], form: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        compact = value.strip().upper()
        if not pattern.fullmatch(compact):
            raise _Unfit(form)
        return compact

    return check


def _free(value: str) -> str:
    return value.strip()


_SCHEMES: dict[str, Callable[[str], str]] = {
    "isan": _isan,
    "eidr": _eidr,
    "madb": _pattern(_MADB, "C or M followed by digits"),
    "mal": _pattern(_NUMBER, "a number"),
    "anilist": _pattern(_NUMBER, "a number"),
    "anidb": _pattern(_NUMBER, "a number"),
    OWN: _free,
}


def canonical(identifier: Identifier, field: str = "data.identifiers") -> str:
    """Return the one spelling under which an identifier is compared.

    Args:
        identifier: Scheme and value as written.
        field: Where it stands in the command, for the refusal.

    Raises:
        RuleViolation: The value has not the form of its scheme, or its check character is wrong;
            `expected` then gives the right one.

    Example:
        >>> canonical(Identifier(scheme="isan", value="0000-0000-D07A-0090-Q"))
        '00000000D07A0090'
    """
    try:
        return _SCHEMES[identifier.scheme](identifier.value)
    except _Unfit as unfit:
        raise RuleViolation(
            "identifier-malformed",
            f"{identifier.value!r} is not a valid {identifier.scheme} identifier",
            field=field,
            value=identifier.value,
            scheme=identifier.scheme,
            expected=str(unfit),
        ) from unfit


def scope_of(scheme: str, holder: str | None) -> str:
    """Return within what an identifier names one work: everywhere, or its holder's own list."""
    return holder or "" if scheme == OWN else ""


def public_identifier(scheme: str, value: str, scope: str) -> str:
    """Return an identifier as a period close spells it: `scheme:value`, own numbers with holder.

    Args:
        scheme: Of the identifier.
        value: In its canonical form.
        scope: As `scope_of` returns it.

    Example:
        >>> public_identifier("isan", "00000000D07A0090", "")
        'isan:00000000D07A0090'
    """
    return f"{scheme}:{scope}:{value}" if scope else f"{scheme}:{value}"
