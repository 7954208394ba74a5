"""How much text goes to the terminal's clipboard: as much as terminals take. Pure."""

from __future__ import annotations

MOST_BYTES = 74_994
"""The most text that terminals take at once: encoded for the way (OSC 52) it is 100,000 bytes."""


def clipping(text: str) -> str:
    """The beginning of a text, as much as a terminal takes."""
    head = text[:MOST_BYTES]
    if len(head.encode("utf-8", errors="surrogatepass")) <= MOST_BYTES:
        return head
    raw = head.encode("utf-8", errors="surrogatepass")[:MOST_BYTES]
    return raw.decode("utf-8", errors="ignore")
