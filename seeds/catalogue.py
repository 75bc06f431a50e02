"""Record the invented works: notices, registrations with credits, characters, a contested claim."""

from datetime import date, timedelta

from ledger.ids import CLAIM, ELEMENT, WORK
from ledger.values import DocumentRef, Names
from ledger.works.commands import (
    Asset,
    ClaimWork,
    Credit,
    FileNotice,
    Identifier,
    RegisterElement,
    RegisterWork,
    Role,
    WorkData,
)
from seeds.build import Builder, document_hash
from seeds.world import Person, Title

_FIRST_DAY = date(2025, 1, 10)


def record_works(builder: Builder) -> None:
    """Record every work of the plan; some were noticed before."""
    whole = len(builder.world.titles)
    for title in builder.world.titles:
        builder.new_id(WORK, title.key)
        if title.had_notice:
            builder.send(_notice(builder, title))
    builder.today(date(2025, 3, 20))
    people = builder.people
    for number, title in enumerate(builder.world.titles):
        builder.send(registration_of(builder, number, title, people))
        builder.send(character_of(builder, title, people))
        builder.tell("works", number + 1, whole)
    _competing_claims(builder)
    builder.settle()


def _notice(builder: Builder, title: Title) -> FileNotice:
    return FileNotice(
        work=builder.ids[title.key],
        holder=builder.ids[title.studio],
        working_title=f"{title.names.ja}（仮）",
        assets=(_asset(title, "絵コンテ 第1話"),),
    )


def registration_of(
    builder: Builder, number: int, title: Title, people: dict[str, Person]
) -> RegisterWork:
    """Return the command that registers a planned work with its credits."""
    return RegisterWork(
        id=builder.ids[title.key],
        holder=builder.ids[title.studio],
        data=WorkData(
            title=title.names,
            kind="film" if title.kind == "film" else "tv",
            status="released",
            length_minutes=title.length_minutes,
            episodes=title.episodes,
            first_published=_FIRST_DAY + timedelta(days=7 * (number % 8)),
            identifiers=(Identifier(scheme="own", value=f"SAMPLE-{number + 1:04d}"),),
        ),
        credits=(
            *(_credit(builder, people[key]) for key in title.creators),
            Credit(role="production", party=builder.ids[title.studio]),
            Credit(role="original_work", party=builder.ids[title.author]),
        ),
        assets=(_asset(title, "完成原版"),),
        source="synthetic sample",
    )


def _credit(builder: Builder, person: Person) -> Credit:
    roles: dict[str, Role] = {
        "director": "director",
        "script": "script",
        "character_design": "character_design",
        "chief_animation_director": "chief_animation_director",
        "key_animation": "key_animation",
    }
    return Credit(role=roles[person.role], party=builder.ids[person.key])


def character_of(builder: Builder, title: Title, people: dict[str, Person]) -> RegisterElement:
    """Return the command that registers the main character of a work, and who designed it."""
    designer = next(key for key in title.creators if people[key].role == "character_design")
    return RegisterElement(
        id=builder.new_id(ELEMENT),
        work=builder.ids[title.key],
        kind="character",
        name=Names(ja="主人公", kana="シュジンコウ", en="Protagonist"),
        credits=(Credit(role="character_design", party=builder.ids[designer]),),
        assets=(_asset(title, "キャラクター設定"),),
    )


def _competing_claims(builder: Builder) -> None:
    """Let two companies claim the same work: the register shows both and judges neither."""
    title = builder.world.titles[5]
    for claimant, statement in (
        (title.studio, "本作の映画製作者である（著作権法29条1項）。"),
        (title.author, "原作者として二次的著作物の利用に関する権利を有する（同28条）。"),
    ):
        builder.send(
            ClaimWork(
                id=builder.new_id(CLAIM),
                work=builder.ids[title.key],
                claimant=builder.ids[claimant],
                claim="maker" if claimant == title.studio else "original_author",
                statement=statement,
                evidence=(DocumentRef(sha256=document_hash(f"claim of {claimant}")),),
            )
        )


def _asset(title: Title, label: str) -> Asset:
    return Asset(
        sha256=document_hash(f"{title.key} {label}"), size_bytes=4_096, label=label,
    )  # fmt: skip
