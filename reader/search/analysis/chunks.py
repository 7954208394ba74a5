"""Splits text written without white space into its parts, and joins them: one word or several.

*e-mail* and *email*, *U.S.A.* and *USA*, *O'Brien* and *obrien*, *1,000,000* and *1000000*, *covid-19* and
*covid19*, *12 m* and *12m* match each other: the parts of a chunk are words at positions of their own, and
the parts put together (its *joints*) are one more word at the positions of the first and the last part.
*C++*, *C#* and *.NET* are words in addition to *C* and *NET*. A sign on its own (an emoji, a currency) has no
position of its own: it shares the position of the word before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from reader.characters import (
    APOSTROPHES,
    DOTS,
    FILLERS,
    FLAG_LETTERS,
    HALF_SPACE,
    HYPHENS,
    JOINERS,
    KANA_DOTS,
    MARKS,
    NUMBER_SPACES,
    SIGNS,
    UNSEEN,
    UNSPACED,
)

ChunkWord = tuple[str, int, int]
"""A word as written, and where it starts and ends in the chunk."""

More = tuple[int, str, int, int]
"""The same, preceded by the number of the part it starts with; -1 is the word before the chunk."""

ChunkWords = tuple[tuple[ChunkWord, ...], tuple[More, ...]]

# --- finding them -----------------------------------------------------------------------------------

_PLAIN_SIGNS = "\xa2-\xa7\xa9\xac\xae\xb0\xb1\xb6\u2020\u2021"
# Signs that are usually just typography count only where they stand alone.
_ASCII_SIGN = r"[-!:$%&+=\#@<>~^|*\\/]"


class Grammar:
    """The patterns that find the chunks of a text.

    Attributes:
        word: finds runs of letters and digits, and nothing else.
        special: finds everything that is more than such a run, starting where that shows: a joiner, sign or
            number after a word (group 1), the sign before one, a number with groups or a unit, a lone sign.
        chunk: finds whole chunks.
    """

    def __init__(self, letter: str, more: str, signs: str, digit: str) -> None:
        """A word starts with ``letter`` and continues with ``more``."""
        self._letter, self._more, self._signs, self._digit = letter, more, signs, digit
        self._word = f"{letter}{more}*"
        self._join = f"[{re.escape(JOINERS)}{HALF_SPACE}]"
        # Groups of three digits; between commas also of two, as in India.
        spaced, comma = f"[{NUMBER_SPACES}]{digit}{{3}}", "[,\u066c]"
        self._groups = f"(?:(?:{spaced})+|(?:{comma}{digit}{{2,3}})*{comma}{digit}{{3}})(?!{digit})"
        after = r"(?:\+\+(?!\+)|\+(?![\w+])|\#(?![\w\#]))"
        self._rest = f"(?:{self._join}[{UNSEEN}]*{self._word})*{after}?"

    # Each takes milliseconds to compile, and a search needs only one.

    @cached_property
    def word(self) -> re.Pattern[str]:
        return re.compile(self._word)

    @cached_property
    def chunk(self) -> re.Pattern[str]:
        digit = self._digit
        before = r"[.\#@](?<![\w.\#@][.\#@])(?=[A-Za-z])"
        alone = rf"(?<!\S){_ASCII_SIGN}{{1,3}}(?!\S)|\$(?={digit})|(?<={digit})%"
        words = f"(?:{before})?(?:{digit}{{1,3}}{self._groups}|{self._word}){self._rest}"
        return re.compile(f"{words}|[{self._signs}]|[{FLAG_LETTERS}]{{2}}|{alone}")

    @cached_property
    def special(self) -> re.Pattern[str]:
        digit, more, signs, word, rest = self._digit, self._more, self._signs, self._word, self._rest
        inside, first = rf"(?<={more}[\s\S])", rf"(?<!{more}[\s\S])"
        # It starts with one set of characters, so looking for the next one is quick.
        begins = (
            rf"[-!:$%&+=\#@<>~^|*\\/{re.escape(JOINERS)}{HALF_SPACE}{signs}{FLAG_LETTERS}{digit.strip('[]')}]"
        )
        # A possessive needs no special treatment.
        joined = rf"(?<={self._join})(?!(?<=['\u2019])s(?!{self._join}|{more}|[+\#]))[{UNSEEN}]*{word}{rest}"
        signed = r"(?<=\+)(?:\+(?!\+)|(?![\w+]))|(?<=\#)(?![\w\#])"
        numbered = rf"(?<={digit})(?<!{digit}[\s\S]){more}*{rest}"
        return re.compile(
            rf"{begins}(?:({inside}(?:{joined}|{signed}|{numbered}))"
            rf"|(?<=[.\#@])(?<![\w.\#@][\s\S])(?=[A-Za-z]){word}{rest}"
            rf"|{first}(?<={digit})(?:{digit}{{0,2}}{self._groups}{rest}|{digit}*(?=[^\W\d_]){word}{rest})"
            rf"|(?<=[{signs}])(?<!\w)|(?<=[{FLAG_LETTERS}])[{FLAG_LETTERS}]"
            rf"|(?<={_ASCII_SIGN})(?<!\S[\s\S]){_ASCII_SIGN}{{0,2}}(?!\S)|(?<=\$)(?={digit})|(?<=%)(?<={digit}%))"
        )


@cache
def plain() -> Grammar:
    """For texts without letters outside ASCII: most English ones, including their quotes and dashes."""
    return Grammar("[0-9A-Za-z]", "[0-9A-Za-z]", _PLAIN_SIGNS, "[0-9]")


@cache
def spaced() -> Grammar:
    """For texts in scripts that are written with spaces."""
    return Grammar(f"[^\\W_{FILLERS}]", f"[\\w{MARKS}{UNSEEN}]", SIGNS, r"\d")


@cache
def runs() -> re.Pattern[str]:
    """Finds runs of scripts without spaces; each is a chunk."""
    return re.compile(f"[{UNSPACED}][{UNSPACED}{MARKS}{UNSEEN}{HALF_SPACE}{KANA_DOTS}]*")


_NOT_PLAIN = re.compile(f"[^\0-\x7f\xa0\xa1\xa8\xab\xaf\xb7\xbb{_PLAIN_SIGNS}\u2010\u2011\u2013-\u2027]")


def is_plain(text: str) -> bool:
    """Whether :func:`plain` finds all chunks of a text."""
    return text.isascii() or not _NOT_PLAIN.search(text)


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{UNSPACED}]")


def has_unspaced(text: str) -> bool:
    """Whether any part of a text is in a script written without spaces."""
    return not is_plain(text) and bool(_unspaced().search(text))


def is_unspaced(word: str) -> bool:
    """Whether a raw word is a piece of a script written without spaces."""
    return not word.isascii() and bool(_unspaced().match(word))


# --- taking them apart ------------------------------------------------------------------------------

MOST_PARTS = 6
MOST_LETTERS = 24
"""Longer parts, or more of them, are not joined: nobody would take the result for a word."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_UNITS = _set(
    "m km cm mm nm µm μm um kg g mg µg t lb lbs oz ft yd mi l ml cl dl hl h hr hrs min s sec ms ns w kw"
    " mw gw kwh mwh gwh twh v kv mv ma mah hz khz mhz ghz kb mb gb tb pb kib mib gib tib kbit mbit gbit"
    " bps kbps mbps gbps px pt dpi fps mph kmh kph rpm kj kcal cal pa hpa kpa bar db k x d pm am"
    " км см м мм кг г л мл ч мин"
)
"""Units that may follow a number directly."""

