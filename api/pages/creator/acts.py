"""What a creator does on pages, as one router."""

from fastapi import APIRouter

from api.pages import papers
from api.pages.creator import (
    bank,
    details,
    disputes,
    invoices,
    notices,
    reads,
    taxes,
)

router = APIRouter()
for _each in (disputes, papers, bank, details, invoices, taxes, reads, notices):
    router.include_router(_each.router)
