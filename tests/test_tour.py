"""The tour must be a small library without faults, but for those that are meant."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pytest

import reader.tour
from reader import formats
from reader.model import Article, Link
from reader.text import clean, collapse, cut, fold

WANTED = {
    "Why no one can refold a paper map": 3,
    "The last catalogue card": 1,
    "Footnotes, and how to survive them": 2,
    "When readers stopped moving their lips": 2,
}
"""The titles that are missing on purpose, and how many articles recommend each."""

UNTITLED = "13-in-the-margins.txt"
TEASER_CHARACTERS = 49


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    """Every page of the tour as the parser reads it, by file name, in order."""
    return {name: formats.parse(raw, name).article for name, raw in reader.tour.pages()}


@pytest.fixture(scope="module")
def titles(articles: dict[str, Article]) -> dict[str, str]:
    """File name -> the title the article has in a library: its own, else the one links give it."""
    return {name: margins_title(articles) if name == UNTITLED else a.title for name, a in articles.items()}


def links(article: Article, kind: str) -> list[Link]:
    return [link for link in article.links if link.kind == kind]


def margins_title(articles: dict[str, Article]) -> str:
    """The title under which other pages recommend the page that has none."""
    text = first_words(articles[UNTITLED])
    named = {
        link.title
        for article in articles.values()
        for link in links(article, "recommended")
        if text.startswith(cut(link.teaser)[0])
    }
    assert len(named) == 1
    return named.pop()


def first_words(article: Article) -> str:
    return collapse(article.text())


def body_of(raw: bytes) -> str:
    """A page's note and body: what stands after its two titles, if any, and before its links."""
    lines = re.split(r"\n(?:<<|>>):", raw.decode())[0].split("\n")
    return "\n".join(lines[4:] if lines[2:3] == lines[:1] else lines)


def visible(text: str) -> str:
    """Text without its white space."""
    return "".join(text.split())


def test_pages_come_in_order_and_are_enough():
    names = [name for name, _ in reader.tour.pages()]
    assert len(names) >= 12
    assert [name[:3] for name in names] == [f"{number:02}-" for number in range(1, len(names) + 1)]


def test_version_is_short_and_stays_while_the_pages_stay():
    """In another process too: nothing in it depends on how Python hashes in this one."""
    version = reader.tour.version()
    assert re.fullmatch(r"[0-9a-f]{8,16}", version)
    script = "import reader.tour; print(reader.tour.version())"
    for seed in ("1", "2"):
        again = subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert again.stdout.strip() == version


def test_version_follows_names_order_and_bytes(monkeypatch: pytest.MonkeyPatch):
    seen = {reader.tour.version()}
    name, raw = reader.tour.pages()[0]
    for pages in (
        [(name, raw)],
        [(name, raw + b"\n")],
        [("02.txt", raw)],
        [(name, raw[:9]), (name, raw[9:])],
    ):
        monkeypatch.setattr(reader.tour, "pages", lambda pages=pages: pages)
        seen.add(reader.tour.version())
    assert len(seen) == 5


