"""`python -m ledger.audit`: the auditor's own command line."""

from ledger.audit.main import run

if __name__ == "__main__":
    run()
