"""The keys that find the way in an article: find, jumps, bookmarks, links. Rows of the table of actions."""

from __future__ import annotations

from reader.tui.keys.action import Action, KeyGroup, Where


def _in(where: Where, name: str, keys: str, help: str, group: KeyGroup) -> Action:
    return Action(name, keys, help, group, (where,), palette=False)


FINDING: tuple[Action, ...] = (
    Action("find", "ctrl+f", "Find words in the open article", "Searching"),
    _in("find", "find_down", "down,ctrl+n", "While typing what to find: next place", "Searching"),
    _in("find", "find_up", "up", "While typing what to find: previous place", "Searching"),
    _in("find", "keep_found", "enter", "Go on reading; next and previous match step on", "Searching"),
    _in("find", "leave_find", "escape", "Back to where you were before finding", "Searching"),
)
"""Finding words in the article, in the order of help."""

JUMPING: tuple[Action, ...] = (
    Action("next_heading", "right_curly_bracket", "Next heading of the article", "Moving"),
    Action("previous_heading", "left_curly_bracket", "Previous heading of the article", "Moving"),
    Action("next_paragraph", "right_parenthesis", "Next paragraph", "Moving"),
    Action("previous_paragraph", "left_parenthesis", "Previous paragraph", "Moving"),
    Action("per_cent", "percent_sign", "To a place in per cent: type the number", "Moving"),
    Action("zen", "M", "Only the text of the article, or everything again", "Reading"),
    Action("set_mark", "m", "Mark this place in the article with a letter", "Moving"),
    Action("go_to_mark", "apostrophe", "Go to a marked place by its letter; ' again: back", "Moving"),
)
"""Jumps in the article."""

PAGE: tuple[Action, ...] = (
    Action(
        "text_wider",
        "plus",
        "Wider lines of text",
        "Reading",
        ("article",),
        palette=False,
        method="app.text_width(2)",
    ),
    Action(
        "text_narrower",
        "minus",
        "Narrower lines of text, and wider margins",
        "Reading",
        ("article",),
        palette=False,
        method="app.text_width(-2)",
    ),
    _in("article", "shift_right", "right", "Scroll wide tables and code sideways", "Reading"),
    _in("article", "shift_left", "left", "Scroll wide tables and code back", "Reading"),
)
"""How the page of an article is set."""

LINKING: tuple[Action, ...] = (
    Action("labels", "f", "Follow any link in sight: letters are shown, type them", "Following"),
    Action("next_link", "i", "Select the next link in the text; Enter follows it", "Following"),
    Action("previous_link", "I", "Select the previous link in the text", "Following"),
    Action("notes", "circumflex_accent", "Show the footnotes of what is on screen", "Following", opens=True),
    _in("article", "follow_link", "enter", "Follow the selected link in the text", "Following"),
)
"""Links in the text."""

TYPING: tuple[Action, ...] = (
    _in("number", "accept_number", "enter", "Take the number as it is", "Sheets and prompts"),
    _in("number", "rub_out", "backspace", "Take the last digit away", "Sheets and prompts"),
)
"""While a number is typed."""
