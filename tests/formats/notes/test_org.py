"""Org documents: outlines, lists, tables, blocks, links."""

from __future__ import annotations

from pathlib import Path

from tests.formats.notes.vault import PNG, folder, note, shown, styles


def org(text: str):
    return note(text, "/notes/plan.org")


def test_what_the_keywords_say():
    page = org(
        "#+title: The Plan\n#+AUTHOR: Ann Lee\n#+DATE: <2022-08-09 Tue>\n#+FILETAGS: :a:To_Do:\n"
        "#+LANGUAGE: en\n"
        "#+OPTIONS: toc:nil\n:PROPERTIES:\n:ROAM_REFS: https://a.example.org/x\n"
        ":CREATED: [2021-01-02 Sat 03:04]\n:END:\nText"
    )
    assert (page.article.title, page.article.lang, page.article.tags) == ("The Plan", "en", ("a", "to_do"))
    facts = page.facts
    assert (facts.author, facts.published, facts.saved) == ("Ann Lee", "2022-08-09", "2021-01-02")
    assert facts.url == "https://a.example.org/x"
    assert shown(page) == ["paragraph Text"]


def test_headings_lists_and_tasks():
    page = org(
        "* One :tag:\nText that\ngoes on.\n** TODO [#A] Two\n:LOGBOOK:\n- hidden\n:END:\n- a\n"
        "  wrapped\n  - [X] b\n\n    more\n"
        "- [ ] c\n1. d\n2) e\n- term :: meaning\n  * star\n* Three\n-----\n# a comment\n#no comment"
    )
    assert page.article.title == "plan"
    assert shown(page) == [
        "heading1 One",
        "paragraph Text that goes on.",
        "heading2 TODO Two",
        "item1 • a wrapped",
        "item2 ☑ b",
        "paragraph in2 more",
        "item1 ☐ c",
        "item1 1. d",
        "item1 2) e",
        "item1 • term: meaning",
        "item2 • star",
        "heading1 Three",
        "rule",
        "paragraph #no comment",
    ]


def test_blocks_and_tables():
    page = org(
        "#+CAPTION: Hives\n| a | b |\n|---+---|\n| <l> | <r> |\n| 1 | *2* |\n#+TBLFM: x\n\n"
        "#+BEGIN_SRC sh -n\n  ls\n    -l\n,* x\n#+END_SRC\n"
        "#+begin_quote\nq1\n\nq2\n#+end_quote\n#+BEGIN_VERSE\nl1\n  l2 /x/\n#+END_VERSE\n: fixed\n:  width\n"
        "#+begin_comment\nno\n#+end_comment\n#+BEGIN_EXAMPLE\nopen\n\n\\begin{align}\nx\n\\end{align}\n"
        "#+begin_export html\n<p>From <b>HTML</b></p>\n#+end_export"
    )
    assert shown(page) == [
        "paragraph Hives",
        "table a\tb\n1\t2",
        "code sh   ls\n    -l\n* x",
        "quote1 q1",
        "quote1 q2",
        "verse l1\n  l2 x",
        "code fixed\n width",
        "paragraph #+BEGIN_EXAMPLE open",
        "verse \\begin{align}\nx\n\\end{align}",
        "paragraph From HTML",
    ]
    table = page.article.blocks[1]
    assert (table.header, table.align) == (1, "lr")


def test_signs_within_text():
    page = org(
        "*a* /b/ _c_ +d+ =e*= ~f~ *g /h/ i* a*b*c 1/2/3 x \\\\\ny $a_1 * b$ <2022-01-01 Sat> [[*One][one]]"
    )
    assert styles(page) == [
        ("a", "strong", ""),
        ("b", "emphasis", ""),
        ("c", "emphasis", ""),
        ("d", "deleted", ""),
        ("e*", "code", ""),
        ("f", "code", ""),
        ("g ", "strong", ""),
        ("h", "strong emphasis", ""),
        (" i", "strong", ""),
        ("$a_1 * b$", "math", ""),
    ]
    assert page.article.text() == "a b c d e* f g h i a*b*c 1/2/3 x\ny $a_1 * b$ <2022-01-01 Sat> one"


def test_links_footnotes_and_pictures(tmp_path: Path):
    pages = folder(
        tmp_path,
        {
            "a.org": "See [[file:sub/b.org::*X][b]], [[https://w.example.org]] and "
            "https://v.example.org.[fn:x] [fn:: in it]\n\n"
            "#+CAPTION: A /map/\n[[./p.png]]\n\n[fn:x] The note\ngoes on.\n",
            "sub/b.org": "Text",
            "p.png": PNG,
        },
    )
    page = pages["a.org"]
    assert [link.address for link in page.article.links] == [
        f"{tmp_path}/sub/b.org",
        "https://w.example.org",
        "https://v.example.org",
    ]
    assert shown(page) == [
        "paragraph See b, https://w.example.org and https://v.example.org.[1] [2]",
        "image \nA map",
        "footnote [1] The note goes on.",
        "footnote [2] in it",
    ]
    assert [asset.name for asset in page.assets] == ["./p.png"]
