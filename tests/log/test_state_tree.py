"""The two trees of a period close: one leaf can be shown, an identifier can be shown absent."""

import hmac
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import NotFound, ProofInvalid
from ledger.log.state_tree import (
    Absence,
    IdentifierTree,
    Neighbour,
    PrivateTree,
    TreeState,
    identifier_key,
    verify_absence,
    verify_presence,
    verify_private,
)

KEY = bytes(range(32))
LEAVES = [f'{{"n":{number}}}'.encode() for number in range(9)]
NAMES = [f"isan:{number:016X}" for number in range(9)]

texts = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=40)


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def test_a_private_tree_of_two_leaves_comes_out_as_worked_by_hand() -> None:
    """Two leaves, {"n":0} and {"n":1}, under the key 00 01 ... 1f.

    salt = HMAC-SHA256(key, leaf), hash = SHA-256(0x00 || salt || leaf):

        {"n":0}  salt f4003b2b...  hash 242437f6...
        {"n":1}  salt 5a4fc219...  hash 6c93b5c4...

    The smaller hash comes first; the root is SHA-256(0x01 || smaller || larger).
    """
    hashes = []
    for leaf in LEAVES[:2]:
        salt = hmac.new(KEY, leaf, sha256).digest()
        hashes.append(sha256(b"\x00" + salt + leaf).digest())
    assert [found.hex()[:8] for found in hashes] == ["242437f6", "6c93b5c4"]
    expected = "73c84a1b9d711683e86d6d8eed42a4cbbf020f0ca1b55204eaca9ae2505630d6"
    assert node(hashes[0], hashes[1]).hex() == expected
    assert PrivateTree(KEY, LEAVES[:2]).state == TreeState(2, bytes.fromhex(expected))


def test_a_tree_of_two_identifiers_comes_out_as_worked_by_hand() -> None:
    keys = sorted(sha256(name.encode()).digest() for name in NAMES[:2])
    first, second = (sha256(b"\x00" + key).digest() for key in keys)
    assert IdentifierTree(NAMES[:2]).state == TreeState(2, node(first, second))


@given(st.lists(st.binary(min_size=1, max_size=20), unique=True, min_size=1, max_size=40))
def test_every_private_leaf_can_be_shown_alone(leaves: list[bytes]) -> None:
    tree = PrivateTree(KEY, leaves)
    places = set()
    for leaf in leaves:
        opened = tree.open(leaf)
        assert verify_private(tree.state, opened) == leaf
        places.add(opened.index)
    assert places == set(range(len(leaves)))


@given(st.permutations(LEAVES))
def test_the_order_in_which_leaves_come_tells_nothing(leaves: list[bytes]) -> None:
    assert PrivateTree(KEY, leaves).state == PrivateTree(KEY, LEAVES).state


def test_another_key_puts_every_leaf_elsewhere() -> None:
    assert PrivateTree(bytes(32), LEAVES).state.root != PrivateTree(KEY, LEAVES).state.root


def test_a_leaf_that_is_not_there_cannot_be_shown() -> None:
    with pytest.raises(NotFound, match="leaf-not-in-state"):
        PrivateTree(KEY, LEAVES).open(b'{"n":10}')


def test_a_private_leaf_shows_nothing_when_it_was_touched() -> None:
    tree = PrivateTree(KEY, LEAVES)
    good = tree.open(LEAVES[3])
    for bad in (
        replace(good, data=b'{"n":4}'),
        replace(good, salt=bytes(32)),
        replace(good, salt=good.salt[:31]),
        replace(good, salt=good.salt + good.data[:1], data=good.data[1:]),
        replace(good, index=good.index ^ 1),
        replace(good, index=9),
        replace(good, path=good.path[:-1]),
        replace(good, path=(*good.path, bytes(32))),
    ):
        with pytest.raises(ProofInvalid):
            verify_private(tree.state, bad)


@given(texts, st.text(min_size=1, max_size=8))
def test_every_identifier_is_shown_present_or_absent_never_both(
    names: list[str], wanted: str
) -> None:
    tree = IdentifierTree(names)
    for name in {*names, wanted}:
        found = tree.find(name)
        assert (found is not None) == (name in names)
        if found is not None:
            verify_presence(tree.state, name, found)
            with pytest.raises(NotFound, match="identifier-registered"):
                tree.absence(name)
        else:
            verify_absence(tree.state, name, tree.absence(name))


@given(texts.filter(lambda names: len(names) > 1), st.data())
def test_no_two_leaves_show_that_a_present_identifier_is_absent(
    names: list[str], data: st.DataObject
) -> None:
    tree = IdentifierTree(names)
    places = sorted(filter(None, map(tree.find, names)), key=lambda place: place.index)
    neighbours = st.sampled_from([None, *places])
    absence = Absence(data.draw(neighbours), data.draw(neighbours))
    for name in names:
        with pytest.raises(ProofInvalid):
            verify_absence(tree.state, name, absence)


def test_nothing_is_in_an_empty_tree() -> None:
    empty = IdentifierTree([])
    verify_absence(empty.state, NAMES[0], empty.absence(NAMES[0]))
    with pytest.raises(ProofInvalid):
        verify_absence(TreeState(0, bytes(32)), NAMES[0], Absence(None, None))
    with pytest.raises(ProofInvalid):
        verify_absence(TreeState(3, bytes(32)), NAMES[0], Absence(None, None))


def around(tree: IdentifierTree, wanted: str) -> tuple[Neighbour, Neighbour]:
    absence = tree.absence(wanted)
    assert absence.left
    assert absence.right
    return absence.left, absence.right


def test_an_absence_shows_nothing_when_it_was_touched() -> None:
    tree = IdentifierTree(NAMES)
    wanted = next(
        text
        for number in range(100)
        if (found := tree.absence(text := f"eidr:{number}")).left and found.right
    )
    left, right = around(tree, wanted)
    key = identifier_key(wanted)
    for bad in (
        Absence(None, right),
        Absence(left, None),
        Absence(right, left),
        Absence(left, left),
        Absence(left, replace(right, index=right.index + 1)),
        Absence(left, replace(right, key=bytes([0xFF]) * 32)),
        Absence(replace(left, key=bytes(32)), right),
        Absence(replace(left, key=key[:31]), right),
        Absence(replace(left, path=left.path[1:]), right),
    ):
        with pytest.raises(ProofInvalid):
            verify_absence(tree.state, wanted, bad)


def test_neighbours_that_leave_a_place_between_them_show_nothing() -> None:
    tree = IdentifierTree(NAMES)
    ranked = sorted(NAMES, key=identifier_key)
    places = [tree.find(name) for name in ranked]
    for number, name in enumerate(ranked[1:-1], start=1):
        before, after = places[number - 1], places[number + 1]
        with pytest.raises(ProofInvalid, match="absence-not-shown"):
            verify_absence(tree.state, name, Absence(before, after))


def test_a_presence_is_of_one_identifier_alone() -> None:
    tree = IdentifierTree(NAMES)
    place = tree.find(NAMES[0])
    assert place
    with pytest.raises(ProofInvalid):
        verify_presence(tree.state, NAMES[1], place)


def test_an_identifier_named_twice_counts_once() -> None:
    assert IdentifierTree([*NAMES, NAMES[0]]).state == IdentifierTree(NAMES).state