# A single letter before an apostrophe is an article or a pronoun, as are these, of French and Italian.
_ELIDED = _set("qu jusqu lorsqu puisqu quoiqu all dall dell nell sull coll quell un gl")

# Common words that a pronoun and a verb look like without their apostrophe (we're, I'll).
_OTHER_WORDS = _set("were well wed ill shell hell id shed")

COMMON_ACRONYMS = {"us": "u.s", "it": "i.t", "who": "w.h.o"}
"""Acronyms that are common words without their dots, each with a term that is not a common word."""

_SEPARATORS = f"{re.escape(JOINERS)},\u066c{NUMBER_SPACES}"
_SEPARATOR = re.compile(f"[{_SEPARATORS}]")
_SEPARATOR_IN_ARABIC = re.compile(f"[{_SEPARATORS}{HALF_SPACE}]")
_ARABIC = re.compile("[\u0620-\u06ff]")
_SIGN_BEFORE, _SIGN_AFTER = re.compile(r"[.#@](?=[A-Za-z])"), re.compile(r"[+#]+$")
_MIXED = re.compile(r"(\d+)([^\W\d_]{1,4})|([^\W\d_]{2,})(\d{1,4})")
_BLANK = re.compile(f"[{UNSEEN}{HALF_SPACE}]*")


