"""The keys of a reading life: going on, what is new, what was read. Rows of the table of actions."""

from __future__ import annotations

from reader.tui.keys.action import Action

NEWS: tuple[Action, ...] = (
    Action("next_new", "full_stop", "Next passage that is new since you read the article", "Moving"),
)
"""New passages, in the order of help."""

LIFE: tuple[Action, ...] = (
    Action("continue", "C", "Go on with the article that you began last and have not finished", "Reading"),
    Action("changes", "E", "What has changed in the article since you read it", "Reading", opens=True),
)
"""Going on, and what has changed."""

STATISTICS: tuple[Action, ...] = (
    Action("statistics", "R", "What you have read: time, words by week, sites", "The reader", opens=True),
    Action(
        "forget_statistics",
        "d,delete",
        "In the statistics: forget all of them; press it twice",
        "Sheets and prompts",
        ("statistics",),
        palette=False,
    ),
)
"""What was read, and in its sheet."""
