"""Bytes to text where a file, or the server it came from, says which encoding it is in.

Such statements are often wrong, and UTF-8 nearly never looks like text in another encoding. So a statement
counts only for bytes that are not UTF-8, and only if all of them fit it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from reader.formats.decoding import decode

_IN_XML = re.compile(rb"""\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_IN_HTML = re.compile(rb"""<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_IN_TYPE = re.compile(r"""\bcharset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)

_HEAD = 4096

# In these, 7-bit text is something else than it seems, so that it would pass for UTF-8.
_SEVEN_BIT = ("iso2022_jp", "iso2022_kr", "hz")
_SHIFTS = (b"\x1b$", b"\x1b(", b"~{")

_HIGH = bytes(range(0x80, 0x100))
_HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")


def decode_declared(raw: bytes, media_type: str = "") -> tuple[str, str]:
    """The text of an XML or HTML file and the name of its encoding; see :func:`reader.formats.decode`.

    Args:
        raw: the bytes of the file.
        media_type: what a server said of them (``text/xml; charset=koi8-r``), or "".

    Raises:
        UnreadableSource: the file is empty or is not text.
    """
    names = list(_declared(raw[:_HEAD], media_type))
    if not _is_utf8(raw) or any(shift in raw for shift in _SHIFTS):
        for name in names:
            if (text := _decoded(raw, name)) is not None:
                return text, name
    return decode(raw)


def _declared(head: bytes, media_type: str) -> Iterable[str]:
    """The encodings that are stated, the most trustworthy first."""
    stated = [found[1].decode() for pattern in (_IN_XML, _IN_HTML) if (found := pattern.search(head))]
    stated += _IN_TYPE.findall(media_type)
    for name in stated:
        try:
            known = codecs.lookup(name)
        except (LookupError, ValueError):
            continue
        # UTF-16 and UTF-32 have their marks, and no other codec that is not text (zip, rot13) may run.
        if known._is_text_encoding and not known.name.startswith(
            ("utf", "idna", "punycode", "unicode", "raw")
        ):
            yield {"iso8859-1": "cp1252"}.get(known.name, known.name)


def _decoded(raw: bytes, name: str) -> str | None:
    if name in _SEVEN_BIT and not any(shift in raw for shift in _SHIFTS):
        return None
    high = len(raw) - len(raw.translate(None, _HIGH))
    if name == "cp1252" and 2 * sum(map(len, _HIGH_RUN.findall(raw))) > high:
        # Programs state Western European if they do not know. Whole words of such letters are Cyrillic, say.
        return None
    try:
        text = raw.decode(name)
    except ValueError:
        return None
    return text if text.strip() and "\0" not in text else None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
