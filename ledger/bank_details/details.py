"""An account as it is typed, and as it is sealed; and the text that is sealed.

Nothing of it is ever in the log: the log has a commitment, the vault has the text.
"""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from contracts.banking import foreign, transfers
from contracts.banking.letters import bank_letters
from ledger.errors import RuleViolation
from ledger.log import canonical
from ledger.values import Country, Currency, Text, Value

DOMESTIC_CURRENCY: Final = "JPY"
FIELD: Final = "bank_details"
"""What the vault calls the value."""
_BANK_LETTERS: Final = next(f.length for f in transfers.DATA if f.name == "bank_name")
_MOST_CHARACTERS: Final = 500  # of one value in the vault


class DomesticTyped(Value):
    """An account in Japan as typed.

    Attributes:
        bank: Four digits; left out with a postal account.
        branch: Three digits; left out with a postal account.
        account_type: ordinary, current, savings or other.
        account_number: Up to seven digits.
        holder: Reading of the name that the bank has.
        postal_sign, postal_number: 記号 and 番号 of the post bank, instead of the four above.
        branch_name: Reading of a branch that is younger than the table of banks.
    """

    kind: Literal["domestic"] = "domestic"
    bank: Text | None = None
    branch: Text | None = None
    account_type: Text | None = None
    account_number: Text | None = None
    holder: Text
    postal_sign: Text | None = None
    postal_number: Text | None = None
    branch_name: Text | None = None


class ForeignTyped(Value):
    """An account abroad as typed.

    Attributes:
        currency: In which it is paid.
        holder: In Latin letters. country: of the holder.
        bic: Of the bank. iban: where the bank's country has it, else `account_number`.
        address: Of the holder, at most two lines.
    """

    kind: Literal["foreign"]
    currency: Currency
    holder: Text
    country: Country
    bic: Text
    iban: Text | None = None
    account_number: Text | None = None
    bank_name: Text
    bank_address: Text | None = None
    address: tuple[Text, ...] = ()


Typed = DomesticTyped | ForeignTyped
TYPED: Final[TypeAdapter[Typed]] = TypeAdapter(Annotated[Typed, Field(discriminator="kind")])


class Domestic(Value):
    """An account in Japan as it is sealed."""

    kind: Literal["domestic"] = "domestic"
    bank: str
    bank_name: str
    branch: str
    branch_name: str
    account_type: transfers.AccountType
    account_number: str
    holder: str
    is_branch_new: bool = False

    @property
    def currency(self) -> str:
        """Return the currency in which it is paid."""
        return DOMESTIC_CURRENCY

    def account(self) -> transfers.Account:
        """Return it as a file of transfers takes it; names of banks are cut to their field."""
        return transfers.Account(
            bank=self.bank,
            branch=self.branch,
            type=self.account_type,
            number=self.account_number,
            name=self.holder,
            bank_name=bank_letters(self.bank_name)[:_BANK_LETTERS],
            branch_name=bank_letters(self.branch_name)[:_BANK_LETTERS],
        )


class Foreign(Value):
    """An account abroad as it is sealed."""

    kind: Literal["foreign"] = "foreign"
    currency: str
    holder: str
    country: str
    bic: str
    iban: str = ""
    account_number: str = ""
    bank_name: str
    bank_address: str = ""
    address: tuple[str, ...] = ()

    def account(self) -> foreign.ForeignAccount:
        """Return it as a file of payments abroad takes it."""
        return foreign.ForeignAccount(
            name=self.holder,
            country=self.country,
            bic=self.bic,
            iban=self.iban,
            number=self.account_number,
            address=self.address,
        )


Details = Domestic | Foreign
_SEALED: Final[TypeAdapter[Details]] = TypeAdapter(Annotated[Details, Field(discriminator="kind")])


def sealed_text(details: Details) -> str:
    """Write details as the one value that the vault seals.

    Raises:
        RuleViolation: They are too long for one value.
    """
    text = canonical.encode(details.model_dump(mode="json", exclude_defaults=False)).decode()
    if len(text) > _MOST_CHARACTERS:
        raise RuleViolation(
            "bank-details-too-long",
            "names and addresses together are too long",
            field="bank_address",
            value=len(text),
            expected=f"at most {_MOST_CHARACTERS} characters in all",
        )
    return text


def read_sealed(text: str) -> Details:
    """Read what `sealed_text` wrote."""
    return _SEALED.validate_json(text)
