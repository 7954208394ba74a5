"""Web pages as sites of many kinds write them, made of invented words.

Each text of the article begins with a word in capitals, ``KEEP`` and a number, and each text around it with
``JUNK`` and a number, so that a test can say what was kept.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_WORDS = (
    "harbour lantern keeper winter rope morning bridge letter window garden engine copper violin station "
    "river market clock baker winding stairs engineer quiet yellow heavy careful old second narrow "
    "ordinary patient wooden council answered carried counted noticed repaired opened measured painted "
    "promised returned walked wondered listened waited"
)
WORDS = _WORDS.split()

TITLE = "The keeper of the narrow bridge"


class Maker:
    """Makes the texts of one page."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._numbers = {"KEEP": 0, "JUNK": 0}

    def _marked(self, mark: str, words: int) -> str:
        self._numbers[mark] += 1
        text = " ".join(self._random.choice(WORDS) for _ in range(words))
        return f"{mark}{self._numbers[mark]}X {text}"

    def text(self, sentences: int = 3) -> str:
        """A text of the article."""
        others = (" ".join(self._random.choice(WORDS) for _ in range(14)) for _ in range(sentences - 1))
        return " ".join([f"{self._marked('KEEP', 12)}.", *(f"{one.capitalize()}." for one in others)])

    def paragraphs(self, count: int = 4) -> str:
        """Paragraphs of the article."""
        return "".join(f"<p>{self.text()}</p>\n" for _ in range(count))

    def junk(self, words: int = 4) -> str:
        """Words around the article."""
        return self._marked("JUNK", words)

    def sentence(self) -> str:
        """A sentence around the article."""
        return f"{self._marked('JUNK', 16)}."

    def links(self, count: int = 6) -> str:
        """Links beside each other."""
        return " ".join(f'<a href="/n{number}">{self.junk(1)}</a>' for number in range(count))

    def menu(self, count: int = 6) -> str:
        """A list of links."""
        return (
            "<ul>" + "".join(f'<li><a href="/m{n}">{self.junk(2)}</a></li>' for n in range(count)) + "</ul>"
        )

    def cards(self, count: int = 3) -> str:
        """Announcements of other pages."""
        return "".join(
            f'<div class="k"><a href="/k{n}"><img src="/k.jpg"><h3>{self.junk(6)}</h3></a>'
            f"<p>{self.sentence()}</p></div>"
            for n in range(count)
        )


def styled_components(m: Maker) -> str:
    """Names of classes that mean nothing, and cards below the text."""
    return (
        f'<div id="root"><div class="css-1">{m.links(9)}</div><div class="css-2"><div '
        f'class="css-3"><h1>{TITLE}</h1>'
        f'<div class="css-9">By Ann Lee</div><div class="css-10">{m.paragraphs(3)}<h2>{m.text(1)}'
        f"</h2>{m.paragraphs(2)}"
        f'</div></div><div class="css-4"><h4>{m.junk(2)}</h4>{m.cards()}</div></div>'
        f'<div class="css-f">{m.links(9)}<span>{m.junk()}</span></div></div>'
    )


def sidebar_first(m: Maker) -> str:
    """A blog whose sidebar comes first, with comments below."""
    return (
        f'<div id="page"><div id="masthead"><p class="site-title"><a href="/">{m.junk()}</a></p></div>'
        f'<div id="secondary" class="widget-area"><section class="widget"><h2>{m.junk()}'
        f"</h2>{m.menu()}</section>"
        f'<section class="widget"><p>{m.sentence()}</p></section></div><div id="primary"><div '
        f'class="post hentry">'
        f'<h1 class="entry-title">{TITLE}</h1><div class="entry-meta">Posted by <span '
        f'class="author vcard">Ann Lee</span>'
        f'</div><div class="entry-content">{m.paragraphs()}<blockquote><p>{m.text(1)}</p>'
        f"</blockquote><ul><li>{m.text(1)}"
        f'</li></ul><div class="sharedaddy"><h3>{m.junk()}</h3>{m.menu(4)}</div></div><div '
        f'class="entry-footer">{m.junk()}'
        f'</div></div><div id="comments" class="comments-area"><h2>{m.junk()}</h2><ol><li>'
        f"<p>{m.sentence()}</p></li>"
        f'<li><p>{m.sentence()}</p></li></ol></div></div><div id="colophon">{m.junk()}</div></div>'
    )


def letters(m: Maker) -> str:
    """A letter to subscribers, with a form in the middle of the text."""
    return (
        f'<div class="main-menu">{m.links(4)}</div><article class="post"><h1 class="post-title">{TITLE}</h1>'
        f'<h3 class="subtitle">{m.text(1)}</h3><div class="available-content"><div class="body '
        f'markup">{m.paragraphs(2)}'
        f'<div class="subscription-widget-wrap"><p>{m.sentence()}</p><form><input type="email"></form></div>'
        f'{m.paragraphs(2)}</div></div></article><div class="comments-section"><h4>{m.junk()}</h4>'
        f'<div class="comment"><p>{m.sentence()}</p></div></div>'
    )


