"""Pictures of a page: where each one really is, and which are no pictures of the text."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.formats.markup.elements import number_of, settings_of, tag_of, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-lazyload",
    "data-actualsrc",
    "data-original-src",
    "data-full-src",
    "data-image-src",
    "data-url",
    "data-img-src",
    "data-src-retina",
    "data-hi-res-src",
    "data-large-file",
    "data-orig-file",
    "nitro-lazy-src",
    "data-cfsrc",
    "data-ezsrc",
    "data-pin-media",
)
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set", "nitro-lazy-srcset")
_STANDS_IN = re.compile(
    r"(?:^|[/_.-])(?:blank|spacer|placeholder|loading|loader|lazy|lazyload|transparent|pixel|clear|empty|1x1|grey|dot)"
    r"(?:[_.-]?\d*)?(?:[_.-]\w+)?\.(?:gif|png|svg|jpe?g|webp)\b|^about:|/1x1\b",
    re.I,
)
_PIXEL = re.compile(
    r"(?:^|[/.])(?:pixel|beacon|counter|track(?:er|ing)?|stats?|count|analytics|doubleclick|scorecardresearch|"
    r"feeds\.feedburner\.com/~[r4]|b\.gif|utm\.gif|piwik|matomo|collect|imp|open)(?:[/.?-]|$)",
    re.I,
)
# Characters of a data: address; a picture that shows anything has more.
_SMALL_DATA = 400
_DOTS = 3
_DRAWN = re.compile(r"(?i)(?:<|%3c)(?:path|image|text|circle|polygon|g|use|line|poly)\b|;base64,.{600}")
_BETWEEN_CHOICES = re.compile(r",\s|(?<=\d[wx]),")
_WIDEST = 2000


def places_of(picture: Element) -> list[str]:
    """The addresses of a picture, as written, the most likely first; none if it shows nothing.

    Pages that load pictures late write the address elsewhere and put an empty picture in ``src``.
    """
    source = (picture.get("src") or "").strip()
    lazy = [value for name in _LAZY if (value := (picture.get(name) or "").strip())]
    lazy = [value for value in lazy if not value.startswith(("{", "["))]
    sets = [value for name in _LAZY_SETS if (value := picture.get(name))]
    found = [*lazy]
    found += [best for value in (*sets, picture.get("srcset") or "") if (best := best_of(value))]
    stands_in = is_stand_in(source)
    if source and not stands_in and not lazy:
        found.insert(0, source)
    elif source and not stands_in:
        found.append(source)
    others = (other.get("srcset") or other.get("data-srcset") or "" for other in _sources(picture))
    found += [best for value in others if (best := best_of(value))]
    if not found and source and not is_empty_data(source):
        found.append(source)
    return [place for place in dict.fromkeys(found) if not is_empty_data(place)]


def _sources(picture: Element) -> Iterator[Element]:
    """The other sources of a picture. The parser puts what follows a ``source`` inside it."""
    around = picture.getparent()
    while around is not None and tag_of(around) == "source":
        around = around.getparent()
    if around is not None and tag_of(around) == "picture":
        yield from around.iter("source")


def is_stand_in(source: str) -> bool:
    """Whether an address is that of an empty picture that is shown until the real one is loaded."""
    if source[:5].lower() == "data:":
        return is_empty_data(source)
    return not source or bool(_STANDS_IN.search(source.split("?")[0]))


def is_empty_data(source: str) -> bool:
    """Whether an address holds an empty picture itself: one of a few dots, or a drawing of nothing."""
    if source[:5].lower() != "data:":
        return False
    if source[5:14].lower().startswith("image/svg"):
        return not _DRAWN.search(source)
    if len(source) >= _SMALL_DATA:
        return False
    try:
        raw = base64.b64decode(source.partition(",")[2].strip() + "==")
    except ValueError:
        return True
    if raw.startswith(b"\x89PNG") and len(raw) > 24:
        return min(int.from_bytes(raw[16:20], "big"), int.from_bytes(raw[20:24], "big")) <= _DOTS
    if raw.startswith(b"GIF8") and len(raw) > 10:
        return min(int.from_bytes(raw[6:8], "little"), int.from_bytes(raw[8:10], "little")) <= _DOTS
    return True


def best_of(srcset: str) -> str:
    """The largest picture of a ``srcset`` that is not larger than a screen; "" if there is none."""
    choices = list(_choices(srcset))
    fitting = [choice for choice in choices if choice[0] <= _WIDEST] or choices[:1]
    return max(fitting, key=lambda choice: choice[0])[1] if fitting else ""


def _choices(srcset: str) -> Iterator[tuple[float, str]]:
    """The pictures of a ``srcset`` and their widths. Addresses may contain commas, but no white space."""
    for part in _BETWEEN_CHOICES.split(srcset[:20_000]):
        place, *sizes = part.strip().strip(",").split() or [""]
        if not place or place[:5].lower() == "data:":
            continue
        written = sizes[0] if sizes else "1x"
        try:
            size = float(written[:-1])
        except ValueError:
            size = 1.0
        yield (size if written[-1:] == "w" else size * 300, place)


def is_pixel(picture: Element, place: str) -> bool:
    """Whether a picture is there to count visitors or to fill a space."""
    settings = settings_of(picture)
    sizes = [number_of(picture.get(name) or settings.get(name), -1) for name in ("width", "height")]
    if all(0 <= size <= 2 for size in sizes) or 0 in sizes:
        return not any("%" in (picture.get(name) or settings.get(name) or "") for name in ("width", "height"))
    small = any(0 <= size <= 3 for size in sizes)
    return small and bool(_PIXEL.search(place) or _STANDS_IN.search(place))


def emoji_of(picture: Element) -> str:
    """The character that a picture shows, if it is one; else ""."""
    alt = (picture.get("alt") or "").strip()
    if not alt or len(alt) > 12:
        return ""
    words = words_of(picture)
    if not any("emoji" in word or word in ("wp-smiley", "twemoji", "emoticon", "smiley") for word in words):
        return ""
    return alt


def alt_of(picture: Element) -> str:
    """The alternative text of a picture."""
    return (picture.get("alt") or "").strip() or (picture.get("title") or "").strip()
