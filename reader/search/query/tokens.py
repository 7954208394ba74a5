"""Cuts a query into tokens before it is parsed: words, quotations, brackets, operators. Pure.

People type on the keyboards of their languages and paste from everywhere. So full-width signs count as the
ASCII signs, quotations may use the marks of any language, and invisible characters are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reader.characters import HALF_SPACE, NUMBER_SPACES, UNSEEN

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULL_WIDTH |= {0x2212: ord("-"), 0xFE63: ord("-"), 0xFF5F: ord("("), 0xFF60: ord(")")}
_HIDDEN = f"{UNSEEN}{HALF_SPACE}"


@cache
def _unseen() -> re.Pattern[str]:
    """Invisible characters at the edge of a word; those within a word do not interrupt it."""
    return re.compile(f'(?<![^\\s"():{_HIDDEN}-])[{_HIDDEN}]|[{_HIDDEN}](?![^\\s"(){_HIDDEN}])')


_DOUBLE = '"\u201c\u201d\u201e\u201f'
CLOSING = {
    **dict.fromkeys(_DOUBLE, _DOUBLE),
    "\u00ab": "\u00bb", "\u00bb": "\u00ab\u00bb", "\u2039": "\u203a", "\u203a": "\u2039\u203a",
    "\u300c": "\u300d", "\u300e": "\u300f", "\u300a": "\u300b", "\u3008": "\u3009", "\uff62": "\uff63",
    "\u301d": "\u301e\u301f", "\u275d": "\u275e",
}  # fmt: skip
"""What begins a quotation, and what may end it: in German »so« or „so“, in French « so », Japanese 「so」."""

_STRAY = "\u300d\u300f\u300b\u3009\uff63\u301e\u301f\u275e"  # closing marks without an opening one
_MARKS = "".join(CLOSING) + _STRAY
_QUOTATION = "|".join(
    f"[{''.join(opens)}][^{closes}]*[{closes}]?"
    for closes, opens in {
        closes: [mark for mark, other in CLOSING.items() if other == closes] for closes in CLOSING.values()
    }.items()
)
# Single marks are apostrophes, unless they enclose something.
_SINGLE = (
    "(?<![^\\s(])\u2018[^\u2018\u2019\\s][^\u2018\u2019]*\u2019(?![^\\s).,;:!?])"
    "|(?<![^\\s(])\u201a[^\u201a\u2018]+\u2018"
)
# Between Hebrew letters a quotation mark makes an acronym.
_HEBREW = '(?<=[\u05d0-\u05ea])["\u201c\u201d](?=[\u05d0-\u05ea])'
_IN_WORD = rf"(?:[^\s(){_MARKS}]|{_HEBREW})"

_SPACES = NUMBER_SPACES.replace(" ", "\\ ")

_TOKEN = re.compile(
    rf"""
    (?P<space>   [\s{_STRAY}]+ )
  | (?P<quote>   (?:{_SINGLE}|{_QUOTATION}) (?:~[0-9]*|\*)? )
  | (?P<open>    \( )
  | (?P<close>   \) )
  | (?P<option>  (?<![^\s(]) (?: --+ (?=[A-Za-z]) | - (?=[A-Za-z](?![\w:"'(*~.-])) ) {_IN_WORD}+ )
  | (?P<minus>   (?<![^\s(]) -+ (?=[^\s)]) )
  | (?P<or>      (?<!\S) (?: OR | \|{{1,2}} ) (?=[\s()]|$) )
  | (?P<and>     (?<!\S) (?: AND | && ) (?=[\s()]|$) )
  | (?P<not>     (?<!\S) NOT (?=[\s()]|$) )
  | (?P<saved>   (?<![^\s(-]) @ (?: [{_DOUBLE}] (?P<name>[^{_DOUBLE}]*) [{_DOUBLE}]? | {_IN_WORD}+ ) )
  | (?P<field>   [A-Za-z]+ : (?!//) )
  | (?P<number>  (?<![^\s(]) [0-9]{{1,3}} (?:[{_SPACES}][0-9]{{3}})+
  (?![^\s)]) ) | (?P<word>    {_IN_WORD}+ )
    """,
    re.VERBOSE,
)


def tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens of a query (after :func:`as_typed`); the ``lastgroup`` of each match is its kind."""
    return _TOKEN.finditer(text)


def as_typed(text: str) -> str:
    """A query as it would be typed on an ASCII keyboard; every character keeps its position."""
    if not text.isascii():
        text = text.translate(_FULL_WIDTH)
    return text if text.isascii() else _unseen().sub(" ", text)


def quoted(token: str) -> tuple[int, str, bool]:
    """Where in a token the text of a quotation begins; that text; and whether it is closed."""
    opening = token[0]
    closes = {"\u2018": "\u2019", "\u201a": "\u2018"}.get(opening) or CLOSING[opening]
    end = next((i for i, char in enumerate(token) if i and char in closes), -1)
    return (1, token[1:], False) if end < 0 else (1, token[1:end], True)
