"""The readable side of a person's export, in Japanese and in English."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

_WORDS: Final[dict[str, dict[str, str]]] = {
    "ja": {
        "title": "あなたについて台帳が保管しているデータ",
        "origin": "台帳",
        "made_at": "作成日時（協定世界時）",
        "people": "保管している氏名など",
        "status": "状態",
        "reason": "利用停止の理由",
        "until": "期限",
        "nothing": "（なし）",
        "parties": "当事者としての登録",
        "statements": "支払明細書",
        "grants": "閲覧権限",
        "contacts": "お知らせの送り先",
        "accounts": "サインインとその記録",
        "reads": "閲覧の記録（いつ・誰が・何のために）",
        "entries": "あなたの番号を含む記録",
        "closed": "閲覧できない部分",
        "files": "機械で読める全データは data.json、"
        "明細書のファイルは statements フォルダにあります。",
        "kept": "記録そのものは消去できませんが、記録に氏名は入っていません。"
        "鍵を廃棄すると、氏名は誰にも読めなくなります。",
    },
    "en": {
        "title": "What this register holds about you",
        "origin": "Register",
        "made_at": "Made at (UTC)",
        "people": "Names and other values that are kept",
        "status": "Status",
        "reason": "Use is restricted for",
        "until": "until",
        "nothing": "(nothing)",
        "parties": "Registered as a party",
        "statements": "Statements",
        "grants": "Reading rights",
        "contacts": "Addresses for notices",
        "accounts": "Your sign-ins",
        "reads": "Who read your data, when and why",
        "entries": "Entries that name your ids",
        "closed": "parts of others",
        "files": "data.json has everything for machines; statements/ has the files of statements.",
        "kept": "Entries themselves cannot be erased, but no name is in them. Once the key is "
        "destroyed, nobody can read the names.",
    },
}


def readable_text(data: Mapping[str, Any], lang: str) -> str:
    """Return the text of an export in one language, `ja` or `en`."""
    return "\n".join(_lines(data, _WORDS[lang])) + "\n"


def _lines(data: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    yield words["title"]
    yield f"{words['origin']}: {data['origin']}"
    yield f"{words['made_at']}: {data['made_at']}"
    yield f"\n{words['people']}"
    for person in data["people"]:
        yield from _person(person, words)
    yield f"\n{words['parties']}"
    yield from _listed([f"  {party['id']}  {party['kind']}" for party in data["parties"]], words)
    yield f"\n{words['statements']}"
    yield from _listed([_statement(row) for row in data["statements"]], words)
    yield f"\n{words['grants']}"
    yield from _listed([f"  {grant['id']}  {grant['status']}" for grant in data["grants"]], words)
    yield f"\n{words['contacts']}"
    yield from _listed([f"  {one['target']}  {one['status']}" for one in data["contacts"]], words)
    yield f"\n{words['accounts']}"
    yield from _listed([line for one in data["accounts"] for line in _account(one)], words)
    yield f"\n{words['reads']}"
    yield from _listed([_read(row) for row in data["reads"]], words)
    yield f"\n{words['entries']}"
    for entry in data["entries"]:
        closed = entry["closed_parts"]
        tail = f"  ({words['closed']}: {closed})" if closed else ""
        yield f"  {entry['index']}  {entry['recorded_at']}  {entry['type']}{tail}"
    yield f"\n{words['files']}"
    yield words["kept"]


def _person(person: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    yield f"  {person['subject']}  {words['status']}: {person['status']}"
    if "reason" in person:
        until = person.get("until", "-")
        yield f"    {words['reason']}: {person['reason']} {words['until']}: {until}"
    yield from _listed([f"    {one['field']}: {one['value']}" for one in person["values"]], words)


def _statement(row: Mapping[str, Any]) -> str:
    amount = f"{row['transfer_minor']:,} {row['currency']}"
    return f"  {row['id']}  {row['period']}  {row['payment_date']}  {amount}"


def _account(account: Mapping[str, Any]) -> Iterator[str]:
    yield f"  {account['id']}  {account['login']}  {account['state']}"
    for one in account["events"]:
        yield f"    {one['at']}  {one['kind']}  {one['how']}  {one['network']}".rstrip()


def _read(row: Mapping[str, Any]) -> str:
    who = " ".join(row[name] for name in ("role", "party", "by") if name in row)
    return f"  {row['at']}  {row['kind']}  {who}  {row['why']}"


def _listed(lines: list[str], words: Mapping[str, str]) -> list[str]:
    return lines or [f"  {words['nothing']}"]
