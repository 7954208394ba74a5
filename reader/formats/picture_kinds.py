"""Which kind of picture some bytes are, by their first bytes; the name decides only for SVG, which is text."""

from __future__ import annotations

import re

_KINDS: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png", ".png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg", ".jpg"),
    (re.compile(rb"GIF8[79]a"), "image/gif", ".gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp", ".webp"),
    (re.compile(rb"BM....\0\0\0\0", re.DOTALL), "image/bmp", ".bmp"),
    (re.compile(rb"II\*\0|MM\0\*"), "image/tiff", ".tif"),
    (re.compile(rb"\0\0\1\0"), "image/x-icon", ".ico"),
    (re.compile(rb"....ftyp(?:avif|avis)", re.DOTALL), "image/avif", ".avif"),
    (re.compile(rb"....ftyp(?:heic|heix|mif1|msf1)", re.DOTALL), "image/heic", ".heic"),
    (re.compile(rb"\xff\x0a|\0\0\0\x0cJXL "), "image/jxl", ".jxl"),
)
_SVG = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*(?:<!DOCTYPE[^>]{0,500}>\s*)?<svg\b", re.DOTALL)

ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp", ".tif", ".tiff", ".heic", ".jxl", ".ico")
"""What the names of pictures end with."""


def media_type_of(raw: bytes, name: str = "") -> str:
    """The type of a picture (``image/png``); "" if it is none."""
    found = _kind(raw)
    if found:
        return found[0]
    return "image/svg+xml" if (not name or name.lower().endswith(".svg")) and _SVG.match(raw[:4096]) else ""


def suffix_of(raw: bytes) -> str:
    """How the name of a file with that picture ends (``.png``); "" if the kind is not known."""
    found = _kind(raw)
    return found[1] if found else ".svg" if _SVG.match(raw[:4096]) else ""


def has_picture_name(name: str) -> bool:
    """Whether a name is that of a picture."""
    return name.lower().endswith(ENDINGS)


def _kind(raw: bytes) -> tuple[str, str] | None:
    head = raw[:32]
    return next(((kind, suffix) for pattern, kind, suffix in _KINDS if pattern.match(head)), None)
