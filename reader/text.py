"""Makes text safe, comparable and measurable. Only this module decides what may reach a terminal.

Three jobs, each a few functions:

* ``clean`` on the way in and ``display`` on the way out make text harmless;
* ``collapse``, ``fold``, ``bare`` and ``cut`` make titles and teasers comparable;
* ``width``, ``truncate`` and ``graphemes`` measure in terminal cells; ``agreed`` says whether all terminals
  measure a text alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from rich.cells import get_character_cell_size

# --- harmless ---------------------------------------------------------------------------------------

_LINE_BREAKS = re.compile("\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")

# Separators of old data formats: they stand between words, so a space replaces them.
_SEPARATORS = "\x1c\x1d\x1e\x1f"

_BIDI = (
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    "\u206a\u206b\u206c\u206d\u206e\u206f"
)

# Characters without a glyph that split or hide words: soft hyphen, Mongolian vowel separator, word
# joiner and invisible operators, byte order mark, interlinear annotation, tag characters.
_INVISIBLE = "\xad\u180e\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb"

_CONTROLS = [c for c in map(chr, [*range(0x20), 0x7F, *range(0x80, 0xA0)]) if c not in "\n\t"]


# More characters than any language has. The table's size stays limited even for a text that has all of them.
_MOST_KNOWN = 20_000


class _Table(dict[int, int | str | None]):
    """The replacement for each character. Characters are added when first seen, which avoids exceptions."""

    def __init__(self, changes: dict[int, str | None], rest: Callable[[int], int | str | None]) -> None:
        super().__init__(changes)
        self._rest = rest

    def __missing__(self, code: int) -> int | str | None:
        made = self._rest(code)
        if len(self) < _MOST_KNOWN:
            self[code] = made
        return made


def _changes(removed: str, spaced: str = "") -> dict[int, str | None]:
    changes: dict[int, str | None] = dict.fromkeys(map(ord, _CONTROLS))
    changes.update(dict.fromkeys(map(ord, removed)))
    changes.update(dict.fromkeys(map(ord, _SEPARATORS + spaced), " "))
    return changes


def _kept(code: int) -> int | str | None:
    """Characters of the large ranges on input: drops tags, which hide text, and replaces lone surrogates."""
    if 0xE0000 <= code < 0xE0080:
        return None
    return "\ufffd" if 0xD800 <= code < 0xE000 else code


def _shown(code: int) -> int | str | None:
    """Characters of the large ranges on output: drops ignorable ones and replaces those that are invalid."""
    if 0xE0000 <= code < 0xE1000 or 0x1BCA0 <= code < 0x1BCA4 or 0x1D173 <= code < 0x1D17B:
        return None
    no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code < 0xFDF0
    return "\ufffd" if 0xD800 <= code < 0xE000 or no_character else code


_IN = _Table(_changes(_BIDI + _INVISIBLE), _kept)
# Text without a match needs no translation, which takes ten times as long as the search. Large sets take
# milliseconds to compile, so those that the first frame does not need are compiled (by re) when first used.
_MAYBE_UNCLEAN = "[^\n\t -~\xa0-\xac\xae-\u0605\u0621-\u167f\u2010-\u2027\u2030-\u205e\u2190-\ud7ff]"

# On output, joiners and variation selectors are removed too. Terminals disagree on the width of joined
# characters, and a line of unclear width breaks the whole screen. The parts have the same width everywhere.
_JOINERS = "\u200b\u200d" + "".join(map(chr, range(0xFE00, 0xFE10)))
_SKIN_TONES = "".join(map(chr, range(0x1F3FB, 0x1F400)))
_FILLERS = "\u115f\u1160\u3164\uffa0"
_LINE_ENDS = "\u2028\u2029"
# The other default ignorable characters of Unicode, except the non-joiner of Persian and Indic words and the
# selectors of Mongolian letters (180B to 180F), which these scripts need.
_IGNORED = "\u034f\u17b4\u17b5\u2065" + "".join(map(chr, range(0xFFF0, 0xFFF9)))
_OUT = _changes(_BIDI + _INVISIBLE + _JOINERS + _SKIN_TONES + _IGNORED, _FILLERS + _LINE_ENDS)
_LINE_OUT = _Table(_OUT | {ord("\n"): " ", ord("\t"): " "}, _shown)
_TEXT_OUT = _Table(_OUT | {ord("\t"): "    "}, _shown)

# More combining marks in a row than any script needs (Tibetan and Hebrew stack three or four).
_MAX_MARKS = 4
_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
    f"{{{_MAX_MARKS}}})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)

# Text that display() returns unchanged: nothing in it is removed, replaced or zero-width.
_PLAIN_LINE = re.compile("[ -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u3001-\u30ff\u4e00-\u9fff]*")


# Control sequences of terminals (ECMA-48): colours and movements, titles of windows, single functions.
_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|\x1b[\\]PX^_][^\x07\x1b\n]{0,400}(?:\x07|\x1b\\\\)"
    "|\x1b[ -/]*[0-Z\\\\^-~]"
)
# Printers set bold and underlined letters by going back and striking twice.
_OVERSTRUCK = re.compile("[^\n\b]\b")
_MOST_STRUCK = 4


def clean(text: str) -> str:
    """Makes incoming text harmless, with ``\\n`` line ends and composed letters (NFC).

    Removes control characters (C0 except newline and tab, DEL, C1), bidirectional controls and characters
    that hide. Control sequences of terminals go as a whole, and of letters struck over each other the last
    one stays. Every kind of line break becomes ``\\n``; lone surrogates become U+FFFD. Every visible
    character stays, but if one letter has more than a hundred marks, only the first 64 stay.
    ``clean(clean(t)) == clean(t)``.
    """
    if text.isascii() and text.isprintable():
        return text
    if "\x1b" in text or "\x9b" in text:
        text = _ESCAPES.sub("", text)
    for _ in range(_MOST_STRUCK):
        if "\b" not in text:
            break
        text = _OVERSTRUCK.sub("", text)
    text = _LINE_BREAKS.sub("\n", text)
    if re.search(_MAYBE_UNCLEAN, text):
        text = text.translate(_IN)
    return text if text.isascii() else unicodedata.normalize("NFC", _few_marks(text))


# Marks are sorted by insertion, which takes time that grows with the square of their number. Checking every
# sixteenth character is cheap and finds at least three possible marks in every run of fifty.
_MAYBE_MARKS = r"[^\w\s\x00-\x7f\u2010-\u20cf\u2190-\u2bff\u3000-\u3029]"
_MAYBE_THREE = f"{_MAYBE_MARKS}{{3}}"
_MAYBE_RUN = f"{_MAYBE_MARKS}{{48,}}"
_MOST_MARKS = 100
_TIBETAN = "\u0f73\u0f75\u0f81"  # not marks themselves, but each consists of two
_MARKS_KEPT = 64


def _few_marks(text: str) -> str:
    """The text with a limited number of marks on each letter."""
    if not re.search(_MAYBE_THREE, text[::16]):
        return text
    return re.sub(_MAYBE_RUN, _cut_marks, text)


def _cut_marks(found: re.Match[str]) -> str:
    text = found[0]
    kept: list[str] = []
    start = 0
    while start < len(text):
        end = start
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in _TIBETAN):
            end += 1
        # Some marks are two in one: their decomposed parts are counted.
        apart = "".join(
            [unicodedata.normalize("NFD", char) for char in text[start : min(end, start + _MOST_MARKS + 1)]]
        )
        kept.append(apart[:_MARKS_KEPT] if len(apart) > _MOST_MARKS else text[start:end])
        kept.append(text[end : end + 1])
        start = end + 1
    return "".join(kept)


def display(text: str) -> str:
    """Makes one line safe for the terminal: no controls, no line breaks, the same width everywhere."""
    if _PLAIN_LINE.fullmatch(text):
        return text
    return _MARKS.sub(r"\1", text.translate(_LINE_OUT))


def display_text(text: str) -> str:
    """Like :func:`display`, for text of several lines: line ends stay, tabs become spaces."""
    return _MARKS.sub(r"\1", _LINE_BREAKS.sub("\n", text).translate(_TEXT_OUT))


# --- comparable -------------------------------------------------------------------------------------


def collapse(text: str) -> str:
    """Replaces every run of white space (of any kind, also no-break) with one space; none at the ends."""
    return " ".join(text.split())


_QUOTES_AND_DASHES = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`\u2039\u203a", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d\u300e\u300f", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    }
)
_DOTS = ".\u2026\uff0e\u3002"
_ELLIPSIS = re.compile(r"\.{3}|\u2026|\uff0e{3}|\u3002{3}")


ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
"""A complete HTML entity. Titles of saved pages contain them; they are shown decoded."""


def heading(title: str) -> str:
    """A title for display: on one line, with HTML entities decoded."""
    return ENTITY.sub(lambda match: unescape(match[0]), title) if "&" in title else title


def unescape(text: str) -> str:
    """Decodes HTML entities, twice if they were encoded twice, and cleans the result again."""
    if "&" in text:
        # Its table of two thousand names is loaded when a text first contains an entity.
        from html import unescape as decode

        text = decode(decode(text))
    return clean(text)


# A comma before a hyphen is part of a tag: the label "night, city" of some service is the tag "night,-city".
_BETWEEN_TAGS = re.compile(r"(?:[\s;]|,(?!-\w))+")
_COMMA_AT_END = re.compile(r",-*\Z")
# A tag with characters that mean something in queries could not be searched for.
_NOT_IN_TAGS = re.compile('[#"“”„＂()]')


def tags_in(text: str) -> tuple[str, ...]:
    """The tags that a user typed, separated by spaces or commas: in lower case, each once, without ``#``."""
    words = _BETWEEN_TAGS.split(_NOT_IN_TAGS.sub("", clean(text).lower()))
    tags = (_COMMA_AT_END.sub("", word.lstrip("-,")[:MAX_TAG]) for word in words)
    return tuple(dict.fromkeys(tag for tag in tags if tag))


