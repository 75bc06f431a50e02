"""Small files in the published format, made up for tests."""

import json
import zipfile
from pathlib import Path

HOST = "https://mediaarts-db.bunka.go.jp/id/"
NEW_HOST = "https://mediaarts-db.artmuseums.go.jp/id/"
COLUMNS = "set,madb_id,title,date,committee,n_members,members,copyright_line"


def a_node(number: str = "C900001", host: str = HOST, **fields: object) -> dict[str, object]:
    """Return the node of a film; fields replace or add, None removes."""
    node: dict[str, object] = {
        "@id": f"{host}{number}",
        "@type": "class:AnimationMovieSeries",
        "label": "星の海へ",
        "identifier": number,
        "name": ["星の海へ", {"@language": "ja-hrkt", "@value": "ホシノウミヘ"}],
        "datePublished": "2001-07-20",
        "startDate": "2001-07-20",
        "isPartOf": f"{host}C1234",
        **fields,
    }
    return {name: value for name, value in node.items() if value is not None}


def a_graph(*nodes: dict[str, object]) -> str:
    return json.dumps({"@graph": list(nodes), "@context": {}}, ensure_ascii=False)


def write_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_csv(path: Path, *lines: str, header: str = COLUMNS) -> Path:
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8-sig")
    return path
