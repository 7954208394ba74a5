"""The authors of an article, from what pages write above it: ``By A and B``, ``Von A, 3. Mai``, ``文／A``."""

from __future__ import annotations

import re

from reader.formats.web.dates import without_days
from reader.text import clean, collapse

_WORDS = (
    r"(?:(?:written|posted|published|words|text|story|reported|article|review|interview)\s+)?by|"
    r"(?:geschrieben|ein beitrag|ein \w+|eine \w+|text|veröffentlicht)\s+von|von|autor(?:in)?(?:en)?|"
    r"(?:écrit|publié|rédigé|recueillis|texte|propos recueillis)\s+par|par|"
    r"(?:escrito|publicado|texto|por)\s+por|por|autora?s?|"
    r"(?:testo|articolo|scritto|a cura)\s+(?:di|da)|di|da|autrice|autore|"
    r"(?:geschreven|tekst)\s+door|door|tekst|av|af|skrevet av|przez|autorka?|auteurs?|"
    r"опубликовала?|написала?|текст|автор(?:ы)?|от|συντάκτης|yazar|yazan|szerző|írta|"
    r"kirjoittanut|toimittaja|forfatter|skribent|authors?|text|글쓴이|글"
)
_BY = re.compile(
    rf"^\W*(?:(?:{_WORDS})(?:\s*[:：／/|]\s*|\s+(?=\S))|(?:作者|著者|撰文|撰稿|采写|执笔|編輯|記者|记者|取材・文|文・写真|文)"
    r"\s*[:：／/＝=]?\s*)",
    re.I,
)
_INSIDE = re.compile(r"(?:^|[\s,])(?:by|por|par|von|di|door|av|przez)\s+(?=[^\W\d_a-z])")
_KOREAN = re.compile(r"([가-힣]{2,4})\s*(?:기자|특파원|논설위원|칼럼니스트)")
_NO_AUTHOR = re.compile(r"\W*(?:责任编辑|责编|編集|来源|來源|出典|source|quelle|editor)\s*[:：]", re.I)
# Where the names end: at a place or a time, at a sign between details, at who took the pictures.
_END = re.compile(
    r"\s*(?:[|•·‧∙⋅—–►›»／]|\s[-/]\s|,?\s+(?:on|at|am|um|in|le|el|il|op|den|dne|em|for|updated|published|posted)\b(?=\W|$)|"
    r",?\s*\b\d|\(|\bupdated\b|\bpublished\b|\n|,?\s*\b(?:photos?|fotos?|bild(?:er)?|pictures?|illustrations?|video|grafik|foto:)"
    r"\s*(?:[:：]|by\b|von\b|par\b)|\s+\S{1,4}[:：]).*",
    re.I | re.S,
)
_BETWEEN = re.compile(
    r"\s*(?:,|;|、|，|；|\s&\s|\s\+\s|\s(?:and|und|et|y|e|en|og|och|ja|i|a|и|ve|és|with|mit|avec)\s)\s*", re.I
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|^\W*$|^(?:admin|administrator|root|guest|staff|unknown|none|null|editor|user)$", re.I
)
_DETAILS = re.compile(r"\s*(?:[|•·‧∙⋅—–/]|\s-\s|\n)\s*")
_LONGEST_NAME = 60
_LONGEST_LINE = 200
_MOST = 20
_MOST_WORDS = 5


def authors_in(line: str, *, said: bool) -> list[str]:
    """The names in a line above an article.

    Args:
        line: its text.
        said: whether the page says that the line holds authors; otherwise the line must begin like one.
    """
    text = collapse(clean(line[: 5 * _LONGEST_LINE]))
    if len(text) > _LONGEST_LINE or _NO_AUTHOR.match(text):
        return []
    if found := _KOREAN.search(text):
        return [found[1]]
    match = _BY.match(text)
    rest = without_days(text[match.end() :] if match else text)
    if not match:
        # «published on Monday by …»
        inside = _INSIDE.search(rest) if said or rest != text else None
        if inside:
            rest = rest[inside.end() :]
        elif not said:
            return []
    return names_of(_END.sub("", rest.strip(" ,;:|·•-–—")))


def person_in(details: str) -> list[str]:
    """The name among the details that a line tells about an article: «3 May 2015 · Ann Lee»."""
    parts = [part for part in _DETAILS.split(without_days(collapse(clean(details[:_LONGEST_LINE])))) if part]
    names = [
        part for part in parts if len(part.split()) in (2, 3) and is_like_a_name(part) and part.istitle()
    ]
    return names if len(names) == 1 else []


def names_of(text: str) -> list[str]:
    """The names in a text that holds nothing else."""
    found: list[str] = []
    for part in _BETWEEN.split(collapse(clean(text))):
        match = _BY.match(part)
        name = (part[match.end() :] if match and len(part) > match.end() + 1 and not found else part).strip(
            " ,;:|·•-–—"
        )
        if name and len(name) <= _LONGEST_NAME and not _NO_NAME.search(name) and any(map(str.isalpha, name)):
            found.append(name)
    return list(dict.fromkeys(found))[:_MOST]


def one_name(text: str) -> str:
    """A name as a page states it in a field of its own; "" if it is an address or says nothing."""
    name = collapse(clean(text)).strip(" ,;:|·•")
    match = re.match(r"(?:by|von|par|por|di|door|автор)\s*:?\s+(?=[^\W\d_a-z])", name, re.I)
    name = name[match.end() :] if match else name
    return "" if _NO_NAME.search(name) or len(name) > 3 * _LONGEST_NAME else name


def is_like_a_name(name: str) -> bool:
    """Whether a text may be the name of a person: a few words, the first in upper case."""
    if not name or name[0].islower() or len(name.split()) > _MOST_WORDS:
        return False
    return name[-1] not in "!?。" and not any(map(str.isdigit, name))
