"""Bytes or text of a page to a tree of elements: encodings, nesting, and what XHTML writes differently."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from reader.formats.decoding import decode
from reader.formats.markup.elements import names

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# The names of encodings as browsers understand them: a name may stand for a larger encoding.
_ALIASES = {
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252"
    ),
    **dict.fromkeys(("x-user-defined", "windows-1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030", "chinese"), "gb18030"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "korean", "windows-949"), "cp949"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j"), "cp932"),
    **dict.fromkeys(("tis-620", "iso-8859-11", "windows-874"), "cp874"),
    **dict.fromkeys(("iso-8859-9", "latin5", "windows-1254"), "cp1254"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), "big5hkscs"),
    **dict.fromkeys(("x-euc-jp", "euc-jp"), "euc_jp"),
    **dict.fromkeys(("x-cp1251", "x-mac-cyrillic"), "cp1251"),
    # A page that states one of these in its own text is not in it.
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode", "utf8", "unicode-1-1-utf-8"), "utf-8"),
}
_HEAD = 8192
_STATED = re.compile(rb"<meta\b[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_DECLARED = re.compile(rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
# Fewer sequences may be UTF-8 by chance.
_ENOUGH = 3
_MOST_BROKEN = 0.02

_BREAKS = re.compile("[\x0b\x0c]")
_INVALID = re.compile("[\0-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_INVALID_REFERENCES = re.compile(
    r"&#([xX]0*(?:[01]?[0-9a-fA-F]|7[fF]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF])"
    r"|0*(?:[0-2]?[0-9]|3[01]|127|5529[6-9]|55[3-9][0-9]{2}|56[0-9]{3}|57[0-2][0-9]{2}|573[0-3][0-9]|5734[0-3]|6553[45]))(?:;|(?![0-9a-fA-F]))"
)

_XHTML = re.compile(r"<\?xml\b|xmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml|<en-note\b", re.I)
_CLOSED = re.compile(
    r"<((?!(?:br|hr|img|input|link|meta|col|area|base|wbr|source|embed|param|track)\b)[a-z][\w:-]*)"
    r"((?:\s+[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>=]+))?)*)\s*/>",
    re.I,
)

_HEAD_TAGS = names("title meta link script style base noscript template basefont bgsound")
# Less than the parser's own limit, 256, above which it reads no further.
_DEEPEST = 200
_TAG = re.compile(r"<(?:!--.*?(?:-->|\Z)|(/?)([a-zA-Z][^\s/<>]*)[^<>]*>)", re.DOTALL)
_RAW = re.compile(r"script|style|textarea|title|xmp|iframe", re.I)
_VOID = names("area base br col embed hr img input link meta param source track wbr")


class Tree(NamedTuple):
    """The elements of a page and the encoding it was decoded with."""

    root: Element
    encoding: str = "utf-8"


def tree_of(html: str | bytes, charset: str = "") -> Tree:
    """The elements of a page. Broken pages are repaired, and elements nested too deeply are left out.

    Args:
        html: the page; bytes are decoded as :func:`decoded` says.
        charset: the encoding that the server or the container of the page stated.

    Raises:
        UnreadableSource: the bytes are not text.
    """
    text, encoding = (html, "utf-8") if isinstance(html, str) else decoded(html, charset)
    text = _harmless(text)
    if _XHTML.search(text, 0, _HEAD):
        text = _without_sections(text)
        text = _CLOSED.sub(r"<\1\2></\1>", text)
    return Tree(_parsed(text), encoding)


def _harmless(text: str) -> str:
    """A page without the characters that no tree can hold, as they are or as references."""
    text = _BREAKS.sub(" ", text) if "\x0b" in text or "\x0c" in text else text
    text = _INVALID.sub("", text).lstrip("\ufeff")
    return _INVALID_REFERENCES.sub(_valid, text) if "&#" in text else text


def _valid(reference: re.Match[str]) -> str:
    written = reference[1]
    code = int(written[1:], 16) if written[0] in "xX" else int(written)
    return reference[0] if code in (9, 10, 13) else " " if code in (11, 12) else ""


def _without_sections(text: str) -> str:
    """XHTML with the text of its CDATA sections written as other text is."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        parts += [text[at:start], _escaped(text[start + 9 : end])]
        at = end + 3
    return "".join((*parts, text[at:])) if parts else text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _parsed(text: str) -> Element:
    from lxml import etree

    raw = text.encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        root = None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        # Too deep, or one text or address is longer than ten million characters.
        parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
        try:
            root = etree.fromstring(shallow(text).encode("utf-8", "replace"), parser)
        except etree.XMLSyntaxError:
            root = None
    # Of a page that is only a comment, the comment would be the root.
    if root is None or not isinstance(root.tag, str):
        return etree.Element("html")
    _empty_head(root)
    return root


