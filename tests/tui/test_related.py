"""From links, backlinks and similar articles to numbered entries."""

from __future__ import annotations

from reader.library.related import MOST, entries, with_leads
from reader.model import Backlink, Link, Related, ResolvedLink


def link(kind, title, target=None, teaser=""):
    return ResolvedLink(1, "s", Link(kind, title, teaser), target, title if target else "", "", False)


def similar(article, title):
    return Related(article, title, "similar", 1.0, "s", why=("wind", "solar"))


def test_groups_in_order_and_keys():
    found = entries(
        [
            link("recommended", "R1", 5, "first words..."),
            link("next", "N", 3),
            link("previous", "P", 2),
            link("recommended", "R2"),
        ],
        [Backlink(9, "B", "s", ("recommended",))],
        [similar(7, "S"), Related(8, "C", "copy", 1.0, "s", why=("wind",))],
    )
    assert [(entry.group, entry.key, entry.title) for entry in found] == [
        ("previous", "[", "P"),
        ("next", "]", "N"),
        ("recommended", "1", "R1"),
        ("recommended", "2", "R2"),
        ("similar", "3", "S"),
        ("copies", "4", "C"),
        ("linked from", "5", "B"),
    ]
    assert found[3].target is None
    assert found[2].detail == "first words..."
    assert found[4].why == "both: wind, solar"
    assert found[5].why == ""
    assert found[6].why == "as recommended"


def test_an_article_stands_once():
    found = entries([link("next", "N", 3)], [Backlink(3, "N", "s", ("previous",))], [similar(3, "N")])
    assert [entry.title for entry in found] == ["N"]


def test_everything_shown_has_a_key():
    found = entries([link("recommended", f"R{n}", n + 2) for n in range(120)], [], [])
    assert [entry.key for entry in found] == [str(number) for number in range(1, MOST + 1)]


def test_a_second_previous_is_numbered():
    found = entries([link("previous", "A", 2), link("previous", "B", 3), link("next", "C", 4)], [], [])
    assert [entry.key for entry in found] == ["[", "1", "]"]


def test_what_is_not_here_and_what_fits_several():
    several = ResolvedLink(1, "s", Link("recommended", "T"), candidates=(4, 5))
    perhaps = ResolvedLink(1, "s", Link("recommended", "U"), candidates=(4,))
    found = entries([link("recommended", "R"), several, perhaps], [], [])
    assert [entry.missing for entry in found] == ["not here", "2 fit equally", "not certain"]


def test_a_lead_stands_where_there_is_no_teaser():
    found = entries([link("next", "N", 3), link("recommended", "R", 5, "first words...")], [], [])
    assert [entry.detail for entry in with_leads(found, {3: "It begins.", 5: "First words and on."})] == [
        "It begins.",
        "first words...",
    ]


def test_a_teaser_is_shown_without_the_marks_of_pictures():
    named, untitled = entries(
        [
            link("recommended", "R", 5, "What is this? [[100001]] A team..."),
            link("recommended", "", None, "[[7]] Just a teaser..."),
        ],
        [],
        [],
    )
    assert named.detail == "What is this? A team..."
    assert untitled.title == "Just a teaser..."


def test_a_link_without_a_title_shows_its_teaser():
    assert entries([link("recommended", "", None, "Some words...")], [], [])[0].title == "Some words..."
