"""The names of languages. Pure."""

from __future__ import annotations

from functools import cache
from typing import Final

_NAMES: Final = (
    "af=Afrikaans am=Amharic ar=Arabic az=Azerbaijani be=Belarusian bg=Bulgarian bn=Bengali bs=Bosnian "
    "ca=Catalan cs=Czech cy=Welsh da=Danish de=German el=Greek en=English eo=Esperanto es=Spanish "
    "et=Estonian eu=Basque fa=Persian fi=Finnish fr=French ga=Irish gl=Galician gu=Gujarati he=Hebrew "
    "hi=Hindi hr=Croatian hu=Hungarian hy=Armenian id=Indonesian is=Icelandic it=Italian ja=Japanese "
    "ka=Georgian kk=Kazakh km=Khmer kn=Kannada ko=Korean ku=Kurdish la=Latin lb=Luxembourgish lo=Lao "
    "lt=Lithuanian lv=Latvian mk=Macedonian ml=Malayalam mn=Mongolian mr=Marathi ms=Malay mt=Maltese "
    "my=Burmese nb=Norwegian ne=Nepali nl=Dutch nn=Norwegian no=Norwegian or=Odia pa=Punjabi pl=Polish "
    "ps=Pashto pt=Portuguese ro=Romanian ru=Russian sa=Sanskrit si=Sinhala sk=Slovak sl=Slovenian "
    "sq=Albanian sr=Serbian sv=Swedish sw=Swahili ta=Tamil te=Telugu tg=Tajik th=Thai tl=Tagalog "
    "tr=Turkish ug=Uyghur uk=Ukrainian ur=Urdu uz=Uzbek vi=Vietnamese yi=Yiddish zh=Chinese zu=Zulu "
)


@cache
def _table() -> dict[str, str]:
    return dict(pair.split("=") for pair in _NAMES.split())


def name_of(code: str) -> str:
    """The English name of a language by its ISO 639 code; the code itself if it has no name here."""
    return _table().get(code, code)