def encyclopedia(m: Maker) -> str:
    """A wiki with a box, a table of contents, notes and a bar of links."""
    return (
        f'<div id="content" class="mw-body" role="main"><h1 id="firstHeading">{TITLE}</h1><div '
        f'id="siteSub">{m.junk()}</div>'
        f'<div class="mw-parser-output"><table class="infobox"><tr><th>Built</th><td>{m.text(1)}'
        f"</td></tr><tr><th>Length"
        f'</th><td>9 m</td></tr></table>{m.paragraphs(2)}<div id="toc" class="toc"><h2>{m.junk()}'
        f'</h2><ul><li><a href="#a">'
        f'{m.junk()}</a></li></ul></div><h2><span class="mw-headline" id="a">{m.text(1)}</span>'
        f'<span class="mw-editsection">'
        f'[<a href="/e">{m.junk(1)}</a>]</span></h2><p>{m.text()}<sup id="cite_ref-1" class="reference">'
        f'<a href="#cite_note-1">[1]</a></sup></p>{m.paragraphs(2)}<ol class="references"><li '
        f'id="cite_note-1">'
        f'<span class="mw-cite-backlink"><a href="#cite_ref-1">^</a></span> <span>{m.text(1)}'
        f"</span></li></ol>"
        f'<div class="navbox">{m.links(20)}</div></div><div id="catlinks">{m.links(4)}</div></div>'
        f'<div id="mw-navigation"><h2>{m.junk()}</h2>{m.menu(9)}</div><div id="footer">'
        f"<p>{m.sentence()}</p></div>"
    )


def documentation(m: Maker) -> str:
    """A manual: an article, with menus on both sides, code, and a way to the next page."""
    return (
        f'<nav class="navbar">{m.links(7)}</nav><aside class="sidebar-container">{m.menu(12)}'
        f'</aside><main><div class="row">'
        f'<div class="col"><article><nav class="breadcrumbs">{m.links(3)}</nav><header>'
        f"<h1>{TITLE}</h1></header>"
        f'{m.paragraphs(2)}<div class="language-js code-block"><pre class="language-js">'
        f"<code>{m.text(1)}<br>b</code></pre>"
        f'<button>Copy</button></div><div class="admonition tip"><p>{m.text(1)}</p></div><h2 '
        f'id="k">{m.text(1)}'
        f'<a href="#k" class="hash-link">#</a></h2><table><tr><th>{m.text(1)}</th><th>x</th></tr>'
        f"<tr><td>1</td><td>2</td></tr>"
        f'</table>{m.paragraphs(1)}<footer><a href="/e">{m.junk()}</a></footer></article><nav '
        f'class="pagination-nav">'
        f'<a href="/n">{m.junk()}</a></nav></div><div class="col"><div class="table-of-contents">'
        f'<ul><li><a href="#k">'
        f'{m.junk()}</a></li></ul></div></div></div></main><footer class="footer">{m.links(9)}</footer>'
    )


def read_also(m: Maker) -> str:
    """News with links to other articles between the paragraphs, and a lead above them."""
    return (
        f'<header>{m.links(8)}</header><main><div class="hero"><h1>{TITLE}</h1><p '
        f'class="standfirst">{m.text(2)}</p>'
        f'<figure><img src="/b.jpg" alt="b"><figcaption>{m.text(1)}</figcaption></figure></div>'
        f'<div class="content">'
        f'<div class="article-body">{m.paragraphs(2)}<p><strong><a href="/also">{m.junk(7)}</a></strong></p>'
        f'{m.paragraphs(2)}<p>Read also: <a href="/too">{m.junk(7)}</a></p><ul><li><a '
        f'href="/a">{m.junk(7)}</a></li>'
        f'<li><a href="/b">{m.junk(7)}</a></li></ul>{m.paragraphs(2)}</div></div><div '
        f'class="below"><h2>{m.junk()}</h2>'
        f"{m.cards()}</div></main><footer>{m.links(9)}<p>{m.sentence()}</p></footer>"
    )


def talk_below(m: Maker) -> str:
    """A post without names of classes that mean anything, and more comments than text."""
    talk = "".join(f'<div class="m"><b>{m.junk(1)}</b><p>{m.sentence()}</p></div>' for _ in range(12))
    return (
        f"<header>{m.links(4)}</header><div class='x1'><h1>{TITLE}</h1>{m.paragraphs(3)}</div>"
        f"<div class='x2'><h3>12 Comments</h3>{talk}</div><footer>{m.junk()}</footer>"
    )


