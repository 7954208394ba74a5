"""Bytes to text: which encoding a file is in, or why it is not text.

UTF-8 is tried first and is nearly always right. If that fails, the bytes are examined more closely. The
statistics come from chardet, which is imported only when a file needs it.
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
    # UTF-32 comes before UTF-16: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "cp1258")

# Control bytes that never occur in text. Escape and backspace appear in terminal logs.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\b\x1b")) + b"\x7f"
_MAX_CONTROLS = 0.05
# Damaged text may contain a few of them; more of them are the numbers of binary data.
_MAX_NULS = 0.1
# Valid UTF-8 counts as text even with many control characters, up to this share.
_MAX_CONTROLS_UTF8 = 0.3

# Measured on 231 articles in 60 languages, in pieces of 120 characters and more: in text in another encoding
# at most 55 % of the high bytes form sequences that happen to be UTF-8.
_MOSTLY_UTF8 = 0.7
# A confidence below this means nothing; a correct guess is below it only if there are just a few words.
_NO_EVIDENCE = 0.03
# On 468 pieces in French, Polish … 1.0 to 1.2 make no mistake, 1.5 makes two; short texts need that one.
_CLEARLY = 1.2

# Unassigned, private and control characters.
_NO_TEXT = ("Cn", "Co", "Cc", "Cs")

_MAX_NO_TEXT = 0.1
# About 15 % of random data, read as UTF-16, is of these categories. In a few words the share may be anything.
_LEAST_SAMPLE = 200

_SAMPLE = 1 << 16
_UTF8_PIECE = re.compile(rb"[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{1,2}|[\xf0-\xf7][\x80-\xbf]{1,3}")
# Encodings of seven bits, with the sequences that switch to their other characters.
_SEVEN_BITS: tuple[tuple[bytes, str], ...] = (
    (b"\x1b$B", "iso2022_jp_2"),
    (b"\x1b$@", "iso2022_jp_2"),
    (b"\x1b(I", "iso2022_jp_ext"),
    (b"\x1b$)C", "iso2022_kr"),
    (b"~{", "hz"),
)
# Encodings that put other letters where an encoding of Windows has signs.
_LOOK_ALIKES = {
    "cp1250": ("iso8859_2",),
    "cp1252": ("iso8859_2", "mac_roman", "cp850"),
    "cp1251": ("iso8859_5", "koi8_u", "cp866", "mac_cyrillic"),
    "koi8-r": ("koi8_u", "iso8859_5"),
    "koi8-u": ("iso8859_5",),
    "cp1253": ("iso8859_7",),
    "cp1257": ("iso8859_13", "iso8859_4"),
}
_FEWER_SIGNS = 2
# The letters beside a to z in languages that cp1250 and ISO-8859-2 are for.
_ALPHABETS = tuple(
    map(
        frozenset,
        ("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćđšž", "äöüß", "çë"),
    )
)
# No author writes these. Other signs stand beside words too: 20 °C, Reader®.
_NEVER_WRITTEN = ("Cc", "Cn")
_IN_WORDS = "’‘ʼ·—–‐‑\xa0"

_HIGH = bytes(range(0x80, 0x100))
_HIGH_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")


def decode(raw: bytes) -> tuple[str, str]:
    """The text of a file and the name of the encoding it was in.

    NUL bytes are dropped. Bytes that the encoding does not define become U+FFFD (one for each piece of a
    broken UTF-8 sequence, as the Unicode Standard recommends). Line ends are kept.

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
    if text is not None and text.isascii() and (switched := _switched(raw)):
        return switched
    # The shortcut that nearly all files take: UTF-8 without a byte order mark and without NUL.
    if text is not None and "\0" not in text and text[:1] not in ("\ufeff", ""):
        _refuse_binary(raw, _MAX_CONTROLS_UTF8)
        return text, "utf-8"

    _refuse_binary(raw, 1.0)
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            text = raw.decode(encoding, "replace")
            _refuse_no_text(text)
            return text.replace("\0", ""), encoding
    if b"\0" in raw and (wider := _utf32(raw)):
        return raw.decode(wider, "replace").replace("\0", ""), wider
    # UTF-16 without a mark may also be valid UTF-8 full of control characters, so it is tested first.
    odd = _share(raw, _CONTROLS) > _MAX_CONTROLS
    if (odd or (text is None and b"\0" in raw)) and (wide := _utf16(raw)):
        return raw.decode(wide, "replace").replace("\0", ""), wide
    _refuse_binary(raw, _MAX_CONTROLS_UTF8 if text is not None else _MAX_CONTROLS)
    raw = raw.replace(b"\0", b"")
    encoding = "utf-8" if text is not None or _is_cut_off(raw) else _guess(raw)
    return raw.decode(encoding, "replace"), encoding


