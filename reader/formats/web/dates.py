"""Days as people write them above an article: ``27. März 2022``, ``September 14, 2023``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reader.text import collapse

_NAMES = (
    "january jan enero ene janvier janv jänner januar gennaio gen janeiro januari januar jan. "
    "stycznia styczeń января январь leden ledna tammikuuta ocak január ianuarie",
    "february feb febrero février fevrier févr fév februar febbraio fevereiro fev februari lutego "
    "luty февраля февраль únor února helmikuuta şubat február februarie",
    "march mar marzo mars märz maerz mär março maart mrt marca marzec марта март březen března "
    "maaliskuuta mart március martie",
    "april apr abril avril avr aprile kwietnia kwiecień апреля апрель duben dubna huhtikuuta nisan "
    "április aprilie",
    "may mayo mai maggio mag maio mei maj maja мая май květen května toukokuuta mayıs május",
    "june jun junio juin juni giugno giu junho czerwca czerwiec июня июнь červen června kesäkuuta "
    "haziran június iunie",
    "july jul julio juillet juil juli luglio lug julho lipca lipiec июля июль červenec července "
    "heinäkuuta temmuz július iulie",
    "august aug agosto août aout agosto ago augustus augusti sierpnia sierpień августа август srpen "
    "srpna elokuuta ağustos augusztus",
    "september sep sept septiembre septembre settembre set setembro września wrzesień сентября "
    "сентябрь září syyskuuta eylül szeptember septembrie",
    "october oct octubre octobre oktober okt ottobre ott outubro out października październik октября "
    "октябрь říjen října lokakuuta ekim október octombrie",
    "november nov noviembre novembre novembro listopada listopad ноября ноябрь listopadu marraskuuta "
    "kasım noiembrie",
    "december dec diciembre dic décembre decembre déc dezember dez dicembre dezembro desember grudnia "
    "grudzień декабря декабрь prosinec prosince joulukuuta aralık decembrie",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.replace(".", "").split()}
_WORD = r"([^\W\d_]{3,12})\.?"
_TIME = re.compile(
    r"\.?,?\s*(?:(?:at|um|à|alle|om|kl\.?|в)\s+)?\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*(?:[ap]\.?m\.?|uhr|h))?",
    re.I,
)
_LONGEST_LINE, _LONGEST_REST = 60, 16
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?"
_PATTERNS = (
    (re.compile(rf"\b{_DAY}\s+(?:de\s+|of\s+|d')?{_WORD},?\s+(?:de\s+|del\s+)?(\d{{4}})\b", re.I), "dmy"),
    (re.compile(rf"\b{_WORD}\s+{_DAY},?\s+(\d{{4}})\b", re.I), "mdy"),
    (re.compile(r"\b(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?"), "ymd"),
    (re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)"), "ymd"),
    (re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)"), "dmy"),
)


def day_in(text: str) -> str:
    """The first day in a text, as :mod:`reader.moments` writes it; "" if there is none.

    Numbers with strokes (``3/4/2022``) are left alone: they mean different days in different countries.
    """
    return min(_days(text[:500]), default=(0, 0, ""))[2]


def without_days(text: str) -> str:
    """A text without the days in it and the times beside them."""
    for start, end, _ in sorted(_days(text), reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return collapse(text)


def is_only_day(text: str) -> bool:
    """Whether a line says nothing but when an article was published."""
    return len(text) <= _LONGEST_LINE and bool(day_in(text)) and len(without_days(text)) <= _LONGEST_REST


def _days(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern, order in _PATTERNS:
        for match in pattern.finditer(text):
            parts = dict(zip(order, match.groups(), strict=True))
            month = int(parts["m"]) if parts["m"].isdigit() else _MONTHS.get(parts["m"].lower(), 0)
            try:
                found = date(int(parts["y"]), month, int(parts["d"])).isoformat()
            except ValueError:
                continue
            if 1900 <= int(parts["y"]) <= 2200:
                time = _TIME.match(text, match.end())
                yield match.start(), time.end() if time else match.end(), found
                break
