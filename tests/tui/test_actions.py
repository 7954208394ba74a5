"""The table of actions is the one truth about keys: bindings, help and documents follow it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from textual.screen import Screen

from reader.config import Settings
from reader.tui.app import ReaderApp
from reader.tui.keys import reference as keys_reference
from reader.tui.keys.actions import ACTIONS, BY_NAME, ELSEWHERE, hints, key_table, keys_at, keys_of
from reader.tui.keys.naming import key_name
from reader.tui.screens.completing import CompletingLine
from reader.tui.screens.contents import ContentsSheet
from reader.tui.screens.help import HelpSheet
from reader.tui.screens.highlight import HighlightSheet
from reader.tui.screens.imports import ImportsSheet
from reader.tui.screens.journeys import TrailSheet, WantedSheet
from reader.tui.screens.labels import LabelLine
from reader.tui.screens.letters import LetterSheet
from reader.tui.screens.main import MainScreen
from reader.tui.screens.note import NotePrompt
from reader.tui.screens.number import NumberLine
from reader.tui.screens.passages import PassagesSheet
from reader.tui.screens.picture import PictureSheet
from reader.tui.screens.prompt import Prompt
from reader.tui.screens.remapping import KeysSheet
from reader.tui.screens.review import ReviewSheet
from reader.tui.screens.searches import SearchesSheet
from reader.tui.screens.settings import SettingsSheet
from reader.tui.screens.sheets import Sheet, SheetText
from reader.tui.screens.statistics import StatisticsSheet
from reader.tui.screens.tags import TagsSheet
from reader.tui.screens.trash import TrashSheet
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.find_bar import FindLine
from reader.tui.widgets.related_pane import RelatedPane
from reader.tui.widgets.search_box import SearchBox
from reader.tui.widgets.select_keys import SelectKeys
from reader.tui.widgets.sheet_list import SheetList
from reader.tui.widgets.shelf_bar import ShelfBar

PLACES = {
    "app": ReaderApp,
    "screen": MainScreen,
    "list": ArticleList,
    "shelves": ShelfBar,
    "article": ArticlePane,
    "related": RelatedPane,
    "search": SearchBox,
    "sheet": Sheet,
    "searches": SearchesSheet,
    "prompt": Prompt,
    "tags": TagsSheet,
    "imports": ImportsSheet,
    "settings": SettingsSheet,
    "keys": KeysSheet,
    "statistics": StatisticsSheet,
    "trash": TrashSheet,
    "line": CompletingLine,
    "number": NumberLine,
    "find": FindLine,
    "letter": LetterSheet,
    "label": LabelLine,
    "picture": PictureSheet,
    "selecting": SelectKeys,
    "highlight": HighlightSheet,
    "note": NotePrompt,
    "passages": PassagesSheet,
    "review": ReviewSheet,
}


def test_every_action_has_its_method_in_every_place():
    for action in ACTIONS:
        name = action.call.split("(")[0]
        for place in action.where:
            if not name.startswith("app."):
                assert hasattr(PLACES[place], f"action_{name}"), (action.name, place)


def test_no_key_means_two_things_in_one_place():
    for place in PLACES:
        keys = Counter(key for action in ACTIONS if place in action.where for key in action.keys.split(","))
        assert [key for key, count in keys.items() if count > 1] == []


def test_no_other_keys_are_bound_than_those_of_the_table():
    """Lines of text alone have further ones: those that edit."""
    ids = {action.name for action in ACTIONS}
    for place in (*PLACES.values(), TrailSheet, WantedSheet, ContentsSheet, HelpSheet, SheetList, SheetText):
        inherited = Screen.BINDINGS if issubclass(place, Screen) else ()
        own = [binding for binding in place.BINDINGS if binding not in inherited]
        assert [binding for binding in own if binding.id not in ids] == [], place


def test_names_are_unique():
    assert len(BY_NAME) == len(ACTIONS)


def test_the_key_document_is_the_table():
    document = Path(__file__).parents[2] / "docs" / "keys.md"
    assert document.read_text(encoding="utf-8") == keys_reference.reference(), (
        "run: python -m reader.tui.keys.reference > docs/keys.md"
    )


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("slash", "/"),
        ("G", "G"),
        ("ctrl+p", "Ctrl+P"),
        ("shift+right", "Shift+→"),
        ("f1", "F1"),
        ("space", "Space"),
    ],
)
def test_keys_are_written_as_people_write_them(key, name):
    assert key_name(key) == name


async def test_the_key_that_leads_to_the_shell_works_everywhere_and_can_be_moved(run, monkeypatch):
    asked = []
    monkeypatch.setattr(ReaderApp, "asked_to_stop", lambda _, group: asked.append(group))
    async with run() as reader:
        for keys in (["ctrl+z"], ["slash", "ctrl+z"], ["escape", "question_mark", "ctrl+z"]):
            await reader.press(*keys)
        assert asked == [True] * 3
    asked.clear()
    async with run(settings=Settings(keys={"suspend": "f5"})) as reader:
        await reader.press("ctrl+z", "f5", "slash", "f5")
        assert asked == [True] * 2


@pytest.mark.parametrize("where", ["list", "article", "related", "search"])
def test_help_begins_with_the_keys_that_act_where_it_was_opened(where):
    *here, (last, elsewhere) = keys_at(where)
    assert last == ELSEWHERE
    for _, rows in here:
        for row in rows:
            action = BY_NAME[row.name.partition(" ")[0]]
            assert {"app", "screen", where} & set(action.where)
    names = [row.name for _, rows in here for row in rows] + [row.name for row in elsewhere]
    assert sorted(names) == sorted(row.name for _, rows in key_table() for row in rows)
    assert "close" in [row.name for row in elsewhere]


def test_a_keymap_shows_in_table_and_hints():
    keymap = {"quit": "Q", "help": ""}
    assert keys_of(BY_NAME["quit"], keymap) == ["Q"]
    rows = {row.name: row.keys for _, rows in key_table(keymap) for row in rows}
    assert rows["quit"] == "Q"
    assert ("Q", "quit") in [(hint.key, hint.word) for hint in hints("list", keymap)]
