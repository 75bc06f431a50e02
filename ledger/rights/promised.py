"""What agreements guarantee by parts: agreements stand above rights, and leave it here for them."""

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Field

from ledger.rights.guarantees import Values, values_in
from ledger.store.state import State
from ledger.store.views import View, pack, text, unpack


class AgreementGuaranteeRow(View, table=True):
    """The values of the guarantees in an agreement's newest terms."""

    __tablename__ = "v_agreement_guarantee"

    agreement_id: str = Field(sa_column=text(key=True))
    doc: str = Field(sa_column=text())


def note_guarantees(state: State, agreement: str, terms: Mapping[str, Any]) -> None:
    """Note what new terms guarantee by parts; nothing is kept of those that do not."""
    values = values_in(terms)
    if values:
        doc = pack({"values": [[*each] for each in values]})
        state.put(AgreementGuaranteeRow, agreement_id=agreement, doc=doc)
    elif state.get(AgreementGuaranteeRow, agreement) is not None:
        state.delete(AgreementGuaranteeRow, agreement)


def guaranteed_by(state: State, agreement: str) -> list[Values]:
    """Return what an agreement guarantees by parts."""
    row = state.get(AgreementGuaranteeRow, agreement)
    return [tuple(each) for each in unpack(row["doc"])["values"]] if row else []


VIEWS: Final[tuple[type[View], ...]] = (AgreementGuaranteeRow,)
