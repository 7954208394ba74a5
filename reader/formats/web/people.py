"""The authors of an article, from what pages write above it: ``By A and B``, ``Von A, 3. Mai``, ``文／A``."""

from __future__ import annotations

import re

from reader.text import clean, collapse

_BY = re.compile(
    r"^\W*(?:written by|posted by|published by|words by|text by|story by|reported by|article by|by|"
    r"geschrieben von|ein beitrag von|eine? \w+ von|text|von|autor(?:in)?(?:en)?|"
    r"écrit par|publié par|rédigé par|propos recueillis par|par|"
    r"escrito por|publicado por|por|di|scritto da|a cura di|da|door|geschreven door|"
    r"av|af|skrevet av|tekst|przez|"
    r"autorka?|autora?s?|auteurs?|autrice|autore|автор(?:ы)?|текст|автора?|от|作者|著者|撰文|文|編輯|编辑|執筆|"
    r"記者|记者|글쓴이|글|기자|author|authors|yazar|yazan|szerző|írta|kirjoittanut|toimittaja|forfatter|skribent)"
    r"(?:\s*[:：／/|]\s*|\s+(?=\S)|(?<=[作者著文撰글])\s*)",
    re.I,
)
# Where the names end: at a date, a time, a comma before an article, a sign between details.
_NO_AUTHOR = re.compile(r"\W*(?:责任编辑|责编|編集|来源|來源|出典|source|quelle|editor)\s*[:：]", re.I)
_END = re.compile(
    r"\s*(?:[|•·‧∙⋅—–►›»]|\s[-/]\s|,?\s+(?:on|at|am|le|el|il|op|den|dne|em|for|in|updated|published|posted|le)\s+"
    r"(?=\W?\w*\s?\d|\w+day)|,?\s*\b\d|\(|,\s*(?:le|am|on|el|il|op|den)\b|\bupdated\b|\bpublished\b|\n).*",
    re.I | re.S,
)
_BETWEEN = re.compile(
    r"\s*(?:,|;|、|，|；|\s&\s|\s\+\s|\s(?:and|und|et|y|e|en|og|och|ja|i|a|и|ve|és|with|mit|avec)\s)\s*", re.I
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|^\W*$|^(?:admin|administrator|root|guest|staff|unknown|none|null|editor|user)$", re.I
)
_LONGEST_NAME = 60
_LONGEST_LINE = 200
_MOST = 20


def authors_in(line: str, *, said: bool) -> list[str]:
    """The names in a line above an article.

    Args:
        line: its text.
        said: whether the page says that the line holds authors; otherwise the line must begin like one.
    """
    text = collapse(clean(line[: 5 * _LONGEST_LINE]))
    if len(text) > _LONGEST_LINE:
        return []
    match = _BY.match(text)
    if _NO_AUTHOR.match(text) or (not match and not said):
        return []
    return names_of(_END.sub("", text[match.end() :] if match else text))


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
