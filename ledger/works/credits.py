"""A credit line names somebody: a person by commitment, a party, or a printed organisation."""

from collections.abc import Iterable, Sequence

from ledger.errors import RuleViolation
from ledger.parties.views import PartyRow
from ledger.store.state import State
from ledger.works.commands import Credit


def credited_parties(lines: Iterable[Credit]) -> list[str]:
    """Return the parties that credits name, each once."""
    return list(dict.fromkeys(line.party for line in lines if line.party))


def check_credits(lines: Sequence[Credit], state: State) -> None:
    """Refuse the first line that names nobody, or a party nobody registered.

    Raises:
        RuleViolation: The line is incomplete or contradicts itself.
        NotFound: A party is not on the register.
    """
    for number, line in enumerate(lines):
        place = f"credits[{number}]"
        _check_line(line, place)
        if line.party is not None:
            state.require(PartyRow, line.party, field=f"{place}.party")


def _check_line(line: Credit, place: str) -> None:
    if (line.subject is None) != (line.name is None):
        missing = "name" if line.name is None else "subject"
        raise RuleViolation(
            "credit-person-incomplete",
            "a person is a subject in the vault and a commitment to the printed name",
            field=f"{place}.{missing}",
            value=None,
            expected="both subject and name",
        )
    if line.subject is not None and line.organisation is not None:
        raise RuleViolation(
            "credit-names-two",
            field=f"{place}.organisation",
            value=line.organisation,
            expected="a person or an organisation, one per line",
        )
    if line.subject is None and line.organisation is None and line.party is None:
        raise RuleViolation(
            "credit-names-nobody",
            field=place,
            value=line.role,
            expected="a subject with a name, a party, or an organisation",
        )
    if line.role == "other" and line.role_printed is None:
        raise RuleViolation(
            "credit-role-missing",
            field=f"{place}.role_printed",
            value=None,
            expected="the role as printed, when it is none of the listed ones",
        )
