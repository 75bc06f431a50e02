"""All pages on the studio's money, in the order in which their addresses are looked at."""

from fastapi import APIRouter

from api.pages.studio import (
    approvals,
    closing,
    disputes,
    home,
    payments,
    reports,
    statements,
    upload,
)

router = APIRouter()
for _part in (home, upload, reports, closing, payments, approvals, statements, disputes):
    router.include_router(_part.router)
