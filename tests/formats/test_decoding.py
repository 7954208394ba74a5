"""Bytes to text: every encoding a page may be in, and what is not text at all."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys

import pytest

from reader.errors import UnreadableSource
from reader.formats import decode

CHINESE = "标题\n\n这是一篇关于养蜂的文章，作者住在城市边上，屋顶有三个蜂箱。\n"
TRADITIONAL = "標題\n\n這篇文章談的是屋頂上的蜜蜂，臺灣的讀者寄來了很多照片。\n"
JAPANESE = "題名\n\n屋上のミツバチについての記事です。表と裏の写真があります。\n"
KOREAN = "제목\n\n옥상에서 벌을 키우는 사람들에 대한 글입니다.\n"
RUSSIAN = "Заголовок\n\nПчёлы на крыше живут спокойно и дают немного мёда.\n"
GREEK = "Τίτλος\n\nΟι μέλισσες στη στέγη ζουν ήσυχα και δίνουν λίγο μέλι.\n"
FRENCH = "Les abeilles\n\nL’été, la ruche bourdonne à côté de l’église… “Voilà”, dit-elle – enfin.\n"
GERMAN = "Bienen\n\nSchöne Grüße vom Dach: drei Völker, fünf Gläser Honig.\n"
POLISH = "Pszczoły\n\nZażółć gęślą jaźń, mówią pszczoły na dachu, i mają rację.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, encoding) for text in (CHINESE, FRENCH, RUSSIAN) for encoding in ("utf-8", "utf-8-sig")),
        *(
            (text, encoding)
            for text in (CHINESE, FRENCH, RUSSIAN, GREEK, "Title\n\nbody\n")
            for encoding in ("utf-16", "utf-16-le", "utf-16-be")
        ),
        (CHINESE, "gb18030"),
        (TRADITIONAL, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "euc_kr"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
        (GREEK, "cp1253"),
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (POLISH, "cp1250"),
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_text_in_any_encoding_is_recovered(text, encoding, times):
    raw = text.encode(encoding) if encoding == "utf-16" else (text * times).encode(encoding)
    assert decode(raw)[0] == (text if encoding == "utf-16" else text * times)


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        (
            "Loď vyplula šest minut po šesté, žádný člověk na břehu ještě nevěděl proč.",
            ("cp1250", "iso8859_2"),
        ),
        ("Ladja je odšla, še preden je sonce vzšlo; na obali že ni bilo več ljudi.", ("cp1250", "iso8859_2")),
        ("Łódź wypłynęła o świcie, gdy na nabrzeżu nie było już żadnych ludzi.", ("cp1250", "iso8859_2")),
        ("Паром вышел в море рано утром, когда на берегу ещё никого не было видно.", ("koi8-r", "iso8859_5")),
        ("Άνθρωπος και θάλασσα. Άλλοι έφυγαν το πρωί, όταν ο ήλιος δεν είχε βγει.", ("cp1253", "iso8859_7")),
    ],
)
def test_encodings_that_look_alike_are_told_apart_by_their_words(text, encodings):
    for encoding in encodings:
        assert decode(text.encode(encoding))[0] == text, encoding


def test_a_zero_byte_makes_no_utf16_of_a_text_with_spaces():
    text = "Le café est fermé depuis l'été dernier. Les clients vont ailleurs maintenant."
    raw = text.encode("cp1252")
    assert decode(raw[:20] + b"\0" + raw[20:])[0] == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\x93Smart\x94 \x96 \x85 \xe9", "“Smart” – … é"),
        ("текст".encode("koi8-r"), "текст"),
        ("題名です。".encode("shift_jis"), "題名です。"),
        ("caf\xe9".encode("cp1252"), "café"),
    ],
)
def test_a_few_words_are_enough(raw, text):
    assert decode(raw)[0] == text


def test_big_endian_utf16_has_its_mark_removed():
    assert decode(b"\xfe\xff" + "Title".encode("utf-16-be")) == ("Title", "utf-16")


def test_bad_bytes_in_utf8_become_replacement_characters_and_the_rest_stays():
    assert decode("“Bees” dance".encode() + b" \xff\xfe " + "– ça".encode()) == (
        "“Bees” dance \ufffd\ufffd – ça",
        "utf-8",
    )


def test_utf8_cut_off_in_a_character_stays_utf8():
    assert decode(b"bees and " + "🐝".encode()[:3]) == ("bees and \ufffd", "utf-8")


def test_nul_bytes_are_dropped():
    assert decode(b"one\0two three four") == ("onetwo three four", "utf-8")
    assert decode(b"caf\xe9 au lait, s'il vous pla\xeet, et un th\xe9\0") == (
        "café au lait, s'il vous plaît, et un thé",
        "cp1252",
    )


def test_line_ends_stay_as_they_are():
    assert decode(b"a\r\nb\rc\n")[0] == "a\r\nb\rc\n"


@pytest.mark.parametrize(
    "raw", [b"", b"\n\n \t", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf\n", b"\0\0\0\0"]
)
def test_a_file_without_text_is_empty_or_binary(raw):
    with pytest.raises(UnreadableSource, match=r"the file is empty|is binary data, not text"):
        decode(raw)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG image, not text"),
        (gzip.compress(b"text", mtime=0), "is a gzip archive, not text"),
        (b"PK\x03\x04\x14\0\0\0", "is a ZIP archive, not text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF document, not text"),
        (b"\x7fELF\x02\x01\x01\0", "is a program, not text"),
        (b"MZ\x90\0\x03\0\0\0", "is a program, not text"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "is an image, sound or film, not text"),
        (b"\0\0\0\x18ftypmp42", "is a film or sound file, not text"),
        (b"name".ljust(257, b"\0") + b"ustar", "is a tar archive, not text"),
        (bytes(range(256)) * 8, "is binary data, not text"),
        (b"\x01\x02\x03\x04abc", "is binary data, not text"),
    ],
)
def test_what_is_not_text_is_refused_with_the_reason(raw, reason):
    with pytest.raises(UnreadableSource) as caught:
        decode(raw)
    assert str(caught.value) == reason


def test_text_with_many_control_characters_is_still_text():
    assert decode(b"Title\n\n" + b"\x07" * 5 + b" some words below it\n")[1] == "utf-8"


@pytest.mark.parametrize("text", ["The ftyp box comes first.", "MZ is short for Monza.", "RIFF is a format."])
def test_text_that_begins_like_a_binary_format_is_text(text):
    assert decode(text.encode()) == (text, "utf-8")


def test_the_detector_is_imported_only_for_files_that_need_it():
    code = (
        "import sys; from reader.formats import decode; decode('caf\\u00e9'.encode());"
        "assert 'chardet' not in sys.modules; decode(b'caf\\xe9'); assert 'chardet' in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    )


def test_hostile_files(shared):
    folder = shared / "hostile" / "bytes"
    expected = {
        "big5.txt": "標題\n\n正文\n",
        "cp1252.txt": "Title\n\n“Smart” quotes – dash … é\n",
        "gb18030.txt": "标题\n\n标题\n\n编者按：这是国标编码的正文。\n",
        "koi8r.txt": "Заголовок\n\nтекст\n",
        "nul.txt": "Title\n\nTitle\n\nab\n",
        "shift_jis.txt": "題名\n\n本文です。表ソ能\n",
        "utf16be-nobom.txt": "Title\n\nbody\n",
        "utf16le-bom.txt": "Title\n\nTitle\n\nutf-16 text 中文\n",
        "utf8-bom.txt": "Title\n\nTitle\n\nbody\n",
    }
    assert {name: decode((folder / name).read_bytes())[0] for name in expected} == expected
    broken = decode((folder / "invalid-utf8.txt").read_bytes())
    assert broken[1] == "utf-8"
    assert broken[0].endswith("end\n")
