"""The form at which signing in begins, with what went wrong before."""

from starlette.responses import Response

from api.pages.account import cookies
from api.pages.account.at_hand import may_have_passkeys, providers_of
from api.pages.account.doors import Door, take_second
from api.pages.desk import Desk
from api.pages.forms import Form
from ledger.errors import LedgerError


async def first_page(desk: Desk, form: Form, error: LedgerError | None = None) -> Response:
    """Show login and password, passkeys, and the services of companies.

    Args:
        desk: Of the request.
        form: What was typed before.
        error: Why it was refused.
    """
    door = Door(desk)
    answer = desk.page(
        "account/sign-in.html",
        title="account.sign-in",
        status=desk.status_of(error) if error else 200,
        form=form,
        csrf=door.csrf,
        problem=desk.problem(error) if error else None,
        may=cookies.may_sign_in(desk.request),
        passkeys=may_have_passkeys(desk.request),
        companies=providers_of(desk.request).providers,
    )
    take_second(desk.request, answer)  # whoever is back at the first step begins anew
    return door.open(answer)
