"""Highlights as texts of other programs: templates, and writing into a file that has some already."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ReaderError
from reader.facts import Passage
from reader.formats.writing.passages import table
from reader.formats.writing.passages.identity import by_article
from reader.formats.writing.passages.merging import merge, names_in
from reader.formats.writing.passages.presets import PRESETS
from reader.formats.writing.passages.templates import TemplateError, filled, parse, values_of
from reader.model import Highlight, Position, StoredHighlight
from reader.squeezed import squeezed

MARKDOWN = parse(PRESETS["markdown"])
OBSIDIAN = parse(PRESETS["obsidian"])


def passage(quote: str, note: str = "", article: int = 1, **of: object) -> Passage:
    one = Highlight(quote, note, "yellow", "2024-03-01T10:00:00Z")
    known: dict[str, object] = {"title": f"Article {article}", "url": f"https://a.example/{article}", **of}
    return Passage(article, stored=StoredHighlight(one, Position(2, 3), Position(2, 9)), **known)  # type: ignore[arg-type]


def noted(one: Passage, note: str) -> Passage:
    return replace(one, stored=replace(one.stored, highlight=replace(one.stored.highlight, note=note)))


# --- templates ----------------------------------------------------------------------------------------


def test_markdown_has_article_address_words_note_and_date() -> None:
    one = passage("froze *twice*\nthat winter", "Why?", author="J. Doe")
    made = merge("", by_article([one]), MARKDOWN).text
    lines = made.splitlines()
    assert lines[:-1] == [
        "## Article 1",
        "",
        "J. Doe",
        "<https://a.example/1>",
        "",
        "> froze \\*twice\\*",
        "> that winter",
        "",
        "Why?",
        "",
        "*2024-03-01*",
    ]
    assert lines[-1].startswith("<!-- highlight ")


def test_what_is_not_known_leaves_no_line() -> None:
    one = Passage(1, "Bare", StoredHighlight(Highlight("words")))
    made = merge("", by_article([one]), MARKDOWN).text
    assert made.splitlines()[:-1] == ["## Bare", "", "> words", "", "*no longer in the text*"]
    assert "None" not in made
    assert "<>" not in made
    assert "\n\n\n" not in made


def test_obsidian_has_front_matter_and_a_place_to_link_to() -> None:
    one = passage("words", title='A "quoted" title', tags=("sea", "ice"))
    made = merge("", by_article([one]), OBSIDIAN, alone=True).text
    assert made.startswith(
        '---\ntitle: "A \\"quoted\\" title"\nsource: "https://a.example/1"\ntags: ["sea", "ice"]\n---\n'
    )
    ((name, _),) = by_article([one])[0].passages
    assert f"\n\n^h{name}\n\n" in made
    assert made.rstrip().endswith("%%")


def test_a_passage_without_a_date_has_no_two_blanks() -> None:
    one = passage("A tide.")
    one = replace(one, stored=replace(one.stored, highlight=Highlight("A tide.", color="yellow")))
    assert filled(OBSIDIAN, "passage", values_of(one, "1"))[0] == "> [!quote] yellow"


def test_addresses_that_are_no_links_are_left_out() -> None:
    for url in ("javascript:alert(1)", "file:///etc/passwd", ""):
        assert values_of(passage("x", url=url), "")["url"] == ""
    assert values_of(passage("x", url="https://a.example/><b>"), "")["url"] == "https://a.example/%3E%3Cb%3E"


def test_values_sections_and_braces() -> None:
    template = parse(
        "ignored\n--- passage ---\n{{{quote:line}}}{?note} ({note}){/note}{!note} no note{/note}\n"
        "- {note:html}\n{url}\n{mark}\n"
    )
    one = passage("a\nb", "c & d\ne", url="")
    assert filled(template, "passage", values_of(one, "id") | {"mark": "m"}) == [
        *("{a b} (c & d", "e)", "- c &amp; d", "  e", "m"),
    ]
    assert filled(template, "passage", values_of(noted(one, ""), "id") | {"mark": "m"}) == [
        "{a b} no note",
        "m",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no line '--- passage ---'"),
        ("--- passage ---\n{quote}", "needs {mark}"),
        ("--- passage ---\n{mark}\n{quote}", "needs {mark}"),
        ("--- passage ---\n{qoute}\n{mark}", "line 2: there is no value {qoute} here"),
        ("--- article ---\n{quote}\n--- passage ---\n{mark}", "there is no value {quote} here"),
        ("--- passage ---\n{quote:python}\n{mark}", "there is no {quote:python}"),
        ("--- passage ---\n{quote.__class__}\n{mark}", "a single brace"),
        ("--- passage ---\n{?note}\n{mark}", "{?note} has no {/note}"),
        ("--- passage ---\n{/note}\n{mark}", "{/note} ends nothing"),
        ("--- passage ---\n{mark}\n--- passage ---\n{mark}", "two parts called passage"),
        ("x" * 100_001, "too long"),
    ],
)
def test_a_wrong_template_is_explained(text: str, said: str) -> None:
    with pytest.raises(TemplateError, match=said.replace("{", r"\{").replace("?", r"\?").replace("(", r"\(")):
        parse(text)


@given(st.text(st.sampled_from("{}?!/:noteqm -\n"), max_size=60))
def test_any_template_is_read_or_explained(text: str) -> None:
    try:
        template = parse(f"--- passage ---\n{text}\n{{mark}}")
    except TemplateError:
        return
    filled(template, "passage", values_of(passage("words"), "id") | {"mark": "m"})


# --- again and again ----------------------------------------------------------------------------------

ICE, BOATS, TIDES = passage("ice"), passage("boats"), passage("tides", article=2)


def test_a_second_export_changes_nothing() -> None:
    once = merge("", by_article([ICE, BOATS, TIDES]), MARKDOWN)
    again = merge(once.text, by_article([ICE, BOATS, TIDES]), MARKDOWN)
    assert (once.added, again.added, again.updated) == (3, 0, 0)
    assert again.text == once.text


def test_new_passages_come_to_their_article() -> None:
    some = merge("", by_article([BOATS, TIDES]), MARKDOWN).text
    more = merge(
        some, by_article([ICE, BOATS, passage("wind"), TIDES, passage("apples", article=3)]), MARKDOWN
    )
    assert (more.added, more.updated) == (3, 0)
    quotes = [line for line in more.text.splitlines() if line.startswith(("> ", "## "))]
    assert quotes == [
        *("## Article 1", "> ice", "> boats", "> wind"),
        *("## Article 2", "> tides", "## Article 3", "> apples"),
    ]


def test_what_someone_has_written_around_stays() -> None:
    once = merge("", by_article([ICE, TIDES]), MARKDOWN).text
    mine = (
        "My summary.\n\n" + once.replace("## Article 2", "Between.\n\n## Article 2 (mine)") + "\nThe end.\n"
    )
    more = merge(mine, by_article([noted(ICE, "new note"), BOATS, TIDES]), MARKDOWN)
    assert (more.added, more.updated, more.kept) == (1, 1, 0)
    for words in ("My summary.", "Between.", "## Article 2 (mine)", "The end.", "new note", "> boats"):
        assert more.text.count(words) == 1
    assert more.text.index("> boats") < more.text.index("Between.")


def test_a_passage_that_someone_has_edited_stays_as_it_is() -> None:
    once = merge("", by_article([ICE, BOATS]), MARKDOWN).text
    mine = once.replace("> ice", "> ice, black ice")
    more = merge(mine, by_article([noted(ICE, "from the library"), BOATS]), MARKDOWN)
    assert (more.added, more.updated, more.kept) == (0, 0, 1)
    assert more.text == mine
    # One before an edited one goes behind it, for nobody knows where that begins.
    more = merge(mine, by_article([passage("wind"), ICE, BOATS]), MARKDOWN)
    assert [line for line in more.text.splitlines() if line.startswith("> ")] == [
        "> ice, black ice",
        "> wind",
        "> boats",
    ]


def test_line_ends_of_windows_stay() -> None:
    once = merge("", by_article([ICE]), MARKDOWN).text.replace("\n", "\r\n")
    assert merge(once, by_article([ICE]), MARKDOWN).text == once
    more = merge(once, by_article([ICE, BOATS]), MARKDOWN).text
    assert more.count("\n") == more.count("\r\n")


def test_a_mark_inside_a_passage_is_not_taken_for_one() -> None:
    ((name, _),) = by_article([BOATS])[0].passages
    sly = passage(f"highlight {name} 00000000 1", article=2)
    once = merge("", by_article([sly]), MARKDOWN).text
    more = merge(once, by_article([BOATS, sly]), MARKDOWN)
    assert more.added == 1
    assert "> boats" in more.text


def test_the_same_words_in_one_article_and_in_two_are_told_apart() -> None:
    once = merge("", by_article([ICE, passage("ice"), passage("ice", article=2)]), MARKDOWN)
    assert once.added == 3
    assert len(names_in(once.text)) == 3


TEXTS = st.text(st.sampled_from("ab*#>-{}\n \r\t,\"'é<|%=^"), max_size=20)
PASSAGES = st.lists(
    st.builds(
        passage,
        TEXTS.filter(str.strip),
        TEXTS,
        st.integers(1, 3),
        tags=st.sampled_from([(), ("a",), ("b c", "d")]),
        author=TEXTS,
    ),
    max_size=6,
).map(lambda some: sorted(some, key=lambda one: one.article))
TEMPLATES = st.sampled_from(
    [MARKDOWN, OBSIDIAN, parse("--- file ---\nAll\n--- passage ---\n{quote}\n{note}\n{mark}")]
)
BEFORE = st.text(st.sampled_from("ab>#\n\r "), max_size=30)


@settings(deadline=None)
@given(PASSAGES, PASSAGES, TEMPLATES, BEFORE, BEFORE)
def test_twice_is_once_whatever_the_file(first, second, template, before, after) -> None:
    once = merge("", by_article(first), template).text
    mine = f"{before}\n{once}\n{after}" if before or after else once
    both = by_article([*first, *second])
    merged = merge(mine, both, template)
    again = merge(merged.text, both, template)
    assert again.text == merged.text
    assert (again.added, again.updated) == (0, 0)
    assert names_in(merged.text) >= {name for article in both for name, _ in article.passages}
    # Every line of the person is still there, in its order.
    lines = iter([line.strip() for line in merged.text.splitlines()])
    assert all(line.strip() in lines for line in (*before.splitlines(), *after.splitlines()) if line.strip())


@settings(deadline=None)
@given(PASSAGES, PASSAGES)
def test_tables_twice_are_once(first, second) -> None:
    once = table.merge("", first).text
    merged = table.merge(once, [*first, *second])
    again = table.merge(merged.text, [*first, *second])
    assert again.text == merged.text
    assert again.added == 0
    rows = csv.DictReader(io.StringIO(merged.text))
    there = {squeezed(row["Highlight"]) for row in rows}
    assert there >= {squeezed(one.stored.highlight.quote) for one in second}


def test_the_table_for_readwise() -> None:
    made = table.merge("", [noted(ICE, 'so "cold"')]).text
    assert made == (
        "Highlight,Title,Author,URL,Note,Location,Date\n"
        'ice,Article 1,,https://a.example/1,"so ""cold""",3,2024-03-01 10:00:00\n'
    )
    own = "Title,Highlight,Mine,Note\nArticle 1,ice,kept,older\nElse,other,,\n"
    more = table.merge(own, [noted(ICE, "newer"), BOATS])
    assert (more.added, more.updated) == (1, 1)
    assert (
        more.text == "Title,Highlight,Mine,Note\nArticle 1,ice,kept,newer\nElse,other,,\nArticle 1,boats,,\n"
    )
    for wrong in ("a,b\n1,2\n", 'Highlight\n"open'):
        if "a," in wrong:
            with pytest.raises(ReaderError, match="no column called Highlight"):
                table.merge(wrong, [ICE])
        else:
            assert "open" in table.merge(wrong, [ICE]).text
