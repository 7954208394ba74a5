"""Which kind of picture some bytes are."""

from __future__ import annotations

import time

import pytest

from reader.picture_kinds import media_type_of, suffix_of

_DOCTYPE = (
    b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" [\n<!ENTITY ns "http://x.example.org/">\n]>'
)


@pytest.mark.parametrize(
    ("raw", "kind", "suffix"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png", ".png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp", ".webp"),
        (b"\0\0\0\x1cftypavif", "image/avif", ".avif"),
        (b"<svg/>", "image/svg+xml", ".svg"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a > b --><!-- c -->\n<SVG>", "image/svg+xml", ".svg"),
        (b"<?xml version='1.0'?>\n" + _DOCTYPE + b"\n<!-- made by hand -->\n<svg>", "image/svg+xml", ".svg"),
        (b"BMW is a maker of cars", "", ""),
        (b"<!-- <svg> -->", "", ""),
        (b"<html><svg></svg></html>", "", ""),
        (b"", "", ""),
    ],
)
def test_kinds(raw: bytes, kind: str, suffix: str) -> None:
    assert (media_type_of(raw), suffix_of(raw)) == (kind, suffix)


def test_many_comments_take_no_longer() -> None:
    start = time.perf_counter()
    assert media_type_of(b"<!---->" * 1000) == ""
    assert time.perf_counter() - start < 1
