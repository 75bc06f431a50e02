"""Works over HTTP: names in credits, notices, search, certificates."""

from ledger.log.proof import verify_inclusion
from tests.api.world import Production, World, produce

ASSET = {"sha256": "ab" * 32, "size_bytes": 3, "label": "絵コンテ"}


def test_the_printed_name_is_shown_and_its_commitment_is_on_record(
    world: World, production: Production
) -> None:
    credit = world.get(f"works/{production.work}").json()["credits"][0]
    assert credit["person"] == "星の海 花子"
    assert len(credit["name"]) == 64


def test_one_name_on_two_lines_is_one_subject(world: World) -> None:
    lines = [{"role": role, "person": "星野 一郎"} for role in ("director", "storyboard")]
    lines.append({"role": "music", "person": "月野 二郎"})
    body = {"data": {"title": {"ja": "星の海"}, "kind": "tv"}, "credits": lines}
    shown = world.get(f"works/{world.made('works', body)}").json()["credits"]
    subjects = [line["subject"] for line in shown]
    assert subjects[0] == subjects[1] != subjects[2]
    assert [line["person"] for line in shown] == ["星野 一郎", "星野 一郎", "月野 二郎"]


def test_an_amendment_replaces_credits_and_keeps_history(
    world: World, production: Production
) -> None:
    body = {"reason": "a name was missing", "credits": [{"role": "music", "person": "月野 二郎"}]}
    made = world.made(f"works/{production.work}/amendments", body, production.as_lead)
    shown = world.get(f"works/{made}").json()
    assert [line["person"] for line in shown["credits"]] == ["月野 二郎"]
    assert shown["history"][0]["reason"] == "a name was missing"


def test_an_element_has_credits_of_its_own(world: World, production: Production) -> None:
    body = {
        "kind": "character",
        "name": {"ja": "ミナト"},
        "credits": [{"role": "character_design", "person": "星の海 花子"}],
    }
    world.made(f"works/{production.work}/elements", body, production.as_lead)
    element = world.get(f"works/{production.work}").json()["elements"][0]
    assert element["credits"][0]["person"] == "星の海 花子"


def test_a_notice_is_its_holders_alone_until_the_work_is_registered(
    world: World, production: Production
) -> None:
    body = {"holder": production.lead, "working_title": "秘密", "assets": [ASSET]}
    notice = world.made("notices", body, production.as_lead)
    assert world.get(f"notices/{notice}", production.as_lead).json()["working_title"] == "秘密"
    for who in (None, production.as_member):
        assert world.get(f"works/{notice}", who).status_code == 404
        assert world.get(f"assets/{ASSET['sha256']}", who).json()["items"] == []
    assert world.get(f"notices/{notice}", production.as_member).status_code == 404
    assert world.get("notices", production.as_member).json()["items"] == []
    work = {"id": notice, "data": {"title": {"ja": "公開"}, "kind": "tv"}, "assets": [ASSET]}
    assert world.made("works", work, production.as_lead) == notice
    shown = world.get(f"works/{notice}").json()
    assert shown["notice_index"] < shown["registered_index"]
    assert len(world.get(f"assets/{ASSET['sha256']}").json()["items"]) == 1


def test_claims_stand_side_by_side(world: World, production: Production) -> None:
    for who, party in (
        (production.as_member, production.member),
        (production.as_lead, production.lead),
    ):
        body = {"claimant": party, "claim": "maker", "statement": "We made it."}
        world.made(f"works/{production.work}/claims", body, who)
    claims = world.get(f"works/{production.work}").json()["claims"]
    assert [claim["claimant"] for claim in claims] == [production.member, production.lead]


def test_works_are_found_by_title_holder_and_credit(world: World, production: Production) -> None:
    other = produce(world, "月の庭")
    for query in (
        {"q": "ホシノウミ"},
        {"q": "星の"},
        {"holder": production.lead},
        {"credited": production.creator},
    ):
        found = [item["id"] for item in world.get("works", **query).json()["items"]]
        if query != {"q": "ホシノウミ"}:  # no reading was registered
            assert found == [production.work]
    assert [item["id"] for item in world.get("works", q="月の庭").json()["items"]] == [other.work]


def test_a_certificate_proves_the_registration(world: World, production: Production) -> None:
    certificate = world.get(f"works/{production.work}/certificate").json()
    evidence = certificate["evidence"][0]
    verify_inclusion(
        bytes.fromhex(evidence["leaf_hash"]),
        evidence["index"],
        evidence["tree_size"],
        [bytes.fromhex(item) for item in evidence["path"]],
        bytes.fromhex(world.get("log").json()["root"]),
    )
    assert "証明するものではありません" in "".join(certificate["statement"]["ja"])
    assert world.get("works/work_01KAM3Z4T0V6S8Q2YB5C9D7E1F/certificate").status_code == 404


def test_a_person_is_shown_by_name_to_herself_and_the_operator_alone(
    world: World, production: Production
) -> None:
    path = f"parties/{production.creator}"
    assert world.get(path, production.as_creator).json()["names"]["ja"] == "星の海 花子"
    assert world.get(path, world.operator).json()["names"]["ja"] == "星の海 花子"
    assert "names" not in world.get(path, production.as_member).json()
    assert world.get(path).status_code == 404


def test_a_person_is_found_by_her_whole_name(world: World, production: Production) -> None:
    found = world.get("parties", production.as_lead, q="星の海花子").json()["items"]
    assert [item["id"] for item in found] == [production.creator]
    assert world.get("parties", q="星の海花子").json()["items"] == []


def test_a_committee_shows_shares_to_its_members_alone(
    world: World, production: Production
) -> None:
    path = f"committees/{production.committee}"
    assert "members" not in world.get(path).json()
    assert "members" not in world.get(path, production.as_creator).json()
    members = world.get(path, production.as_member).json()["members"]
    assert members[0]["investment"] == {"num": 2, "den": 3}
    listed = world.get("committees", work=production.work).json()["items"]
    assert [item["id"] for item in listed] == [production.committee]


def test_answers_name_the_parties_they_speak_of(world: World, production: Production) -> None:
    agreement = world.get(f"agreements/{production.agreement}", production.as_member).json()
    assert agreement["names"][production.lead]["ja"] == "星の海幹事"
    assert agreement["names"][production.creator]["ja"] == "星の海 花子"
    committee = world.get(f"committees/{production.committee}").json()
    assert set(committee["names"]) == {production.lead}
    work = world.get(f"works/{production.work}").json()
    assert set(work["names"]) == {production.lead}


def test_a_person_who_holds_a_work_is_not_named_to_the_public(
    world: World, production: Production
) -> None:
    body = {"holder": production.creator, "data": {"title": {"ja": "自主制作"}, "kind": "short"}}
    work = world.made("works", body, production.as_creator)
    assert world.get(f"works/{work}").json()["names"] == {}
