"""All pages on the studio's money, in the order in which their addresses are looked at."""

from fastapi import APIRouter

from api.pages.studio import reports, upload

router = APIRouter()
for _part in (upload, reports):
    router.include_router(_part.router)
