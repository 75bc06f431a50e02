"""The wiring: which rule decides a command, which projection applies a fact, which views exist.

Only this page calls rules. A new slice adds one line to each of the three lists.
"""

from typing import Final

import ledger.access.rules
import ledger.access.views
import ledger.accounts.rules
import ledger.accounts.views
import ledger.agreements.rules
import ledger.agreements.views
import ledger.approvals.rules
import ledger.approvals.views
import ledger.archive.views
import ledger.bank_details.rules
import ledger.bank_details.views
import ledger.cash.rules
import ledger.cash.views
import ledger.closings.rules
import ledger.closings.views
import ledger.committees.change_views
import ledger.committees.milestone_rules
import ledger.committees.milestone_views
import ledger.committees.rules
import ledger.committees.views
import ledger.debtors.rules
import ledger.debtors.views
import ledger.disputes.wired
import ledger.dissolutions.rules
import ledger.dissolutions.views
import ledger.fx.rules
import ledger.fx.views
import ledger.invoices.rules
import ledger.invoices.views
import ledger.keys.rules
import ledger.keys.views
import ledger.log_keys.rules
import ledger.log_keys.views
import ledger.openings.rules
import ledger.openings.views
import ledger.papers.rules
import ledger.papers.views
import ledger.parties.rules
import ledger.parties.views
import ledger.payments.rules
import ledger.payments.setting_off
import ledger.payments.views
import ledger.periods.rules
import ledger.periods.views
import ledger.revenue.interest_rules
import ledger.revenue.interest_views
import ledger.revenue.rules
import ledger.revenue.views
import ledger.rights.assigning
import ledger.rights.encumbering
import ledger.rights.option_rules
import ledger.rights.option_views
import ledger.rights.promised
import ledger.rights.rules
import ledger.rights.views
import ledger.royalties.revision_rules
import ledger.royalties.revision_views
import ledger.royalties.rules
import ledger.royalties.views
import ledger.royalty_audits.closing
import ledger.royalty_audits.rules
import ledger.royalty_audits.views
import ledger.set_offs.rules
import ledger.set_offs.views
import ledger.statements.rules
import ledger.statements.views
import ledger.subjects.rules
import ledger.subjects.views
import ledger.tax_forms.rules
import ledger.tax_forms.views
import ledger.works.rules
import ledger.works.views
from ledger.command import Command
from ledger.event import Event
from ledger.store.handler import Handler, Projection
from ledger.store.views import View

VIEWS_VERSION: Final = 1

HANDLERS: Final[dict[type[Command], Handler]] = {
    **ledger.access.rules.HANDLERS,
    **ledger.log_keys.rules.HANDLERS,
    **ledger.approvals.rules.HANDLERS,
    **ledger.parties.rules.HANDLERS,
    **ledger.tax_forms.rules.HANDLERS,
    **ledger.bank_details.rules.HANDLERS,
    **ledger.accounts.rules.HANDLERS,
    **ledger.keys.rules.HANDLERS,
    **ledger.works.rules.HANDLERS,
    **ledger.committees.rules.HANDLERS,
    **ledger.committees.milestone_rules.HANDLERS,
    **ledger.rights.rules.HANDLERS,
    **ledger.rights.assigning.HANDLERS,
    **ledger.rights.option_rules.HANDLERS,
    **ledger.rights.encumbering.HANDLERS,
    **ledger.periods.rules.HANDLERS,
    **ledger.fx.rules.HANDLERS,
    **ledger.agreements.rules.HANDLERS,
    **ledger.revenue.rules.HANDLERS,
    **ledger.revenue.interest_rules.HANDLERS,
    **ledger.royalties.rules.HANDLERS,
    **ledger.royalties.revision_rules.HANDLERS,
    **ledger.openings.rules.HANDLERS,
    **ledger.statements.rules.HANDLERS,
    **ledger.set_offs.rules.HANDLERS,
    **ledger.payments.setting_off.HANDLERS,
    **ledger.payments.rules.HANDLERS,
    **ledger.disputes.wired.HANDLERS,
    **ledger.royalty_audits.rules.HANDLERS,
    **ledger.royalty_audits.closing.HANDLERS,
    **ledger.dissolutions.rules.HANDLERS,
    **ledger.debtors.rules.HANDLERS,
    **ledger.invoices.rules.HANDLERS,
    **ledger.cash.rules.HANDLERS,
    **ledger.closings.rules.HANDLERS,
    **ledger.papers.rules.HANDLERS,
    **ledger.subjects.rules.HANDLERS,
}

