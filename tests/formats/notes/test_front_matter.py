"""Front matter: YAML as people write it, TOML, JSON, and the lines of MultiMarkdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.front_matter import NO_FRONT_MATTER
from reader.formats.front_matter.splitting import split
from reader.formats.front_matter.yaml_lines import mapping_of
from reader.model import Highlight
from tests.formats.notes.vault import note


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b", {"a": "b"}),
        ("title: Part 2: The end # no", {"title": "Part 2: The end"}),
        ("a: C# and c#d", {"a": "C# and c#d"}),
        ("a: 'it''s'  # no", {"a": "it's"}),
        (r'a: "x\"y\\z\u00e9\n"', {"a": 'x"y\\zé\n'}),
        ('a: "b": c', {"a": '"b": c'}),
        ("a:\nb: ~\nc: null\nd: ''", {"a": "", "b": "", "c": "", "d": ""}),
        ("a: [x, 'y, z', \"w\", [1, 2]]", {"a": ["x", "y, z", "w", ["1", "2"]]}),
        ("a: [x,\n  y,\n  z]\nb: c", {"a": ["x", "y", "z"], "b": "c"}),
        ("a: {b: c, d: [e]}", {"a": {"b": "c", "d": ["e"]}}),
        ("a:\n- x\n- y: z\n  w: v\n-\n  q", {"a": ["x", {"y": "z", "w": "v"}, "q"]}),
        ("a:\n  - x\n  - 'y'\n\n  # no\n  - z", {"a": ["x", "y", "z"]}),
        ("a:\n  b:\n    c: d\n  e: f", {"a": {"b": {"c": "d"}, "e": "f"}}),
        ("a: |\n  one\n   two\n\n  three\nb: c", {"a": "one\n two\n\nthree", "b": "c"}),
        ("a: >-\n  one\n  two\n\n  three", {"a": "one two\nthree"}),
        ("a: one\n  two\n  three", {"a": "one two three"}),
        ('a: "one\n  two"\nb: c', {"a": "one two", "b": "c"}),
        ("a: [[One Two]]\nb: [[[x]]", {"a": [["One Two"]], "b": "[[[x]]"}),
        ("- x\n- y", {}),
        ("a: b\na: c", {"a": "b"}),
        ("a:\na: c", {"a": "c"}),
        ('"a b": c\nd.e-f_g: h\nog:title: i', {"a b": "c", "d.e-f_g": "h", "og:title": "i"}),
        ("a: !!str 12\nb: &x y\nc: *x", {"a": "12", "b": "y", "c": "*x"}),
        ("a: b\n???\nc: d", {"a": "b", "c": "d"}),
        ("a: [x\nb: c", {"a": "[x", "b": "c"}),
        ('a: "x\nb: c', {"a": '"x', "b": "c"}),
        ("url: https://a.example.org/#b", {"url": "https://a.example.org/#b"}),
    ],
)
def test_yaml_as_people_write_it(text, expected):
    assert mapping_of(text.split("\n")) == expected


@given(st.text(alphabet="ab :-#'\"[]{},|>\n\\&*!?~ \t", max_size=80))
def test_any_lines_are_read_without_an_error(text):
    mapping_of(text.split("\n"))
    split(f"---\n{text}\n---\n")


def test_a_clipping():
    page = note(
        '---\ntitle: "A: B"\nsource: https://a.example.org/x\nauthor:\n  - "[[Ann Lee]]"\n'
        "  - '[[B. Cox|Bo Cox]]'\n"
        "published: 2024-01-15\ncreated: 2024-02-01T10:00:00+02:00\ndescription: Short\ntags:\n"
        "  - clippings\n"
        "  - To Read\nlang: en-GB\n---\nText"
    )
    facts = page.facts
    assert (page.article.title, page.article.lang, page.article.tags) == (
        "A: B",
        "en",
        ("clippings", "to-read"),
    )
    assert (facts.url, facts.author, facts.excerpt) == ("https://a.example.org/x", "Ann Lee, Bo Cox", "Short")
    assert (facts.published, facts.saved) == ("2024-01-15", "2024-02-01T08:00:00Z")


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "T"\ndate = 2022-05-05T08:00:00Z\ntags = ["a b", "c"]\n[extra]\nx = 1\n+++\nText',
        '+++\ntitle = "T"\nbroken = = 1\ndate = 2022-05-05T08:00:00Z\ntags = ["a b", "c"]\n+++\nText',
        '{\n"title": "T", "date": "2022-05-05T08:00:00Z", "tags": ["a b", "c"]\n}\nText',
        "Title: T\nDate: 2022-05-05T08:00:00Z\nTags: a b, c\n\nText",
        "---\nTitle: T\nDate_Published: 2022-05-05T08:00:00Z\nTags: a b, c\n...\nText",
    ],
)
def test_the_same_in_other_forms(text):
    page = note(text)
    assert (page.article.title, page.facts.published) == ("T", "2022-05-05T08:00:00Z")
    assert (page.article.tags, page.article.text()) == (("a-b", "c"), "Text")


def test_state_and_what_else_it_says():
    page = note(
        "---\ntitle: T\nurl: '[x](https://a.example.org)'\nsite: The Site\nread: true\n"
        "favorite: no\narchived: yes\n"
        "progress: 40%\nfeed: https://a.example.org/feed\nremark: Mine\n"
        "authors: [{name: A}, {name: B}]\ntags: '#x #y'\n---\nText"
    )
    facts = page.facts
    assert (facts.url, facts.site, facts.feed) == (
        "https://a.example.org",
        "The Site",
        "https://a.example.org/feed",
    )
    assert (facts.read, facts.starred, facts.archived, facts.progress) == (True, False, True, 0.4)
    assert (facts.remark, facts.author, page.article.tags) == ("Mine", "A, B", ("x", "y"))


@pytest.mark.parametrize(
    "text",
    [
        "---\nText between two rules, which says: nothing.\n\n---\n",
        "---\nnot closed: here\n",
        "+++\nnot closed\n",
        "{\nnot json\n}",
        "Title: only this line\n\nText",
        "Note: a\nOther: b\n\nText",
    ],
)
def test_what_is_no_front_matter_is_text(text):
    assert split(text) == (NO_FRONT_MATTER, text)


def test_what_is_not_a_time_or_an_address_is_left_out():
    page = note("---\ntitle: T\ndate: soon\nsource: A Book, page 7\nprogress: much\nread: maybe\n---\nText")
    assert (page.facts.published, page.facts.url, page.facts.progress, page.facts.read) == (
        "",
        "",
        None,
        None,
    )
    assert page.facts.site == "A Book, page 7"


def test_highlights_that_are_listed():
    page = note(
        '---\ntitle: T\nhighlights: [{"quote": "a: b", "note": "n", "color": "red", "created": "2021-03-01", '
        '"tags": ["x y"]}, {"text": "c"}, 7, {"note": "no quote"}]\n---\nA ==marked== word'
    )
    assert page.facts.highlights == (
        Highlight("a: b", "n", "red", "2021-03-01", ("x-y",)),
        Highlight("c"),
        Highlight("marked"),
    )
    assert note("---\nhighlights: 3\n---\nA ==marked== word").facts.highlights == (Highlight("marked"),)
