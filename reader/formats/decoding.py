"""Bytes to text: which encoding a file is in, or why it is not text.

UTF-8 is tried first and is nearly always right; what does not decode is looked at more closely. The
statistics come from chardet, which is imported when a file needs it and not before.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from reader.errors import UnreadableSource
from reader.formats.foreign import binary_kind

_EMPTY = "the file is empty"

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "cp1258")

# Control bytes that text has no use for. Escape and backspace appear in logs of terminals.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\b\x1b")) + b"\x7f"
_MAX_CONTROLS = 0.05
# A few stand in text that was damaged; more are the numbers of binary data.
_MAX_NULS = 0.1
# What decodes as UTF-8 without an error is text even with many controls in it; half of them is not.
_MAX_CONTROLS_UTF8 = 0.3

# Measured on 231 articles in 60 languages, in pieces of 120 characters and more: text in another encoding
# has at most 55 % of its high bytes in sequences that happen to be UTF-8.
_MOSTLY_UTF8 = 0.7
# A detector's confidence below this says nothing; a true one is below it only for a few words.
_NO_EVIDENCE = 0.03
# On 468 pieces in French, Polish … 1.0 to 1.2 make no mistake, 1.5 makes two; few words need the larger.
_CLEARLY = 1.2

# Unassigned, private and control characters.
_NO_TEXT = ("Cn", "Co", "Cc", "Cs")

_MAX_NO_TEXT = 0.1
# Of random data, read as UTF-16, some 15 % is this. Of a few words, any may be.
_LEAST_SAMPLE = 200

_SAMPLE = 1 << 16
_UTF8_PIECE = re.compile(rb"[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{1,2}|[\xf0-\xf7][\x80-\xbf]{1,3}")
_HIGH = bytes(range(0x80, 0x100))
_HIGH_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")


def decode(raw: bytes) -> tuple[str, str]:
    """The text of a file and the name of the encoding it was in.

    NUL bytes are dropped. Bytes that the encoding does not know become U+FFFD (one for each piece of a
    broken UTF-8 sequence, as the Unicode Standard recommends). Line ends stay as they are.

    Raises:
        UnreadableSource: the file is empty or is not text; the message says which.
    """
    text, encoding = _decode(raw)
    if not text.strip():
        raise UnreadableSource(_EMPTY)
    return text, encoding


def _decode(raw: bytes) -> tuple[str, str]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    # The way nearly all files take: UTF-8 without a mark in front or a NUL inside.
    if text is not None and "\0" not in text and text[:1] not in ("\ufeff", ""):
        _refuse_binary(raw, _MAX_CONTROLS_UTF8)
        return text, "utf-8"

    _refuse_binary(raw, 1.0)
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            text = raw.decode(encoding, "replace")
            _refuse_no_text(text)
            return text.replace("\0", ""), encoding
    # UTF-16 without a mark may be valid UTF-8 full of control characters, so it comes before that.
    odd = _share(raw, _CONTROLS) > _MAX_CONTROLS
    if (odd or (text is None and b"\0" in raw)) and (wide := _utf16(raw)):
        return raw.decode(wide, "replace").replace("\0", ""), wide
    _refuse_binary(raw, _MAX_CONTROLS_UTF8 if text is not None else _MAX_CONTROLS)
    raw = raw.replace(b"\0", b"")
    encoding = "utf-8" if text is not None or _is_cut_off(raw) else _guess(raw)
    return raw.decode(encoding, "replace"), encoding


def _refuse_binary(raw: bytes, most: float) -> None:
    """Raises UnreadableSource for known binary formats and for more than a share of control bytes."""
    kind = binary_kind(raw)
    if not kind and (_share(raw, _CONTROLS) > most or (most < 1 and raw.count(0) > _MAX_NULS * len(raw))):
        kind = "binary data"
    if kind:
        raise UnreadableSource(f"is {kind}, not text")


def _refuse_no_text(text: str) -> None:
    """Raises UnreadableSource for text in UTF-16 or UTF-32 that is mostly no characters at all."""
    sample = text[:_SAMPLE]
    odd = sum(
        char == "\ufffd" or unicodedata.category(char) in _NO_TEXT for char in sample if char not in "\r\n\t"
    )
    if len(sample) >= _LEAST_SAMPLE and odd > _MAX_NO_TEXT * len(sample):
        raise UnreadableSource("is binary data, not text")


def _share(raw: bytes, wanted: bytes) -> float:
    return 1 - len(raw.translate(None, wanted)) / len(raw) if raw else 0.0


def _utf16(raw: bytes) -> str | None:
    """``utf-16-le`` or ``utf-16-be`` if the bytes are that without a mark, else None.

    In every script text has spaces, line ends or digits, whose other byte is zero: the byte order in which
    there are more of them is the right one. What it gives must be characters that exist.
    """
    sample = raw[: min(len(raw) & ~1, _SAMPLE)]
    texts = {name: sample.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")}
    name = max(texts, key=lambda name: sum(" " <= char <= "~" or char in "\r\n\t" for char in texts[name]))
    odd = sum(unicodedata.category(char) in _NO_TEXT and char not in "\r\n\t" for char in texts[name])
    odd += texts[name].count("\ufffd")
    return name if odd <= _MAX_CONTROLS * len(texts[name]) else None


def _is_cut_off(raw: bytes) -> bool:
    """Whether the bytes are UTF-8 that ends in the middle of a character: a file not saved to its end."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # A single byte at the end is more often an accented letter in another encoding.
        return error.reason == "unexpected end of data" and len(raw) - error.start >= 2
    return True


