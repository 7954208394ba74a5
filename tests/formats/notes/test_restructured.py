"""reStructuredText: what docutils reads, what only Sphinx knows, and what must never be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.formats.restructured.parsing import LONGEST
from tests.formats.notes.vault import PNG, folder, note, shown, styles


def rst(text: str):
    return note(text, "/notes/guide.rst")


def test_each_kind_of_block():
    page = rst(
        "=====\nGuide\n=====\n\n:Author: Ann Lee\n:Date: 2021-06-07\n:Version: 1.2\n\n"
        "A *b* **c** ``d``\ne.\n\n"
        "Part\n====\n\n- x\n\n  y\n\n  1. z\n\n     w\n\ni. one\n#. two\n\nTerm : kind\n  Meaning\n"
        "\n:field: value\n\n-v  option\n\n"
        "| l1\n|   l2\n\n    quoted\n\n    -- Who\n\n.. note:: Mind\n\n.. code:: python\n\n"
        "   a = 1\n\n>>> 1 + 1\n2\n\n"
        "==  ==\nA   B\n==  ==\n1   2\n==  ==\n\n----\n\n.. math:: x^2\n\n.. comment\n\n"
        "End [1]_ [#x]_.\n\n.. [1] one\n.. [#x] two\n"
    )
    assert (page.article.title, page.facts.author, page.facts.published) == ("Guide", "Ann Lee", "2021-06-07")
    assert shown(page) == [
        "paragraph Version: 1.2",
        "paragraph A b c d e.",
        "heading2 Part",
        "item1 • x",
        "paragraph in1 y",
        "item2 1. z",
        "paragraph in2 w",
        "item1 i. one",
        "item1 ii. two",
        "paragraph Term",
        "paragraph kind",
        "item1 – Meaning",
        "item1 • field: value",
        "item1 • -v: option",
        "verse l1\n    l2",
        "quote1 quoted",
        "quote1 — Who",
        "quote1 Note",
        "quote1 Mind",
        "code python a = 1",
        "code python >>> 1 + 1\n2",
        "table A\tB\n1\t2",
        "rule",
        "paragraph $$ x^2 $$",
        "paragraph End [1] [2].",
        "footnote [1] one",
        "footnote [2] two",
    ]


def test_several_parts_and_no_title_of_the_whole():
    page = rst("One\n===\n\nText\n\nTwo\n===\n\nText\n")
    assert page.article.title == "One"
    assert shown(page) == ["paragraph Text", "heading1 Two", "paragraph Text"]


def test_what_only_sphinx_knows_keeps_its_text():
    page = rst(
        "T\n=\n\n.. versionadded:: 3.2\n   Some *text*.\n\n.. toctree::\n   :maxdepth: 1\n\n   a\n"
        "   Words <sub/b>\n\n"
        ".. code-block:: sh\n   :linenos:\n\n   ls\n\n.. tip-box:: Head\n\n   - x\n\n.. index:: gone\n\n"
        "See :ref:`words <there>`, :class:`~a.B`, :doc:`/x`, :pep:`8` and `nothing`_.\n"
    )
    assert shown(page) == [
        "paragraph New in version 3.2 Some text.",
        "item1 • a",
        "item1 • Words",
        "code sh ls",
        "paragraph Head",
        "item1 • x",
        "paragraph See words, B, /x, PEP 8 and nothing.",
    ]
    assert [link.address for link in page.article.links][:2] == ["/notes/a.rst", "/notes/sub/b.rst"]
    assert ("B", "code", "") in styles(page)


def test_links_and_pictures(tmp_path: Path):
    pages = folder(
        tmp_path,
        {
            "a.rst": "T\n=\n\nSee `b <sub/b.rst>`_, `c`_ and https://d.example.org.\n\n.. _c: https://c.example.org\n\n"
            ".. figure:: p.png\n   :alt: alt\n\n   A *caption*\n\n   Legend\n\n.. image:: p.png\n   :target: https://t.example.org\n",
            "sub/b.rst": "B\n=\n\nText",
            "p.png": PNG,
        },
    )
    page = pages["a.rst"]
    assert [link.address for link in page.article.links] == [
        f"{tmp_path}/sub/b.rst",
        "https://c.example.org",
        "https://d.example.org",
        "https://t.example.org",
    ]
    assert shown(page)[1:] == ["image alt\nA caption", "paragraph Legend", "image"]
    assert [asset.name for asset in page.assets] == ["p.png"]


@pytest.mark.parametrize(
    "directive",
    [
        ".. include:: {path}",
        ".. literalinclude:: {path}",
        ".. raw:: html\n   :file: {path}",
        ".. csv-table:: x\n   :file: {path}",
        ".. code:: python\n   :file: {path}",
    ],
)
def test_no_other_file_is_read(directive: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    page = note(
        "T\n=\n\nBefore.\n\n" + directive.format(path=secret) + "\n\nAfter.\n", str(tmp_path / "a.rst")
    )
    assert "the secret" not in repr(page.article)
    assert page.article.text().startswith("Before.")
    assert page.article.text().endswith("After.")
    assert capfd.readouterr() == ("", "")


def test_configuration_of_docutils_is_not_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "docutils.conf").write_text("[general]\nfile_insertion_enabled: yes\nraw_enabled: yes\n")
    (tmp_path / "x.txt").write_text("the secret")
    monkeypatch.chdir(tmp_path)
    assert "secret" not in rst("T\n=\n\nA.\n\n.. include:: x.txt\n").article.text()


@pytest.mark.parametrize(
    "lines",
    [
        ["x" * 30_000],
        ["word " * (LONGEST // 4)],
        [" " * depth + f"x{depth}" for depth in range(600)],
        [" " * 3 * depth + f".. odd{depth}:: y\n" for depth in range(100)],
    ],
    ids=["line", "text", "nested", "directives"],
)
def test_what_docutils_cannot_take_is_plain_text(lines: list[str]):
    text = "\n".join(lines)
    kept = rst(text).article.text().split()
    assert len(kept) >= len(text.split()) - 2 * text.count("::")
    assert kept[-1] == text.split()[-1]


def test_raw_html_is_read_as_html_without_scripts():
    page = rst(
        "T\n=\n\n.. raw:: html\n\n   <p>Hello <b>you</b></p><script>alert(1)</script>\n\n"
        ".. raw:: latex\n\n   \\x\n"
    )
    assert shown(page) == ["paragraph Hello you"]
