"""Keys of keyboards that are not Latin: the key in the same place of a Latin one. Pure.

A person who reads Russian or Greek should not have to change the layout for each ``j``. Where layouts of one
script differ, the commonest one counts.
"""

from __future__ import annotations

import unicodedata

_ROWS = (
    # Russian, with the keys that Ukrainian, Belarusian and Kazakh have in other places of the same keyboard.
    ("qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё"),
    ('QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~', "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"),
    ("s]'os]'o", "іїєўІЇЄЎ"),
    # Serbian and Macedonian.
    ("qwj[]'", "љњјшђћ"),
    ("QWJ", "ЉЊЈ"),
    # Greek.
    ("wertyuiopasdfghjklzxcvbnm", "ςερτυθιοπασδφγηξκλζχψωβνμ"),
    ("ERTYUIOPASDFGHJKLZXCVBNM", "ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ"),
    # Hebrew.
    ("ertyuiopasdfghjkl;zxcvbnm,.", "קראטוןםפשדגכעיחלךףזסבהנמצתץ"),
    # Arabic.
    ("qwertyuiop[]asdfghjkl;'zxcvnm,.", "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوز"),
    # Korean (two-set): each key has one letter.
    ("qwertyuiopasdfghjklzxcvbnm", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ"),
    ("QWERTOP", "ㅃㅉㄸㄲㅆㅒㅖ"),
    # The sign for numbers of Cyrillic layouts is over the 3.
    ("#", "№"),
)

_LATIN: dict[str, str] = {}
for _latin, _others in _ROWS:
    for _one, _other in zip(_latin, _others, strict=False):
        # The first layout that has a letter counts: ш is Russian before it is Serbian.
        _LATIN.setdefault(_other, _one)


def latin(character: str) -> str:
    """The character of the key in the same place of a Latin keyboard; "" if that is not known.

    Characters of full width are those of usual width.
    """
    if len(character) != 1 or character.isascii():
        return ""
    if character in _LATIN:
        return _LATIN[character]
    narrow = unicodedata.normalize("NFKC", character)
    if len(narrow) == 1 and narrow.isascii() and narrow.isprintable():
        return narrow
    # Greek letters with an accent are typed with two keys; the letter is the last of them.
    return _LATIN.get(unicodedata.normalize("NFD", character)[0], "")
