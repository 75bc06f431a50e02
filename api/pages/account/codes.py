"""The picture that an authenticator app reads, and the same as text in groups of four."""

import io
from typing import Final

import pyotp
import segno
from markupsafe import Markup

from ledger.sign_in.factors import ISSUER

_SCALE: Final = 4
_GROUP: Final = 4


def picture(secret: str, login: str) -> Markup:
    """Return the picture of an authenticator's secret as SVG, dark on light in any theme."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    out = io.BytesIO()
    segno.make(uri, error="m", micro=False).save(
        out, kind="svg", scale=_SCALE, light="#ffffff", dark="#000000", xmldecl=False,
        svgclass="qr", lineclass=None, omitsize=True,
    )  # fmt: skip
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn by the library out of a URI


def grouped(secret: str) -> str:
    """Write a secret as people type it."""
    return " ".join(secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP))
