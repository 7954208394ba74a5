"""What terminals are sent, byte by byte."""

from __future__ import annotations

import base64
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reader.pictures import kitty
from reader.pictures.iterm import inline
from reader.pictures.sixel import sixels
from reader.text import agreed, width


def test_a_small_picture_for_kitty_is_one_command() -> None:
    assert list(kitty.sent(b"picture", 17, 3, 4, 2)) == [
        f"\x1b_Ga=T,U=1,q=2,f=100,i={3 << 24 | 17},c=4,r=2,m=0;cGljdHVyZQ==\x1b\\"
    ]


def test_a_large_one_comes_in_pieces() -> None:
    png = bytes(range(256)) * 40
    commands = list(kitty.sent(png, 17, 3, 4, 2))
    assert len(commands) == 4
    parts = [re.fullmatch(r"\x1b_G([^;]*);([A-Za-z0-9+/=]*)\x1b\\", command) for command in commands]
    assert all(parts)
    assert [part[1] for part in parts if part][1:] == ["q=2,m=1", "q=2,m=1", "q=2,m=0"]
    assert parts[0] is not None
    assert parts[0][1].endswith(",m=1")
    assert all(len(part[2]) <= 4096 for part in parts if part)
    assert base64.standard_b64decode("".join(part[2] for part in parts if part)) == png


def test_a_row_of_placeholders_says_where_each_cell_belongs() -> None:
    row = kitty.placeholder_row(1, 3, 2)
    first, second, third = "\u0305", "\u030d", "\u030e"
    cell = "\U0010eeee"
    assert row == f"{cell}{second}{first}{third}{cell}{second}{second}{third}{cell}{second}{third}{third}"
    assert kitty.without_first(row, 2) == f"{cell}{second}{third}{third}"


def test_placeholders_are_measured_like_the_terminal_measures_them() -> None:
    for row in (0, 17, kitty.MOST - 1):
        text = kitty.placeholder_row(row, kitty.MOST, 255)
        assert width(text) == kitty.MOST
        assert agreed(f"  {text} word")
    assert not agreed("\U0010eeee")


def test_the_marks_are_those_of_the_protocol() -> None:
    assert len(kitty.MARKS) == len(set(kitty.MARKS)) == 297
    known = {0: "305", 1: "30D", 2: "30E", 5: "33D", 17: "363", 296: "1D244"}
    assert {at: f"{ord(kitty.MARKS[at]):X}" for at in known} == known
    assert all(unicodedata.combining(mark) == 230 for mark in kitty.MARKS)
    assert unicodedata.normalize("NFC", kitty.placeholder_row(2, 5, 9)) == kitty.placeholder_row(2, 5, 9)


def test_pictures_have_numbers_that_a_colour_of_the_palette_can_say() -> None:
    numbers = [kitty.number_of(nth) for nth in range(2 * kitty.PICTURES)]
    assert min(numbers) == 16
    assert max(numbers) == 255
    assert len(set(numbers[: kitty.PICTURES])) == kitty.PICTURES


def test_a_picture_for_iterm() -> None:
    assert inline(b"picture", 4, 2) == (
        "\x1b]1337;File=inline=1;size=7;width=4;height=2;preserveAspectRatio=0;doNotMoveCursor=1:cGljdHVyZQ==\x07"
    )


def test_a_picture_in_sixels() -> None:
    # Two columns of six pixels and the first line of the next band: black, and one white pixel at the top.
    pixels = bytes([1, 0]) + bytes(10) + bytes([0, 1])
    text = sixels(2, 7, pixels, [(0, 0, 0), (255, 255, 255)])
    assert text == '\x1bP0;1;0q"1;1;2;7#0;2;0;0;0#1;2;100;100;100#0}~$#1@-#0@$#1?@\x1b\\'


@given(st.integers(1, 30), st.integers(1, 20), st.data())
def test_sixels_hold_every_pixel(wide: int, high: int, data: st.DataObject) -> None:
    pixels = data.draw(
        st.binary(min_size=wide * high, max_size=wide * high).map(lambda raw: bytes(b % 5 for b in raw))
    )
    text = sixels(wide, high, pixels, [(0, 0, 0)] * 5)
    body = text[text.index("#4;2;0;0;0") + len("#4;2;0;0;0") : -2]
    drawn = bytearray(b"\xff" * (wide * high))
    for band, lines in enumerate(body.split("-")):
        for part in lines.split("$"):
            found = re.fullmatch(r"#(\d+)(.*)", part)
            assert found
            columns = re.sub(r"!(\d+)(.)", lambda run: run[2] * int(run[1]), found[2])
            for x, char in enumerate(columns):
                for bit in range(6):
                    if (ord(char) - 63) >> bit & 1:
                        drawn[(band * 6 + bit) * wide + x] = int(found[1])
    assert bytes(drawn) == pixels
