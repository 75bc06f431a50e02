"""Roles as printed, and the roles of the register."""

import pytest

from ledger.imports.madb.roles import ROLE_RULES, RoleRule, is_known, normalise


@pytest.mark.parametrize("rule", ROLE_RULES, ids=lambda rule: f"{rule.code}-{rule.example}")
def test_every_rule_decides_its_example(rule: RoleRule) -> None:
    """A rule that an earlier rule always overtakes would be dead."""
    assert is_known(rule.example)
    assert normalise(rule.example) == (rule.code,)


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("作画監督、キャラクターデザイン", ("animation_director", "character_design")),
        ("キャラクターデザイン・総作画監督", ("character_design", "chief_animation_director")),
        ("キャラクター・デザイン", ("character_design",)),
        ("企画･原作", ("planning", "original_work")),
        ("原作･脚本･絵コンテ", ("original_work", "script", "storyboard")),
        ("製作総指揮", ("producer",)),
        ("音楽", ("music",)),
        ("総監督", ("chief_director",)),
        ("美術監督", ("art_director",)),
        ("撮影監督", ("photography",)),
        ("音響監督", ("sound_director",)),
        ("監督", ("director",)),
        ("演出（監督と同義）", ("director",)),
        ("動画（原画および動画と同義）", ("key_animation",)),
        ("助監督", ("other",)),
        ("原作協力", ("other",)),
        ("プロップデザイン、作画監督", ("animation_director",)),
        ("Co-Director/CG Supervisor", ("director", "cgi")),
        ("監督 脚本", ("director", "script")),
        ("ほら吹き天狗", ("other",)),
        ("", ("other",)),
    ],
)
def test_a_printed_role_becomes_roles_of_the_register(printed: str, codes: tuple[str, ...]) -> None:
    assert normalise(printed) == codes