def _guess(raw: bytes) -> str:
    """The encoding of text that is neither UTF-8 nor marked. Never fails: the last resort is cp1252."""
    high = len(raw) - len(raw.translate(None, _HIGH))
    bad = len(raw) - len(raw.decode("utf-8", "ignore").encode("utf-8"))
    if high - bad >= _MOSTLY_UTF8 * high:
        return "utf-8"
    sample = raw[:_SAMPLE]
    if _is_latin(sample):
        return _latin(sample)
    for encoding, confidence in _detect(sample).items():
        if confidence >= _NO_EVIDENCE:
            return encoding
    # Nothing fits. Whole and half UTF-8 sequences in it are a trace of what it was.
    covered = len(raw) - len(_UTF8_PIECE.sub(b"", raw))
    return "utf-8" if covered >= 0.6 * high else "cp1252"


def _is_latin(raw: bytes) -> bool:
    """Whether the bytes look like letters of a Latin alphabet with accented ones and quotes strewn in.

    There high bytes are few and stand alone. In other scripts whole words are made of them, and in
    multi-byte encodings they come in twos. Detectors take French for Cyrillic when a text is short.
    """
    high = len(raw) - len(raw.translate(None, _HIGH))
    alone = len(_HIGH_ALONE.findall(raw))
    return high <= 0.35 * len(raw) and alone >= 0.6 * high


def _latin(raw: bytes) -> str:
    """Which Latin encoding: cp1252, which most of the web was in, unless another is clearly more likely."""
    found = _detect(raw, _LATIN)
    best = max(found, key=found.__getitem__, default="cp1252")
    return best if found.get(best, 0.0) > _CLEARLY * found.get("cp1252", 0.0) else "cp1252"


def _detect(raw: bytes, among: tuple[str, ...] | None = None) -> dict[str, float]:
    """What chardet takes the bytes for, with its confidence, likeliest first.

    Only Unicode and what the web was written in; DOS and mainframe encodings fit too many texts by chance.
    """
    import chardet

    results = chardet.detect_all(
        raw,
        ignore_threshold=True,
        encoding_era=chardet.EncodingEra.MODERN_WEB,
        prefer_superset=True,
        compat_names=False,
        include_encodings=among,
    )
    return {result["encoding"]: result["confidence"] for result in results if result["encoding"]}
