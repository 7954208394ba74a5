"""What may reach a terminal, or hide in what does: against the lists that Unicode gives."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Callable, Iterable

import pytest

from reader.cli.output import Output
from reader.library.new_files import file_name
from reader.text import (
    bare,
    clean,
    collapse,
    cut,
    display,
    display_text,
    fold,
    graphemes,
    heading,
    truncate,
    width,
)

_RANGES = (
    "00AD 034F 061C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0"
    " FFF0-FFF8 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"
)
"""Default_Ignorable_Code_Point, from DerivedCoreProperties.txt of Unicode 16."""

NEEDED = "\u200c\u180b\u180c\u180d\u180f"
"""Those of them that words are written with: in Persian and Indic scripts, and in Mongolian."""


def _expanded(ranges: str) -> list[str]:
    pairs = [part.partition("-")[::2] for part in ranges.split()]
    return [chr(code) for low, high in pairs for code in range(int(low, 16), int(high or low, 16) + 1)]


IGNORABLE = _expanded(_RANGES)
NO_CHARACTERS = [
    *map(chr, range(0xFDD0, 0xFDF0)),
    *(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)),
]
CONTROLS = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))]


def _json(text: str) -> str:
    stdout = io.StringIO()
    Output(stdout, io.StringIO()).record(text=text)
    return stdout.getvalue()


def test_nothing_that_is_to_be_ignored_is_shown() -> None:
    for char in IGNORABLE:
        for show in (display, display_text):
            shown = show(f"a{char}b")
            # The fillers of Korean syllables leave the place that they take.
            assert shown in ([f"a{char}b"] if char in NEEDED else ["ab", "a b"]), f"{ord(char):04X}"


def test_what_is_no_character_is_shown_as_such() -> None:
    for char in [*NO_CHARACTERS, "\ud800", "\udfff"]:
        assert display(f"a{char}b") == display_text(f"a{char}b") == "a\ufffdb"


def test_what_has_a_shape_is_shown() -> None:
    """Every character of Unicode, but for those above, controls, and what changes the direction or joins."""
    gone = {
        *IGNORABLE,
        *NO_CHARACTERS,
        *CONTROLS,
        *"\u2028\u2029\ufff9\ufffa\ufffb",
        *map(chr, range(0x1F3FB, 0x1F400)),
    }
    rest = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    text = "a".join(char for char in rest if char not in gone)
    assert display(text) == text


def test_what_is_taken_out_has_no_width() -> None:
    text = "".join(f"a{char}" for char in IGNORABLE)
    assert sum(size for _, _, size in graphemes(text)) == width(display(text))


@pytest.mark.parametrize(
    "codes",
    [
        (*range(0x20000), *range(0xE0000, 0xE0200)),
        pytest.param(range(0x110000), marks=pytest.mark.slow),
    ],
    ids=["those in use", "all"],
)
def test_text_of_all_characters_is_cleaned_once_and_for_all(codes: Iterable[int]) -> None:
    text = "".join(map(chr, codes))
    once = clean(text)
    assert clean(once) == once
    assert not {*CONTROLS} & {*once} - {"\n", "\t"}
    assert not [char for char in once if unicodedata.category(char) == "Cs"]


@pytest.mark.parametrize(
    "name", ["tags", "selectors", "annotations", "ignorable", "no characters", "controls"]
)
def test_json_hides_nothing_and_loses_nothing(name: str) -> None:
    hidden = {
        "tags": "".join(map(chr, range(0xE0000, 0xE0080))),
        "selectors": "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])),
        "annotations": "\ufff9\ufffa\ufffb",
        "ignorable": "".join(char for char in IGNORABLE if char not in f"{NEEDED}\u200d"),
        "no characters": "".join(NO_CHARACTERS),
        "controls": "".join(CONTROLS),
    }[name]
    line = _json(f"a{hidden}b")
    assert line.isascii()
    assert json.loads(line) == {"text": f"a{hidden}b"}


def test_json_leaves_what_is_read_as_it_is() -> None:
    words = "می\u200cخواهم ශ්\u200dරී ᠮᠣᠩᠭᠣᠯ\u180b 👩🌾 語 é"
    assert words in _json(words)


def test_titles_that_look_alike_are_named_alike() -> None:
    for char in IGNORABLE:
        if char not in NEEDED:
            assert file_name(f"Ti{char}des", "x").replace(" ", "") == "Tides", f"{ord(char):04X}"


HARD = [
    "a",
    ".",
    " .",
    "\u2026",
    "&",
    "&amp;",
    "&#1",
    "&abcdef",
    "-",
    " ",
    "'\"",
    "a\u0301\u0316",
    "\u0591\u05b0",
    "#,",
]


@pytest.mark.parametrize(
    "work", [bare, collapse, cut, display, display_text, fold, heading, lambda text: truncate(text, 9)]
)
@pytest.mark.parametrize("piece", HARD, ids=ascii)
def test_long_texts_take_no_square_of_their_length(piece: str, work: Callable[[str], object]) -> None:
    """One that did, or worse, would not end within any test's time."""
    work(piece * 200_000)
    work(f"{piece * 200_000}end")


def test_what_is_cut_off() -> None:
    assert cut("The end of ...") == ("The end of", True)
    assert cut("The end of . \u2026\n") == ("The end of", True)
    assert cut("And so on\u3002\u3002\u3002") == ("And so on", True)
    assert cut("The end. ..") == ("The end. ..", False)
    assert cut("...") == ("", True)
    assert cut("") == ("", False)
