"""What new terms are refused for, beyond what the engine needs to compute them.

Terms that were accepted are read for ever; what is refused here came to be refused after some of
them were recorded. So it is asked when terms are registered or tried out, never when they run.
"""

from contracts.errors import TermsInvalid
from contracts.terms import Terms


def refuse_at_registration(terms: Terms) -> None:
    """Refuse terms that compute, and would still surprise whoever signs them.

    Args:
        terms: Terms that `parse_terms` accepted.

    Raises:
        TermsInvalid: `account-unfunded`: no clause leads money to a recoupment account, so its
            target would never be reached.
    """
    funded = {step.footprint().account for step in terms.steps}
    for account in terms.accounts.values():
        if account.id not in funded:
            raise TermsInvalid(
                "account-unfunded",
                f"No clause funds the account {account.id}: its target would never be reached.",
                account=account.id,
                field="accounts",
                value=account.id,
                expected=f"a step recoup/1 with account {account.id}",
            )
