"""Rights in a work: held, passed on, licensed and ended, for the world with every fact."""

from datetime import date

from money_stage import Money, rate, step, terms
from rights_stage import Rights, consent, reach
from stage import member, ratio

from ledger.committees.commands import Window
from ledger.rights.written import (
    Bundle,
    BundlePart,
    BundlePrice,
    Reversion,
    SigningClause,
    UnderlyingWork,
    WrittenHoldback,
)


def grant_rights(money: Money) -> Rights:
    """Record a title of a committee and an author, and what followed."""
    rights = Rights(money)
    committee = money.committee(
        member(rights.a, "1/2"),
        member(rights.b, "1/2"),
        windows=(Window(medium="streaming", holder=rights.b, clause="第9条"),),
    )
    holder, author = f"committee:{committee}/copyright", money.named_person("原作者")
    money.record(
        rights.title(
            (holder, "3/4"),
            (author, "1/4"),
            moral_rights="題号の変更には原作者の同意を要する。",
            underlying=(UnderlyingWork(kind="original_work", reference="原作使用許諾契約"),),
            signing=(
                SigningClause(representative=rights.a, ground="representative", clause="第8条"),
            ),
        )
    )
    given = rights.transfer(
        author, rights.n, "1/8", extent=reach("merchandise", until=date(2030, 12, 31)),
        consents=consent(rights.a, rights.b),
    )  # fmt: skip
    money.record(given)
    money.record(rights.registration(given.id))
    streaming = rights.licence(
        holder, extent=reach("streaming", "JP", until=date(2031, 3, 31)), sublicensable=True,
        consents=consent(rights.a),
        holdbacks=(
            WrittenHoldback(extent=reach("avod", "JP", until=date(2026, 12, 31)), binds="licensee"),
        ),
        bundle=Bundle(
            name="国内配信", allocation=(BundlePart(media=("streaming",), share=ratio("1")),),
            price=BundlePrice(kind="guarantee", amount_minor=30_000_001, currency="JPY"),
        ),
    )  # fmt: skip
    money.record(streaming)
    below = money.company("地方の配信社")
    sub = rights.licence(
        rights.n, licensee=below, source=streaming.id, exclusivity="non_exclusive",
        extent=reach("tvod", "JP", until=date(2030, 3, 31)),
    )  # fmt: skip
    money.record(sub)
    money.record(rights.end(sub.id, date(2028, 4, 1)))
    money.record(
        rights.position(streaming.id, holder, rights.a, consents=consent(rights.n, rights.b))
    )
    _promise(rights, holder, author)
    _guarantee(money, rights)
    return rights


def _promise(rights: Rights, holder: str, author: str) -> None:
    """Options taken and let pass, a pledge, and a share that comes back on a condition."""
    money, agreed = rights.money, consent(rights.a, rights.b)
    option = rights.option(
        rights.n, holder, extent=reach("svod", "KR", since=date(2028, 4, 1)), consents=agreed
    )
    money.record(option)
    money.record(rights.extend(option.id, date(2028, 3, 31), date(2026, 11, 1), consents=agreed))
    money.record(rights.exercise(option.id, date(2026, 11, 20)))
    other = money.company("海外の配信社")
    refusal = rights.option(
        rights.n, holder, claim="first_refusal", extent=reach("svod", "DE"), consents=agreed
    )
    money.record(refusal)
    money.record(rights.offer(refusal.id, other, date(2026, 10, 1), date(2026, 10, 31)))
    money.record(rights.answer(refusal.id, 1, "declined", date(2026, 10, 20)))
    money.record(
        rights.licence(holder, licensee=other, extent=reach("svod", "DE"), consents=agreed)
    )
    money.record(
        rights.burden(author, money.company("銀行"), extent=reach("theatrical"), consents=agreed)
    )
    money.record(
        rights.transfer(
            author, rights.b, "1/8", extent=reach("theatrical"), consents=agreed,
            reversion=Reversion(condition="not_released", after_years=5, clause="第4条"),
        )
    )  # fmt: skip


def _guarantee(money: Money, rights: Rights) -> None:
    """An agreement that guarantees by parts what licences may be bundled for."""
    clauses = terms(
        step("home", "royalty/1", basis="gross", rate=rate(1, 10), payee=rights.a),
        step("abroad", "royalty/1", basis="gross", rate=rate(1, 20), payee=rights.a),
        step(
            "mg",
            "guarantee/1",
            of=[{"step": "home", "value": 700}, {"step": "abroad", "value": 300}],
            amount=1_000,
            year={"starts": "2026-01"},
        ),
    )
    money.agreement(rights.n, clauses)
