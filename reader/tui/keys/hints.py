"""What the bottom line offers: for each place the keys that are useful there, the most useful first. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from reader.colors import COLORS
from reader.tui.keys.action import Where
from reader.tui.keys.actions import BY_NAME, DIGITS, TYPED_INTO, first_key, keys_of


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and what it does, in a word or two; ``action`` is what a click on it calls."""

    key: str
    word: str
    action: str


HintPlace = Where | Literal["cursor", "marked"]
"""A place for which there are hints: while a cursor is in the text they depend on whether it selects, in the
list on whether articles are marked."""

_HINTS: Mapping[HintPlace, tuple[tuple[str, str], ...]] = {
    # Whatever has the focus.
    "empty": (("add", "add"), ("begin", "tour"), ("quit", "quit"), ("help", "help")),
    "list": (
        ("choose", "open"), ("search", "search"), ("toggle_star", "star"), ("toggle_read", "read/unread"),
        ("toggle_archive", "archive"), ("undo", "undo"), ("order", "sort"), ("shelves", "shelves"),
        ("mark", "mark"), ("tag", "tag"), ("remove", "remove"), ("preview", "preview"), ("back", "back"),
        ("quit", "quit"), ("help", "help"),
    ),
    "marked": (
        ("mark", "mark/unmark"), ("tag", "tag"), ("toggle_star", "star"), ("toggle_read", "read/unread"),
        ("toggle_archive", "archive"), ("remove", "remove"), ("command", "export …"), ("pipe", "pipe"),
        ("mark_all", "all/none"), ("undo", "undo"), ("quit", "quit"), ("help", "help"),
    ),
    "shelves": (
        ("choose", "show"), ("shelves", "hide"), ("show_list", "list"), ("quit", "quit"), ("help", "help"),
    ),
    "article": (
        ("page_down", "page"), ("show_list", "list"), ("follow", "follow"), ("back", "back"),
        ("search", "search"), ("select", "select"), ("follow_previous", "previous"), ("follow_next", "next"),
        ("related", "related"), ("toggle_star", "star"), ("close_pane", "close"),
        ("quit", "quit"), ("help", "help"),
    ),
    "related": (
        ("choose", "follow"), ("follow", "follow"), ("related", "leave"), ("back", "back"),
        ("search", "search"), ("quit", "quit"), ("help", "help"),
    ),
    "search": (
        ("list_up", ""), ("list_down", "choose"), ("choose", "open"), ("next_pane", "results"),
        ("leave_box", "end search"),
        ("searches", "recent searches"), ("save_search", "save"),
    ),
    "cursor": (
        ("begin_selection", "begin"), ("take_sentence", "sentence"), ("take_paragraph", "paragraph"),
        ("word_right", "word"), ("take_word", "select word"), ("search_on", "find"), ("highlight", "change"),
        ("leave_selecting", "leave"), ("help", "help"),
    ),
    "selecting": (
        ("highlight", "highlight"), ("paint", "colours"), ("annotate", "note"), ("copy_passage", "copy"),
        ("leave_selecting", "drop"), ("swap_ends", "other end"), ("take_sentence", "sentence"),
        ("take_paragraph", "paragraph"), ("search_on", "find"), ("help", "help"),
    ),
}  # fmt: skip
"""What the bottom line offers in each place, the most useful first: (action, word)."""


_OF_MATCHES = (("next_match", "next match"), ("previous_match", "previous"))
_OF_WIDE = (("shift_right", "sideways"),)


def hints(
    where: HintPlace, keymap: Mapping[str, str] | None = None, *, matches: bool = False, wide: bool = False
) -> tuple[Hint, ...]:
    """The hints for one place, with the keys as they are set now.

    In the article those come first that step through its ``matches`` while it has any, and then the one that
    scrolls something ``wide`` in sight.
    """
    typing = where in TYPED_INTO
    first = (*(_OF_MATCHES if matches else ()), *(_OF_WIDE if wide else ())) if where == "article" else ()
    return tuple(_hint(name, word, keymap, typing) for name, word in (*first, *_HINTS[where]))


def _hint(name: str, word: str, keymap: Mapping[str, str] | None, typing: bool) -> Hint:
    if name == "paint":
        first, last = (keys_of(BY_NAME[f"color_{color}"], keymap) for color in (COLORS[0], COLORS[-1]))
        return Hint(f"{first[0]}-{last[0]}" if first and last else "", word, "")
    if name == "follow":
        first, last = (keys_of(BY_NAME[f"follow_{digit}"], keymap) for digit in (1, DIGITS))
        return Hint(f"{first[0]}-{last[0]}" if first and last else "", word, "")
    return Hint(first_key(name, keymap, typing=typing), word, BY_NAME[name].call)
