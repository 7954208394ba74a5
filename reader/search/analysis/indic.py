"""One spelling for words in the scripts of India, which can be written in several ways.

The nine scripts have their letters in the same order in Unicode, so one rule serves all of them: the dot
below (nukta) is often left out; the moon-dot (chandrabindu) and a nasal consonant before a stop of its own
row are also written as a dot (anusvara): हिन्दी and हिंदी, चाँद and चांद, বাঙ্ক and বাংক.
"""

from __future__ import annotations

import re
import unicodedata

_BLOCKS = (0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00, 0x0C00, 0x0C80, 0x0D00)
_CHANDRABINDU, _ANUSVARA, _NUKTA, _VIRAMA = 0x01, 0x02, 0x3C, 0x4D
# A nasal, and the first and last stop of its row.
_ROWS = ((0x19, 0x15, 0x18), (0x1E, 0x1A, 0x1D), (0x23, 0x1F, 0x22), (0x28, 0x24, 0x27), (0x2E, 0x2A, 0x2D))

_SAME: dict[int, str | None] = {block + _CHANDRABINDU: chr(block + _ANUSVARA) for block in _BLOCKS}
_SAME |= {block + _NUKTA: None for block in _BLOCKS}
_SAME |= {
    0x0900: "\u0902",
    0x0A70: "\u0a02",  # the two dots of Punjabi
    0x09CE: "\u09a4\u09cd",  # letters that have lost their vowel, written as one
    0x0D7A: "\u0d23\u0d4d",
    0x0D7B: "\u0d28\u0d4d",
    0x0D7C: "\u0d30\u0d4d",
    0x0D7D: "\u0d32\u0d4d",
    0x0D7E: "\u0d33\u0d4d",
    0x0D7F: "\u0d15\u0d4d",
}
_NASAL = re.compile(
    "|".join(
        f"{chr(block + nasal)}{chr(block + _VIRAMA)}(?=[{chr(block + first)}-{chr(block + last)}])"
        for block in _BLOCKS
        for nasal, first, last in _ROWS
    )
)


def one_spelling(text: str) -> str:
    """A word in the one spelling by which all its spellings are compared."""
    text = unicodedata.normalize("NFKD", text).translate(_SAME)
    return _NASAL.sub(lambda match: chr((ord(match[0][0]) & ~0x7F) + _ANUSVARA), text)
