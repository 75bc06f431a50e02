"""What a creator does on pages, as one router."""

from fastapi import APIRouter

from api.pages.creator import bank, disputes, evidence

router = APIRouter()
for _each in (disputes, evidence, bank):
    router.include_router(_each.router)
