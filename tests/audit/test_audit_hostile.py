"""Who makes a bundle wants to hide something, or to steer what the auditor sees: neither works."""

from pathlib import Path

import pytest
from audited import Bundled, audited, change, codes, finding, list_again, manifest_of, signed

from ledger.audit import bundle_format as layout
from ledger.audit.html_report import as_html
from ledger.audit.scopes import must_open
from ledger.audit.text_report import as_text
from ledger.log import canonical
from ledger.log.entry import EntryHeader, part_leaf
from ledger.log.note import Checkpoint, sign_note
from tests.audit.audited import key_of

HIDDEN = 0
STEERING = "\x1b[2J\x1b[31m\u202everified"


def close_parts(bundle: Path, index: int) -> None:
    """Put leaf hashes in the place of an entry's parts; every root stays what it was."""
    path = bundle / layout.parts_path(0, min(256, manifest_of(bundle).size))
    lines = path.read_bytes().splitlines(keepends=True)
    copies = layout.parse_parts_line(lines[index], index)
    leaves = [part_leaf(*one) for one in copies if isinstance(one, tuple)]
    lines[index] = layout.parts_line(index, leaves)
    path.write_bytes(b"".join(lines))
    list_again(bundle)


def claim_scope(bundle: Path, scope: dict[str, str]) -> None:
    manifest = bundle / layout.MANIFEST
    manifest.write_bytes(
        canonical.encode({**canonical.decode(manifest.read_bytes()), "scope": scope})
    )
    list_again(bundle)


def test_a_bundle_of_everything_that_keeps_an_entry_closed_fails(paid_bundle: Bundled) -> None:
    close_parts(paid_bundle.bundle, HIDDEN)
    report = audited(paid_bundle.bundle, paid_bundle.kept())
    assert report.verdict == "FAIL"
    assert finding(report, "parts-withheld").index == HIDDEN


def test_months_that_hide_what_they_name_fail(paid_bundle: Bundled) -> None:
    close_parts(paid_bundle.bundle, HIDDEN)
    claim_scope(paid_bundle.bundle, {"kind": "period", "first": "0001-01", "last": "9999-12"})
    report = audited(paid_bundle.bundle, paid_bundle.kept())
    assert (report.verdict, codes(report)) == ("FAIL", {"parts-withheld"})


def test_what_lies_outside_the_months_may_stay_closed(paid_bundle: Bundled) -> None:
    close_parts(paid_bundle.bundle, HIDDEN)
    claim_scope(paid_bundle.bundle, {"kind": "period", "first": "0001-01", "last": "0001-12"})
    assert audited(paid_bundle.bundle).verdict == "SELF-CONSISTENT"


@pytest.mark.parametrize(
    ("recorded_at", "event_type", "shown"),
    [
        ("2025-03-31T14:59:59.999999Z", "royalty.payout_closed/1", False),
        ("2025-03-31T15:00:00.000000Z", "royalty.payout_closed/1", True),
        ("2025-03-31T14:59:59.999999Z", "work.registered/1", True),
        ("2025-09-30T14:59:59.999999Z", "statement.issued/1", True),
        ("2025-09-30T15:00:00.000000Z", "work.registered/1", False),
        ("9999-12-31T23:00:00.000000Z", "work.registered/1", False),
        ("2025-02-30T00:00:00.000000Z", "work.registered/1", False),
    ],
)
def test_months_of_a_scope_are_those_of_japan(
    recorded_at: str, event_type: str, shown: bool
) -> None:
    header = EntryHeader("o.example/o", 0, b"", recorded_at, event_type, b"")
    scope = layout.Scope("period", first="2025-04", last="2025-09")
    assert must_open(scope, header) is shown


@pytest.mark.parametrize("party", [STEERING, "everything", "party_1", ""])
def test_a_scope_names_a_party_by_its_id_or_not_at_all(paid_bundle: Bundled, party: str) -> None:
    claim_scope(paid_bundle.bundle, {"kind": "party", "party": party})
    assert finding(audited(paid_bundle.bundle), "manifest-malformed").file == layout.MANIFEST


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_file_name_steers_neither_terminal_nor_page(paid_bundle: Bundled, lang: str) -> None:
    (paid_bundle.bundle / STEERING).write_bytes(b"")
    report = audited(paid_bundle.bundle)
    text = as_text(report, "ja" if lang == "ja" else "en")
    page = as_html(report)
    assert all(char.isprintable() for char in text.replace("\n", ""))
    assert all(char.isprintable() for char in page.replace("\n", ""))
    assert r"\x1b[2J" in text
    assert r"\x1b[2J" in page


def test_whatever_a_list_holds_the_report_can_be_written_for_machines(
    paid_bundle: Bundled,
) -> None:
    change(paid_bundle.bundle / layout.LISTING, lambda data: b"\x00\x1b" + data)
    report = audited(paid_bundle.bundle)
    assert r"\x00" in finding(report, "listing-malformed").found
    assert canonical.encode(report.as_data())


def test_a_kept_size_that_no_log_reaches_is_refused_and_can_be_written(
    paid_bundle: Bundled,
) -> None:
    origin = manifest_of(paid_bundle.bundle).origin
    text = Checkpoint(origin, 2**63, bytes(32)).text()
    report = audited(paid_bundle.bundle, sign_note(text, origin, key_of(paid_bundle.home)))
    assert codes(report) == {"kept-checkpoint-beyond"}
    assert canonical.encode(report.as_data())


def test_an_earlier_note_under_the_name_of_a_later_one_is_named(paid_bundle: Bundled) -> None:
    size = manifest_of(paid_bundle.bundle).size
    note = signed(paid_bundle.bundle, paid_bundle.home, size - 1)
    (paid_bundle.bundle / layout.note_path(size + 5)).write_bytes(note)
    list_again(paid_bundle.bundle)
    found = finding(audited(paid_bundle.bundle), "checkpoint-size")
    assert (found.expected, found.found) == (str(size + 5), str(size - 1))
