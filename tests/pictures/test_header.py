"""How large a picture is, from its first bytes."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reader.pictures.header import ENOUGH, PictureSize, size_of

from .drawn import jpeg_header, png_of

sizes = st.tuples(st.integers(1, 60_000), st.integers(1, 60_000))

BEGINNINGS = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"GIF89a",
    b"GIF87a",
    b"\xff\xd8\xff",
    b"\xff\xd8\xff\xe1\0\x20Exif\0\0II*\0\x08\0\0\0",
    b"\xff\xd8\xff\xe1\0\x20Exif\0\0MM\0*\xff\xff\xff\xff",
    b"RIFF\0\0\0\0WEBPVP8X",
    b"RIFF\0\0\0\0WEBPVP8L",
    b"RIFF\0\0\0\0WEBPVP8 ",
    b"BM\0\0\0\0\0\0\0\0",
    b"\0\0\0\x20ftypavif",
    b"\0\0\0\x20ftypavisispe",
)


@given(
    st.binary(max_size=200) | st.tuples(st.sampled_from(BEGINNINGS), st.binary(max_size=120)).map(b"".join)
)
def test_no_bytes_make_it_fail(raw: bytes) -> None:
    found = size_of(raw)
    assert found is None or (found.width > 0 and found.height > 0)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "AVIF"])
@pytest.mark.parametrize("size", [(1, 1), (640, 31), (7, 300)])
def test_the_size_is_the_one_that_decoding_gives(kind: str, size: tuple[int, int]) -> None:
    file = io.BytesIO()
    Image.new("RGB", size, (10, 200, 30)).save(file, kind)
    found = size_of(file.getvalue())
    assert found is not None
    assert (found.width, found.height) == size
    assert found.kind.upper() == kind
    # Cut anywhere, it is the same or unknown, never another one.
    for end in range(0, min(len(file.getvalue()), 600), 7):
        assert size_of(file.getvalue()[:end]) in (None, found)


def test_webp_without_loss_and_with_transparency() -> None:
    for mode, options in (
        ("RGB", {"lossless": True}),
        ("RGBA", {"lossless": False}),
        ("RGBA", {"lossless": True}),
    ):
        file = io.BytesIO()
        Image.new(mode, (301, 77)).save(file, "WEBP", **options)
        assert size_of(file.getvalue()) == PictureSize(301, 77, "WebP")


@given(sizes, st.integers(1, 8))
def test_a_jpeg_lies_on_its_side_where_its_orientation_says_so(
    size: tuple[int, int], orientation: int
) -> None:
    width, height = size if orientation < 5 else reversed(size)
    assert size_of(jpeg_header(*size, orientation=orientation)) == PictureSize(width, height, "JPEG")


def test_what_stands_before_the_size_of_a_jpeg_may_be_long() -> None:
    assert size_of(jpeg_header(640, 480, before=200_000)) == PictureSize(640, 480, "JPEG")
    assert size_of(jpeg_header(640, 480, before=2 * ENOUGH)) is None


def test_heights_of_bitmaps_may_be_negative() -> None:
    head = b"BM" + struct.pack("<IHHI", 0, 0, 0, 54) + struct.pack("<Iii", 40, 320, -200)
    assert size_of(head + bytes(40)) == PictureSize(320, 200, "BMP")


def test_a_picture_without_pixels_has_no_size() -> None:
    assert size_of(png_of(0, 10, b"")) is None
    assert size_of(b"<svg xmlns='http://www.w3.org/2000/svg'/>") is None


def test_sizes_are_said_in_words() -> None:
    assert PictureSize(1200, 800, "PNG").words == "1200 × 800"
    assert PictureSize(0, 0, "SVG").words == "SVG"
