"""Short ways to write terms and inputs in tests."""

from math import gcd
from typing import Any

from contracts.terms import Terms, parse_terms
from contracts.waterfall import Expense, Inputs, Item

LABELS = {
    "platform": ("プラットフォーム料", "Platform share"),
    "window": ("配信窓口手数料", "Streaming window fee"),
    "lead": ("幹事手数料", "Lead manager's fee"),
    "costs": ("委員会経費", "Committee costs"),
    "author": ("原作使用料", "Original work royalty"),
    "creators": ("クリエイター還元", "Creators' pool"),
    "members": ("出資者への分配", "Distribution to members"),
    "hold": ("保留", "Held revenue"),
    "recoup": ("リクープ", "Recoupment"),
}


def rate(num: int, den: int = 100) -> dict[str, int]:
    """A rate as it stands in terms; 20 is twenty percent."""
    divisor = gcd(num, den)
    return {"num": num // divisor, "den": den // divisor}


def a_step(step_id: str, kind: str, **fields: Any) -> dict[str, Any]:
    """One step with its common fields filled in."""
    ja, en = LABELS.get(step_id, ("条項", "Clause"))
    return {
        "id": step_id,
        "kind": f"{kind}/1",
        "clause": fields.pop("clause", "第5条1項"),
        "label": {"ja": ja, "en": en},
        **fields,
    }


def a_memo(account: str, amount: int) -> dict[str, Any]:
    return an_account(account, "memo", amount)


def an_account(account: str, kind: str, amount: int, **target: Any) -> dict[str, Any]:
    return {
        "id": account,
        "kind": kind,
        "target": {"amount": amount, **target},
        "label": {"ja": "勘定", "en": "Account"},
    }


def terms_json(
    *steps: dict[str, Any], currency: str = "JPY", accounts: tuple[dict[str, Any], ...] = ()
) -> dict[str, Any]:
    terms: dict[str, Any] = {"terms": 1, "currency": currency, "steps": list(steps)}
    return {**terms, "accounts": list(accounts)} if accounts else terms


def terms_of(*steps: dict[str, Any], **fields: Any) -> Terms:
    return parse_terms(terms_json(*steps, **fields))


def members(**shares: int) -> dict[str, Any]:
    """A split by hundredths of a percent."""
    listed = [{"payee": name, "share": rate(bps, 10_000)} for name, bps in shares.items()]
    return a_step("members", "split", payees=listed)


def an_item(amount: int, item_id: str = "a", **fields: Any) -> Item:
    known = {
        "reported": "gross",
        "channel": "streaming",
        "territory": None,
        "work": None,
        "month": "2026-03",
    }
    return Item(id=item_id, amount_minor=amount, **{**known, **fields})


def inputs_of(*items: Item, period: str = "2026-03", **fields: Any) -> Inputs:
    return Inputs(period=period, currency=fields.pop("currency", "JPY"), items=items, **fields)


def amounts_in(*amounts: int, **fields: Any) -> Inputs:
    """A period with so many items of these amounts."""
    items = (an_item(amount, f"item-{n:04}") for n, amount in enumerate(amounts))
    return inputs_of(*items, **fields)


def a_cost(amount: int, step: str = "costs", source: str = "invoice-1") -> Expense:
    return Expense(step, amount, source)
