"""The keys that bring articles in. Rows of the table of actions."""

from __future__ import annotations

from reader.tui.keys.action import Action


def _in_imports(name: str, keys: str, help: str) -> Action:
    return Action(name, keys, help, "Sheets and prompts", ("imports",), palette=False)


ADDING: tuple[Action, ...] = (
    Action("add", "A", "Add a folder, a file, addresses or a feed", "Adding"),
    Action("fetch", "F", "Fetch the text of the article, the marked ones or the list", "Adding"),
    Action("imports", "D", "Imports and downloads: progress, what failed and why", "Adding", opens=True),
)
"""Adding and fetching, in the order of help."""

IMPORTS: tuple[Action, ...] = (
    _in_imports("cancel_import", "d,c,delete", "Stop the import; one that is over leaves the sheet"),
    _in_imports("retry_import", "r", "Try what has failed again"),
)
"""In the sheet of imports."""
