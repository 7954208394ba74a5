"""The lines above a note that say what it is: title, address, authors, times, tags. Pure functions.

YAML between lines of ``---``, TOML between lines of ``+++``, JSON in braces, and the ``Title: …`` lines of
MultiMarkdown and Pelican. Names of keys are those that note programs, clippers and site generators use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from reader.formats.exports.entries import address, names_of
from reader.formats.markdown.yaml_lines import Value, is_key, mapping_of
from reader.formats.tags import tags_of
from reader.model import NO_FACTS, Facts
from reader.moments import from_datetime, from_seconds, from_text
from reader.text import clean, collapse

_LONGEST = 1 << 16
# Characters. Longer ones are not front matter.

_LINE = re.compile(r"[^\n]*(?:\n|\Z)")
_HEADER = re.compile(r"(?:[A-Za-z][\w -]{0,30}:[ \t]+\S[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,}(?=[ \t]*(?:\n|\Z))")
_HEADER_LINE = re.compile(r"([A-Za-z][\w -]*):[ \t]+([^\n]*(?:\n[ \t]+[^\n]*)*)")
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
    """

    title: str = ""
    facts: Facts = NO_FACTS
    tags: tuple[str, ...] = ()
    lang: str = ""


NO_FRONT_MATTER = FrontMatter()


def split(text: str) -> tuple[FrontMatter, str]:
    """The front matter of a text, and the text below it. Never fails: what is no front matter is text."""
    values, end = _values(text)
    return (_front_matter(values), text[end:]) if end else (NO_FRONT_MATTER, text)


def keys_of(text: str) -> frozenset[str]:
    """The names of the keys in the front matter of a text, as they are compared; empty without any."""
    return frozenset(_values(text)[0])


def _values(text: str) -> tuple[dict[str, Value], int]:
    """The values by the letters of their keys, and where the text below begins; 0 without front matter."""
    first = text[:200].partition("\n")[0].rstrip()
    found: Mapping[str, Value] | None = None
    end = 0
    match first:
        case "---":
            inner, end = _fenced(text, ("---", "..."))
            lines = inner.split("\n")
            if not inner.strip() or any(map(_opens, lines)):
                found = mapping_of(lines)
        case "+++":
            inner, end = _fenced(text, ("+++",))
            found = _toml(inner)
        case "{":
            found, end = _json(text)
        case _ if match := _HEADER.match(text[:_LONGEST]):
            found, end = _header(match[0]), match.end()
    if not end or found is None:
        return {}, 0
    values: dict[str, Value] = {}
    for key, value in found.items():
        values.setdefault(_letters(key), value)
    return values, end


def _opens(line: str) -> bool:
    return is_key(line) or line.startswith("{")


def _fenced(text: str, closing: tuple[str, ...]) -> tuple[str, int]:
    """The text between the first line and one that closes it, and the place after that; 0 if none does."""
    start = at = text.index("\n") + 1 if "\n" in text else len(text)
    while at < min(len(text), _LONGEST):
        line = _LINE.match(text, at)
        assert line is not None
        if line[0].rstrip() in closing:
            return text[start:at], line.end()
        at = line.end()
    return "", 0


def _toml(text: str) -> dict[str, Value]:
    import tomllib

    try:
        return _plain(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError):
        pass
    found: dict[str, Value] = {}
    # One bad line must not cost the others.
    for line in text.split("\n"):
        try:
            found |= _plain(tomllib.loads(line))
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
    return found


def _json(text: str) -> tuple[Mapping[str, Value] | None, int]:
    try:
        value, end = json.JSONDecoder(parse_int=str).raw_decode(text[:_LONGEST])
    except (ValueError, RecursionError):
        return None, 0
    return _plain(value), end


def _header(text: str) -> dict[str, Value] | None:
    """``Title: …`` and further such lines; None if there is no title, because then it may be text."""
    found: dict[str, Value] = {key: collapse(rest) for key, rest in _HEADER_LINE.findall(text)}
    known = {_letters(key) for key in found}
    if "title" not in known or not known & {*_AUTHORS, *_PUBLISHED, *_SAVED, *_URLS, *_TAGS, *_EXCERPTS, "slug"}:
        return None
    # Tags are separated by commas there, and may have spaces in them.
    for key in found:
        if _letters(key) in _TAGS:
            found[key] = [part.strip() for part in str(found[key]).split(",")]
    return found


def _plain(value: object) -> dict[str, Value]:
    """The values of a table, as texts, lists and mappings."""
    return {str(key): _as_value(one) for key, one in value.items()} if isinstance(value, dict) else {}


def _as_value(value: object) -> Value:
    match value:
        case dict():
            return _plain(value)
        case list():
            return [_as_value(one) for one in value]
        case datetime():
            return from_datetime(value)
        case date():
            return value.isoformat()
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


# --- what the keys mean -------------------------------------------------------------------------------

_TITLES = ("title", "titel", "titre", "headline", "name")
_URLS = ("source", "url", "sourceurl", "link", "canonical", "canonicalurl", "originalurl", "original", "uri")
_URLS += ("permalink", "href", "website", "via", "site")
_SITES = ("website", "site", "sitename", "publisher", "publication", "domain", "source")
_AUTHORS = ("author", "authors", "by", "byline", "creator", "autor", "auteur")
_PUBLISHED = ("published", "date", "publishdate", "publisheddate", "datepublished", "publishedat", "pubdate")
_PUBLISHED += ("publishedtime", "publishedon", "publicationdate", "released", "year")
_SAVED = ("saved", "savedat", "datesaved", "savedon", "clipped", "clippedat", "clippedon", "dateclipped")
_SAVED += ("added", "addedat", "dateadded", "addedon", "created", "createdat", "datecreated", "creationdate")
_EXCERPTS = ("description", "excerpt", "summary", "abstract", "subtitle")
_REMARKS = ("remark", "comment")
_LANGS = ("lang", "language", "locale")
_TAGS = ("tags", "tag", "labels", "label", "categories", "category", "keywords")
_READ = ("read", "isread")
_STARRED = ("starred", "favorite", "favourite", "isfavorite", "isstarred", "ismarked")
_ARCHIVED = ("archived", "isarchived")
_PROGRESS = ("progress", "readingprogress", "readprogress")
_FEEDS = ("feed", "feedurl")
_YES, _NO = ("true", "yes", "on", "x", "1"), ("false", "no", "off", "0")


def _letters(key: str) -> str:
    """A key as it is compared: ``Date Published``, ``date_published`` and ``datePublished`` are one."""
    return "".join(filter(str.isalnum, key.casefold()))


def _front_matter(values: Mapping[str, Value]) -> FrontMatter:
    url = next(filter(None, (_url(values.get(key, "")) for key in _URLS)), "")
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
    )
    return FrontMatter(
        title=next((collapse(text) for text in _texts_of(values, _TITLES) if collapse(text)), ""),
        facts=facts if facts.site != facts.url else replace(facts, site=""),
        tags=_tags(values),
        lang=next((_lang(text) for text in _texts_of(values, _LANGS) if _lang(text)), ""),
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
        named = {_letters(key): one for key, one in value.items()}
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
