"""Matter: a list with a page beside it for each article, and highlights."""

from __future__ import annotations

from tests.unpacked import read_file, read_zip

NEW = (
    "Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read,Highlight_Count,"
    "Last Interaction Date,File Id\n"
    "Clocks,Verity,Tide,https://example.org/clocks,clocks;repair shops,170,True,True,False,1,"
    "2022-09-10 18:20:00,1-clocks.html\n"
    "Glass,Nell,Tide,https://example.org/glass,,120,False,False,True,0,2021-08-01 09:00:00,2-glass\n"
    "Missing,,,https://example.org/missing,,0,True,False,False,0,2021-06-01 09:00:00,3.html\n"
)
MARKS = (
    "Title,Author,Publisher,Text,Highlighted Date\nClocks,Verity,Tide,Not broken,2022-09-09 20:00:00\n"
    "Radio,,Longwave,Heard once,2020-01-01 10:00:00\nRadio,,Longwave,Heard twice,\n"
)


def test_a_page_belongs_to_its_row():
    read = read_zip(
        {
            "a/_matter_history.csv": NEW,
            "a/_matter_highlights.csv": MARKS,
            "a/1-clocks.html": "<html><body><h1>Clocks</h1><p>Patients come.</p></body></html>",
            "a/2-glass.html": "<p>Blue is rare.</p>",
        }
    )
    assert read.titles == ["Clocks", "Glass", "Missing", "Radio"]
    clocks, glass, missing, radio = read.pages
    assert (clocks.article.text(), clocks.article.tags) == ("Patients come.", ("clocks", "repair-shops"))
    assert (clocks.facts.read, clocks.facts.archived, clocks.facts.starred) == (False, False, True)
    assert [mark.quote for mark in clocks.facts.highlights] == ["Not broken"]
    assert clocks.facts.highlights[0].created == "2022-09-09T20:00:00Z"
    assert glass.article.text() == "Blue is rare."
    assert (glass.facts.read, glass.facts.archived) == (True, True)
    assert missing.article.blocks == ()
    assert [mark.quote for mark in radio.facts.highlights] == ["Heard once", "Heard twice"]
    assert read.refused == [
        ("a/_matter_history.csv", "row 3, text (Missing)", "3.html is not beside the list")
    ]


def test_a_list_alone_lacks_nothing():
    read = read_file(NEW)
    assert (read.titles, read.refused) == (["Clocks", "Glass", "Missing"], [])


def test_the_older_list_does_not_say_what_was_archived():
    read = read_file(
        "Title,Author,Publisher,URL,Word Count,Saved,Read,Highlight Count,Last Interaction Date,File Id\n"
        "Bamboo,K,,https://example.org/b,150,True,True,0,2018-01-01 10:00:00,x.html\n"
    )
    facts = read.pages[0].facts
    assert (facts.read, facts.archived, facts.starred) == (True, None, None)


def test_highlights_alone_are_one_article_for_each_title():
    read = read_file(MARKS)
    assert read.titles == ["Clocks", "Radio"]


def test_a_broken_list_of_highlights_costs_no_article():
    read = read_zip({"_matter_history.csv": NEW, "_matter_highlights.csv": b"\x89PNG\r\n\x1a\n\0"})
    assert read.titles == ["Clocks", "Glass", "Missing"]
    assert [(member, reason) for _, member, reason in read.refused] == []