@cache
def _sign() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Two patterns: for a chunk that may be only signs, and for one that is and has a meaning."""
    begins = f"[{SIGNS}{FLAG_LETTERS}$%&+=\\#@<>~^|*\\\\/!:-]"
    several = r"(?![-/:!]+$)(?!(.)\1\1)[^\w\s]{2,3}"
    return re.compile(begins), re.compile(rf"[{SIGNS}]|[{FLAG_LETTERS}]{{2}}|[$%&+=\#@~^\\]|{several}")


def pieces(chunk: str) -> ChunkWords:
    """The parts of a chunk, and the joints and signs by which it is also found."""
    if not any(map(str.isalnum, chunk)):
        begins, meant = _sign()
        if begins.match(chunk):
            return ((), ((-1, chunk, 0, len(chunk)),) if meant.fullmatch(chunk) else ())
    begin = 1 if _SIGN_BEFORE.match(chunk) else 0
    after = _SIGN_AFTER.search(chunk)
    end = after.start() if after else len(chunk)
    parts, between = _parts(chunk, begin, end)
    if not parts:
        return (((chunk, 0, len(chunk)),), ())
    # A joint is found at its first and at its last part, so that it is next to the words on either side.
    more = [
        (place, raw, parts[first][1], parts[last][2])
        for first, last, raw in _joints(parts, between)
        for place in (first, last)
    ]
    if begin:
        more.append((0, chunk[0] + parts[0][0], 0, parts[0][2]))
    if after:
        raw, start, _ = parts[-1]
        more.append((len(parts) - 1, raw + after[0], start, len(chunk)))
    return (tuple(parts), tuple(more))


def _parts(chunk: str, begin: int, end: int) -> tuple[list[ChunkWord], list[str]]:
    """The parts, and what separates each from the one before ("": a number and its unit touch)."""
    arabic = HALF_SPACE in chunk and _ARABIC.search(chunk)
    separator = _SEPARATOR_IN_ARABIC if arabic else _SEPARATOR
    parts: list[ChunkWord] = []
    between: list[str] = []
    at, before = begin, ""
    for match in [*separator.finditer(chunk, begin, end), None]:
        stop = match.start() if match else end
        raw = chunk[at:stop]
        if not _BLANK.fullmatch(raw):
            cut = _cut(raw)
            for piece, place in ((raw[:cut], at), (raw[cut:], at + cut)):
                if piece:
                    if parts:
                        between.append("" if place > at else before)
                    parts.append((piece, place, place + len(piece)))
        if match:
            before, at = match[0], match.end()
    return parts, between


def _cut(raw: str) -> int:
    """Where a number meets its unit, or a name its number; the end if there is no such place."""
    match = None if raw.isalpha() or raw.isdigit() else _MIXED.fullmatch(raw)
    if not match:
        return len(raw)
    if match[1]:
        return match.end(1) if match[2].lower() in _UNITS else len(raw)
    return match.end(3)


def _joints(parts: Sequence[ChunkWord], between: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first part, last part, joined text) for everything that may be written as one word."""
    if len(parts) < 2:
        return
    words = [raw for raw, _, _ in parts]
    if all(map(str.isdigit, words)) and not any(sign in HYPHENS for sign in between if sign):
        yield from _number(words, between)
        return
    groups = list(_groups(between))
    made: list[tuple[int, int, str]] = []
    for first, last in groups:
        raw = _made(words[first : last + 1], between[first:last])
        if not raw and last - first > 1 and _elides(words[first : last + 1], between[first:last]):
            # What follows an article may be joined: d'aujourd'hui.
            rest = _made(words[first + 1 : last + 1], between[first + 1 : last])
            if rest and rest != words[first + 1]:
                yield first + 1, last, rest
        if raw and raw != words[first]:
            yield first, last, raw
        made.append((first, last, raw))
    if not 1 < len(made) <= MOST_PARTS:
        return
    yield from _hyphened(made)