def test_pages_can_be_read_out_of_a_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What holds for a zip holds for every way a wheel may be installed."""
    package = Path(reader.tour.__file__).parent
    archive = tmp_path / "zipped.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.write(package / "__init__.py", "zipped_tour/__init__.py")
        for file in sorted((package / "pages").iterdir()):
            zipped.write(file, f"zipped_tour/pages/{file.name}")
    monkeypatch.syspath_prepend(str(archive))
    import zipped_tour

    assert zipped_tour.pages() == reader.tour.pages()
    assert zipped_tour.version() == reader.tour.version()


@pytest.mark.parametrize(("name", "raw"), reader.tour.pages(), ids=[name for name, _ in reader.tour.pages()])
class TestEachPage:
    def test_is_clean_utf8_with_lf(self, name: str, raw: bytes):
        text = raw.decode("utf-8")
        controls = {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")}
        assert controls == {"\n"}
        assert text == clean(text)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert not re.search(r"[ \t]$", text, re.MULTILINE)

    def test_is_short_enough_to_be_read_at_once(self, name: str, raw: bytes):
        assert 150 <= len(re.findall(r"\w+", body_of(raw))) <= 450

    def test_keeps_all_its_text_when_parsed(self, name: str, raw: bytes):
        article = formats.parse(raw, name).article
        kept = article.note_label + article.note + article.text()
        assert visible(kept) == visible(body_of(raw))

    def test_recommends_a_handful(self, name: str, raw: bytes):
        recommended = links(formats.parse(raw, name).article, "recommended")
        assert 3 <= len(recommended) <= 6
        assert len({link.title for link in recommended}) == len(recommended)
        assert all(link.teaser for link in recommended)


def test_titles_are_unique_and_from_the_page(articles: dict[str, Article], titles: dict[str, str]):
    assert len({fold(title) for title in titles.values()}) == len(titles)
    assert [name for name, a in articles.items() if a.title_from != "page"] == [UNTITLED]


def test_one_page_has_its_title_only_from_pages_that_recommend_it(
    articles: dict[str, Article], titles: dict[str, str]
):
    raw = dict(reader.tour.pages())[UNTITLED]
    assert titles[UNTITLED] not in raw.decode()
    body = body_of(raw).strip()
    assert "\n" not in body
    assert first_words(articles[UNTITLED]) == collapse(body)
    named = [
        link for a in articles.values() for link in links(a, "recommended") if link.title == titles[UNTITLED]
    ]
    assert len(named) >= 2


def test_previous_and_next_form_one_chain(articles: dict[str, Article], titles: dict[str, str]):
    order = list(articles)
    for before, after in itertools.pairwise(order):
        assert [link.title for link in links(articles[before], "next")] == [titles[after]]
        assert [link.title for link in links(articles[after], "previous")] == [titles[before]]
    assert links(articles[order[0]], "previous") == []
    assert links(articles[order[-1]], "next") == []


def test_teasers_are_the_first_words_of_their_targets(articles: dict[str, Article], titles: dict[str, str]):
    by_title = {titles[name]: first_words(article) for name, article in articles.items()}
    for article in articles.values():
        for link in links(article, "recommended"):
            shown, was_cut = link.teaser.removesuffix("..."), link.teaser.endswith("...")
            assert was_cut
            assert len(shown) == TEASER_CHARACTERS
            if link.title in by_title:
                assert by_title[link.title].startswith(shown)


def test_no_article_recommends_itself_and_each_is_recommended(
    articles: dict[str, Article], titles: dict[str, str]
):
    recommended = {name: [link.title for link in links(a, "recommended")] for name, a in articles.items()}
    assert not [name for name, named in recommended.items() if titles[name] in named]
    assert set(titles.values()) <= {title for named in recommended.values() for title in named}


def test_the_titles_that_are_missing_are_those_that_are_meant(
    articles: dict[str, Article], titles: dict[str, str]
):
    here = {fold(title) for title in titles.values()}
    missing = [
        (link.title, link.teaser)
        for a in articles.values()
        for link in a.links
        if fold(link.title) not in here
    ]
    assert Counter(title for title, _ in missing) == WANTED
    assert len(set(missing)) == len(WANTED), "one title, one teaser"


def test_the_tour_has_something_of_everything(articles: dict[str, Article]):
    kinds = Counter(kind for a in articles.values() for kind in {block.kind for block in a.blocks})
    assert kinds["heading"] >= 3
    assert kinds["item"] >= 5
    styles = Counter(span.style for a in articles.values() for block in a.blocks for span in block.spans)
    assert styles["image"] >= 3
    labels = sorted(a.note_label for a in articles.values() if a.note)
    assert labels == ["Editor's note:", "Editor’s Note:"]
    text = "".join(a.text() for a in articles.values())
    directions = {unicodedata.bidirectional(char) for char in text}
    assert {"R", "AL"} <= directions
    assert any(unicodedata.east_asian_width(char) == "W" for char in text)


def test_the_first_page_is_a_welcome_and_names_the_keys_that_matter():
    name, raw = reader.tour.pages()[0]
    article = formats.parse(raw, name).article
    assert "welcome" in article.title.casefold()
    items = [block.plain for block in article.blocks if block.kind == "item"]
    assert len(items) == 5
    for key in ("Space", "]", "/", "?", "q ", "Backspace", "Esc"):
        assert any(key in item for item in items), key
