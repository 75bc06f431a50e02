"""The pages of the public register, as one router."""

from fastapi import APIRouter

from api.pages.public import committees, home, log, look, works

router = APIRouter()
for _one in (home, works, committees, log, look):
    router.include_router(_one.router)
