"""How large a picture is, from the first of its bytes. Pure: nothing is decoded, and no bytes make it fail.

Layouts of the headers: PNG (RFC 2083), GIF89a, JPEG (ITU-T T.81, with the orientation of Exif), WebP
(RFC 9649), BMP (the headers of OS/2 and Windows), AVIF (the box ``ispe`` of ISO/IEC 23008-12).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

ENOUGH = 1 << 18
"""So many of the first bytes are looked at: what stands before the size may be long in a JPEG."""


@dataclass(frozen=True, slots=True)
class PictureSize:
    """Width and height in pixels, as the picture is to be seen, and its kind (``PNG``).

    They are 0 for a picture of a kind that is not shown (``SVG``).
    """

    width: int
    height: int
    kind: str

    @property
    def words(self) -> str:
        """As people say it: ``1200 × 800``; without a size the kind."""
        return f"{self.width} × {self.height}" if self.is_known else self.kind

    @property
    def is_known(self) -> bool:
        """Whether the picture can be shown: it has a size."""
        return self.width > 0 and self.height > 0


def size_of(raw: bytes) -> PictureSize | None:
    """The size of a picture; None if the bytes do not tell."""
    raw = raw[:ENOUGH]
    try:
        found = _found(raw)
    except (struct.error, IndexError):
        # They end before the size does.
        return None
    return found if found is not None and found.width > 0 and found.height > 0 else None


def _found(raw: bytes) -> PictureSize | None:
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return _sized(">II", raw, 16, "PNG") if raw[12:16] == b"IHDR" else None
    if raw[:6] in (b"GIF87a", b"GIF89a"):
        return _sized("<HH", raw, 6, "GIF")
    if raw.startswith(b"\xff\xd8\xff"):
        return _jpeg(raw)
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return _webp(raw)
    if raw[:2] == b"BM" and raw[6:10] == b"\0\0\0\0":
        return _bmp(raw)
    if raw[4:12] in (b"ftypavif", b"ftypavis"):
        return _avif(raw)
    return None


def _sized(layout: str, raw: bytes, at: int, kind: str) -> PictureSize:
    width, height = struct.unpack_from(layout, raw, at)
    return PictureSize(width, height, kind)


# --- JPEG -------------------------------------------------------------------------------------------

_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of the frame, which has the size; the three others in that range mean something else."""

_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that nothing belongs to."""

_TURNED = range(5, 9)
"""Orientations in which width and height change places."""


def _jpeg(raw: bytes) -> PictureSize | None:
    at, turned = 2, False
    while raw[at] == 0xFF:
        marker = raw[at + 1]
        if marker == 0xFF:
            # Any number of these may fill the space before a marker.
            at += 1
        elif marker in _BARE:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", raw, at + 5)
            return PictureSize(*((height, width) if turned else (width, height)), "JPEG")
        elif marker in (0xD9, 0xDA):
            return None
        else:
            (size,) = struct.unpack_from(">H", raw, at + 2)
            if marker == 0xE1 and raw[at + 4 : at + 10] == b"Exif\0\0":
                turned = _orientation(raw[at + 10 : at + 2 + size]) in _TURNED
            at += 2 + max(2, size)
    return None


def _orientation(exif: bytes) -> int:
    """The orientation that Exif data gives a picture; 1 is upright."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, at)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, at + 2 + 12 * number)
            if (tag, kind) == (0x0112, 3):
                return int(value)
    except struct.error:
        return 1
    return 1


# --- others -----------------------------------------------------------------------------------------


def _webp(raw: bytes) -> PictureSize | None:
    kind = raw[12:16]
    if kind == b"VP8X":
        wide, high = (int.from_bytes(raw[at : at + 3], "little") + 1 for at in (24, 27))
        return PictureSize(wide, high, "WebP") if len(raw) >= 30 else None
    if kind == b"VP8L" and raw[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", raw, 21)
        return PictureSize((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, "WebP")
    if kind == b"VP8 " and raw[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", raw, 26)
        return PictureSize(width & 0x3FFF, height & 0x3FFF, "WebP")
    return None


def _bmp(raw: bytes) -> PictureSize | None:
    (header,) = struct.unpack_from("<I", raw, 14)
    if header == 12:
        return _sized("<HH", raw, 18, "BMP")
    if not 16 <= header <= 124:
        return None
    width, height = struct.unpack_from("<ii", raw, 18)
    # A negative height says that the lines are written from the top down.
    return PictureSize(width, abs(height), "BMP")


def _avif(raw: bytes) -> PictureSize | None:
    """The largest of the sizes that the properties name: pictures may consist of tiles, or have a preview."""
    found: list[tuple[int, int]] = []
    at = raw.find(b"ispe")
    while at >= 0 and len(raw) >= at + 16:
        found.append(struct.unpack_from(">II", raw, at + 8))
        at = raw.find(b"ispe", at + 4)
    if not found:
        return None
    return PictureSize(*max(found, key=lambda size: size[0] * size[1]), "AVIF")
