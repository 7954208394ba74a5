"""Saved pages: every variation of the layout, read and written."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from reader.formats.saved_page import parse, write
from reader.model import UNTITLED, Article, Block, Link, Span

BODY = "The lighthouse keeper wrote down the weather every day for forty years, and nobody asked him to."


def kinds(article):
    return [block.kind for block in article.blocks]


def plain(article):
    return [block.plain for block in article.blocks]


def recommended(article):
    return [(link.title, link.teaser) for link in article.links if link.kind == "recommended"]


# --- whole pages ------------------------------------------------------------------------------------


def test_a_whole_page(sample):
    article = parse(sample("bees"))
    assert (article.title, article.title_from) == ("Why bees dance", "page")
    assert article.note_label == "Editor's note:"
    assert article.note == "The hive in this article is real. The names of the bees are not."
    assert kinds(article) == [
        *("image", "paragraph", "heading", "paragraph", "paragraph", "heading"),
        *("item", "item", "item", "item"),
    ]
    assert article.blocks[4].spans == (
        Span("[[2002]]", "image", "2002"),
        Span(" The picture above was taken through glass, which bees ignore."),
    )
    assert [(b.marker, b.plain) for b in article.blocks if b.kind == "heading"] == [
        ("1.", "The angle"),
        ("2.", "The distance"),
    ]
    assert [(b.marker, b.level) for b in article.blocks[-4:]] == [("1.", 1), ("2.", 1), ("•", 1), ("•", 1)]
    assert article.links == (
        Link("previous", "How honey keeps"),
        Link("next", "What wasps want"),
        Link("recommended", "Gardens for insects", "Leave a corner of the lawn alone and wait. By Jun..."),
        Link(
            "recommended",
            "[Photos] A year on the roof",
            "[[2003]] In January the hive hums so quietly that...",
        ),
    )


def test_a_page_is_written_as_it_was(sample):
    assert write(parse(sample("bees"))) == sample("bees").replace("flight...\n\n•", "flight...\n•")
    assert write(parse(sample("untitled"))) == sample("untitled")


def test_a_page_without_a_title_has_its_first_words_for_one(sample):
    article = parse(sample("untitled"))
    assert article.title == "The ferry leaves at six, whatever the weather, and so do the…"
    assert article.title_from == "text"
    assert kinds(article) == ["paragraph"]
    assert article.links == (Link("previous", "Timetables"),)


def test_a_hard_wrapped_page(sample):
    article = parse(sample("wrapped"))
    assert article.title == "Notes on rope"
    assert kinds(article) == ["paragraph", "item", "item", "item", "code", "paragraph"]
    assert article.blocks[0].plain.endswith(
        "together the other way, and the thing held. It has been made in the same manner ever since."
    )
    assert article.blocks[1].plain == (
        "Hemp, which likes the wet and rots slowly if it is allowed to dry between tides."
    )
    assert [block.level for block in article.blocks[1:4]] == [1, 1, 2]
    assert article.blocks[4].plain == "splice(a, b) {\n    tuck(3);\n}\n\nwhip(end);"
    assert parse(write(article)) == article


# --- title ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Plain",
        "[Video] Launch: day one?",
        "What next!",
        "And then...",
        "  Spaced   out ",
        "标题",
        "Recommend",
        "1. One",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n"])
def test_a_title_in_any_shape(title, between):
    article = parse(f"{title}{between}{title}{between}{BODY}")
    assert (article.title, article.title_from) == (" ".join(title.split()), "page")
    assert plain(article) == [BODY]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_line_end(newline):
    article = parse(newline.join(["Title", "", "Title", "", "one", "", "two", ""]))
    assert (article.title, plain(article)) == ("Title", ["one", "two"])


def test_the_title_a_third_time_is_dropped_and_a_near_copy_is_kept():
    assert plain(parse(f"A day\n\nA day\n\nA day\n\n{BODY}")) == [BODY]
    article = parse(f"The keeper’s day\n\nThe keeper’s day\n\nThe keeper's day\n\n{BODY}")
    assert article.title == "The keeper’s day"
    assert plain(article) == ["The keeper's day", BODY]


@pytest.mark.parametrize("headline", ["The keeper's day", "The Keeper’s Day", "The keeper’s  day"])
def test_a_headline_that_is_spelt_otherwise_is_a_title_still(headline):
    article = parse(f"The keeper’s day\n\n{headline}\n\n{BODY}")
    assert (article.title, article.title_from) == ("The keeper’s day", "page")
    same = " ".join(headline.split()) == "The keeper’s day"
    assert plain(article) == ([BODY] if same else [headline, BODY])


def test_two_lines_that_differ_are_not_a_title():
    article = parse(f"Lesson number 1\n\nLesson number 2\n\n{BODY}")
    assert (article.title, article.title_from) == ("Lesson number 1", "text")
    assert plain(article)[:2] == ["Lesson number 1", "Lesson number 2"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Short.", "Short."),
        ("[[5]]\n\nWords after it.", "Words after it."),
        ("[[5]]", UNTITLED),
        ("", UNTITLED),
        ("<<: Before", UNTITLED),
        ("word " * 40, "word word word word word word word word word word word word word…"),
        ("这" * 80, "这" * 33 + "…"),
        ("x" * 20_000, "x" * 66 + "…"),
    ],
)
def test_a_title_from_the_text(text, title):
    article = parse(text)
    assert (article.title, article.title_from) == (title, "text")


# --- note -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "label",
    [
        *("Editor's note:", "Editor's Note:", "Editor’s note:", "EDITOR’S NOTE：", "Editors' note:"),
        *("Editor note:", "The editor's note:", "编者按：", "編者按:"),
    ],
)
def test_an_editors_note(label):
    article = parse(f"T\n\nT\n\n{label} Read  on.\n\n{BODY}")
    assert (article.note_label, article.note) == (label, "Read on.")
    assert plain(article) == [BODY]
    assert parse(write(article)) == article


@pytest.mark.parametrize(
    "text",
    [
        f"T\n\nT\n\n{BODY}\n\nEditor's note: too late.",
        f"T\n\nT\n\nEditor's note:\n\n{BODY}",
        "Editor's note: the whole of a page without a title.",
        f"T\n\nT\n\n[Editor's note: in brackets]\n\n{BODY}",
    ],
)
def test_what_is_no_note_is_body(text):
    article = parse(text)
    assert (article.note, article.note_label) == ("", "")
    assert any("note:" in text for text in plain(article))


# --- body -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("1. The start", Block("heading", (Span("The start"),), 1, "1.")),
        ("1) The start", Block("heading", (Span("The start"),), 1, "1)")),
        ("2.1 The middle", Block("heading", (Span("The middle"),), 2, "2.1")),
        ("01 The end", Block("heading", (Span("The end"),), 1, "01")),
        ("PART 1 The sea", Block("heading", (Span("The sea"),), 1, "PART 1")),
        ("① 海", Block("heading", (Span("海"),), 1, "①")),
        ("①海", Block("heading", (Span("①海"),), 1)),
        ("01", Block("heading", (Span("01"),), 1)),
        ("PART 1", Block("heading", (Span("PART 1"),), 1)),
        ("Postscript", Block("heading", (Span("Postscript"),), 1)),
        ("Recommend", Block("heading", (Span("Recommend"),), 1)),
        ("• item", Block("item", (Span("item"),), 1, "•")),
        ("-   item", Block("item", (Span("item"),), 1, "-")),
        ("* item", Block("item", (Span("item"),), 1, "*")),
        ("  1. item", Block("item", (Span("item"),), 1, "1.")),
        ("3. A sentence with a full stop.", Block("item", (Span("A sentence with a full stop."),), 1, "3.")),
        ("> quoted", Block("quote", (Span("quoted"),), 1, ">")),
        ("* * *", Block("rule", (Span("* * *"),))),
        ("~~~~", Block("rule", (Span("~~~~"),))),
        ("[[126]]", Block("image", (Span("[[126]]", "image", "126"),))),
        ("a [[126]] b", Block("paragraph", (Span("a "), Span("[[126]]", "image", "126"), Span(" b")))),
        ("~~ struck out ~~", Block("paragraph", (Span("~~ struck out ~~"),))),
        ("runs   of \t spaces , “unbalanced", Block("paragraph", (Span("runs of spaces , “unbalanced"),))),
        ("2.1 million people came.", Block("paragraph", (Span("2.1 million people came."),))),
        ("Part 2 of this is about tea.", Block("paragraph", (Span("Part 2 of this is about tea."),))),
        ("-5 degrees", Block("paragraph", (Span("-5 degrees"),))),
        ("it goes on...", Block("paragraph", (Span("it goes on..."),))),
        ("[x] *done* [[wiki]] [[[[", Block("paragraph", (Span("[x] *done* [[wiki]] [[[["),))),
        ("<<: a cat", Block("paragraph", (Span("<<: a cat"),))),
        (">>:", Block("paragraph", (Span(">>:"),))),
        ("    let x = 1;", Block("code", (Span("let x = 1;"),))),
    ],
)
def test_each_kind_of_line(line, block):
    article = parse(f"T\n\nT\n\nBefore it.\n\n{line}\n\n{BODY}")
    assert article.blocks == (parse("Before it.").blocks[0], block, Block("paragraph", (Span(BODY),)))
    assert article.links == ()
    assert parse(write(article)) == article


def test_images_on_one_line_are_one_block_each():
    assert kinds(parse("T\n\nT\n\n[[1]] [[2]]\n\n[[3]][[4]]")) == ["image", "image", "paragraph"]


def test_numbered_lines_that_follow_each_other_are_items():
    tight, loose = parse(f"T\nT\n1. One\n2. Two\n\n{BODY}"), parse(f"T\nT\n\n1. One\n\n2. Two\n\n{BODY}")
    assert tight == loose
    assert kinds(tight) == ["item", "item", "paragraph"]


def test_short_lines_that_are_not_headings():
    for line in ("By Jane Doe", "Who: everyone", "Come!", "lower case", "Ends here."):
        assert kinds(parse(f"T\n\nT\n\n{line}\n\n{BODY}")) == ["paragraph", "paragraph"]
    assert kinds(parse(f"T\n\nT\n\n{BODY}\n\n[[1]]\n\nA caption\n\n{BODY}")) == [
        *("paragraph", "image", "paragraph", "paragraph")
    ]


def test_one_paragraph_a_line_stays_one_paragraph_a_line():
    assert len(parse(f"T\n\nT\n\n{BODY * 2}\n{BODY * 3}\n{BODY}").blocks) == 3
    assert plain(parse("T\n\nT\n\nroses are red\nviolets are blue")) == ["roses are red\nviolets are blue"]


def test_a_line_of_a_megabyte():
    article = parse("word " * 200_000)
    assert len(article.blocks[0].plain) == 999_999


@pytest.mark.parametrize(
    ("piece", "times"),
    [
        *(("\n", 100_000), ("Recommend\n", 20_000), ("<<: a\nRecommend\n", 5_000), ("- ", 50_000)),
        *(("[[", 100_000), ("> ", 50_000), ("1. a\n", 20_000), ("    x\n", 20_000), ("*", 100_000)),
        *(("a\u0301", 50_000), ("Editor's note: ", 10_000), ("a\n\n", 10_000), ("    - a\n\n", 5_000)),
    ],
)
def test_repetition_is_harmless(piece, times):
    article = parse(piece * times)
    assert parse(write(article)) == article


# --- links ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("space", ["\xa0 ", " ", "", "\t", "   "])
def test_previous_and_next(space):
    page = f"T\n\nT\n\n{BODY}\n\n<<:{space}Before\n\n>>:{space}After: more?\n"
    assert parse(page).links == (Link("previous", "Before"), Link("next", "After: more?"))
    assert parse(page.replace(f"<<:{space}Before", "")).links == (Link("next", "After: more?"),)
    assert parse(page.replace(f">>:{space}After: more?", "")).links == (Link("previous", "Before"),)


def test_navigation_in_the_middle_of_the_body_is_body():
    article = parse(f"T\n\nT\n\n<<: not a link\n\n{BODY}\n\n>>: a link\n\nRecommend\n\nA\n\nb...")
    assert plain(article) == ["<<: not a link", BODY]
    assert article.links == (Link("next", "a link"), Link("recommended", "A", "b..."))


def test_the_last_suitable_recommend_opens_the_section():
    tail = "Recommend\n\nTea\n\nA pot and leaves...\n\nRope\n\nRope is older...\n"
    links = [("Tea", "A pot and leaves..."), ("Rope", "Rope is older...")]
    article = parse(f"T\n\nT\n\nRecommend\n\n{BODY}\n\n{tail}")
    assert plain(article) == ["Recommend", BODY]
    assert recommended(article) == links
    # Below <<: or >>: nothing else is needed, and a link may be called Recommend.
    article = parse(f"T\n\nT\n\n{BODY}\n\n>>: N\n\nRecommend\n\nRecommend\n\nno dots here")
    assert recommended(article) == [("Recommend", "no dots here")]


@pytest.mark.parametrize(
    "text",
    [
        f"T\n\nT\n\nRecommend\n\n{BODY}\n\n{BODY}",
        f"T\n\nT\n\n{BODY}\n\nRecommend",
        f"T\n\nT\n\n{BODY}\n\nI recommend\n\nRecommend\n\n• one\n\n• two...",
        f"T\n\nT\n\nRecommend\n\nA heading\n\n{BODY}\n\nto be continued...",
    ],
)
def test_a_recommend_that_opens_nothing_is_body(text):
    article = parse(text)
    assert article.links == ()
    assert "Recommend" in plain(article)


def test_neighbours_below_the_recommendations_are_neighbours():
    article = parse(f"T\n\nT\n\n{BODY}\n\n<<: A\n\nRecommend\n\nB\n\nb...\n\n>>: C")
    assert article.links == (Link("next", "C"),)
    assert plain(article)[1:] == ["<<: A", "Recommend", "B", "b..."]


def test_an_empty_section_is_no_link():
    assert parse(f"T\n\nT\n\n{BODY}\n\n>>: N\n\nRecommend\n").links == (Link("next", "N"),)


LONG = (
    "A teaser of another site, which is much longer than the teasers of these pages, for it has room enough."
)


def test_recommendations_with_cut_titles_and_long_teasers_need_no_neighbours():
    tail = ["Tea in the...", f"{LONG}...", "Rope", "Rope is older..."]
    article = parse(f"T\n\nT\n\n{BODY}\n\nRecommend\n\n" + "\n\n".join(tail))
    assert recommended(article) == [("Tea in the...", f"{LONG}..."), ("Rope", "Rope is older...")]


@pytest.mark.parametrize(
    "foot",
    ["Contact us at the quay. This is the foot of the page.", "© 2024 The Quay", "One line.\n\nAnd more"],
)
def test_the_foot_of_a_page_below_its_list_is_text(foot):
    listed = (
        "How Bridges Sleep\n\nThe first line about bridges and sl...\n\nThe Day After\n\nIt was the day..."
    )
    page = parse(f"Title\n\nTitle\n\nSome prose.\n\nRELATED ARTICLES\n\n{listed}\n\n{foot}\n")
    assert [title for title, _ in recommended(page)] == ["How Bridges Sleep", "The Day After"]
    assert plain(page) == ["Some prose.", *foot.split("\n\n")]


@pytest.mark.parametrize(
    ("lines", "pairs"),
    [
        (["A", "a...", "B"], [("A", "a..."), ("B", "")]),
        (["A", "B", "b...", "C", "c..."], [("A", ""), ("B", "b..."), ("C", "c...")]),
        (["a...", "B", "b..."], [("a...", ""), ("B", "b...")]),
        (["A...", "a...", "B", "b..."], [("A...", "a..."), ("B", "b...")]),
        (["A", "all of a", "B", "b..."], [("A", "all of a"), ("B", "b...")]),
        (["A", "all of a", "B...", "b..."], [("A", "all of a"), ("B...", "b...")]),
        (["A", "a…", "B", "b…"], [("A", "a…"), ("B", "b…")]),
        (
            ["A", "all of a", "B", f"{LONG}...", "C", "c..."],
            [("A", "all of a"), ("B", f"{LONG}..."), ("C", "c...")],
        ),
        (["A...", f"{LONG}…", "B...", "all of b"], [("A...", f"{LONG}…"), ("B...", "all of b")]),
    ],
)
def test_titles_and_teasers_are_paired(lines, pairs):
    page = f"T\n\nT\n\n{BODY}\n\n>>: N\n\nRecommend\n\n" + "\n\n".join(lines)
    assert recommended(parse(page)) == pairs
    assert parse(write(parse(page))) == parse(page)


# --- writing ----------------------------------------------------------------------------------------


def test_a_title_that_the_page_did_not_give_is_not_written():
    assert write(replace(parse(BODY), title="From elsewhere", title_from="link")) == f"{BODY}\n"


def test_what_the_format_cannot_carry_keeps_its_text():
    article = Article(
        "Title",
        (
            Block("paragraph", (Span("a "), Span("b", "strong"), Span("c", "link", "http://x.example"))),
            Block("item", (Span("no marker"),), 1),
            Block("quote", (Span("said"),), 2),
            Block("rule"),
        ),
        (Link("inline", "gone"),),
        note="Hello.",
        tags=("x",),
    )
    back = parse(write(article))
    assert plain(back) == ["a bc", "no marker", "said", "* * *"]
    assert kinds(back) == ["paragraph", "item", "quote", "rule"]
    assert (back.note, back.note_label, back.links) == ("Hello.", "Editor's note:", ())


# --- shared corpora ---------------------------------------------------------------------------------


def test_the_real_page(shared):
    text = (shared / "corpus" / "seed" / "olive-branch.txt").read_text(encoding="utf-8")
    article = parse(text)
    assert article.title_from == "page"
    assert article.note
    assert Counter(kinds(article)) == {"paragraph": 14, "image": 2}
    assert [link.kind for link in article.links] == ["previous", "next", *["recommended"] * 7]
    assert all(link.teaser for link in article.links[2:])
    assert write(article) == text + "\n"


def test_real_pages_read_back_and_begin_as_their_teasers_say(shared):
    folder = shared / "corpus" / "18f"
    articles = {}
    for file in sorted((folder / "pages").iterdir()):
        articles[file.name] = article = parse(file.read_text(encoding="utf-8"))
        assert article.title_from == "page", file.name
        assert parse(write(article)) == article, file.name
    right = total = 0
    named = Counter()
    for row in (folder / "links.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        page, kind, target, text = (*row.split("\t"), "", "", "")[:4]
        named[page, kind.replace("recommend", "recommended")] += page in articles
        if kind == "recommend" and target in articles:
            total += 1
            start = text.removesuffix("...")
            article = articles[target]
            # On two pages in five hundred the note is part of the text that teasers quote.
            starts = (article.text(), f"{article.note_label} {article.note}")
            right += any(" ".join(words.split()).startswith(start) for words in starts)
    assert right == total > 3000
    found = Counter((name, link.kind) for name, article in articles.items() for link in article.links)
    assert found == +named


def test_hostile_strings_in_every_place(shared):
    strings = [
        json.loads(line)["text"]
        for line in (shared / "hostile" / "strings.jsonl").read_text(encoding="utf-8").split("\n")
        if line
    ]
    strings += json.loads((shared / "hostile" / "blns" / "blns.json").read_text(encoding="utf-8"))
    for bad in strings:
        for page in (
            bad,
            f"{bad}\n\n{bad}\n\n{BODY}",
            f"T\n\nT\n\nEditor's note: {bad}\n\n{BODY}",
            f"T\n\nT\n\n{BODY}\n\n{bad}\n\n{BODY}",
            f"T\n\nT\n\n{BODY}\n\n<<: {bad}\n\n>>: {bad}\n\nRecommend\n\n{bad}\n\n{bad}...",
        ):
            article = parse(page)
            assert article.title
            assert parse(write(article)) == article
