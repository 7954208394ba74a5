"""Articles that are exported and added again are the same articles."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader import formats
from reader.blocks import Span, paragraph, table
from reader.cli.commands import export
from reader.formats import Parsed
from reader.formats.leading import led
from reader.formats.parsed import Refused
from reader.formats.writing import WRITERS
from reader.library.new_files import file_name
from reader.model import Article, Asset, Facts, Highlight, Link
from reader.sources import Fetched
from reader.sources.files import fetch
from reader.text import collapse
from tests.every_block import BODY
from tests.examples import examples
from tests.formats.test_record import articles, facts

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
pictures = st.lists(
    st.sampled_from(["a.png", "http://example.org/b.png?x=1", "../c d.PNG", "\u00e9", "C D.png"]), unique=True
).map(lambda names: tuple(Asset(name, PNG, "image/png") for name in names))
parsed = st.builds(Parsed, article=articles, facts=facts, assets=pictures)


def back(made: Parsed, name: str, folder: Path) -> Parsed:
    """What is read from the file that an article was written into."""
    writer = WRITERS[name]
    if writer.one is not None:
        file = writer.one(made, "a stem")
        beside = {asset.name: asset.raw for asset in file.pictures}

        def neighbour(wanted: str) -> Fetched | None:
            raw = beside.get(unquote(wanted))
            return None if raw is None else Fetched(f"/x/{wanted}", raw)

        fetched = Fetched(f"/x/a stem{writer.suffix}", file.text.encode(), neighbours=neighbour)
    else:
        stream = BytesIO()
        assert writer.whole is not None
        writer.whole([made], stream, "A <book>")
        path = folder / f"book{writer.suffix}"
        path.write_bytes(stream.getvalue())
        fetched = fetch(str(path), str(folder), lambda _: False)
    (page,) = formats.read(fetched)
    assert not isinstance(page, Refused)
    return Parsed(page.article, assets=page.assets, facts=page.facts)


@pytest.mark.parametrize("name", ["html", "epub", "jsonl"])
@given(made=parsed)
@examples(60)
def test_everything_comes_back(tmp_path_factory, name, made):
    if not made.article.lang:
        made = replace(made, article=replace(made.article, lang="en"))
    if not (made.article.blocks or made.article.note or made.article.links):
        made = replace(made, article=replace(made.article, title_from="page"))
    found = back(made, name, tmp_path_factory.mktemp("written"))
    assert found.article == made.article
    assert found.facts == made.facts
    assert found.assets == made.assets


names = st.text(min_size=1, max_size=12).map(lambda text: file_name(text, "x"))


@pytest.mark.parametrize("name", ["markdown", "html", "epub", "jsonl"])
@given(
    others=st.lists(names, min_size=2, max_size=2, unique_by=str.casefold), words=st.sampled_from(["b", "c"])
)
@example(others=["a&amp;b &#60;", "%20 #1 (x)"], words="b")
@examples(30)
def test_links_lead_to_the_files_of_their_articles(tmp_path_factory, name, others, words):
    """Whatever the files are called; from a path, from the end of one, and from a title."""
    writer = WRITERS[name]
    members = [each if writer.one else writer.member(number, 7) for number, each in enumerate(others, 2)]
    places = [writer.place(member) for member in members]
    links = (
        Link("inline", "b", address="/old/sub/b.md"),
        Link("inline", "Some title"),
        Link("inline", "gone", address="/old/gone.md"),
        Link("next", "b", address="/old/sub/b.md"),
    )
    hrefs = ("/old/sub/b.md", "b.md#x", "Some title", "/old/gone.md")
    body = paragraph([part for href in hrefs for part in (Span("to "), Span(words, "link", href), Span(";"))])
    article = Article("a", blocks=(body,), links=links, lang="en")
    destinations = {links[0]: places[0], links[3]: places[0], links[1]: places[1]}
    found = back(led(Parsed(article), destinations), name, tmp_path_factory.mktemp("led")).article

    source = "/x/" if writer.one else f"{tmp_path_factory.getbasetemp()}"
    one, two = ([link.address for link in found.links if link.kind == kind] for kind in ("inline", "next"))
    assert two[0] == one[0]
    assert "/old/gone.md" in one
    for address, member in zip((one[0], one[1]), members, strict=True):
        assert address.startswith(source)
        assert address.endswith((f"/{member}", f"#{member}", f"#book/{member}"))
    leading = [span.href for block in found.blocks for span in block.spans if "link" in span.styles]
    expected = [one[0], one[0], one[1], "/old/gone.md"]
    assert leading == (expected[:3] if name == "markdown" else expected)
    assert "".join(found.text().split()) == "".join(article.text().split())


def test_a_link_to_another_article_is_no_way_around_the_rules():
    """What a page says like a place in the export is none."""
    body = paragraph([Span("x", "link", "./run.html")])
    made = led(Parsed(Article("a", blocks=(body,), links=(Link("inline", "x", address="./run.html"),))), {})
    for name in ("html", "markdown"):
        text = WRITERS[name].one(made, "a").text  # type: ignore[misc]
        assert "run.html" not in text.split('<script type="application/json"')[0].split("---\n\n")[-1]


def test_the_command_knows_every_format():
    assert tuple(WRITERS) == export.FORMATS


FACTS = Facts(
    url="https://example.org/a?x=1&y=2",
    site="Gazette",
    author="A. Smith, B. Jones",
    published="2020-01",
    saved="2021-03-01T08:15:30Z",
    excerpt="An <excerpt>: of sorts",
    remark="mine -- 'quoted'",
    feed="https://example.org/feed",
    read=True,
    archived=False,
    starred=True,
    progress=0.42,
    highlights=(Highlight("a quote: with signs", "a note", "yellow", "2021-03-01T08:15:30Z", ("x",)),),
)


def words(article: Article) -> list[str]:
    return re.findall(r"\w+", article.text())


def test_a_note_in_markdown_keeps_the_facts_and_every_word(tmp_path):
    article = Article("Ice: a history", blocks=BODY, lang="en", tags=("sea", "news/europe"))
    made = Parsed(article, assets=(Asset("ab12cd", PNG, "image/png"),), facts=FACTS)
    found = back(made, "markdown", tmp_path)
    assert found.facts == made.facts
    assert found.article.title == article.title
    assert found.article.tags == article.tags
    assert [asset.raw for asset in found.assets] == [PNG]
    missing = [word for word in words(article) if word not in words(found.article)]
    assert missing in ([], ["104812"])
    kinds = {block.kind for block in article.blocks} - {"image"}
    assert kinds <= {block.kind for block in found.article.blocks}


SIGNS = st.text("ab 1[](){}*_`~=<>#|\\$^%!&:;-+.'\"/@x?", min_size=1, max_size=9).map(collapse).filter(bool)


@given(text=SIGNS, style=st.sampled_from(["", "strong", "link", "code"]))
@example(text="[ E = x_i ]", style="")
@example(text="%%aside%% [[wiki]] [^1]", style="link")
@examples(150)
def test_no_sign_of_a_text_becomes_one_of_markdown(text, style):
    href = "https://example.org/a(b)[c]" if style == "link" else ""
    spans = [Span("so "), Span(text, style, href), Span(" ends.")] if style else [Span(text)]
    cells = table([[[Span("x")], [Span(text, "code" if style == "code" else "")]]], header=1)
    made = Parsed(Article("T", blocks=(paragraph("First."), paragraph(spans), cells), lang="en"))
    file = WRITERS["markdown"].one(made, "t")  # type: ignore[misc]
    (page,) = formats.read(Fetched("/x/t.md", file.text.encode()))
    assert not isinstance(page, Refused)
    assert page.article.blocks == made.article.blocks
    assert page.facts.highlights == ()


def test_a_page_that_was_changed_is_read_and_not_its_record(tmp_path):
    links = (Link("next", "Thaw", address="./Thaw.html"),)
    made = Parsed(Article("Ice", blocks=BODY, links=links, lang="en", tags=("sea",)), facts=FACTS)
    file = WRITERS["html"].one(made, "ice")  # type: ignore[misc]
    text = file.text.replace("Harbours that froze", "Harbours that thawed")
    assert text != file.text
    (page,) = formats.read(Fetched("/x/ice.html", text.encode()))
    assert not isinstance(page, Refused)
    assert any("Harbours that thawed" in block.plain for block in page.article.blocks)
    assert (page.article.title, page.article.tags, page.facts) == ("Ice", ("sea",), FACTS)
    assert page.article.links == (Link("next", "Thaw", address="/x/Thaw.html"),)
    quote, site = FACTS.highlights[0].quote, FACTS.site
    assert not any(quote in block.plain or site in block.plain for block in page.article.blocks)


def test_no_address_in_a_page_runs_anything(tmp_path):
    bad = paragraph([Span("click", "link", "javascript:alert(1)"), Span("x", "image", "file:///etc/passwd")])
    made = Parsed(Article("<script>", blocks=(bad,)), facts=Facts(url="javascript:alert(1)"))
    for name in ("html", "markdown"):
        text = WRITERS[name].one(made, "a").text  # type: ignore[misc]
        visible = text.split('<script type="application/json"')[0].split("---\n\n")[-1]
        assert "javascript:" not in visible
        assert "file:" not in visible
        assert "<script>" not in visible.replace("\\<script\\>", "")


def test_what_a_click_unfolds_is_written_as_such_and_comes_back(tmp_path):
    from reader.formats.body import logical_lines, to_blocks
    from reader.formats.body_lines import to_lines
    from reader.formats.markup import blocks_of_html
    from reader.formats.writing.hypertext import html_of

    html = (
        "<details><summary>More</summary><p>Text</p><ul><li>a<details><summary>deep</summary>b</details></li>"
        "<li>c</li></ul><p>last</p></details><details><summary>Second</summary>d</details><ul><li>e</li></ul>"
        "<blockquote><details><summary>quoted</summary>f</details></blockquote><p>end</p>"
    )
    made = blocks_of_html(html).blocks
    written = html_of(made, {})
    assert blocks_of_html(written).blocks == made
    assert written.count('<details open="">') == 4
    found = back(Parsed(Article("Folds", blocks=made)), "markdown", tmp_path).article.blocks
    assert [(b.kind, b.level or b.inside, b.text) for b in found] == [
        (b.kind, b.level or b.inside, b.text) for b in made
    ]
    kept = [block.text for block in to_blocks(logical_lines(to_lines(made))) if block.kind == "item"]
    assert kept == [block.text for block in made if block.kind == "item"]
