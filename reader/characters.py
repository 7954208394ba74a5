"""Which characters are parts of words: marks, scripts without spaces, joiners, invisible characters. Data
only."""

from __future__ import annotations

MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u0900-\u0963\u0971-\u09f1\u09f4-\u0df3\u0f18\u0f19\u0f35\u0f37\u0f39\u0f71-\u0f84\u0f86-\u0fbc"
    "\u135d-\u135f\u180b-\u180d\u1ab0-\u1aff\u1b00-\u1b44\u1b80-\u1bad\u1dc0-\u1dff"
    "\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ua8e0-\ua8f1\ua980-\ua9c0\ufe20-\ufe2f"
)
r"""Combining marks of alphabets and vowel signs of Brahmic scripts: parts of words that ``\w`` leaves out."""

UNSEEN = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b\u200d-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef"
)
"""Invisible characters: they do not interrupt a word, and do not distinguish words. See ``HALF_SPACE``."""

FILLERS = "\u115f\u1160\u3164\uffa0"
"""Characters that are letters in Unicode but look like spaces."""

UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf\u0f40-\u0f6c\u0f71-\u0f84\u0f88-\u0fbc\u1000-\u103f"
    "\u1050-\u108f\u109a-\u109f\u1780-\u17d3\u1100-\u115e\u1161-\u11ff\u1950-\u19cf\u19de-\u19df\u1a20-\u1a7c"
    "\u1b00-\u1b44\u3005\u3007\u303b\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48c\ua980-\ua9c0\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaaaf\uac00-\ud7fb"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
"""Thai and Lao, Tibetan, Myanmar, Khmer, the scripts of the Tai, of Java and Bali, Han, kana, Yi and Hangul,
without their digits, punctuation and currency signs."""

KANA_DOTS = "\u30fb\uff65"
"""The dots between the words of a foreign name in kana, which are often left out."""

HYPHENS = "-\u2010\u2011\ufe63\uff0d"
APOSTROPHES = "'\u2019\u2018\u201b\u2032\u00b4`\uff07\u055a\u05f3\u07f4\u07f5"
DOTS = ".\uff0e"
OTHER_JOINERS = "&\uff06\u00b7\u2027\u05f4\u05be"
"""An ampersand (R&D), the dot of Catalan (col·lecció), the marks of Hebrew acronyms and its hyphen."""

JOINERS = HYPHENS + APOSTROPHES + DOTS + OTHER_JOINERS
"""Characters between letters that do not end a chunk."""

LETTER_APOSTROPHES = "\u02b9-\u02c1\u02c8\u02ca\u02cb\u02ee\ua78b\ua78c"
"""Apostrophes that are letters in Unicode (Hawaiʻi, Qurʾān, мʼята)."""

NUMBER_SPACES = " \u00a0\u2009\u202f"
"""The spaces that may separate groups of three digits."""

HALF_SPACE = "\u200c"
"""The zero-width non-joiner: in Arabic script it separates the parts of a word, elsewhere it is just
invisible."""

SIGNS = (
    "\u00a2-\u00a7\u00a9\u00ac\u00ae\u00b0\u00b1\u00b6\u00d7\u00f7\u03f6\u058f\u060b\u09f2\u09f3\u0e3f\u17db"
    "\u2020\u2021\u2030\u2031\u20a0-\u20cf\u2100-\u214f\u2190-\u2307\u230c-\u2328\u232b-\u2426\u25a0-\u2767"
    "\u2794-\u27c4\u27c7-\u27e5\u27f0-\u2982\u2999-\u29d7\u29dc-\u29fb\u29fe-\u2bff\u3004\u3012\u3013\u3020"
    "\u3036\u3037\u3200-\u33ff\ufdfc\uffe0-\uffe2\uffe4-\uffe6\uffe8-\uffee"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
)
"""Symbols that can be searched for by themselves: emoji, currencies, arrows, mathematics. Box-drawing
characters are not among them."""

FLAG_LETTERS = "\U0001f1e6-\U0001f1ff"
"""Two of these form the flag of a country."""
