"""The markers of list items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.formats.markup.elements import number_of, settings_of, tag_of
from reader.formats.markup.writer import OpenItem, OpenList

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BULLET, DEFINITION = "•", "–"

_FORMS = {
    "1": "1",
    "a": "a",
    "A": "A",
    "i": "i",
    "I": "I",
    "decimal": "1",
    "decimal-leading-zero": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def list_of(element: Element, tag: str) -> OpenList:
    """A list as it begins."""
    if tag != "ol":
        return OpenList(ordered=False)
    style = (
        settings_of(element).get("list-style-type", "")
        or settings_of(element).get("list-style", "").split(" ")[0]
    )
    form = _FORMS.get(style) or _FORMS.get((element.get("type") or "1").strip(), "1")
    if style == "none" and element.get("type") is None and element.get("start") is None:
        return OpenList(ordered=False)
    if "reversed" in element.attrib:
        items = sum(tag_of(child) == "li" for child in element)
        return OpenList(ordered=True, number=number_of(element.get("start"), items), step=-1, form=form)
    return OpenList(ordered=True, number=number_of(element.get("start"), 1), form=form)


def item_of(element: Element, lists: list[OpenList]) -> OpenItem:
    """An item as it begins; counts it."""
    level = max(1, len(lists))
    if not lists or not lists[-1].ordered:
        return OpenItem(level, BULLET)
    around = lists[-1]
    around.number = number_of(element.get("value"), around.number)
    marker = f"{_written(around.number, around.form)}."
    around.number += around.step
    return OpenItem(level, marker)


def _written(number: int, form: str) -> str:
    if form in "aA" and number > 0:
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters.upper() if form == "A" else letters
    if form in "iI" and 0 < number < 4000:
        signs = ""
        for worth, sign in _ROMAN:
            count, number = divmod(number, worth)
            signs += sign * count
        return signs.upper() if form == "I" else signs
    return str(number)
