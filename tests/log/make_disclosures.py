"""Writes `tests/vectors/log/disclosures.json`: packages that hold, and damaged ones that must not.

Run once: `python tests/log/make_disclosures.py`. The file is then frozen; a test reads it.
"""

import json
from pathlib import Path

from test_package import DAMAGED, GOOD, KEYS, LOG, plain

from ledger.log import canonical
from ledger.log.package import write_package

TARGET = Path(__file__).resolve().parents[1] / "vectors" / "log" / "disclosures.json"


def main() -> None:
    """Write every package as text."""
    cases = [
        {"name": "three parts of two entries, and a file", "holds": True, "entries": [0, 2],
         "package": write_package(GOOD).decode()},
        {"name": "one part of one entry", "holds": True, "entries": [1],
         "package": write_package(LOG.package(LOG.opening(1, 2))).decode()},
    ]  # fmt: skip
    for name, (change, code) in DAMAGED.items():
        value = plain()
        change(value)
        text = canonical.encode(value).decode()
        cases.append({"name": name, "holds": False, "code": code, "package": text})
    vectors = {"key": str(KEYS[0]), "cases": cases}
    TARGET.write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
