"""Files that are not articles, recognised by their content and not by their names.

Binary files are recognised by the signature at their beginning, or refused because they contain too many
control bytes (see ``decoding``). Keys, markup and other text that nobody reads in that form are recognised
after decoding.
"""

from __future__ import annotations

import re

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"8BPS\0", "a Photoshop image"),
    (b"\0\0\1\0", "an icon"),
    (b"gimp xcf file\0", "a GIMP image"),
    (b"gimp xcf v0", "a GIMP image"),
    (b"\xff\x0a", "a JPEG XL image"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL image"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 image"),
    (b"%PDF-", "a PDF document"),
    (b"AT&TFORM", "a DjVu document"),
    (b"ITSF\x03\0", "a help file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x1f\x9d", "a compress archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"]\0\0\x80\0", "an lzma archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x04\x22\x4d\x18", "an lz4 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"MSCF\0\0\0\0", "a CAB archive"),
    (b"!<arch>\n", "an ar archive"),
    (b"\xed\xab\xee\xdb", "an RPM package"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"PK\x07\x08", "a ZIP archive"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xce\xfa\xed\xfe", "a program"),
    (b"\xfe\xed\xfa\xce", "a program"),
    (b"\xfe\xed\xfa\xcf", "a program"),
    (b"\0asm", "a program"),
    (b"dex\n03", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\0\1\0\0Standard ", "an Access database"),
    (b"OggS\0", "an audio file"),
    (b"fLaC\0", "an audio file"),
    (b".snd\0\0\0", "an audio file"),
    (b"MThd\0\0\0\6", "an audio file"),
    (b"ID3\2", "an audio file"),
    (b"ID3\3", "an audio file"),
    (b"ID3\4", "an audio file"),
    (b"\x1a\x45\xdf\xa3", "a film or sound file"),
    (b"FLV\1", "a film or sound file"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a film or sound file"),
    (b"\0\0\1\xba", "a film or sound file"),
    (b"\0\0\1\xb3", "a film or sound file"),
    (b"wOFF\0", "a font"),
    (b"wOF2\0", "a font"),
    (b"OTTO\0", "a font"),
    (b"ttcf\0", "a font"),
    (b"\0\1\0\0\0", "a font"),
    (b"\xfe\xed\xfe\xed", "a store of keys"),
    (b"bplist0", "a property list"),
    (b"\x93NUMPY", "data of a program"),
    (b"\x1a\1", "data of a program"),
    (b"\x1e\2", "data of a program"),
    (b"\x89HDF\r\n\x1a\n", "data of a program"),
    (b"L\0\0\0\1\x14\2\0", "a shortcut"),
)

_BY_FIRST: dict[bytes, list[tuple[bytes, str]]] = {}
for _start, _kind in _SIGNATURES:
    _BY_FIRST.setdefault(_start[:1], []).append((_start, _kind))


def binary_kind(raw: bytes) -> str:
    """The kind of binary file, judging by how it begins; "" if no signature matches."""
    for start, kind in _BY_FIRST.get(raw[:1], ()):
        if raw.startswith(start):
            return kind
    if raw[:3] == b"BZh" and raw[4:10] == b"1AY&SY":
        return "a bzip2 archive"
    if raw.startswith(b"PK\x03\x04"):
        return _zip_kind(raw)
    if raw[:4] in (b"RIFF", b"FORM") and raw[8:12] in (b"WEBP", b"WAVE", b"AVI ", b"AIFF", b"AIFC"):
        return "an image, sound or film"
    if raw[4:8] == b"ftyp" and b"\0" in raw[:4]:
        return "a film or sound file"
    if raw[:1] == b"\x80" and raw[1:2] in b"\2\3\4\5" and raw.endswith(b"."):
        return "data of a program"
    if raw[:2] == b"BM" and raw[6:10] == b"\0\0\0\0":
        return "a BMP image"
    if raw[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        return "a Mobipocket book"
    if raw[8:12] == b"KBXf":
        return "a store of keys"
    if raw[:2] == b"MZ" and b"\0" in raw[:256]:
        return "a program"
    if raw[:2] == b"\x30\x82" and int.from_bytes(raw[2:4], "big") + 4 == len(raw):
        # DER, the binary form of keys and certificates.
        return "a key or certificate"
    return "a tar archive" if _is_tar(raw[:512]) else ""


def _zip_kind(raw: bytes) -> str:
    """The kind of ZIP archive, judging by the names and the first entry at its beginning."""
    start = raw[:4096]
    if b"mimetypeapplication/epub+zip" in start[:100]:
        return "an EPUB book"
    if b"mimetypeapplication/vnd.oasis.opendocument" in start[:100]:
        return "an OpenDocument file"
    office = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"docProps/")
    return "an Office document" if any(start.startswith(name, 30) for name in office) else "a ZIP archive"


def _is_tar(head: bytes) -> bool:
    """Whether these 512 bytes are the header of a tar archive, of any variant: its checksum is right."""
    if head[257:262] == b"ustar" and b"\0" in head[:257]:
        return True
    if len(head) < 512 or b"\0" not in head:
        return False
    stated = head[148:156].strip(b"\0 ")
    if not re.fullmatch(b"[0-7]{1,7}", stated):
        return False
    return sum(head) - sum(head[148:156]) + 8 * 32 == int(stated, 8)


# --- text ---------------------------------------------------------------------------------------------

_SAMPLE = 1 << 16

_BEGIN, _END = "-----BEGIN ", "-----END "
_KEY_LINES = (
    ("---- BEGIN SSH2 ", "a key"),
    ("PuTTY-User-Key-File-", "a private key"),
    ("AGE-SECRET-KEY-", "a private key"),
    ("age-encryption.org/", "an encrypted file"),
    ("untrusted comment: minisign encrypted secret key", "a private key"),
    ("untrusted comment: signify secret key", "a private key"),
    ("# Netscape HTTP Cookie File", "a list of cookies"),
    ("# HTTP Cookie File", "a list of cookies"),
)
# Keys of WireGuard, and JSON Web Keys.
_KEY_SETTINGS = re.compile(r"\[Interface\]\s[^\[]{0,500}\bPrivateKey\s*=|[{\[][^<>]{0,2000}\"kty\"\s*:")

_HTML = "an HTML page, not a saved page"
_XML = "an XML document, which is not read yet"

# Comments, declarations and processing instructions may stand before the first element.
_PREFACE = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>)+", re.DOTALL)
_PAGE = re.compile(r"<!doctype\s+html\b|<(?:html|head|body)\b", re.IGNORECASE)
_ELEMENT = re.compile(
    r"<(?:a|article|b|blockquote|br|center|div|font|footer|form|h[1-6]|header|hr|i|iframe|img|link|main|meta|nav|ol|p"
    r"|pre|script|section|span|strong|style|svg|table|title|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[/!]?[A-Za-z-][^<>]*>")
_HEADERS = re.compile(r"(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}")

_LAST_TAG = re.compile(r"</[A-Za-z][A-Za-z0-9]*\s*>\s*\Z")
_BOOKMARKS = re.compile(r"<!doctype\s+netscape-bookmark", re.IGNORECASE)

_TAIL = 200

# Only in markup is a larger share of the text inside tags.
_MARKUP = 0.3


def text_kind(text: str) -> str:
    """What a text is if it is not an article, worded for the message; "" if it can be read."""
    start = next((match.start() for match in re.finditer(r"[^\s\ufeff]", text)), 0)
    head = text[start : start + _SAMPLE]
    return _key_kind(text, start, head) or _markup_kind(head, text[-_TAIL:])


def is_html(text: str, tail: str = "") -> bool:
    """Whether a text is a page of HTML, or a piece of one, and not a saved page that begins like it.

    Args:
        text: the text or its beginning.
        tail: its end, if ``text`` is only its beginning.
    """
    start = next((match.start() for match in re.finditer(r"[^\s\ufeff]", text[:_SAMPLE])), 0)
    head = text[start : start + _SAMPLE]
    return _is_html(head, (tail or text)[-_TAIL:])


def _is_html(head: str, tail: str) -> bool:
    if not head.startswith("<"):
        return False
    found = _PREFACE.match(head)
    body = head[found.end() :] if found else head
    if _PAGE.match(body):
        return not _is_titled(head)
    if _BOOKMARKS.match(body) or _is_xml(head, body) or not _ELEMENT.match(body):
        return False
    tags = [len(tag) for tag in _TAG.findall(body)]
    if len(tags) < 3:
        return False
    # A fragment of a page. If text begins with an HTML image, as Markdown may, the rest is text.
    parts = re.split(r"\n\s*\n", body.rstrip())
    all_through = 2 * sum(part.lstrip().startswith("<") for part in parts) > len(parts)
    return bool(all_through and _LAST_TAG.search(tail)) or sum(tags) >= _MARKUP * len(body)


def _is_xml(head: str, body: str) -> bool:
    declared = re.match(r"<!doctype\b", body, re.IGNORECASE)
    return head.startswith("<?xml") or body.startswith("<svg") or bool(declared)


def _markup_kind(head: str, tail: str) -> str:
    if not head.startswith("<"):
        kind = _other_kind(head)
        return "" if kind and _is_titled(head) else kind
    if _is_html(head, tail):
        return _HTML
    found = _PREFACE.match(head)
    body = head[found.end() :] if found else head
    if _PAGE.match(body):
        return ""
    if _BOOKMARKS.match(body):
        return "a file of bookmarks, which is not read yet"
    return _XML if _is_xml(head, body) and not _is_titled(head) else ""


def _other_kind(head: str) -> str:
    if head.startswith("{\\rtf"):
        return "an RTF document, which is not read yet"
    if head.startswith("%!PS-"):
        return "a PostScript document, which is not read"
    headers = _HEADERS.match(head)
    archive = head.startswith("WARC/") or (headers and "multipart/related" in headers[0])
    return "a web archive, which is not read yet" if archive else ""


def _is_titled(head: str) -> bool:
    """Whether the first two lines that are not empty are the same; only saved pages begin like that."""
    lines = [line.split() for line in head.splitlines() if line.strip()][:2]
    return len(lines) == 2 and lines[0] == lines[1]


def _key_kind(text: str, start: int, head: str) -> str:
    """The kind of key, certificate or encrypted message that makes up most of the text, or ""."""
    kind = next((kind for line, kind in _KEY_LINES if head.startswith(line)), "")
    if kind or _KEY_SETTINGS.match(head):
        return f"{kind or 'a private key'}, not an article"
    size, kinds, first = 0, [], -1
    at = text.find(_BEGIN)
    while at >= 0:
        label = text[at + len(_BEGIN) : at + 100].partition("-----")[0]
        end = text.find(_END, at)
        end = len(text) if end < 0 else text.find("\n", end) + 1 or len(text)
        # A signed message is text, with the signature below it.
        if label.isupper() and "SIGNED MESSAGE" not in label and "SIGNATURE" not in label:
            first = at if first < 0 else first
            size += end - at
            kinds.append(_of_label(label))
        at = text.find(_BEGIN, end)
    if kinds and (first == start or 2 * size >= len(text)):
        return f"{min(kinds, key=_KINDS.index)}, not an article"
    return ""


_KINDS = ("a private key", "a certificate", "an encrypted message", "a key")


def _of_label(label: str) -> str:
    if "PRIVATE KEY" in label:
        return "a private key"
    if any(name in label for name in ("CERTIFICATE", "CRL", "PKCS7", "CMS")):
        return "a certificate"
    return "an encrypted message" if "MESSAGE" in label else "a key"
