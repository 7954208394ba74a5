"""HTML tags within Markdown text: which ones are known, and which style each stands for."""

from __future__ import annotations

import re
from typing import Final

TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^>]*?)(/?)>", re.DOTALL)
ATTRIBUTE: Final = re.compile(r"""([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")

STYLES: Final = {
    "strong": "strong",
    "b": "strong",
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "dfn": "emphasis",
    "var": "emphasis",
    "del": "deleted",
    "s": "deleted",
    "strike": "deleted",
    "mark": "highlighted",
    "sup": "superscript",
    "sub": "subscript",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "a": "link",
}
"""Tags that change how the words between them look."""

HIDDEN: Final = frozenset({"script", "style", "template", "noscript", "head", "title"})
"""Tags whose content is not text."""

_OTHERS = """
    abbr acronym address area article aside audio base bdi bdo big blink blockquote body br button canvas
    caption center col colgroup data datalist dd details dialog dir div dl dt embed fieldset figcaption
    figure font footer form frame frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe img input ins
    label legend li link main map menu meta meter nav nobr object ol optgroup option output p param picture
    portal pre progress q rb rp rt rtc ruby search section select slot small source span summary svg table
    tbody td textarea tfoot th thead time tr track u ul video wbr math path g circle rect line
"""
_KNOWN = frozenset(_OTHERS.split()) | STYLES.keys() | HIDDEN

BREAKS: Final = frozenset({"br", "hr", "p", "div", "li", "tr"})
"""Tags that end a line."""


def without_comments(html: str) -> tuple[str, str]:
    """HTML without its comments, and what follows the beginning of a comment that has no end."""
    parts = []
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        parts.append(html[at:start])
        end = html.find("-->", start + 2)
        if end < 0:
            return "".join(parts), html[start + 4 :]
        at = end + 3
    return "".join([*parts, html[at:]]), ""


def is_known(tag: str) -> bool:
    """Whether a tag is one of HTML: ``<int>`` in a text about programs is not."""
    return tag.lower() in _KNOWN