def _hyphened(made: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The groups between hyphens put together: all of them, and if there are three, any two neighbours."""
    spans = {(0, len(made))}
    if len(made) == 3:
        spans.update(((0, 2), (1, 3)))
    for start, stop in sorted(spans):
        together = made[start:stop]
        raw = "".join(raw for _, _, raw in together)
        if all(raw for _, _, raw in together) and len(raw) <= MOST_LETTERS:
            yield together[0][0], together[-1][1], raw


def _groups(between: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The stretches of parts without a hyphen between them, each as its first and last part."""
    first = 0
    for number, sign in enumerate(between):
        if sign and sign in HYPHENS:
            yield first, number
            first = number + 1
    yield first, len(between)


def _made(words: Sequence[str], between: Sequence[str]) -> str:
    """Some parts without a hyphen between them, put together; "" if nobody would write them as one word."""
    if len(words) > 1 and between[-1] and between[-1] in APOSTROPHES and words[-1].lower() == "s":
        # A possessive is an inflection.
        words, between = words[:-1], between[:-1]
    if len(words) == 1:
        return words[0]
    if len(words) > MOST_PARTS or any(sign in NUMBER_SPACES or sign in ",\u066c" for sign in between if sign):
        return ""
    if any(sign and sign in DOTS for sign in between):
        if len(words) > 2 and max(map(len, words)) > 2:
            return ""  # an address
        if all(map(str.isdigit, words)):
            return ""
    if _elides(words, between):
        return ""
    raw = "".join(words)
    return raw if len(raw) <= MOST_LETTERS and raw.lower() not in _OTHER_WORDS else ""


def _elides(words: Sequence[str], between: Sequence[str]) -> bool:
    """Whether the first of some parts is an article or a pronoun without its vowel, before a common word."""
    sign = between[0]
    return bool(sign) and sign in APOSTROPHES and _is_elided(words[0]) and not words[1][:1].isupper()


def _is_elided(word: str) -> bool:
    low = word.lower()
    return (len(low) == 1 and low.isascii() and low != "o") or low in _ELIDED


def _number(words: Sequence[str], between: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """A number in groups of digits; anything after a sign that differs from the first is its fraction."""
    last = 0
    while last < len(between) and between[last] == between[0]:
        last += 1
    raw = "".join(words[: last + 1])
    groups = words[1 : last + 1]
    if len(words[0]) <= 3 and words[0][0] != "0" and all(len(group) in (2, 3) for group in groups):
        indian = any(len(group) == 2 for group in groups)
        if len(groups[-1]) == 3 and not (indian and between[0] not in ",\u066c") and len(raw) <= MOST_LETTERS:
            yield 0, last, raw
