"""Treaty forms that a former payer filed: they do not help the new one, who must file his own.

Source:
    Act on special provisions for treaties, ordinance article 2: the form goes through the payer to
    his tax office; a change of payer needs a new one. To be confirmed by a tax accountant.
"""

from datetime import date

from sqlalchemy import Connection, select

from ledger.agreements.paying import parties_paid
from ledger.agreements.views import AgreementRow, payers_of, versions_of
from ledger.store.views import table_of
from ledger.tax_forms.views import forms_of


def forms_missing(conn: Connection, agreement: str, today: date) -> list[str]:
    """Return the payees for whom a former payer has a form on file, and the present one has none.

    Args:
        conn: A snapshot.
        agreement: Its id.
        today: In Japan; whom the clauses pay from this month on.
    """
    table = table_of(AgreementRow)
    row = conn.execute(select(table).where(table.c.id == agreement)).mappings().one_or_none()
    if row is None:
        return []
    payer, *former = payers_of(dict(row))
    versions = versions_of(conn, agreement)
    clauses = [(one.effective_month, one.version, one.terms) for one in versions]
    payees = sorted(parties_paid(clauses, f"{today:%Y-%m}"))
    own = forms_of(conn, payer, payees)
    filed = [forms_of(conn, before, payees) for before in former]
    return [payee for payee in payees if not own[payee] and any(one[payee] for one in filed)]
