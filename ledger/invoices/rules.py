"""Which rule decides which command about invoices."""

from typing import Final

from ledger.command import Command
from ledger.invoices import purchase_rules, sale_rules
from ledger.store.handler import Handler

HANDLERS: Final[dict[type[Command], Handler]] = {
    **purchase_rules.HANDLERS,
    **sale_rules.HANDLERS,
}
