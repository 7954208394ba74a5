"""Pages that are lists of links under headings, as services once exported them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reader.formats.decoding import decode
from reader.text import clean, collapse


@dataclass(frozen=True, slots=True)
class ListedLink:
    """A link of such a page.

    Attributes:
        section: the heading above it.
        text: its text.
        attributes: those of the element; their names are in lower case.
    """

    section: str
    text: str
    attributes: Mapping[str, str]


def links_of(raw: bytes) -> Iterator[ListedLink]:
    """The links of a page, in order. Raises UnreadableSource if it is not text."""
    from lxml import etree, html  # heavy

    text, _ = decode(raw)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        # There is no element in it.
        return
    section = ""
    for element in page.iter("h1", "h2", "h3", "a"):
        words = collapse(clean("".join(element.itertext())))
        if element.tag == "a":
            attributes = {str(name).lower(): str(value) for name, value in element.attrib.items()}
            yield ListedLink(section=section, text=words, attributes=attributes)
        else:
            section = words
