"""What the fields of single slices are called in Japanese: each slice keeps its own words."""

from typing import Final

from api.cli.approvals_words import APPROVAL_FIELDS_JA
from api.cli.committee_words import COMMITTEE_FIELDS_JA
from api.cli.invoices_words import INVOICE_FIELDS_JA
from api.cli.notices_words import NOTICE_FIELDS_JA
from api.cli.opening_words import OPENING_FIELDS_JA
from api.cli.revision_words import REVISION_FIELDS_JA
from api.cli.sign_in_words import SIGN_IN_FIELDS_JA
from api.cli.tax_labels import TAX_FIELDS_JA
from api.cli.terms_labels import TERMS_FIELDS_JA

SLICE_FIELDS_JA: Final[dict[str, str]] = {
    **APPROVAL_FIELDS_JA,
    **COMMITTEE_FIELDS_JA,
    **INVOICE_FIELDS_JA,
    **NOTICE_FIELDS_JA,
    **OPENING_FIELDS_JA,
    **REVISION_FIELDS_JA,
    **SIGN_IN_FIELDS_JA,
    **TAX_FIELDS_JA,
    **TERMS_FIELDS_JA,
}
