"""The keys of pictures. Rows of the table of actions."""

from __future__ import annotations

from reader.tui.keys.action import Action


def _in_picture(name: str, keys: str, help: str) -> Action:
    return Action(name, keys, help, "Sheets and prompts", ("picture",), palette=False)


PICTURES: tuple[Action, ...] = (
    Action("picture", "p", "Enlarge the selected picture, or the first in sight", "Following", opens=True),
)
"""Pictures in the text."""

PICTURE: tuple[Action, ...] = (
    _in_picture("next_picture", "right,j,down,n,space", "Next picture of the article"),
    _in_picture("previous_picture", "left,k,up,N,b", "Previous picture of the article"),
    _in_picture("open_picture", "o,O", "Open the picture in a viewer"),
    _in_picture("save_picture", "s", "Save the picture as a file"),
    _in_picture("close_picture", "escape,q,enter", "Back to the text"),
)
"""While a picture has the whole screen."""