MAX_TAG = 100
"""The longest tag, in characters."""


def fold(text: str) -> str:
    """A key that is the same for different spellings of one title.

    Folds case, Unicode compatibility forms (full width, ligatures), kinds of quotes and dashes, HTML
    entities and white space (none counts beside punctuation). Keeps a trailing ``...``: see :func:`cut`.
    """
    text = unescape(text)
    if not text.isascii():
        # Quotes are folded before NFKC, which decomposes some, and after it, because it creates others.
        text = unicodedata.normalize("NFKC", text.translate(_QUOTES_AND_DASHES).translate(_JOINERS_OUT))
        # Case folding may produce decomposed letters.
        text = unicodedata.normalize("NFC", text.casefold())
    text = text.casefold().translate(_QUOTES_AND_DASHES)
    return _DASHES.sub("-", _SPACE_AT_MARK.sub("", collapse(text)))


_JOINERS_OUT = dict.fromkeys(map(ord, _JOINERS))
_DASHES = re.compile("--+")
_SPACE_AT_MARK = re.compile(r" (?=[^\w\s])|(?<=[^\w\s]) ")


class _BareTable(dict[int, str | None]):
    """The replacement for each character in :func:`bare`; characters are added when first seen."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        kind = unicodedata.category(char)
        kept = kind[0] in "LNM" or char in "+#" or (kind[0] == "S" and code > 0x7F)
        self[code] = char if kept else " "
        return self[code]


# An apostrophe does not split a word. Accents (decomposed) do not change it.
_BARE = _BareTable({ord("'"): None, 0xFFFD: " ", **dict.fromkeys(range(0x300, 0x370)), **_JOINERS_OUT})


def bare(text: str) -> str:
    """Only the words of a text: folded, without punctuation, apostrophes and accents, separated by one space.

    These survive when others copy a text and change kinds of quotes and dashes, spaces before signs, or a
    full stop. Signs that are parts of names stay (``C++``, ``C#``), and so do symbols that are not
    ASCII. Empty if nothing of that is in the text.
    """
    text = unescape(text)
    if text.isascii():
        return " ".join(text.casefold().translate(_BARE).split())
    # Quotes first, because the decomposition splits some of them.
    text = unicodedata.normalize("NFKD", text.translate(_QUOTES_AND_DASHES)).casefold()
    return unicodedata.normalize("NFC", " ".join(text.translate(_BARE).split()))


def cut(text: str) -> tuple[str, bool]:
    """Splits off a trailing ``...`` or ``…``, full width too: (the text before it, whether it had one)."""
    end = len(text)
    # A regular expression would try every dot of a long row as the start of the ending.
    while end and (text[end - 1] in _DOTS or text[end - 1].isspace()):
        end -= 1
    return (text[:end], True) if _ELLIPSIS.search(text, end) else (text, False)


# --- measurable -------------------------------------------------------------------------------------

_NARROW = re.compile("[ -~\xa0-\xac\xae-\u02ff\u0370-\u0482]*")


def width(text: str) -> int:
    """The number of terminal cells of a text that :func:`display` has returned.

    If terminals disagree, it is the largest width that any terminal in use gives it. Narrower text leaves a
    gap, but wider text would run into whatever is beside it.
    """
    return len(text) if _NARROW.fullmatch(text) else sum(map(_cells, text))


@cache
def _cells(char: str) -> int:
    return max(get_character_cell_size(char), spacing(char))


CIRCLED_NUMBERS = "\u3248\u3249\u324a\u324b\u324c\u324d\u324e\u324f"
"""Numbers on black squares: the only characters that Rich gives one cell and other terminals give two."""


def spacing(char: str) -> int:
    """The cells of a character in tmux, xterm, VTE and the C library, if Rich has fewer; else 0.

    These characters are the spacing marks, such as most vowel signs of India, Burma and Cambodia, to which
    terminals that draw whole syllables give no cell; and circled numbers on black squares.
    """
    if char in CIRCLED_NUMBERS:
        return 2
    if unicodedata.category(char) == "Mc":
        return 2 if unicodedata.east_asian_width(char) == "W" else 1
    return 0


# Letters and signs of Latin, Greek, Cyrillic and Armenian with their accents, punctuation and symbols, lines
# and boxes, Chinese, Japanese and Korean: measured alike by tmux 3.3, the C library and Rich.
_AGREED = re.compile(
    "[ -~\xa0-\xac\xae-\u0482\u048a-\u058f\u1e00-\u1fff\u2000-\u200a\u2010-\u2027\u2030-\u205e\u2070-\u22ff"
    "\u2500-\u25fc\u2605\u2606\u3000-\u3029\u3030-\u3163\u3165-\u3247\u3250-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\uff01-\uff60]*"
)


# A cell of a picture, sent only to terminals that show pictures so: see reader.pictures.kitty.
_PLACEHOLDER = "\U0010eeee"
_CELL_OF_PICTURE = re.compile(f"{_PLACEHOLDER}...")


def agreed(text: str) -> bool:
    """Whether all terminals give a text the number of cells that :func:`width` says."""
    if _PLACEHOLDER in text:
        text = _CELL_OF_PICTURE.sub(" ", text)
    return text.isascii() or _AGREED.fullmatch(text) is not None


def graphemes(text: str) -> Iterator[tuple[int, int, int]]:
    """The smallest pieces that a line may be broken between: (start, end, cells); together all of ``text``.

    A base character and the marks and zero-width characters after it are one piece. The widths are those
    after :func:`display`: characters that it removes count as 0.
    """
    start, cells = 0, 0
    for index, char in enumerate(text):
        shown = char.translate(_LINE_OUT)
        size = _cells(shown) if shown else 0
        if size and index > start and unicodedata.category(char) != "Mc":
            yield start, index, cells
            start, cells = index, 0
        cells += size
    if text:
        yield start, len(text), cells


def truncate(text: str, cells: int) -> str:
    """``text`` cut to at most ``cells`` terminal cells, ending in ``…`` if anything was cut off."""
    text = display(text)
    if width(text) <= cells:
        return text
    if cells <= 0:
        return ""
    used, end = 0, 0
    for _, stop, size in graphemes(text):
        if used + size > cells - 1:
            break
        used, end = used + size, stop
    return text[:end].rstrip() + "…"


def fit(text: str, cells: int) -> str:
    """``text`` truncated or padded with spaces to exactly ``cells`` terminal cells."""
    text = truncate(text, cells)
    return text + " " * (cells - width(text))
