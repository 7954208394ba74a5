"""From links, backlinks and similar articles to numbered entries."""

from __future__ import annotations

from reader.model import Backlink, Link, Related, ResolvedLink
from reader.tui.related import entries


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
        [similar(7, "S")],
    )
    assert [(entry.group, entry.key, entry.title) for entry in found] == [
        ("previous", "[", "P"),
        ("next", "]", "N"),
        ("recommended", "1", "R1"),
        ("recommended", "2", "R2"),
        ("similar", "3", "S"),
        ("linked from", "4", "B"),
    ]
    assert found[3].target is None
    assert found[2].detail == "first words..."
    assert found[4].detail == "both: wind, solar"


def test_an_article_stands_once():
    found = entries([link("next", "N", 3)], [Backlink(3, "N", "s", ("previous",))], [similar(3, "N")])
    assert [entry.title for entry in found] == ["N"]


def test_only_nine_digits():
    found = entries([link("recommended", f"R{n}", n + 2) for n in range(12)], [], [])
    assert [entry.key for entry in found] == [*"123456789", "", "", ""]


def test_a_second_previous_has_no_key():
    found = entries([link("previous", "A", 2), link("previous", "B", 3)], [], [])
    assert [entry.key for entry in found] == ["[", ""]


def test_a_link_without_a_title_shows_its_teaser():
    assert entries([link("recommended", "", None, "Some words...")], [], [])[0].title == "Some words..."