def tables_of_old(m: Maker) -> str:
    """A page of the last century: a table arranges it, and line breaks separate its paragraphs."""
    menu = "<br>".join(f'<a href="p{number}.html">{m.junk(1)}</a>' for number in range(8))
    text = "<br><br>".join(m.text() for _ in range(5))
    return (
        f'<table width="100%"><tr><td width="140">{menu}</td><td><font size="5"><b>{TITLE}</b></font><br><br>'
        f'<font face="Arial">{text}</font></td></tr></table><hr><p><a href="index.html">{m.junk()}</a> | '
        f'<a href="next.html">{m.junk()}</a></p><p>{m.junk()}</p>'
    )


def portal(m: Maker) -> str:
    """A Chinese portal."""
    text = "".join(
        f"<p>　　{m.text(1)}渡口的灯每晚八点亮起，桥修好以后，河水比从前慢了许多。</p>" for _ in range(4)
    )
    return (
        f'<div class="top_bar">{m.links(9)}</div><div class="left"><div class="article_title">'
        f"<h1>{TITLE}</h1></div>"
        f'<div class="article_info"><span class="time">2023年06月25日</span></div><div id="artibody">{text}'
        f'<p class="show_author">责任编辑：{m.junk(1)}</p></div><div class="keywords">{m.links(4)}'
        f'</div><div class="xg">'
        f'<h3>相关阅读</h3>{m.menu(5)}</div></div><div class="right"><div class="hot"><h3>{m.junk(1)}'
        f"</h3>{m.menu(9)}</div>"
        f'</div><div class="foot">{m.links(8)}</div>'
    )


def short(m: Maker) -> str:
    """Much menu and little text."""
    return (
        f'<div class="hd">{m.menu(15)}</div><div class="c"><h1>{TITLE}</h1><p>{m.text(1)}</p>'
        f"<p>{m.text(1)}</p></div>"
        f'<div class="ft">{m.menu(12)}<p>{m.junk()}</p></div>'
    )


def poem(m: Maker) -> str:
    """A poem between two menus."""
    lines = "<br>".join(m.text(1)[:30] for _ in range(4))
    text = f"<h1>{TITLE}</h1><p>{lines}</p><p>{lines}</p>"
    return f"<div>{m.links(6)}</div><div>{text}</div><div>{m.links(5)}</div>"


def behind_a_dialog(m: Maker) -> str:
    """A page saved while a dialog covered it."""
    return (
        f'<div class="overlay" role="dialog" aria-modal="true"><p>{m.sentence()}</p></div><div '
        f'aria-hidden="true">'
        f'<div class="hdr">{m.links(6)}</div><div class="story"><h1>{TITLE}</h1><div class="story__content">'
        f'{m.paragraphs(5)}</div><div class="newsletter-signup"><p>{m.sentence()}</p></div></div></div>'
    )


def hidden_by_styles(m: Maker) -> str:
    """Parts that nobody sees."""
    return (
        f"<style>.d, #e {{ display: none }} @media print {{ .f {{ display: none }} }}</style>"
        f"<nav>{m.links(5)}</nav>"
        f'<article><h1>{TITLE}</h1>{m.paragraphs(3)}<p style="display:none">{m.junk()}</p><p '
        f"hidden>{m.junk()}</p>"
        f'<div class="d">{m.junk()}</div><div id="e">{m.junk()}</div><div class="f"><p>{m.text()}'
        f"</p></div></article>"
    )


def accelerated(m: Maker) -> str:
    """A page for telephones, with elements of its own."""
    return (
        f'<header class="amp-header">{m.links(3)}</header><article><h1>{TITLE}'
        f'</h1>{m.paragraphs(2)}<amp-img src="/a.jpg" '
        f'width="600" height="400"><noscript><img src="/a.jpg"></noscript>'
        f'</amp-img>{m.paragraphs(2)}<amp-ad width="300">'
        f"<div>{m.junk()}</div></amp-ad>{m.paragraphs(2)}</article><footer><p>{m.junk()}</p></footer>"
    )


def release(m: Maker) -> str:
    """A press release that ends with links of its own."""
    return (
        f'<div class="topbar">{m.links(5)}</div><div class="release"><h1>{TITLE}'
        f"</h1>{m.paragraphs(3)}<h3>{m.text(1)}</h3>"
        f'<ul><li><a href="https://files.example.org/a.pdf">{m.text(1)}</a></li><li><a '
        f'href="https://files.example.org/b.pdf">'
        f'{m.text(1)}</a></li></ul></div><div class="bottom">{m.links(6)}</div>'
    )


SITES: tuple[Callable[[Maker], str], ...] = (
    styled_components,
    sidebar_first,
    letters,
    encyclopedia,
    documentation,
    read_also,
    talk_below,
    tables_of_old,
    portal,
    short,
    poem,
    behind_a_dialog,
    hidden_by_styles,
    accelerated,
    release,
)


def page(site: Callable[[Maker], str], seed: int = 1) -> str:
    """A whole page of a kind."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | Example</title></head>'
        f"<body>{site(Maker(seed))}</body></html>"
    )
