"""What is kept of pictures, ready to be painted."""

from __future__ import annotations

from rich.color import Color
from rich.style import Style

from reader.pictures.header import PictureSize
from reader.tui.state.pictures import Drawings, HalfBlocks, PictureKey, Placed, Unshown, framed, refused
from reader.tui.widgets.picture_painting import painted_row, words_in
from reader.typesetting.pictures import ShownPicture

RED, BLUE, WHITE, BLACK = (255, 0, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)


def key(name: str) -> PictureKey:
    return PictureKey(1, name, 4, 2, BLACK, "blocks")


def test_a_known_picture_in_half_blocks() -> None:
    above, below = [RED, RED, BLUE], [RED, RED, WHITE]
    picture = HalfBlocks(3, 1, bytes(value for colour in (*above, *below) for value in colour))
    assert list(picture.row(0)) == [(2, RED, RED), (1, BLUE, WHITE)]
    room = ShownPicture("a.png", PictureSize(24, 16, "PNG"), 3, 1)
    assert painted_row(picture, room, 0, Style()) == [
        ("▀▀", Style(color=Color.from_rgb(*RED), bgcolor=Color.from_rgb(*RED))),
        ("▀", Style(color=Color.from_rgb(*BLUE), bgcolor=Color.from_rgb(*WHITE))),
    ]


def test_without_colours_a_picture_consists_of_shades() -> None:
    colours = [BLACK, (64, 64, 64), (128, 128, 128), (192, 192, 192), WHITE]
    picture = HalfBlocks(5, 1, bytes(value for colour in (*colours, *colours) for value in colour))
    assert picture.shades(0) == " ░▒▓█"


def test_a_picture_that_the_terminal_keeps_has_its_number_as_colour() -> None:
    room = ShownPicture("a.png", PictureSize(24, 16, "PNG"), 3, 1)
    ((text, style),) = painted_row(Placed(200, 3), room, 0, Style())
    assert style.color is not None
    assert style.color.number == 200
    assert len(text) == 12


def test_what_has_not_been_painted_for_longest_is_forgotten_first() -> None:
    picture = HalfBlocks(4, 2, bytes(48))
    drawings = Drawings(most=3 * 548)
    for name in "abc":
        drawings.put(key(name), picture)
    assert drawings.get(key("a")) is not None
    drawings.put(key("d"), picture)
    assert [name for name in "abcd" if drawings.get(key(name))] == ["a", "c", "d"]
    assert drawings.size == 3 * 548
    drawings.put(key("d"), Unshown("it is damaged"))
    assert drawings.size == 2 * 548 + 500


def test_what_the_terminal_may_have_lost_is_forgotten() -> None:
    drawings = Drawings()
    drawings.put(key("a"), Placed(17, 3))
    drawings.put(key("b"), Unshown(""))
    drawings.lose_placed()
    assert drawings.get(key("a")) is None
    assert drawings.get(key("b")) is not None


def test_the_frame_says_why_a_picture_is_not_shown() -> None:
    room = ShownPicture("a.png", PictureSize(1200, 800, "PNG"), 24, 7)
    lines = [framed(row, 24, 7, words_in(Unshown("it is damaged"), room)) for row in range(7)]
    assert lines == [
        "┌──────────────────────┐",
        "│                      │",
        "│      Not shown:      │",
        "│    it is damaged     │",
        "│    1200 × 800 PNG    │",
        "│                      │",
        "└──────────────────────┘",
    ]
    assert framed(1, 24, 2, words_in(Unshown("it is damaged"), room)).split() == ["Not", "shown:"]


def test_a_picture_with_too_many_pixels_is_refused_by_its_size() -> None:
    assert refused(PictureSize(8000, 8000, "PNG")) == ""
    assert refused(PictureSize(8001, 8000, "PNG")) == "it has too many pixels"
