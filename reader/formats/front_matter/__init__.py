"""What a file says about itself above its text, or in other places: title, address, authors, times, tags.

``splitting`` finds it above a text, ``yaml_lines`` reads the commonest kind of it. The names of the keys are
those that note programs, clippers and site generators use. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reader.formats.exports.entries import address, highlight, names_of
from reader.formats.front_matter.yaml_lines import Value
from reader.formats.tags import tags_of
from reader.model import LINK_KINDS, NO_FACTS, Facts, Highlight, Link
from reader.moments import from_seconds, from_text
from reader.text import clean, collapse

__all__ = ["NO_FRONT_MATTER", "FrontMatter", "Value", "front_matter_of", "knows", "letters"]

_WIKI = re.compile(r"\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_LINKED = re.compile(r"\[[^\[\]]*\]\((https?://[^\s()]+)\)|<(https?://[^\s<>]+)>")
_LANG = re.compile(r"([A-Za-z]{2,3})(?:[-_][\w-]*)?")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above a text.

    Attributes:
        title: its title, or "".
        facts: address, authors, times, state.
        tags: its tags.
        lang: the code of its language, or "".
        links: links to other articles, as ``reader export`` writes those that the text does not show.
        marked: those of the highlights whose words were marked in the text, too, when it was exported.
    """

    title: str = ""
    facts: Facts = NO_FACTS
    tags: tuple[str, ...] = ()
    lang: str = ""
    links: tuple[Link, ...] = ()
    marked: frozenset[Highlight] = frozenset()


NO_FRONT_MATTER: Final = FrontMatter()


def front_matter_of(found: Mapping[str, Value]) -> FrontMatter:
    """What keys and their values say, wherever they stood."""
    values: dict[str, Value] = {}
    for key, value in found.items():
        values[letters(key)] = values.get(letters(key)) or value
    return _of(values)


