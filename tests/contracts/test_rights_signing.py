"""Who must sign: all co-owners, a window, a representative, or nobody who is known."""

from written_grants import ALL, reach

from contracts.rights.grants import UNASSIGNED, Mandate
from contracts.rights.holding import Held
from contracts.rights.signing import signing

COMMITTEE = "committee:cmt_1/copyright"
MEMBERS = {COMMITTEE: ("Y", "Z")}
SVOD = reach("svod", "JP", "2027-04-01", "2027-04-01")
SHARED = Held(SVOD, (("X", (1, 2)), (COMMITTEE, (1, 2))))


def window(holder: str = COMMITTEE, **changes: str) -> Mandate:
    fields = {"representative": "Y", "ground": "window", "clause": "第7条"} | changes
    return Mandate(holder=holder, extent=reach("streaming", "JP"), **fields)  # type: ignore[arg-type]


def test_all_co_owners_and_all_members_sign_where_nobody_represents_them() -> None:
    found = signing(SHARED, (), MEMBERS)
    assert found.parties == ("X", "Y", "Z")
    assert [signer.reason for signer in found.signers] == ["co-owner", "member", "member"]
    assert found.signers[0].ja == "共有者（持分 1/2）: 全員の合意が必要（著作権法65条2項）"
    assert found.is_possible


def test_the_window_signs_for_its_committee_and_not_for_the_other_co_owner() -> None:
    found = signing(SHARED, (window(),), MEMBERS)
    assert found.parties == ("X", "Y")
    assert found.signers[1].en == (
        "window of committee:cmt_1/copyright (representative, Copyright Act, "
        "articles 65(4) and 64(3)), 第7条"
    )


def test_a_window_for_another_use_does_not_sign() -> None:
    goods = Held(reach("goods", "JP", "2027-04-01", "2027-04-01"), SHARED.shares)
    assert signing(goods, (window(),), MEMBERS).parties == ("X", "Y", "Z")


def test_where_unanimity_is_waived_the_representative_signs_alone() -> None:
    waived = window(holder="", representative="X", ground="waiver")
    found = signing(SHARED, (waived,), MEMBERS)
    assert found.parties == ("X",)
    assert found.signers[0].ja == "全員の合意を不要とする契約上の定めによる代表者、第7条"


def test_a_sole_holder_signs_alone() -> None:
    found = signing(Held(ALL, (("X", (1, 1)),)), (), {})
    assert [(signer.party, signer.reason) for signer in found.signers] == [("X", "sole-holder")]
    assert found.signers[0].ja == "単独の権利者（持分 1）"


def test_members_that_are_not_known_cannot_sign() -> None:
    found = signing(SHARED, (), {COMMITTEE: ()})
    assert found.parties == ("X",)
    assert not found.is_possible
    assert found.signers[1].ja == f"{COMMITTEE}の構成員が不明: 署名できる者がいない"


def test_a_share_without_holder_has_nobody_to_sign_even_where_unanimity_is_waived() -> None:
    gap = Held(SVOD, (("X", (2, 3)), (UNASSIGNED, (1, 3))))
    assert not signing(gap, (), {}).is_possible
    waived = signing(gap, (window(holder="", ground="waiver"),), {})
    assert (waived.parties, waived.is_possible) == (("Y",), False)
    assert waived.signers[1].ja == "持分 1/3 の権利者が不在: 署名できる者がいない"


def test_a_party_that_signs_for_two_is_named_once() -> None:
    both = Held(SVOD, (("Y", (1, 2)), (COMMITTEE, (1, 2))))
    assert signing(both, (window(),), MEMBERS).parties == ("Y",)
