"""What stands together without white space, taken apart and put together: one word or several.

*e-mail* and *email*, *U.S.A.* and *USA*, *O'Brien* and *obrien*, *1,000,000* and *1000000*, *covid-19* and
*covid19*, *12 m* and *12m*: the parts of a chunk are words at places of their own, and what they make
together (its *joints*) is one more word at the places of the first and the last. *C++*, *C#* and *.NET* are
words beside *C* and *NET*. A sign alone (an emoji, a currency) has no place of its own: it stands where the
word before it does.
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
"""A word as written, and where it begins and ends in the chunk."""

More = tuple[int, str, int, int]
"""The same with which of the parts it begins with; -1 for the word before the chunk."""

ChunkWords = tuple[tuple[ChunkWord, ...], tuple[More, ...]]

# --- finding them -----------------------------------------------------------------------------------

_PLAIN_SIGNS = "\xa2-\xa7\xa9\xac\xae\xb0\xb1\xb6\u2020\u2021"
# Signs that are typography more often than not count where they stand alone.
_ASCII_SIGN = r"[-!:$%&+=\#@<>~^|*\\/]"


class Grammar:
    """What finds the chunks of a text.

    Attributes:
        word: finds runs of letters, as if nothing were more than that.
        special: finds what is, from where that shows: a joiner, sign or number behind a word (group 1), the
        sign
            before one, a number with groups or a unit, a sign alone.
        chunk: finds whole chunks.
    """

    def __init__(self, letter: str, more: str, signs: str, digit: str) -> None:
        """A word begins with ``letter`` and goes on with ``more``."""
        self._letter, self._more, self._signs, self._digit = letter, more, signs, digit
        self._word = f"{letter}{more}*"
        self._join = f"[{re.escape(JOINERS)}{HALF_SPACE}]"
        # Groups of three digits; between commas of two as well, as in India.
        spaced, comma = f"[{NUMBER_SPACES}]{digit}{{3}}", "[,\u066c]"
        self._groups = f"(?:(?:{spaced})+|(?:{comma}{digit}{{2,3}})*{comma}{digit}{{3}})(?!{digit})"
        after = r"(?:\+\+(?!\+)|\+(?![\w+])|\#(?![\w\#]))"
        self._rest = f"(?:{self._join}[{UNSEEN}]*{self._word})*{after}?"

    # Each takes milliseconds to compile, and who searches needs but one.

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
        # It begins with one set of characters, which makes looking for the next one quick.
        begins = (
            rf"[-!:$%&+=\#@<>~^|*\\/{re.escape(JOINERS)}{HALF_SPACE}{signs}{FLAG_LETTERS}{digit.strip('[]')}]"
        )
        # A possessive is nothing special.
        joined = rf"(?<={self._join})(?!(?<=['\u2019])s(?!{self._join}|{more}|[+\#]))[{UNSEEN}]*{word}{rest}"
        signed = r"(?<=\+)(?:\+(?!\+)|(?![\w+]))|(?<=\#)(?![\w\#])"
        numbered = rf"(?<={digit})(?<!{digit}[\s\S]){more}*{rest}"
        return re.compile(
            rf"{begins}(?:({inside}(?:{joined}|{signed}|{numbered}))"
            rf"|(?<=[.\#@])(?<![\w.\#@][\s\S])(?=[A-Za-z]){word}{rest}"
            rf"|{first}(?<={digit})(?:{digit}{{0,2}}{self._groups}{rest}|{digit}*(?=[^\W\d_]){word}{rest})"
            rf"|(?<=[{signs}])|(?<=[{FLAG_LETTERS}])[{FLAG_LETTERS}]"
            rf"|(?<={_ASCII_SIGN})(?<!\S[\s\S]){_ASCII_SIGN}{{0,2}}(?!\S)|(?<=\$)(?={digit})|(?<=%)(?<={digit}%))"
        )


@cache
def plain() -> Grammar:
    """For texts without letters outside ASCII: most English ones, with their quotes and dashes."""
    return Grammar("[0-9A-Za-z]", "[0-9A-Za-z]", _PLAIN_SIGNS, "[0-9]")


@cache
def spaced() -> Grammar:
    """For texts in scripts that are written with spaces."""
    return Grammar(f"[^\\W_{FILLERS}]", f"[\\w{MARKS}{UNSEEN}]", SIGNS, r"\d")


@cache
def runs() -> re.Pattern[str]:
    """Finds the runs of scripts without spaces: chunks of their own."""
    return re.compile(f"[{UNSPACED}][{UNSPACED}{MARKS}{UNSEEN}{HALF_SPACE}{KANA_DOTS}]*")


_NOT_PLAIN = re.compile(f"[^\0-\x7f\xa0\xa1\xa8\xab\xaf\xb7\xbb{_PLAIN_SIGNS}\u2010\u2011\u2013-\u2027]")


def is_plain(text: str) -> bool:
    """Whether :func:`plain` finds all chunks of a text."""
    return text.isascii() or not _NOT_PLAIN.search(text)


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{UNSPACED}]")


def has_unspaced(text: str) -> bool:
    """Whether any of a text is in a script written without spaces."""
    return not is_plain(text) and bool(_unspaced().search(text))


def is_unspaced(word: str) -> bool:
    """Whether a raw word is a piece of a script written without spaces."""
    return not word.isascii() and bool(_unspaced().match(word))


# --- taking them apart ------------------------------------------------------------------------------

MOST_PARTS = 6
MOST_LETTERS = 24
"""What is longer, or has more parts, is no word to anybody when it is put together."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_UNITS = _set(
    "m km cm mm nm µm μm um kg g mg µg t lb lbs oz ft yd mi l ml cl dl hl h hr hrs min s sec ms ns w kw"
    " mw gw kwh mwh gwh twh v kv mv ma mah hz khz mhz ghz kb mb gb tb pb kib mib gib tib kbit mbit gbit"
    " bps kbps mbps gbps px pt dpi fps mph kmh kph rpm kj kcal cal pa hpa kpa bar db k x d pm am"
    " км см м мм кг г л мл ч мин"
)
"""What may stand right after a number."""

