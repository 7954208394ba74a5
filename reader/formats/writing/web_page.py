"""An article as a page of HTML that stands alone."""

from __future__ import annotations

from collections.abc import Iterator

from reader.formats.parsed import Parsed
from reader.formats.writing import ArticleFile
from reader.formats.writing.carried import carrying
from reader.formats.writing.hypertext import html_of, safe
from reader.formats.writing.pictures import file_names, placed

_STYLE = (
    "body{max-width:42em;margin:2em auto;padding:0 1em;font:1.1em/1.55 Georgia,serif}"
    "pre{overflow:auto;background:#8881;padding:.8em}table{border-collapse:collapse}"
    "td,th{border:1px solid #8886;padding:.2em .6em}img{max-width:100%}"
    ".facts{color:#777}mark{background:#fe8}"
)


def written(parsed: Parsed, stem: str) -> ArticleFile:
    """The article as a page, with its pictures in the folder ``STEM_files``."""
    names = file_names(parsed.assets)
    folder = f"{stem}_files/"
    places = {name: f"{folder}{file}" for name, file in names.items()}
    page = carrying(page_of(parsed, places), parsed, places)
    return ArticleFile(page, placed(parsed.assets, names, folder))


def page_of(parsed: Parsed, places: dict[str, str], *, xml: bool = False) -> str:
    """The page; ``places`` has the address of each picture file by the name of the picture."""
    article, facts = parsed.article, parsed.facts
    lang = f' lang="{safe(article.lang)}"' if article.lang else ""
    if xml:
        lang += ' xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    title = safe(article.title)
    link = f'<link rel="canonical" href="{safe(facts.url)}"/>' if facts.url.startswith("http") else ""
    head = (
        f'<meta charset="utf-8"/><title>{title}</title>{link}{"".join(_metas(parsed))}<style>{_STYLE}</style>'
    )
    note = f"<p><em>{safe(article.note_label)} {safe(article.note)}</em></p>\n" if article.note else ""
    text = html_of(article.blocks, places)
    opening = '<?xml version="1.0" encoding="utf-8"?>\n' if xml else ""
    return (
        f"{opening}<!DOCTYPE html>\n<html{lang}><head>{head}</head>\n<body><article>\n<h1>{title}</h1>\n"
        f"{_facts(parsed)}{note}{text}\n{_highlights(parsed)}</article></body></html>\n"
    )


def _metas(parsed: Parsed) -> Iterator[str]:
    facts = parsed.facts
    for name, value in (
        ("author", facts.author),
        ("description", facts.excerpt),
        ("keywords", ", ".join(parsed.article.tags)),
    ):
        if value:
            yield f'<meta name="{name}" content="{safe(value)}"/>'
    for name, value in (("og:site_name", facts.site), ("article:published_time", facts.published)):
        if value:
            yield f'<meta property="{name}" content="{safe(value)}"/>'


def _facts(parsed: Parsed) -> str:
    facts = parsed.facts
    parts = [safe(part) for part in (facts.site, facts.author, facts.published[:10]) if part]
    if facts.url.startswith(("http://", "https://")):
        parts.append(f'<a href="{safe(facts.url)}">{safe(facts.url)}</a>')
    return f'<p class="facts">{" · ".join(parts)}</p>\n' if parts else ""


def _highlights(parsed: Parsed) -> str:
    if not parsed.facts.highlights:
        return ""
    items = []
    for one in parsed.facts.highlights:
        note = f"<p>{safe(one.note)}</p>" if one.note else ""
        items.append(f"<li><blockquote>{safe(one.quote)}</blockquote>{note}</li>")
    return f'<section class="highlights"><h2>Highlights</h2><ul>{"".join(items)}</ul></section>\n'
