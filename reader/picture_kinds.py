"""Which kind of picture some bytes are, by their first bytes."""

from __future__ import annotations

import re

# What a picture begins with, and what stands at a later place, if that matters.
_KINDS: tuple[tuple[bytes, int, tuple[bytes, ...], str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, (), "image/png", ".png"),
    (b"\xff\xd8\xff", 0, (), "image/jpeg", ".jpg"),
    (b"GIF8", 4, (b"7a", b"9a"), "image/gif", ".gif"),
    (b"RIFF", 8, (b"WEBP",), "image/webp", ".webp"),
    (b"BM", 6, (b"\x00\x00\x00\x00",), "image/bmp", ".bmp"),
    (b"II*\x00", 0, (), "image/tiff", ".tif"),
    (b"MM\x00*", 0, (), "image/tiff", ".tif"),
    (b"\x00\x00\x01\x00", 0, (), "image/x-icon", ".ico"),
    (b"", 4, (b"ftypavif", b"ftypavis"), "image/avif", ".avif"),
    (b"", 4, (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"), "image/heic", ".heic"),
    (b"\xff\x0a", 0, (), "image/jxl", ".jxl"),
    (b"\x00\x00\x00\x0cJXL ", 0, (), "image/jxl", ".jxl"),
)
# Declarations and comments may stand before the element, in any order. Atomic groups keep this linear.
_SVG = rb"(?:\xef\xbb\xbf)?\s*(?:(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)\s*)*+<svg\b"

ENDINGS = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".webp",
    ".svg",
    ".avif",
    ".bmp",
    ".tif",
    ".tiff",
    ".heic",
    ".ico",
)
"""What the names of pictures end with."""


def media_type_of(raw: bytes) -> str:
    """The type of a picture (``image/png``); "" if it is none."""
    if found := _kind(raw):
        return found[0]
    return "image/svg+xml" if _is_svg(raw) else ""


def suffix_of(raw: bytes) -> str:
    """How the name of a file with that picture ends (``.png``); "" if the kind is not known."""
    found = _kind(raw)
    return found[1] if found else ".svg" if _is_svg(raw) else ""


def has_picture_name(name: str) -> bool:
    """Whether a name is that of a picture."""
    return name.lower().endswith(ENDINGS)


def _kind(raw: bytes) -> tuple[str, str] | None:
    for start, at, then, kind, suffix in _KINDS:
        if raw.startswith(start) and (not then or raw.startswith(then, at)):
            return kind, suffix
    return None


def _is_svg(raw: bytes) -> bool:
    return re.match(_SVG, raw[:4096], re.DOTALL | re.IGNORECASE) is not None
