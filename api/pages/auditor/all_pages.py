"""All of the auditor's pages, in the order in which their addresses are looked at."""

from fastapi import APIRouter

from api.pages.auditor import bundle, findings, health, recompute

router = APIRouter()
for _part in (health, findings, recompute, bundle):
    router.include_router(_part.router)