# A single letter before an apostrophe is an article or a pronoun, as are these, of French and Italian.
_ELIDED = _set("qu jusqu lorsqu puisqu quoiqu all dall dell nell sull coll quell un gl")

# What a pronoun and a verb make without their apostrophe (we're, I'll).
_OTHER_WORDS = _set("were well wed ill shell hell id shed")

COMMON_ACRONYMS = {"us": "u.s", "it": "i.t", "who": "w.h.o"}
"""Acronyms that are common words when they are written without their dots: a word for each that is none."""

_SEPARATORS = f"{re.escape(JOINERS)},\u066c{NUMBER_SPACES}"
_SEPARATOR = re.compile(f"[{_SEPARATORS}]")
_SEPARATOR_IN_ARABIC = re.compile(f"[{_SEPARATORS}{HALF_SPACE}]")
_ARABIC = re.compile("[\u0620-\u06ff]")
_SIGN_BEFORE, _SIGN_AFTER = re.compile(r"[.#@](?=[A-Za-z])"), re.compile(r"[+#]+$")
_MIXED = re.compile(r"(\d+)([^\W\d_]{1,4})|([^\W\d_]{2,})(\d{1,4})")
_BLANK = re.compile(f"[{UNSEEN}{HALF_SPACE}]*")


@cache
def _sign() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A chunk that may be signs alone; one that is, and means something."""
    begins = f"[{SIGNS}{FLAG_LETTERS}$%&+=\\#@<>~^|*\\\\/!:-]"
    several = r"(?![-/:!]+$)(?!(.)\1\1)[^\w\s]{2,3}"
    return re.compile(begins), re.compile(rf"[{SIGNS}]|[{FLAG_LETTERS}]{{2}}|[$%&+=\#@~^\\]|{several}")


def pieces(chunk: str) -> ChunkWords:
    """The parts of a chunk, and what more is found by: joints and signs."""
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
    # A joint is found at its first and at its last part, so that it stands next to the words on either side.
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
    """The parts, and what stands before each but the first ("": a number and its unit touch)."""
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
    """Where a number and its unit, or a name and its number, meet; the end where they do not."""
    match = None if raw.isalpha() or raw.isdigit() else _MIXED.fullmatch(raw)
    if not match:
        return len(raw)
    if match[1]:
        return match.end(1) if match[2].lower() in _UNITS else len(raw)
    return match.end(3)


def _joints(parts: Sequence[ChunkWord], between: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first part, last part, what they make together) of everything that may be written as one word."""
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
        if raw and raw != words[first]:
            yield first, last, raw
        made.append((first, last, raw))
    if not 1 < len(made) <= MOST_PARTS:
        return
    yield from _hyphened(made)


def _hyphened(made: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """What is between hyphens put together: all of it, and of three any two."""
    spans = {(0, len(made))}
    if len(made) == 3:
        spans.update(((0, 2), (1, 3)))
    for start, stop in sorted(spans):
        together = made[start:stop]
        raw = "".join(raw for _, _, raw in together)
        if all(raw for _, _, raw in together) and len(raw) <= MOST_LETTERS:
            yield together[0][0], together[-1][1], raw


def _groups(between: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The stretches of parts without a hyphen between them, as first and last part."""
    first = 0
    for number, sign in enumerate(between):
        if sign and sign in HYPHENS:
            yield first, number
            first = number + 1
    yield first, len(between)


def _made(words: Sequence[str], between: Sequence[str]) -> str:
    """What some parts make that no hyphen parts; "" where nobody would write them together."""
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
    if between[0] and between[0] in APOSTROPHES and _is_elided(words[0]) and not words[1][:1].isupper():
        return ""
    raw = "".join(words)
    return raw if len(raw) <= MOST_LETTERS and raw.lower() not in _OTHER_WORDS else ""


def _is_elided(word: str) -> bool:
    low = word.lower()
    return (len(low) == 1 and low.isascii() and low != "o") or low in _ELIDED


def _number(words: Sequence[str], between: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """A number in groups of digits; what follows another sign than the first one is its fraction."""
    last = 0
    while last < len(between) and between[last] == between[0]:
        last += 1
    raw = "".join(words[: last + 1])
    groups = words[1 : last + 1]
    if len(words[0]) <= 3 and words[0][0] != "0" and all(len(group) in (2, 3) for group in groups):
        indian = any(len(group) == 2 for group in groups)
        if len(groups[-1]) == 3 and not (indian and between[0] not in ",\u066c") and len(raw) <= MOST_LETTERS:
            yield 0, last, raw