_OF_SLICES: Final[dict[type[Event], Projection]] = {
    **ledger.access.views.PROJECTIONS,
    **ledger.log_keys.views.PROJECTIONS,
    **ledger.approvals.views.PROJECTIONS,
    **ledger.parties.views.PROJECTIONS,
    **ledger.tax_forms.views.PROJECTIONS,
    **ledger.bank_details.views.PROJECTIONS,
    **ledger.accounts.views.PROJECTIONS,
    **ledger.keys.views.PROJECTIONS,
    **ledger.works.views.PROJECTIONS,
    **ledger.committees.views.PROJECTIONS,
    **ledger.committees.milestone_views.PROJECTIONS,
    **ledger.committees.change_views.PROJECTIONS,
    **ledger.rights.views.PROJECTIONS,
    **ledger.rights.option_views.PROJECTIONS,
    **ledger.periods.views.PROJECTIONS,
    **ledger.fx.views.PROJECTIONS,
    **ledger.agreements.views.PROJECTIONS,
    **ledger.revenue.views.PROJECTIONS,
    **ledger.revenue.interest_views.PROJECTIONS,
    **ledger.royalties.views.PROJECTIONS,
    **ledger.royalties.revision_views.PROJECTIONS,
    **ledger.openings.views.PROJECTIONS,
    **ledger.statements.views.PROJECTIONS,
    **ledger.set_offs.views.PROJECTIONS,
    **ledger.payments.views.PROJECTIONS,
    **ledger.disputes.wired.PROJECTIONS,
    **ledger.royalty_audits.views.PROJECTIONS,
    **ledger.dissolutions.views.PROJECTIONS,
    **ledger.debtors.views.PROJECTIONS,
    **ledger.invoices.views.PROJECTIONS,
    **ledger.cash.views.PROJECTIONS,
    **ledger.closings.views.PROJECTIONS,
    **ledger.papers.views.PROJECTIONS,
    **ledger.subjects.views.PROJECTIONS,
}
PROJECTIONS: Final = ledger.archive.views.archived(_OF_SLICES)

VIEWS: Final[tuple[type[View], ...]] = (
    *ledger.access.views.VIEWS,
    *ledger.log_keys.views.VIEWS,
    *ledger.approvals.views.VIEWS,
    *ledger.parties.views.VIEWS,
    *ledger.tax_forms.views.VIEWS,
    *ledger.bank_details.views.VIEWS,
    *ledger.accounts.views.VIEWS,
    *ledger.keys.views.VIEWS,
    *ledger.works.views.VIEWS,
    *ledger.committees.views.VIEWS,
    *ledger.committees.milestone_views.VIEWS,
    *ledger.committees.change_views.VIEWS,
    *ledger.rights.views.VIEWS,
    *ledger.rights.promised.VIEWS,
    *ledger.periods.views.VIEWS,
    *ledger.fx.views.VIEWS,
    *ledger.agreements.views.VIEWS,
    *ledger.revenue.views.VIEWS,
    *ledger.revenue.interest_views.VIEWS,
    *ledger.royalties.views.VIEWS,
    *ledger.royalties.revision_views.VIEWS,
    *ledger.openings.views.VIEWS,
    *ledger.statements.views.VIEWS,
    *ledger.set_offs.views.VIEWS,
    *ledger.payments.views.VIEWS,
    *ledger.disputes.wired.VIEWS,
    *ledger.royalty_audits.views.VIEWS,
    *ledger.dissolutions.views.VIEWS,
    *ledger.debtors.views.VIEWS,
    *ledger.invoices.views.VIEWS,
    *ledger.cash.views.VIEWS,
    *ledger.closings.views.VIEWS,
    *ledger.papers.views.VIEWS,
    *ledger.subjects.views.VIEWS,
    *ledger.archive.views.VIEWS,
)
