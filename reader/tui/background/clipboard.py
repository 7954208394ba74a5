"""How much text goes to the terminal's clipboard: as much as terminals take. Pure."""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple

from reader.config import command
from reader.library.view import ArticleView
from reader.model import Position
from reader.text import clean, display, heading, truncate

MOST_BYTES = 74_994
"""The most text that terminals take at once: encoded for the way (OSC 52) it is 100,000 bytes."""


_SAID = 40
"""The cells of the first words of what was copied, in a message."""


def clipping(text: str) -> str:
    """The beginning of a text, as much as a terminal takes."""
    head = text[:MOST_BYTES]
    if len(head.encode("utf-8", errors="surrogatepass")) <= MOST_BYTES:
        return head
    raw = head.encode("utf-8", errors="surrogatepass")
    end = MOST_BYTES
    while raw[end] & 0xC0 == 0x80:
        # In the middle of a character.
        end -= 1
    return raw[:end].decode("utf-8", errors="surrogatepass")


def primary(text: str) -> str:
    """What makes a text the terminal's own selection (OSC 52), which the middle button pastes elsewhere."""
    return f"\x1b]52;p;{b64encode(text.encode('utf-8', errors='replace')).decode('ascii')}\a"


class Copied(NamedTuple):
    """Text for the clipboard, and how to say what it is."""

    text: str
    words: str


def copied_passage(selected: str | None, view: ArticleView | None, position: Position) -> Copied | None:
    """The selected text, or without a selection the block of the open article that is at the top of the pane.

    None if there is neither.
    """
    if selected:
        return copied_from(selected, view)
    if view is None or not view.article.blocks:
        return None
    rest = view.article.blocks[max(0, position.block) :]
    text = next((block.text for block in rest if block.text.strip()), "")
    if not text:
        return None
    copied = clipping(clean(text))
    return Copied(copied, said_of(copied))


def said_of(copied: str) -> str:
    """What a message says of a passage that was copied: its first words, and how long it is."""
    words = truncate(display(heading(copied)), _SAID)
    return f"Copied “{words}” ({counted(len(copied))})"


def counted(characters: int) -> str:
    """So many characters, in words."""
    return "1 character" if characters == 1 else f"{characters:,} characters"


def copied_from(selected: str | None, view: ArticleView | None) -> Copied | None:
    """The selected text, or without a selection the open article; None if there is neither."""
    if selected is not None:
        what, text, whole = "", clean(selected), True
        rest = "characters of the selection"
    elif view is not None:
        what, text = "the article", clean(f"{view.summary.title}\n\n{view.article.text()}\n")
        whole = view.share >= 1.0
        rest = f"characters: “{command(f'show {view.summary.id}')}” prints all"
    else:
        return None
    copied = clipping(text)
    if whole and len(copied) == len(text):
        said = said_of(text) if selected is not None else f"Copied {what}: {counted(len(text))}"
        return Copied(copied, said)
    return Copied(copied, f"Copied the first {len(copied):,} {rest}")
