"""The keys of the trash. Rows of the table of actions."""

from __future__ import annotations

from reader.tui.keys.action import Action

TRASH = Action(
    "trash", "ctrl+x", "Trash: the articles removed in the last 30 days; restores them", "Keeping", opens=True
)
"""Opens the sheet of the trash."""

RESTORING = Action(
    "restore",
    "r",
    "In the trash: bring the article back, with all that belongs to it",
    "Sheets and prompts",
    ("trash",),
    palette=False,
)
"""In the sheet of the trash."""
