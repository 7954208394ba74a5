"""The packed JSON of Firefox (``.jsonlz4``): eight bytes, the size of the text, and one block of LZ4.

The format of a block: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
"""

from __future__ import annotations

from reader.errors import UnreadableSource
from reader.sources.fetched import MAX_BYTES

MAGIC = b"mozLz40\0"

_LEAST_MATCH = 4
# A length of which this is the beginning goes on in the bytes that follow.
_MORE = 15


def unpacked(raw: bytes, most: int = MAX_BYTES) -> bytes:
    """The first bytes of a packed text, ``most`` of them; all of them if it has no more.

    Raises:
        UnreadableSource: it is damaged, or has more than ``MAX_BYTES``.
    """
    size = int.from_bytes(raw[len(MAGIC) : len(MAGIC) + 4], "little")
    if size > MAX_BYTES:
        raise UnreadableSource(f"larger than {MAX_BYTES >> 20} MB")
    try:
        return bytes(_block(raw, len(MAGIC) + 4, min(size, most)))
    except IndexError as error:
        raise UnreadableSource("is damaged: its packed text ends too early") from error


def _block(raw: bytes, at: int, wanted: int) -> bytearray:
    text = bytearray()
    while len(text) < wanted:
        token = raw[at]
        literals, at = _length(raw, at + 1, token >> 4)
        text += raw[at : at + literals]
        at += literals
        if len(text) >= wanted or at >= len(raw):
            break
        back = raw[at] | raw[at + 1] << 8
        repeated, at = _length(raw, at + 2, token & _MORE)
        repeated = min(repeated + _LEAST_MATCH, wanted - len(text))
        if not 0 < back <= len(text):
            raise UnreadableSource("is damaged: its packed text refers to what is not there")
        # What is repeated may overlap with what it is written to.
        start = len(text) - back
        piece = text[start : start + repeated]
        text += (piece * (repeated // len(piece) + 1))[:repeated]
    return text[:wanted]


def _length(raw: bytes, at: int, short: int) -> tuple[int, int]:
    length = short
    while short == _MORE:
        more = raw[at]
        length, at = length + more, at + 1
        if more != 0xFF:
            break
    return length, at
