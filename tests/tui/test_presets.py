"""Each preset of keys: no key with two meanings in one place, and every action can be reached."""

from __future__ import annotations

from itertools import combinations

import pytest

from reader.settings.declared import Settings
from reader.tui.keys.actions import ACTIONS, BY_NAME, WHILE_TYPING, is_typed
from reader.tui.keys.keymap import clash, split_keymap
from reader.tui.keys.presets import PRESETS, preset_keys


def keys_of(preset: str, name: str) -> list[str]:
    return preset_keys(preset).get(name, BY_NAME[name].keys).split(",")


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_has_two_meanings_in_one_place(preset):
    double = [
        (key, one.name, other.name)
        for one, other in combinations(ACTIONS, 2)
        for key in set(keys_of(preset, one.name)) & set(keys_of(preset, other.name))
        if clash(one, other)
    ]
    assert double == []


@pytest.mark.parametrize("preset", PRESETS)
def test_every_action_can_be_reached(preset):
    for action in ACTIONS:
        keys = keys_of(preset, action.name)
        assert keys != [""], action.name
        assert action.name not in WHILE_TYPING or not all(map(is_typed, keys)), action.name


@pytest.mark.parametrize("preset", PRESETS)
def test_every_key_and_action_of_it_exists(preset):
    assert split_keymap(preset_keys(preset))[1] == {}


@pytest.mark.parametrize(
    ("preset", "down", "up", "leave", "quit"),
    [
        ("default", "j", "k", "escape", "q"),
        ("vim", "j", "k", "escape", "q"),
        ("newsboat", "j", "k", "q", "Q"),
        ("emacs", "ctrl+n", "ctrl+p", "ctrl+g", "q"),
    ],
)
async def test_a_preset_works_on_screen(run, preset, down, up, leave, quit):
    async with run(settings=Settings(preset=preset)) as reader:
        await reader.press(down, down, up)
        assert reader.list.cursor == 1
        await reader.press("enter", leave)
        assert reader.focus == "list"
        await reader.pilot.press(quit)
        await reader.until(lambda: not reader.app.is_running)


async def test_single_keys_stand_above_a_preset(run):
    async with run(settings=Settings(preset="emacs", keys={"down": "f5"})) as reader:
        await reader.press("f5", "ctrl+n")
        assert reader.list.cursor == 1


async def test_a_key_of_the_preset_that_is_taken_is_named_with_both_actions(run):
    async with run(settings=Settings(preset="emacs", keys={"mark": "ctrl+n"})) as reader:
        assert reader.notice == 'config.toml: keys.mark = "ctrl+n": Ctrl+N already belongs to down'


async def test_alt_and_a_sign_is_one_key(run):
    async with run(settings=Settings(preset="emacs")) as reader:
        assert {"<", ">", "v", "x"} <= set(reader.app.keys_with_alt())