def _keys(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_TITLES: Final = _keys("title titel titre headline")
_URLS: Final = _keys(
    "source url sourceurl link canonical canonicalurl originalurl original uri permalink href"
)
_SITES: Final = _keys("website site sitename publisher publication domain source")
_AUTHORS: Final = _keys("author authors by byline creator autor auteur")
_PUBLISHED: Final = _keys(
    "published date publishdate publisheddate datepublished publishedat pubdate publishedtime publishedon"
    " publicationdate released year"
)
_SAVED: Final = _keys(
    "saved savedat datesaved savedon clipped clippedat clippedon dateclipped added addedat dateadded addedon"
    " created createdat datecreated creationdate"
)
_EXCERPTS: Final = _keys("description excerpt summary abstract subtitle")
_REMARKS: Final = _keys("remark comment")
_LANGS: Final = _keys("lang language locale")
_TAGS: Final = _keys("tags tag labels label categories category keywords")
_READ: Final = _keys("read isread")
_STARRED: Final = _keys("starred favorite favourite isfavorite isstarred ismarked")
_ARCHIVED: Final = _keys("archived isarchived")
_PROGRESS: Final = _keys("progress readingprogress readprogress")
_FEEDS: Final = _keys("feed feedurl")
_ALL: Final = frozenset(
    (
        *(*_TITLES, *_URLS, *_SITES, *_AUTHORS, *_PUBLISHED, *_SAVED, *_EXCERPTS, *_REMARKS, *_LANGS, *_TAGS),
        *(*_READ, *_STARRED, *_ARCHIVED, *_PROGRESS, *_FEEDS),
    )
)
_YES, _NO = ("true", "yes", "on", "x", "1"), ("false", "no", "off", "0")


def knows(key: str) -> bool:
    """Whether a key means something here."""
    return letters(key) in _ALL


def letters(key: str) -> str:
    """A key as it is compared: ``Date Published``, ``date_published`` and ``datePublished`` are one."""
    return "".join(filter(str.isalnum, key.casefold()))


def _of(values: Mapping[str, Value]) -> FrontMatter:
    url = next(filter(None, (_url(values.get(key, "")) for key in _URLS)), "")
    listed = [*_highlights(values.get("highlights", ""))]
    facts = Facts(
        url=url,
        site=next((text for text in _texts_of(values, _SITES) if not _WEB.search(text)), ""),
        author=names_of(_names(values)),
        published=next(filter(None, map(_moment, _texts_of(values, _PUBLISHED))), ""),
        saved=next(filter(None, map(_moment, _texts_of(values, _SAVED))), ""),
        excerpt=next(iter(_texts_of(values, _EXCERPTS)), ""),
        remark=next(iter(_texts_of(values, _REMARKS)), ""),
        feed=next(filter(None, (_url(values.get(key, "")) for key in _FEEDS)), ""),
        read=_flag(values, _READ),
        archived=_flag(values, _ARCHIVED),
        starred=_flag(values, _STARRED),
        progress=_share(values),
        highlights=tuple(one for one, _ in listed),
    )
    return FrontMatter(
        title=next((collapse(text) for text in _texts_of(values, _TITLES) if collapse(text)), ""),
        facts=facts if facts.site != facts.url else replace(facts, site=""),
        tags=_tags(values),
        lang=next((_lang(text) for text in _texts_of(values, _LANGS) if _lang(text)), ""),
        links=tuple(_links(values.get("links", ""))),
        marked=frozenset(one for one, marked in listed if marked),
    )


def _texts_of(values: Mapping[str, Value], keys: Iterable[str]) -> Iterator[str]:
    """The texts of some keys that are not empty; of a list, the first one."""
    for key in keys:
        yield from list(_flat(values.get(key, "")))[:1]


def _flat(value: Value) -> Iterator[str]:
    """The texts in a value, harmless and with wiki links as their words; of a mapping, its ``name``."""
    if isinstance(value, str):
        if text := _WIKI.sub(lambda match: match[2] or match[1], clean(value)).strip():
            yield text
    elif isinstance(value, Mapping):
        named = {letters(key): one for key, one in value.items()}
        yield from _flat(named.get("name") or named.get("title") or named.get("url") or "")
    elif isinstance(value, Sequence):
        for one in value:
            yield from _flat(one)


def _names(values: Mapping[str, Value]) -> Iterator[str]:
    for key in _AUTHORS:
        if found := [text.removeprefix("@") for text in _flat(values.get(key, ""))]:
            yield from found
            return


def _url(value: Value) -> str:
    """The address of the web in a value, also as a Markdown link; "" if there is none."""
    for text in _flat(value):
        if match := _LINKED.search(text):
            return match[1] or match[2]
        if _WEB.fullmatch(text):
            return address(text)
    return ""


def _moment(text: str) -> str:
    return from_seconds(text) if text.isdigit() and len(text) == 10 else from_text(text)


def _flag(values: Mapping[str, Value], keys: Iterable[str]) -> bool | None:
    for text in _texts_of(values, keys):
        word = text.casefold()
        if word in _YES or word in _NO:
            return word in _YES
    return None


def _share(values: Mapping[str, Value]) -> float | None:
    """A progress as a share of 1; a per cent sign or a number above 1 means per cent."""
    for text in _texts_of(values, _PROGRESS):
        try:
            number = float(text.rstrip("% "))
        except ValueError:
            continue
        number = number / 100 if text.endswith("%") or number > 1 else number
        return min(1.0, number) if number >= 0 else None
    return None


def _highlights(value: Value) -> Iterator[tuple[Highlight, bool]]:
    """The passages in a list of mappings, as ``reader export`` writes them; whether the text marks them."""
    for one in value if isinstance(value, Sequence) and not isinstance(value, str) else ():
        if isinstance(one, Mapping):
            texts = {letters(key): "\n".join(_flat(text)) for key, text in one.items()}
            for found in highlight(
                texts.get("quote") or texts.get("text", ""),
                texts.get("note", ""),
                color=texts.get("color", ""),
                created=_moment(texts.get("created", "")),
                tags=_flat(one.get("tags", "")),
            ):
                yield found, texts.get("marked", "").casefold() in _YES


def _links(value: Value) -> Iterator[Link]:
    """The links in a list of mappings that state their kind; what else is called links is something else."""
    for one in value if isinstance(value, Sequence) and not isinstance(value, str) else ():
        texts = one.items() if isinstance(one, Mapping) else ()
        stated = {key: clean(text) for key, text in texts if isinstance(text, str)}
        if (kind := stated.get("kind", "")) in LINK_KINDS and (stated.get("title") or stated.get("address")):
            yield Link(
                kind=kind,
                title=collapse(stated.get("title", "")),
                teaser=stated.get("teaser", ""),
                address=stated.get("address", "").strip(),
            )


def _lang(text: str) -> str:
    match = _LANG.fullmatch(text.strip())
    return match[1].lower() if match else ""


def _tags(values: Mapping[str, Value]) -> tuple[str, ...]:
    """The tags of the first key that has some. One text holds several, separated by commas or spaces."""
    for key in _TAGS:
        value = values.get(key, "")
        names = list(_flat(value))
        if isinstance(value, str):
            names = [part for text in names for part in text.split("," if "," in text else None)]
        if tags := tags_of(name.strip().lstrip("#") for name in names):
            return tags
    return ()
