"""What surrounds the article of a page: which elements say so, and which only look like it."""

from __future__ import annotations

import re

import pytest

from reader.formats.markup.elements import tag_of
from reader.formats.markup.reading import tree_of
from reader.formats.web import article_of_page
from reader.formats.web.clutter import share_of_page
from reader.formats.web.measures import Measures
from reader.formats.web.sheets import hidden_names
from reader.formats.web.survivors import by_text, by_trafilatura

TEXT = "The keeper counted the boats and wrote down what the ice had said to them that winter. " * 3


def share(html: str) -> float:
    """How much of a page the first element of a piece of HTML may be and still be no part of the article."""
    element = tree_of(f"<body>{html}</body>").root.find("body")[0]
    return share_of_page(element, tag_of(element))


@pytest.mark.parametrize(
    "html",
    [
        "<nav>x</nav>",
        "<aside>x</aside>",
        "<header>x</header>",
        "<footer>x</footer>",
        "<dialog>x</dialog>",
        "<form><input name=q></form>",
        "<div role=navigation>x</div>",
        "<div role=banner>x</div>",
        "<div role=dialog>x</div>",
        "<div class=sidebar>x</div>",
        "<div id=comments>x</div>",
        "<div class='comments is-open'>x</div>",
        "<ul class='breadcrumb'>x</ul>",
        "<div class='share-tools'>x</div>",
        "<div class='post-footer'>x</div>",
        "<div class='entryMeta'>x</div>",
        "<div class='adsbygoogle'>x</div>",
        "<section class='related'>x</section>",
        "<div class='cookie-banner'>x</div>",
        "<p class='byline'>x</p>",
        "<amp-ad>x</amp-ad>",
        "<a class='skip-link' href='#x'>x</a>",
    ],
)
def test_what_says_that_it_surrounds_articles(html: str) -> None:
    assert share(html) > 0


@pytest.mark.parametrize(
    "html",
    [
        "<div>x</div>",
        "<main class='sidebar'>x</main>",
        "<article class='related'>x</article>",
        "<h2 class='menu'>x</h2>",
        "<menu><li>x</menu>",
        "<div role=main class=comments>x</div>",
        "<aside class='footnote'>x</aside>",
        "<aside role='doc-endnotes'>x</aside>",
        "<form><input type=hidden name=state></form>",
        "<form>x</form>",
        "<div class='has-sidebar'>x</div>",
        "<div class='with-comments'>x</div>",
        "<div class='sidebar-main-wrapper'>x</div>",
        "<div class='article-body social'>x</div>",
        "<div class='admonition tip'>x</div>",
        "<section id='tools'><h2>Tools<a href='#tools'>¶</a></h2></section>",
        "<div class='section' id='comments'><h2 class='title'>Comments</h2></div>",
        "<a class='toc-backref' href='#x'>x</a>",
        "<span class='comment'>x</span>",
        "<p class='additional'>x</p>",
        "<div class='download'>x</div>",
    ],
)
def test_what_does_not_say_so(html: str) -> None:
    assert share(html) == 0


def test_comments_may_be_longer_than_the_article() -> None:
    assert share("<div id=comments>x</div>") > 0.9
    assert share("<div class='comment-list'>x</div>") > 0.9
    assert share("<div class='sidebar'>x</div>") <= 0.5
    assert share("<div class='tools'>x</div>") <= 0.25


def test_footers_and_headers_of_parts_stay() -> None:
    def inner(html: str, tag: str) -> float:
        element = next(tree_of(html).root.iter(tag))
        return share_of_page(element, tag)

    assert inner("<blockquote><p>x</p><footer>Who</footer></blockquote>", "footer") == 0
    assert inner("<article><header><h1>x</h1></header></article>", "header") == 0
    assert inner("<article><footer>x</footer></article>", "footer") == 0.25


# --- style sheets -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("css", "names"),
    [
        (".a{display:none}", {".a"}),
        (".a, #b , p.c { color: red; display: none !important }", {".a", "#b", ".c"}),
        (".a .b{display:none} .a>.b{display:none} .a:hover{display:none} p{display:none}", set()),
        ("@media print{.a{display:none}} .b{display:none}", {".b"}),
        ("/* .a{display:none} */ .b{display:none} /* open .c{display:none}", {".b"}),
        (".a{display:none} .a{display:block}", set()),
        ("@import url(x); .a{visibility:hidden;display:none}", {".a"}),
        (".a{visibility:hidden} .n{none:x}", {".a"}),
        (".a{display:block}", set()),
        ("}}} .a{display:none", set()),
        (".b{display:none} }", {".b"}),
    ],
)
def test_rules_that_hide(css: str, names: set[str]) -> None:
    assert hidden_names(tree_of(f"<style>{css}</style><p>x").root) == names


def test_style_sheets_for_other_media_hide_nothing() -> None:
    assert hidden_names(tree_of("<style media=print>.a{display:none}</style>").root) == set()
    assert hidden_names(tree_of("<style media=screen>.a{display:none}</style>").root) == {".a"}


