"""The keys that find the way in an article: find, jumps, marks, links. Rows of the table of actions."""

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
"""The rows, in the order of help."""