def _refuse_binary(raw: bytes, most: float) -> None:
    """Raises UnreadableSource for known binary formats and if the share of control bytes exceeds ``most``."""
    kind = binary_kind(raw)
    if not kind and (_share(raw, _CONTROLS) > most or (most < 1 and raw.count(0) > _MAX_NULS * len(raw))):
        kind = "binary data"
    if kind:
        raise UnreadableSource(f"is {kind}, not text")


def _refuse_no_text(text: str) -> None:
    """Raises UnreadableSource for UTF-16 or UTF-32 in which most code points are not characters."""
    sample = text[:_SAMPLE]
    odd = sum(
        char == "\ufffd" or unicodedata.category(char) in _NO_TEXT for char in sample if char not in "\r\n\t"
    )
    if len(sample) >= _LEAST_SAMPLE and odd > _MAX_NO_TEXT * len(sample):
        raise UnreadableSource("is binary data, not text")


def _share(raw: bytes, wanted: bytes) -> float:
    return 1 - len(raw.translate(None, wanted)) / len(raw) if raw else 0.0


def _switched(raw: bytes) -> tuple[str, str] | None:
    """The text of a file in an encoding of seven bits (old mails in Japanese), and the encoding."""
    for mark, encoding in _SEVEN_BITS:
        if mark in raw:
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            if any(char > "\u2e80" for char in text):
                return text, encoding
    return None


def _utf32(raw: bytes) -> str | None:
    """``utf-32-le`` or ``utf-32-be`` if the bytes are UTF-32 without a mark, else None."""
    sample = raw[: min(len(raw), _SAMPLE)]
    if len(raw) % 4 or not sample:
        return None
    for name, top, plane in (("utf-32-le", 3, 2), ("utf-32-be", 0, 1)):
        if not any(sample[top::4]) and max(sample[plane::4]) <= 0x10:
            try:
                sample[: len(sample) & ~3].decode(name)
            except UnicodeDecodeError:
                continue
            return name
    return None


