"""An Org file as an article."""

from __future__ import annotations

from reader.formats.decoding import decode
from reader.formats.front_matter import Value, front_matter_of
from reader.formats.org.lines import OrgLines
from reader.formats.parsed import Parsed
from reader.formats.surroundings import Surroundings
from reader.formats.titles import titled
from reader.model import Article
from reader.sources import Fetched
from reader.text import clean


def article_in(fetched: Fetched) -> Parsed:
    """The article in a file.

    Raises:
        UnreadableSource: it is not text.
    """
    text, encoding = decode(fetched.raw)
    lines = clean(text.removeprefix("\ufeff")).split("\n")
    values = settings_of(lines)
    front = front_matter_of(values)
    around = Surroundings(fetched, front.facts.url)
    blocks = OrgLines(around).blocks(lines)
    title, origin, text_blocks = titled(front.title, blocks, fetched, otherwise=front.facts.url, outline=True)
    return Parsed(
        article=Article(
            title=title,
            blocks=text_blocks,
            links=around.links,
            title_from=origin,
            lang=front.lang,
            tags=front.tags,
        ),
        assets=around.assets,
        encoding=encoding,
        facts=front.facts,
    )


_NAMES = {"filetags": "tags", "roam_refs": "url", "roam_key": "url", "roam_tags": "tags"}
_DATES = ("date", "created", "published", "saved")


def settings_of(lines: list[str]) -> dict[str, Value]:
    """What the lines ``#+KEY: value``, and the properties of the whole document, say."""
    found: dict[str, list[str]] = {}
    headed = drawer = False
    for line in map(str.strip, lines):
        # What a heading has below it is about that part alone, but keywords may stand anywhere.
        headed = headed or line.startswith("* ")
        if line.upper() in (":PROPERTIES:", ":END:"):
            drawer = line.upper() == ":PROPERTIES:" and not headed
            continue
        start = "#+" if line.startswith("#+") else ":" if drawer else ""
        key, colon, value = line[len(start) :].partition(":") if start else ("", "", "")
        if line.startswith(start) and colon and value.strip() and " " not in key:
            found.setdefault(key.lower(), []).append(value.strip())
    return {_NAMES.get(key, key): _value(_NAMES.get(key, key), texts) for key, texts in found.items()}


def _value(key: str, texts: list[str]) -> Value:
    if key == "tags":
        return [tag for text in texts for tag in text.replace(":", " ").split()]
    if key in _DATES:
        return texts[0].strip("[]<>")
    if key == "url":
        return texts[0].split()[0].strip('"')
    return " ".join(texts)
