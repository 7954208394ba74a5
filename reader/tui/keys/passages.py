"""The keys of the sheets of all highlights. Rows of the table of actions."""

from __future__ import annotations

from reader.tui.keys.action import Action, Where


def _in(where: Where, name: str, keys: str, help: str) -> Action:
    return Action(name, keys, help, "Highlights", (where,), palette=False)


PASSAGES: tuple[Action, ...] = (
    Action("highlights", "V", "All highlights: by article, date or colour; notes; those that are lost",
           "Highlights", opens=True),
    _in("passages", "sort_passages", "o", "In the highlights: by article, by date, by colour"),
    _in("passages", "find_again", "m", "In the highlights: where the words of a lost one may be now"),
    Action("review", "asterisk", "Review: a few highlights a day", "Highlights", opens=True),
    _in("passages", "export_passages", "e", "In the highlights: write them into a file or folder"),
    _in("review", "next_review", "n,right", "In the review: the next highlight"),
    _in("review", "previous_review", "p,left", "In the review: the highlight before"),
    _in("review", "never_again", "i", "In the review: never bring this highlight back, or do so again"),
)  # fmt: skip
"""All highlights, in the order of help."""
