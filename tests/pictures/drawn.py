"""Pictures for tests, made without any library."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int, pixels: bytes | None = None) -> bytes:
    """A PNG of three bytes a pixel; all red if no pixels are given."""
    pixels = b"\xff\x00\x00" * (width * height) if pixels is None else pixels
    lines = b"".join(b"\0" + pixels[start : start + 3 * width] for start in range(0, len(pixels), 3 * width))
    return png_of(width, height, zlib.compress(lines))


def png_of(width: int, height: int, data: bytes) -> bytes:
    """A PNG that states a size and has any data."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(side: int) -> bytes:
    """A small file that says and holds ``side`` times ``side`` pixels."""
    lines = zlib.compressobj(9)
    line = b"\0" + bytes(3 * side)
    data = b"".join(lines.compress(line) for _ in range(side)) + lines.flush()
    return png_of(side, side, data)


def jpeg_header(width: int, height: int, *, orientation: int = 1, before: int = 0) -> bytes:
    """The beginning of a JPEG: its markers up to the frame. ``before``: bytes of other data before that."""
    exif = (
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"
        + struct.pack(">HH", orientation, 0)
        + bytes(4)
    )
    parts = [b"\xff\xd8", b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif]
    while before > 0:
        size = min(before, 60_000)
        parts.append(b"\xff\xe2" + struct.pack(">H", size + 2) + bytes(size))
        before -= size
    parts.append(b"\xff\xff\xc2\x00\x11\x08" + struct.pack(">HH", height, width) + bytes(10))
    return b"".join(parts)