# --- parts without a name of their own ----------------------------------------------------------------


def found(html: str) -> set[str]:
    """The words in capitals in the article of a page that has a menu."""
    raw = f"<nav><a href='/'>Home</a> <a href='/b'>B</a></nav>{html}".encode()
    return set(re.findall(r"\b[A-Z]{3,}\b", article_of_page(raw).article.text()))


def test_one_linked_heading_is_a_part_of_the_article() -> None:
    one = f"<p>{TEXT} ONE</p><div><h3><a href='/x'>TWO</a></h3><p>{TEXT} THREE</p></div>"
    assert found(f"<div>{one}</div>") == {"ONE", "TWO", "THREE"}


def test_cards_beside_each_other_are_none() -> None:
    cards = "".join(
        f"<div class=k><h3><a href='/x'>CARD {n}</a></h3><p>What it is about.</p></div>" for n in range(3)
    )
    assert found(f"<div><p>{TEXT * 2} ONE</p><p>{TEXT} TWO</p><div>{cards}</div></div>") == {"ONE", "TWO"}


def test_a_page_of_cards_keeps_them() -> None:
    cards = "".join(f"<div class=k><h3><a href='/x'>CARD {n}</a></h3><p>{TEXT}</p></div>" for n in range(5))
    assert "CARD" in found(f"<div><h1>Everything</h1>{cards}</div>")


@pytest.mark.parametrize(
    ("below", "stays"),
    [
        ("<h2>Comments</h2><p>A chapter about comments in programs. OTHER</p>", True),
        ("<h2>2 Comments</h2><p>First! OTHER</p>", False),
        ("<h2>Kommentare (3)</h2><div><p>Erster! OTHER</p></div>", False),
        ("<h2>Leave a comment</h2><form><p>OTHER</p><textarea></textarea></form>", False),
        ("<h2>Comments</h2><div class='comment-body'><p>First! OTHER</p></div>", False),
        ("<h2>Related</h2><ul><li><a href='/x'>OTHER thing</a></li></ul>", False),
        ("<h2>Related work</h2><p>Others have counted boats before, and wrote about it. OTHER</p>", True),
        ("<div><h4>Mehr zum Thema</h4><a href='/x'>OTHER</a></div>", False),
    ],
)
def test_parts_under_headings(below: str, stays: bool) -> None:
    words = found(f"<div><p>{TEXT * 2} ONE</p><p>{TEXT} TWO</p>{below}</div>")
    assert words == ({"ONE", "TWO", "OTHER"} if stays else {"ONE", "TWO"})


@pytest.mark.parametrize(
    ("between", "stays"),
    [
        ("<p><a href='/other'>OTHER article of this site</a></p>", False),
        ("<p>Read also: <a href='/other'>OTHER article of this site</a></p>", False),
        ("<p><a href='https://else.example/'>OTHER article of another site</a></p>", True),
        ("<p><a href='next.html'>OTHER page of this manual</a></p>", True),
        ("<p>It was said <a href='/other'>in an OTHER article of this site</a> before.</p>", True),
        ("<ul><li><a href='/a'>OTHER article of this site</a></li></ul>", False),
        ("<h3>Sources</h3><ul><li><a href='/a'>OTHER article of this site</a></li></ul>", True),
    ],
)
def test_links_to_other_articles_between_paragraphs(between: str, stays: bool) -> None:
    words = found(f"<main><p>{TEXT} ONE</p><p>{TEXT} TWO</p>{between}<p>{TEXT} THREE</p></main>")
    assert ("OTHER" in words) == stays
    assert words >= {"ONE", "TWO", "THREE"}


def test_lines_at_the_end_that_say_who_edited_are_no_text() -> None:
    assert found(f"<main><p>{TEXT} ONE</p><p>{TEXT} TWO</p><p>责任编辑：OTHER</p></main>") == {"ONE", "TWO"}


# --- judges -------------------------------------------------------------------------------------------


def test_trafilatura_says_which_paragraphs_it_keeps() -> None:
    root = tree_of(
        f"<body><nav><a href='/'>Home</a></nav><article><p>{TEXT}</p><p>{TEXT} More.</p></article>"
    ).root
    runs = Measures(root.find("body")).runs
    assert by_trafilatura(root, runs) == {1, 2}
    assert [run.text.strip()[-5:] for run in runs] == ["Home", "nter.", "More."]  # the page is as it was
    assert by_trafilatura(root, []) == set()


def test_the_text_in_the_metadata_says_which_paragraphs_belong() -> None:
    runs = Measures(
        tree_of(f"<body><p>{TEXT}</p><p>Other words that stand beside it.</p><p>{TEXT}</p>").root
    ).runs
    assert by_text(runs, TEXT * 2) == {0, 2}
    assert by_text(runs, "Something that is not on the page at all. " * 10) == set()
    assert by_text(runs, "short") == set()
