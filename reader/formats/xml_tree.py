"""XML that was written by others, as a tree: also if it is not well-formed, and never more than it shows.

Document types are dropped before the XML is parsed, so no entity of a file is ever expanded and nothing is
loaded from elsewhere. Entities that only HTML knows, and bare ampersands, are common in feeds and books; they
are mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.errors import UnreadableSource
from reader.formats.decoding import decode
from reader.formats.markup.reading import decoded
from reader.text import display

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(r"""\bcharset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_UNSURE = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252")
_HIGH = bytes(range(0x80, 0x100))
_HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")

_SPACE = " \t\r\n\ufeff"
_NAME = re.compile(r"<(?:[\w.-]{1,100}:)?([\w.-]{1,100})")
_DOCTYPE = re.compile(
    r"""<!doctype\b(?:[^\[>"']++|"[^"]*+"|'[^']*+')*+"""
    r"""(?:\[(?:[^\]"'<]++|<!--(?>.*?(?:-->|\Z))|<|"[^"]*+"|'[^']*+')*+\]\s*+)?>""",
    re.IGNORECASE | re.DOTALL,
)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WINDOWS = re.compile(r"[\x80-\x9f]|&#[xX]0{0,2}([89][0-9a-fA-F]);|&#(12[89]|1[345]\d);")
_AMPERSAND = re.compile(r"&(?:#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{0,31});)?")
_SIGNS = ("<", ">", "&", '"', "'")
_LATE = re.compile(r"<\?xml\s|<(?:rss|feed|rdf:RDF|opml)\b", re.IGNORECASE)
_LATEST = 1 << 16
_OF_XML = ("amp", "lt", "gt", "quot", "apos")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"


def root_name(text: str) -> str:
    """The name of the first element in lower case, without its prefix; "" if the text is not XML or HTML."""
    at = _prolog_end(text)
    found = _NAME.match(text, at)
    return found[1].lower() if found else ""


def tree_of(raw: bytes, *, media_type: str = "") -> tuple[_Element, str]:
    """The root of an XML file, and what is wrong with its XML, in words ("" if nothing is).

    Args:
        raw: the bytes of the file.
        media_type: what a server said of it, which may name an encoding.

    Raises:
        UnreadableSource: the file is empty, is not text, or holds no XML at all.
    """
    whole = _text_of(raw, media_type)
    whole = _WINDOWS.sub(_of_windows, _NOT_IN_XML.sub("", whole))
    start = _prolog_end(whole)
    if whole[start : start + 1] != "<" and (late := _LATE.search(whole, start, start + _LATEST)):
        # Messages of a server, written before the feed.
        start = _prolog_end(whole, late.start())
    text = whole[start:]
    if not text.startswith("<"):
        raise UnreadableSource("is not XML")
    root, wrong = _parsed(text)
    if root is not None:
        return root, ""
    mended = "".join(_mended(text))
    root, _ = _parsed(mended)
    if root is not None and "<!doctype" in whole[:start].lower():
        # It had a document type that names these entities.
        return root, ""
    if root is None:
        root, _ = _parsed(mended, recover=True)
    if root is None:
        raise UnreadableSource(f"is not XML: {wrong[1]}")
    return root, f"line {wrong[0] + whole.count(chr(10), 0, start)}: {wrong[1]}"


def _text_of(raw: bytes, media_type: str) -> str:
    """The text of some bytes, in the encoding that they or their server state if it fits."""
    found = _CHARSET.search(media_type)
    text, encoding = decoded(raw, found[1] if found else "")
    high = len(raw) - len(raw.translate(None, _HIGH))
    if not text.strip():
        raise UnreadableSource("the file is empty")
    if encoding in _UNSURE and 2 * sum(map(len, _HIGH_RUN.findall(raw))) > high:
        # Programs state Western European if they do not know. Whole words of such letters are Cyrillic, say.
        text, _ = decode(raw)
    return text


def _parsed(text: str, *, recover: bool = False) -> tuple[_Element | None, tuple[int, str]]:
    """The root, or None and the line and the reason why there is none."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser), (1, "")
    except etree.XMLSyntaxError as error:
        return None, (error.lineno or 1, display((error.msg or "").partition(", line ")[0]))


def _mended(text: str) -> Iterator[str]:
    """The text with ampersands and entities as XML wants them; sections that are literal stay as they are."""
    start = 0
    while (opens := text.find(_CDATA, start)) >= 0 and (closes := text.find(_CDATA_END, opens)) >= 0:
        yield _AMPERSAND.sub(_entity, text[start:opens])
        yield text[opens:closes]
        start = closes
    yield _AMPERSAND.sub(_entity, text[start:])


def _of_windows(found: re.Match[str]) -> str:
    """The sign that a program meant by its number on Windows, which stands for a control character."""
    code = int(found[1], 16) if found[1] else int(found[2]) if found[2] else ord(found[0])
    return bytes([code]).decode("cp1252", "ignore") or found[0]


def _entity(found: re.Match[str]) -> str:
    from html import unescape  # has a table of two thousand names

    written = found[0]
    if found[1] in _OF_XML:
        return written
    char = unescape(written) if written != "&" else written
    if char in _SIGNS:
        return written if written != "&" else "&amp;"
    return "&amp;" + written[1:] if char == written else _NOT_IN_XML.sub("", char)


def _prolog_end(text: str, at: int = 0) -> int:
    """Where the first element begins, after declarations, comments and a document type."""
    size = len(text)
    while at < size:
        if text[at] in _SPACE:
            at += 1
        elif text.startswith("<?", at):
            at = _after(text, "?>", at)
        elif text.startswith("<!--", at):
            at = _after(text, "-->", at)
        elif text[at : at + 9].lower() == "<!doctype":
            found = _DOCTYPE.match(text, at)
            at = found.end() if found else _after(text, ">", at)
        else:
            break
    return at


def _after(text: str, end: str, at: int) -> int:
    found = text.find(end, at)
    return found + len(end) if found >= 0 else len(text)