def _utf16(raw: bytes) -> str | None:
    """``utf-16-le`` or ``utf-16-be`` if the bytes are UTF-16 without a mark, else None.

    Text in any script has spaces, line ends or digits, whose other byte is zero. The byte order that finds
    more of them is the right one. The decoded characters must all be assigned.
    """
    sample = raw[: min(len(raw) & ~1, _SAMPLE)]
    if sample.count(b" ") > max(0.05 * len(sample), 2 * sample.count(b"\0")):
        # Each space of UTF-16 has a zero.
        return None
    texts = {name: sample.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")}
    name = max(texts, key=lambda name: sum(" " <= char <= "~" or char in "\r\n\t" for char in texts[name]))
    odd = sum(unicodedata.category(char) in _NO_TEXT and char not in "\r\n\t" for char in texts[name])
    odd += texts[name].count("\ufffd")
    return name if odd <= _MAX_CONTROLS * len(texts[name]) else None


def _is_cut_off(raw: bytes) -> bool:
    """Whether the bytes are UTF-8 that ends in the middle of a character: a file that was cut off."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # A single byte at the end is more often an accented letter in another encoding.
        return error.reason == "unexpected end of data" and len(raw) - error.start >= 2
    return True


def _guess(raw: bytes) -> str:
    """The encoding of text that is neither UTF-8 nor marked. Never fails: the fallback is cp1252."""
    high = len(raw) - len(raw.translate(None, _HIGH))
    bad = len(raw) - len(raw.decode("utf-8", "ignore").encode("utf-8"))
    if high - bad >= _MOSTLY_UTF8 * high:
        return "utf-8"
    sample = raw[:_SAMPLE]
    if _is_latin(sample):
        return _best_words(sample, _latin(sample))
    for encoding, confidence in _detect(sample).items():
        if confidence >= _NO_EVIDENCE:
            return _best_words(sample, encoding)
    # Nothing fits. Whole and broken UTF-8 sequences in it suggest that it was UTF-8.
    covered = len(raw) - len(_UTF8_PIECE.sub(b"", raw))
    return "utf-8" if covered >= 0.6 * high else "cp1252"


def _best_words(raw: bytes, encoding: str) -> str:
    """The encoding, or one that has letters where this one has signs in the middle of words."""
    count = _strays if encoding.lower() == "cp1250" else _signs_in_words
    best, least = encoding, count(raw, encoding)
    for other in _LOOK_ALIKES.get(encoding.lower(), ()) if least >= _FEWER_SIGNS else ():
        signs = count(raw, other)
        if 2 * signs < least and least - signs >= _FEWER_SIGNS:
            best, least = other, signs
    return best


def _strays(raw: bytes, encoding: str) -> int:
    """Signs in words, and letters that the language of Central Europe that fits best does not have."""
    letters = [char for char in raw.decode(encoding, "replace").lower() if char.isalpha() and char > "\x7f"]
    known = max(sum(letter in alphabet for letter in letters) for alphabet in _ALPHABETS)
    return _signs_in_words(raw, encoding) + len(letters) - known


def _signs_in_words(raw: bytes, encoding: str) -> int:
    """How often a sign between letters, or a capital behind a small letter, breaks a word."""
    text = f" {raw.decode(encoding, 'replace')} "
    odd = 0
    for before, char, after in zip(text, text[1:], text[2:], strict=False):
        if char.isascii():
            continue
        if char.isalpha():
            odd += char.isupper() and before.islower()
            odd += char.islower() and before.isupper() and after.isupper()
        elif char == "\ufffd" or unicodedata.category(char) in _NEVER_WRITTEN:
            odd += before.isalpha() or after.isalpha()
        else:
            within = before.isalpha() or char == "¶"
            odd += within and after.isalpha() and char not in _IN_WORDS
    return odd


def _is_latin(raw: bytes) -> bool:
    """Whether the bytes look like a Latin alphabet with some accented letters and quotes.

    In such text high bytes are few and stand alone. In other scripts whole words consist of them, and in
    multi-byte encodings they come in pairs. Detectors mistake French for Cyrillic if a text is short.
    """
    high = len(raw) - len(raw.translate(None, _HIGH))
    alone = len(_HIGH_ALONE.findall(raw))
    return high <= 0.35 * len(raw) and alone >= 0.6 * high


def _latin(raw: bytes) -> str:
    """Which Latin encoding: cp1252, the most common one on the web, unless another is clearly more likely."""
    found = _detect(raw, _LATIN)
    best = max(found, key=found.__getitem__, default="cp1252")
    return best if found.get(best, 0.0) > _CLEARLY * found.get("cp1252", 0.0) else "cp1252"


def _detect(raw: bytes, among: tuple[str, ...] | None = None) -> dict[str, float]:
    """The encodings that chardet suggests, with its confidence, most likely first.

    Only Unicode and web encodings: those of DOS and mainframes fit too many texts by chance.
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
