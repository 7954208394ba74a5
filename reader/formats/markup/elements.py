"""What the names and attributes of HTML elements mean. Pure functions of one element."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def names(words: str) -> frozenset[str]:
    """The names in a text, separated by spaces."""
    return frozenset(words.split())


BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt en-note "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing "
    "main menu nav noscript ol optgroup option p pre search section summary table tbody td tfoot th thead "
    "tr ul xmp"
)
"""Elements that begin a line of their own."""

DROPPED = names(
    "applet area base basefont bgsound button canvas datalist frame frameset head link map meta meter "
    "noembed noframes param progress rp rtc script select single-file-infobar style svg template textarea "
    "title"
)
"""Elements without any text of an article."""

STYLES = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var", "address"), "emphasis"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("del", "s", "strike"), "deleted"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    "mark": "highlighted",
    "sup": "superscript",
    "sub": "subscript",
}
"""The style of the text in an element."""

_HIDDEN_WORDS = names(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only screenreader "
    "element-invisible u-visually-hidden a11y-hidden mw-editsection headerlink header-anchor "
    "heading-anchor heading-link hash-link anchorjs-link permalink-anchor zippy-anchor "
    "mwe-math-fallback-image-inline mwe-math-fallback-image-display noprint-marker MathJax "
    "MathJax_Preview MathJax_Display MathJax_SVG MathJax_CHTML katex-html"
)
_COMMON = (
    BLOCKS | DROPPED | set(STYLES) | names("a span br img html body u small q font math picture iframe input")
)
_SHELLS = frozenset(("html", "body", "main", "article"))
_UNSEEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\s*(?:!important\s*)?(?:;|$)", re.I
)
_MUCH = 200


def tag_of(element: Element) -> str:
    """The element's name in lower case, without a prefix; "" for comments and instructions."""
    tag = element.tag
    if tag in _COMMON:
        return tag  # type: ignore[no-any-return]
    if not isinstance(tag, str):
        return ""
    if "}" in tag:
        tag = tag.rpartition("}")[2]
    return tag if tag.islower() else tag.lower()


def words_of(element: Element) -> list[str]:
    """The words of its ``class``."""
    return (element.get("class") or "").split()


def settings_of(element: Element) -> dict[str, str]:
    """The properties in its ``style``, names and values in lower case."""
    style = element.get("style")
    if not style or len(style) > 10_000:
        return {}
    parts = (part.partition(":") for part in style.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in parts if value}


def is_unseen(element: Element, tag: str) -> bool:
    """Whether a reader of the page never sees the element."""
    attributes = element.attrib
    if not attributes or tag in _SHELLS:
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if (style := attributes.get("style")) and len(style) < 10_000 and _UNSEEN.search(style):
        # Formulas are hidden beside pictures of them.
        return not _is_formula(element, tag)
    if (names := attributes.get("class")) and not _HIDDEN_WORDS.isdisjoint(names.split()):
        return True
    # Pages saved with a dialog open hide everything else from screen readers.
    return attributes.get("aria-hidden") == "true" and tag != "img" and not _holds_much(element)


def _is_formula(element: Element, tag: str) -> bool:
    return tag == "math" or (len(element) == 1 and tag_of(element[0]) == "math")


def _holds_much(element: Element) -> bool:
    size = 0
    for text in element.itertext():
        size += len(text)
        if size > _MUCH:
            return True
    return False


def styles_of(element: Element, tag: str) -> tuple[str, ...]:
    """The styles that an element gives its text by its name or its ``style``."""
    own = STYLES.get(tag, "")
    if not element.get("style"):
        return (own,) if own else ()
    settings = settings_of(element)
    found = [own] if own else []
    weight = settings.get("font-weight", "")
    if weight in ("bold", "bolder", "600", "700", "800", "900"):
        found.append("strong")
    elif own == "strong" and weight in ("normal", "400"):
        found.remove("strong")  # Google Docs wraps everything in a <b> that is not bold.
    if settings.get("font-style", "") in ("italic", "oblique"):
        found.append("emphasis")
    if "line-through" in settings.get("text-decoration", "") + settings.get("text-decoration-line", ""):
        found.append("deleted")
    if settings.get("-evernote-highlight") == "true" or "--en-highlight" in settings:
        found.append("highlighted")
    if tag == "span" and settings.get("vertical-align") in ("super", "sub"):
        found.append("superscript" if settings["vertical-align"] == "super" else "subscript")
    return tuple(found)


def keeps_lines(element: Element) -> bool:
    """Whether line ends in the text of the element are line ends on the page."""
    style = element.get("style")
    return bool(style) and settings_of(element).get("white-space", "") in (
        "pre",
        "pre-wrap",
        "pre-line",
        "break-spaces",
    )


def language_of(element: Element) -> str:
    """The language code that an element states: two or three letters, or ""."""
    stated = (
        element.get("lang")
        or element.get("{http://www.w3.org/XML/1998/namespace}lang")
        or element.get("xml:lang")
    )
    return language_code(stated or "")


def language_code(stated: str) -> str:
    """The code of a language as pages write it (``de-DE``, ``zh_CN``); "" if it is none."""
    code = re.split(r"[-_,;\s]", stated.strip(), maxsplit=1)[0].lower()
    return (
        code
        if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 and code not in ("und", "mul", "zxx")
        else ""
    )


def number_of(text: str | None, default: int = 0) -> int:
    """The whole number at the beginning of an attribute."""
    match = re.match(r"\s*([+-]?\d{1,9})", text or "")
    return int(match[1]) if match else default
