"""The first words of the command line, and the module that each is in.

A module is imported when its word is used: `daicho --help` and offline checks load neither the
database nor the rules.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import typer
from typer.main import get_group


@dataclass(frozen=True, slots=True)
class Listed:
    """A command or a group of commands, as the overview shows it.

    Attributes:
        module: Has `add_to(app)`, or `app` for a group.
        help: The first line of its help; a test compares it.
    """

    module: str
    help: str


COMMANDS: Final = {
    "init": Listed(
        "api.cli.home", "Create an empty register in the home; never over one that exists."
    ),
    "demo": Listed(
        "api.cli.home",
        "Build a synthetic year, pay its royalties, verify it, and say what to read next.",
    ),
    "serve": Listed("api.cli.home", "Serve the register over HTTP, in one process."),
    "upgrade": Listed(
        "api.cli.upgrading",
        "Bring a register of an earlier version to this one: its tables, then its views.",
    ),
    "verify": Listed(
        "api.cli.verifying",
        "Check bytes, chain, tree, contents, files, postings and payouts; exit 1 on any finding.",
    ),
    "grant": Listed(
        "api.cli.access", "Let a party, an auditor for instance, read what it is not a party to."
    ),
    "revoke": Listed("api.cli.access", "End a grant of reading rights."),
    "grants": Listed("api.cli.access", "List grants of reading rights."),
    "import": Listed(
        "api.cli.importing", "Import public records, or a whole register from a bundle."
    ),
    "parties": Listed("api.cli.parties", "Parties: companies and people."),
    "works": Listed("api.cli.works", "Works and what is claimed about them."),
    "committees": Listed("api.cli.committees", "Production committees."),
    "rights": Listed("api.cli.rights", "Rights in works: titles, licences, availability."),
    "agreements": Listed("api.cli.agreements", "Agreements and their money clauses."),
    "accounts": Listed("api.cli.accounts", "Accounts that several agreements fill together."),
    "terms": Listed("api.cli.terms", "Draft money clauses and check them."),
    "reports": Listed("api.cli.reports", "Reports, invoices and receipts."),
    "approvals": Listed("api.cli.approvals", "Two pairs of eyes: what waits for a second person."),
    "cash": Listed("api.cli.cash", "Bank accounts: lines, what they were for, balances."),
    "invoices": Listed("api.cli.invoices", "Purchase documents, and invoices to licensees."),
    "disputes": Listed("api.cli.disputes", "Disputes: who contests what, and how it ended."),
    "royalty-audits": Listed(
        "api.cli.royalty_audits",
        "Royalty audits: who looked into whose reports, and what came of it.",
    ),
    "set-off": Listed("api.cli.set_offs", "Set-off of what a window owes against what it is paid."),
    "fx": Listed("api.cli.fx", "Rates of exchange, dated and with their source."),
    "periods": Listed("api.cli.periods", "Months and their closing."),
    "cutover": Listed("api.cli.cutover", "Taking agreements over from other books."),
    "papers": Listed("api.cli.papers", "Papers: explanations, chains of title, texts."),
    "payouts": Listed("api.cli.payouts", "Payout runs: who is due what, and why."),
    "statements": Listed("api.cli.statements", "Statements: what is paid to whom, and why."),
    "payments": Listed("api.cli.payments", "Payments: what goes to the bank, and came of it."),
    "explain": Listed(
        "api.cli.explaining",
        "Say why somebody gets an amount, from the rows of reports to the yen transferred.",
    ),
    "bank": Listed("api.cli.bank", "Bank details: proposed, confirmed, looked up."),
    "tax": Listed("api.cli.tax", "Tax: records, what is due, treaty forms, rates."),
    "accounting": Listed(
        "api.cli.accounting", "Journals for accounting programs; forecasts and guarantees."
    ),
    "notices": Listed("api.cli.notices", "Notices: who is told what, by e-mail or webhook."),
    "archive": Listed("api.cli.archive", "Originals, by day, amount and counterparty."),
    "views": Listed("api.cli.views", "Views: tables derived from the log."),
    "subjects": Listed("api.cli.subjects", "People's data: erase, restrict, hand out."),
    "keys": Listed("api.cli.keys", "Authors' keys, and which commands need them."),
    "sign-in": Listed("api.cli.sign_in", "People who sign in to the pages."),
    "token": Listed("api.cli.tokens", "Access tokens for the HTTP interface."),
    "state": Listed("api.cli.state", "The state of closed months, and proofs from it."),
    "log": Listed("api.cli.log", "Look at the log itself."),
    "checkpoint": Listed("api.cli.checkpoints", "Signed checkpoints, their keys, and the guard."),
    "prove": Listed("api.cli.proving", "Prove entries and growth; check a proof."),
    "disclose": Listed("api.cli.disclosing", "Disclose entries to one reader; check a package."),
    "witness": Listed("api.cli.witness", "Be a witness: cosign what other logs publish."),
    "timestamp": Listed("api.cli.timestamps", "Trusted time over checkpoints (RFC 3161)."),
    "evidence": Listed("api.cli.evidence", "Evidence that a log or a witness told two stories."),
    "audit": Listed("api.cli.auditing", "Audit a bundle, offline; exit 0, 1 or 3 by verdict."),
    "export": Listed("api.cli.exporting", "Write the log as files for others to check."),
}


def load(name: str) -> Any:
    """Import the module of a command and return the command."""
    module = import_module(COMMANDS[name].module)
    root = typer.Typer()
    if hasattr(module, "add_to"):
        module.add_to(root)
    else:
        root.add_typer(module.app, name=name)
    return get_group(root).commands[name]