def _empty_head(root: Element) -> None:
    """Moves what does not belong there out of the head: the parser ends it only at elements that it knows."""
    from lxml import etree

    head = root[0] if len(root) and root[0].tag == "head" else None
    if head is None:
        return
    start = next(
        (at for at, child in enumerate(head) if child.tag not in _HEAD_TAGS and isinstance(child.tag, str)),
        None,
    )
    if start is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    moved = list(head)[start:]
    before, body.text = body.text, None
    for at, child in enumerate(moved):
        body.insert(at, child)
    if before:
        moved[-1].tail = (moved[-1].tail or "") + before


def shallow(text: str, deepest: int = _DEEPEST) -> str:
    """A page without the tags of elements that are nested deeper than ``deepest``; their text stays."""
    kept: list[str] = []
    at = depth = 0
    raw = ""
    for match in _TAG.finditer(text):
        name = (match[2] or "").lower()
        if not name or name in _VOID:
            continue
        if raw:
            if not (match[1] and name == raw):
                continue
            raw = ""
        elif not match[1] and _RAW.fullmatch(name):
            raw = name
        if match[1]:
            depth = max(0, depth - 1)
            outside = depth >= deepest
        else:
            outside = depth >= deepest
            depth += 1
        if outside:
            kept.append(text[at : match.start()])
            at = match.end()
    kept.append(text[at:])
    return " ".join(kept) if at else text


# --- encodings --------------------------------------------------------------------------------------


def decoded(raw: bytes, charset: str = "") -> tuple[str, str]:
    """The text of a page and the name of its encoding, as the page or its server call it.

    A byte order mark decides, then text that is UTF-8 whatever is stated, then ``charset``, then what the
    page states; if that does not fit the bytes, they are examined as those of any text.

    Raises:
        UnreadableSource: the bytes are not text.
    """
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(raw)
    stated = [name for name in (charset, *_names(raw[:_HEAD])) if known_encoding(name)]
    if (len(_SEQUENCE.findall(raw, 0, 1 << 20)) >= _ENOUGH or not stated) and _is_utf8(raw):
        return raw.decode("utf-8"), "utf-8"
    for name in stated:
        text = raw.decode(known_encoding(name), "replace")
        if text.count("\ufffd") <= max(2, _MOST_BROKEN * sum(char > "\x7f" for char in text)):
            return text, name.strip().lower()
    return decode(raw)


def known_encoding(name: str) -> str:
    """The codec for an encoding as pages call it; "" if there is none for text."""
    label = name.strip().strip("\"'").lower()
    label = _ALIASES.get(label, label)
    try:
        info = codecs.lookup(label) if label else None
    except (LookupError, ValueError):
        return ""
    return (
        info.name
        if info and info._is_text_encoding and info.name not in ("utf-7", "idna", "punycode")
        else ""
    )


def _names(head: bytes) -> list[str]:
    return [match[1].decode("ascii") for pattern in (_DECLARED, _STATED) if (match := pattern.search(head))]


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
