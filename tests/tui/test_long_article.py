"""Articles too long to be shown whole: their beginning is, and says so."""

from __future__ import annotations

import pytest

from reader.library import Library, showing


@pytest.fixture
def long(paths, tmp_path, monkeypatch):
    """The id of an article of 300 paragraphs, of which no more than 120 are shown."""
    monkeypatch.setattr(showing, "MOST_BLOCKS", 120)
    page = tmp_path / "long.txt"
    paragraphs = "\n\n".join(f"Paragraph {number} of many." for number in range(1, 301))
    page.write_text(f"A long way\n\nA long way\n\n{paragraphs}\n", encoding="utf-8")
    with Library(paths) as library:
        assert library.add([page]).added == 1
        return library.ids("title:way")[0]


async def test_the_end_says_how_much_is_shown_and_what_shows_the_rest(run, paths, long):
    async with run(article=long, size=(120, 30)) as reader:
        assert reader.title == "A long way"
        await reader.press("G")
        shown = " ".join(" ".join(reader.lines(reader.article)).split())
        assert "Paragraph 120 of many." in shown
        assert "shown up to here" in shown
        assert (
            f"These are the first 120 paragraphs, 39 % of the article. “reader show {long} | less” shows all."
            in shown
        )
        assert "── end ──" not in shown
        # Who has come here has not read all of it.
        assert 0.3 < reader.article.progress < 0.5
    with Library(paths) as library:
        assert 0.3 < library.summary(long).progress < 0.5
    async with run(size=(120, 30)) as reader:
        assert "Paragraph 120 of many." in " ".join(reader.lines(reader.article))


async def test_what_is_copied_of_it_says_so_too(run, long):
    async with run(article=long, size=(120, 30)) as reader:
        await reader.press("y", "x")
        assert reader.notice.startswith("Copied the first")
        assert f"reader show {long}" in reader.notice
