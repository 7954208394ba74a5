"""Properties of the saved-page format: nothing visible is lost, and what is written reads back the same."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from reader import formats
from reader.errors import UnreadableSource
from reader.formats.saved_page import parse, write
from reader.model import UNTITLED, Article, Page
from reader.text import clean, heading
from tests.examples import examples

LONG = "The quick brown fox and the lazy dog went for a walk together"
LINES = st.one_of(
    st.sampled_from(
        [
            "",
            "",
            "Title",
            "A title of some length",
            "A title of some lengths",
            "Recommend",
            " Recommend ",
            "<<: One",
            "<<:\xa0 One",
            ">>: Two",
            ">>:",
            "<<:",
            "Editor's note: short",
            "Editor’s Note： wide",
            "Editor's note:",
            "编者按：好",
            "[[12]]",
            "[[12]] [[13]]",
            "[[12]][[13]]",
            "words [[14]] words",
            "- item",
            "    - nested",
            "  • item",
            "  1. first",
            "1. Heading",
            "2. Heading",
            "3. a sentence with a number.",
            "2.1 Section",
            "01",
            "PART 1",
            "① One",
            "①Two",
            "> quoted",
            "> > twice",
            ">",
            "```",
            "```python",
            "a) alpha",
            "b) beta",
            "   (1) one",
            "   (2) two",
            "– dash",
            "— Et alors ?",
            "Tom &amp; Jerry &#8211; &lt;b&gt;",
            "&amp;amp; &nope; &#27;",
            "a broken hy-",
            "phen",
            "A  column   of words",
            "B  column   of signs",
            "Related",
            "recommended:",
            "\f",
            " 12 ",
            "***",
            "- - -",
            "    code {",
            "\tcode;",
            "        deep }",
            "    An indented paragraph that has rather many words and a full stop.",
            "A short teaser...",
            "Another teaser…",
            "A line that ends in a full stop.",
            "Postscript",
            LONG + " again",
            LONG + " and went on,",
            "in small letters",
            "\u3000wide space",
            "\u200b",
            "\u0301mark first",
            "~~ struck ~~",
        ]
    ),
    st.text(max_size=20),
    st.text("ab .-<>:[]12\n\t'", max_size=30),
    st.builds("{} {}".format, st.just(LONG), st.text("ab .", max_size=30)),
)
PAGES = st.lists(
    st.tuples(LINES, st.sampled_from(["\n", "\n", "\n\n", "\n\n\n", "\r\n", "\r"])), max_size=14
).map(lambda parts: "".join(line + end for line, end in parts))
TEXTS = st.one_of(PAGES, PAGES.map(lambda text: "Title\n\nTitle\n\n" + text), st.text(max_size=200))


SIGNS = re.compile(r"[&>\f\xad]|```|[-\u2010]\s*\n")
"""What a page may hold that is resolved: entities, quotations, fences, words broken at line ends."""


NAVIGATION = re.compile(r"^\s*(<<|>>):\s*\S", re.M)


SECTIONS = ("", "Recommend", "Related", "recommended:")


def visible(text: str) -> str:
    """The characters of a text that are not white space, in order."""
    return "".join(text.split())


def letters(text: str) -> str:
    """The letters and digits of a text, in order."""
    return "".join(filter(str.isalnum, text))


def kept(article: Article, repeats: int, section: str) -> str:
    """What a page with this article holds: every part of it, and the signs that are not part of it."""
    parts = [article.title] * repeats + [article.note_label, article.note]
    for block in article.blocks:
        parts += [block.marker, block.plain]
    signs = {"previous": "<<:", "next": ">>:"}
    for link in article.links:
        if link.kind in signs:
            parts += [signs[link.kind], link.title]
    parts.append(section)
    for link in article.links:
        if link.kind == "recommended":
            parts += [link.title, link.teaser]
    return visible("".join(parts))


def check_nothing_is_lost(text: str) -> None:
    article = parse(text)
    if SIGNS.search(text):
        check_no_letter_is_lost(text, article)
        return
    seen = visible(clean(text))
    titled = article.title_from == "page"
    found = [
        kept(article, repeats, section) for repeats in ([1, 2, 3] if titled else [0]) for section in SECTIONS
    ]
    # What stands below the links of a page comes before them in the article.
    below = NAVIGATION.search(clean(text)) and sorted(seen) in map(sorted, found)
    assert seen in found or below


def check_no_letter_is_lost(text: str, article: Article) -> None:
    """The same for pages with signs that are resolved: their letters are kept."""
    seen = letters(heading(clean(text)))
    titled = article.title_from == "page"
    found = [
        letters(kept(article, repeats, section))
        for repeats in ([1, 2, 3] if titled else [0])
        for section in SECTIONS
    ]
    if breaks := text.count("\f"):
        # A number of up to four digits beside a form feed is that of a page, and no text.
        lost = range(4 * breaks + 1)
        found = [words(one) for one in found if digits(seen) - digits(one) in lost]
        seen = words(seen)
    # What stands below the links of a page comes before them in the article, and the name of a language
    # stands at a fence.
    languages = letters("".join(block.language for block in article.blocks))
    moved = bool(NAVIGATION.search(clean(text)) or languages)
    assert seen in found or (
        moved and sorted(seen) in (sorted(one + (words(languages) if breaks else languages)) for one in found)
    )


def digits(text: str) -> int:
    """How many digits a text has."""
    return sum(map(str.isdigit, text))


def words(text: str) -> str:
    """A text without its digits."""
    return "".join(char for char in text if not char.isdigit())


@given(TEXTS)
@examples(300)
@example("Recommend\n\nRecommend\n\nA\n\na...")
@example("<<: a\n<<: a\n<<: a")
@example(LONG + " again\nand more\n\n" + LONG + " again and more\n\nEnd.")
@example("Title\n\nTitle\n\nTitle\n\n    Title\n    x")
def test_nothing_visible_is_lost(text):
    check_nothing_is_lost(text)


@given(TEXTS)
@examples(400)
@example(LONG + " again\nand more\n\n" + LONG + " again and more\n\nEnd.")
@example("1. A\n\n2. B\n\n- c\n\n  3. d\n\n4. E\n\nLong enough.")
@example("Title\n\nTitle\n\nTitle\n\n    Title\n    x")
@example("<<: " + LONG + " again\nand more words\n")
@example("<<: a\nRecommend\n<<: a\nRecommend")
@example("Recommend\n" + LONG + " again\nand more\nteaser...")
def test_a_written_page_reads_back_as_the_same_article(text):
    article = parse(text)
    assert parse(write(article)) == article
    assert write(parse(write(article))) == write(article)


@given(TEXTS)
@examples(200)
def test_every_article_has_a_title_and_clean_parts(text):
    article = parse(text)
    assert article.title
    assert article.title_from in ("page", "text")
    assert clean(article.title) == article.title
    assert "\n" not in article.title + article.note + article.note_label
    for block in article.blocks:
        assert block.plain
        assert block.kind in ("code", "verse") or "\n" not in block.plain
        assert clean(block.plain) == block.plain
    for link in article.links:
        assert link.title


@given(st.one_of(st.binary(max_size=300), TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))))
@examples(300)
def test_any_bytes_are_a_page_or_unreadable(raw):
    try:
        page = formats.parse(raw, "x")
    except UnreadableSource:
        return
    assert isinstance(page, Page)
    assert (page.source, page.raw) == ("x", raw)
    assert page.article.title != UNTITLED or page.article.blocks or page.article.links


@given(
    st.text(min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@examples(150)
def test_marked_unicode_is_decoded_exactly(text, encoding):
    text = "A page. " + text.replace("\0", "").replace("\ufeff", "")
    raw = text.encode(encoding, "replace")
    try:
        decoded, _ = formats.decode(raw)
    except UnreadableSource:
        # More than a third of it are control characters; or of much text a tenth are no characters at all.
        odd = sum(unicodedata.category(char) in ("Cc", "Cn", "Co") for char in text) + text.count("\ufffd")
        assert encoding == "utf-8" or (len(text) > 190 and odd > 19)
    else:
        assert decoded == raw.decode(encoding)
