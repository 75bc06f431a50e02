"""Record who holds the invented works, and some licences abroad; all of it is made up.

A committee whose members' copyright shares are known holds its works as the maker (29条); the
publisher's original work limits the title. Where its contract is not known, nobody can say who
holds what, and nothing is recorded: the report on readiness shows such committees.
"""

from datetime import date, timedelta

from ledger.ids import RIGHT
from ledger.keys.consents import Consent
from ledger.rights.commands import LicenseRight, RecordTitle
from ledger.rights.written import Codes, Stake, UnderlyingWork, WrittenExtent
from ledger.values import DocumentRef, Ratio
from seeds.build import Builder, document_hash
from seeds.chance import Chance
from seeds.films import films_of
from seeds.world import Body, Title

VOCABULARY = "media/1+territories/1+acts/1+languages/1"
MADE_ON = date(2025, 4, 1)
_ABROAD = ("US", "FR", "DE", "TW")
_YEARS = 3
_EVERY = 4


def record_rights(builder: Builder) -> None:
    """Record titles of committees, and a licence abroad for every fourth of them."""
    films = films_of(builder.world)
    bodies = [(body, builder.titles_of(body)) for body in builder.world.bodies]
    bodies += [(film.body, [film.title]) for film in films]
    chance = Chance(builder.world.seed, "licences abroad")
    for number, (body, titles) in enumerate(bodies):
        if any(share.copyright is None for share in body.members):
            continue
        for title in titles:
            builder.send(_title(builder, body, title))
        builder.settle()
        if number % _EVERY == 0 and _window(body):
            builder.send(_licence(builder, body, titles[0], chance))
        builder.tell("rights", number + 1, len(bodies))
    builder.settle()


def holder_of(builder: Builder, body: Body) -> str:
    """Return as whom a committee stands on the register of rights."""
    return f"committee:{builder.ids[body.key]}/copyright"


def _title(builder: Builder, body: Body, title: Title) -> RecordTitle:
    return RecordTitle(
        id=builder.new_id(RIGHT, f"title of {title.key}"),
        work=builder.ids[title.key],
        stakes=(Stake(holder=holder_of(builder, body), share=Ratio(num=1, den=1)),),
        origin="maker_29",
        extent=_extent("all", "WW", MADE_ON),
        moral_rights="監督・脚本・キャラクターデザインは氏名表示を受ける（合成データ）",
        underlying=(
            UnderlyingWork(
                kind="original_work",
                reference=f"原作利用許諾（{builder.ids[title.author]}、合成データ）",
                note="映像化と商品化に限る",
            ),
        ),
        document=DocumentRef(sha256=document_hash(f"contract of {body.key}")),
    )


def _window(body: Body) -> str | None:
    """Return who licenses abroad for a committee."""
    return next((one.company for one in body.windows if one.medium == "overseas"), None)


def _licence(builder: Builder, body: Body, title: Title, chance: Chance) -> LicenseRight:
    first = date(2025, 10, 1)
    agent = builder.ids[_window(body) or ""]
    document = DocumentRef(sha256=document_hash(f"licence of {title.key}"))
    streamers = [one.key for one in builder.world.trade("streamer")]
    return LicenseRight(
        id=builder.new_id(RIGHT, f"licence of {title.key}"),
        work=builder.ids[title.key],
        licensors=(holder_of(builder, body),),
        licensee=builder.ids[chance.pick(streamers)],
        extent=_extent(
            "svod", chance.pick(_ABROAD), first, date(2025 + _YEARS, 10, 1) - timedelta(days=1)
        ),
        exclusivity="exclusive",
        document=document,
        consents=(
            Consent(
                party=agent,
                method="seal",
                document=document,
                attested_by="operator",
                consented_on=date(2025, 2, 20),
            ),
        ),
    )


def _extent(media: str, territory: str, first: date, until: date | None = None) -> WrittenExtent:
    return WrittenExtent(
        vocabulary=VOCABULARY,
        media=Codes(include=(media,)),
        territories=Codes(include=(territory,)),
        first=first,
        until=until,
    )
