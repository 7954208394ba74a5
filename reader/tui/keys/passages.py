"""The keys of the sheets of all highlights. Rows of the table of actions."""

from __future__ import annotations

from reader.tui.keys.action import Action


def _in(name: str, keys: str, help: str) -> Action:
    return Action(name, keys, help, "Highlights", ("passages",), palette=False)


PASSAGES: tuple[Action, ...] = (
    Action("highlights", "V", "All highlights: by article, date or colour; notes; those that are lost",
           "Highlights", opens=True),
    _in("sort_passages", "o", "In the highlights: by article, by date, by colour"),
    _in("find_again", "m", "In the highlights: where the words of a lost one may be now"),
)  # fmt: skip
"""All highlights, in the order of help."""
