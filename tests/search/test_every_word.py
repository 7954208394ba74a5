"""Words are found in whatever form they are written: what pages say, and what people type to find it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language import detect
from reader.model import Document
from reader.search.analysis.words import analyse, locate_all
from reader.search.passages.snippets import marks
from reader.search.query import parse
from reader.text import clean, display
from tests.examples import examples

PAGES = {
    "fr": "La lettre était passée sous la porte, et la pomme avait été mangée par les enfants dans le jardin."
    " C’était une femme aimée de tous, et elle n’était pas ici.",
    "tr": "Bahçedeki ağacın altında bir çocuğun oyuncağı vardı, ama hiç kimse onu almadı; çünkü çok güzel bir"
    " gündü ve herkes uyuyordu.",
    "es": "El perro corrió hacia la puerta y la señora francesa no lo vio, pero los niños sí lo vieron en la"
    " calle.",
    "es plural": "Las ciudades del norte son frías y los lápices no escriben, pero las mujeres y las luces de"
    " los lugares que viven en ellas no se quejan.",
    "pt": "As nações e os animais não são como os papéis que os homens têm, mas é assim que ele os vê.",
    "C++": "I wrote the solver in C++ over a weekend.",
    "C#": "I wrote the solver in C# and F# over a weekend.",
    "C": "Vitamin C over a weekend, solver of colds.",
    ".NET": "The .NET runtime ran well.",
    "net": "The net was full of fish.",
    "symbols": "It went 🚀 by noon; Lego™ and ∞, 50 % off, €20 or $30, see § 12.",
    "joined": "Write an e-mail to the clerk, co-operate, and re-enter after covid-19 in a well-known place.",
    "closed": "Write email to the clerk, cooperate, and reenter after covid19.",
    "acronyms": "The U.S.A. signed it, and a Ph.D. student of the U.S. read it, e.g. in the U.K.",
    "acronym": "The USA signed it; a PhD student in the US reads it.",
    "numbers": "It cost 1,000,000 dollars and 10\u00a0000 came, 1.234.567 in all; in India 10,00,000.",
    "number": "It cost 1000000 dollars and 10000 came.",
    "units": "A mast 12m high with a disk of 5GB at 10pm.",
    "unit": "A mast 12 m high with a disk of 5 GB at 10 pm.",
    "node": "We use node.js and snake_case here.",
    "names": "Mr O’Brien wasn’t there, nor d’Artagnan; don't.",
    "shy": "Das Gesamt\u00adkonzept ist da, und der Weg ist auf\u200clage.",
    "zero width": "Use System.\u200bText.\u200bString\u200bBuilder or supercali\u200bfragilistic words.",
    "okina": "We flew to Hawaiʻi and Oʻahu and read the Qurʾān. Мʼята росте.",
    "apostrophe": "We flew to Hawai’i and O'ahu and read the Qur'an. М’ята росте.",
    "fa arabic": "او كتاب را خواند و به خانه رفت.",
    "fa": "او کتاب‌ها را می‌خواند و به خانه‌های قدیمی می‌رود. این یک متن فارسی است که برای آزمایش نوشته شده است.",
    "ar": "ذهب الطالب إلى القاهرة وزار مستشفى المدينة في هذا اليوم، وكَتَبَ عن الإســـلام في عام ٢٠١٩.",
    "hi": "सन् २०२४ में यह लेख लिखा गया था। यह हिन्दी में है और इसमें चाँद और क़लम जैसे कुछ शब्द हैं।",
    "bn": "বাংলা ভাষায় ১৯৭১ সালের কথা ও বাঙ্ক।",
    "th": "เขาดื่มนํ้าทุกวัน ปี ๒๕๖๗ เเม่",
    "ja": "サーバを買う。カタカナで書く。人々の島々。ﾃﾚﾋﾞ。サン・フランシスコ",
    "zh": "图书馆里有很多书。",
    "zh-TW": "臺灣的體育館。",
    "family": "The children saw two knives, three mice and the wives of the men, who went to buses and"
    " wrote.",
    "people": "The people drew bureaux and plateaux, and passers-by found the data themselves.",
    "de plural": "Die Museen und ihre Themen, auch die Mechanismen, sind in den Städten nicht bekannt.",
    "nl": "De kinderen aten eieren in de steden, en de leden gingen niet naar de schepen van het eiland.",
    "da": "Børnene og en mand så, at hænder og tænder ikke er det samme; mange børn og mænd var her.",
    "sv": "Böcker och fötter är inte samma sak, och jag har läst att män och bröder kom till oss.",
    "fr plural": "Les messieurs d’aujourd’hui ont les yeux bleus, et ce sont des travaux pour toute la vie.",
    "ca plural": "Els llibres i les cançons dels països catalans són al camí, i les nacions també.",
    "el": "Τα βιβλία και τα σχολεία είναι στην πόλη, και οι άνθρωποι το ξέρουν.",
    "lives": "The leaves of their lives were found.",
    "de": "Das Hochspannungsnetzgerät ist neu und steht nicht im Büro der Firma.",
    "ca": "Una col·lecció de novel·les.",
    "he": 'ביקרנו אצל צה"ל ואז הלכנו אל הבית של הדוד על ההר.',
}
LANGS = {
    "ca plural": "ca",
    "da": "da",
    "el": "el",
    "nl": "nl",
    "sv": "sv",
    "es plural": "es",
    "fa arabic": "fa",
    "zero width": "en",
    "zh-TW": "zh",
    "shy": "de",
}

FOUND = {
    "fr": "mangé manger mangee mangés passé passer passee aimer aimee aimé etait",
    "tr": "çocuk cocuk cocugun oyuncak ağaç agacin",
    "es": "correr corrio corriendo corrió francés frances francesas niño nino",
    "es plural": "ciudad lápiz lapiz lapices mujer luz luces lugar quejarse",
    "pt": "nação nacao nações papel animal homem",
    "C++": "C++ c++ solver C",
    "C#": "C# c# F# solver",
    ".NET": ".NET .net net",
    "symbols": "🚀 ∞ ™ Lego™ lego 50% 50 € €20 $30 § §12 %",
    "joined": "email e-mail emails E‑Mail cooperate co-operate re-enter reenter covid19 covid-19 wellknown",
    "closed": "email e-mail co-operate re-enter covid-19 covid19 covid",
    "acronyms": "USA U.S.A. usa PhD Ph.D. U.S. US UK U.K. eg e.g.",
    "acronym": "USA U.S.A. U.S.A U.S. PhD Ph.D. Ph.D",
    "numbers": "1000000 1,000,000 1.000.000 10000 10,000 1'000'000 1234567",
    "number": "1000000 1,000,000 1.000.000 10,00,000 10,000",
    "units": "12m 12 5GB 5gb 10pm",
    "unit": "12m 5GB 10pm",
    "node": "nodejs node.js node js snakecase snake_case snake-case",
    "names": "obrien O'Brien o’brien OBrien brien wasnt wasn't dont d'Artagnan dartagnan",
    "shy": "Gesamtkonzept Gesamt\u00adkonzept Gesamt\u2060konzept Gesamt\u200bkonzept"
    " \u200eGesamtkonzept\u200f auflage",
    "zero width": "StringBuilder System.Text.StringBuilder supercalifragilistic Text",
    "okina": "Hawaii Hawai'i Hawai’i Hawaiʻi Oahu O'ahu Quran Qur'an Qurʾān м'ята мята",
    "apostrophe": "Hawaii Hawai'i Hawaiʻi Oahu Oʻahu Quran Qurʾān мʼята мята",
    "fa arabic": "کتاب كتاب خانه",
    "fa": "کتاب كتاب خانه کتابها کتاب‌ها میخواند می‌خواند خواند",
    "ar": "القاهره القاهرة مستشفي مستشفى المدينه الى كتب الإسلام 2019 ٢٠١٩",
    "hi": "2024 २०२४ हिंदी हिन्दी चांद चाँद कलम क़लम",
    "bn": "1971 ১৯৭১ বাংক",
    "th": "น้ำ นํ้า 2567 ๒๕๖๗ แม่",
    "ja": "サーバー サーバ さーばー ｻｰﾊﾞｰ かたかな ｶﾀｶﾅ 人人 人々 テレビ サンフランシスコ サン・フランシスコ",
    "zh": "图书馆 圖書館 図書館 書",
    "zh-TW": "台湾 臺灣 体育馆 體育館 体育館",
    "family": "child children knife mouse wife man go going write bus see",
    "people": "person people bureau plateau passerby passersby datum",
    "de plural": "Museum Thema Mechanismus Stadt",
    "nl": "kind ei stad lid schip",
    "da": "barn mand hånd tand",
    "sv": "bok fot man bror",
    "fr plural": "monsieur œil oeil travail aujourd'hui aujourdhui",
    "ca plural": "llibre cançó país nació català",
    "el": "βιβλίο βιβλιο σχολείο άνθρωπος",
    "lives": "leaf leave life live find",
    "de": "Netzgerät Netzgeräte Hochspannung Netzgeraet",
    "ca": "colleccio col·lecció colleccions novella col·leccions",
    "he": 'צה"ל צה״ל',
}
NOT_FOUND = [("C", "C++"), ("C", "C#"), ("C++", "C#"), ("C#", "C++"), ("net", ".NET"), ("family", "lives")]


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory, new_library: Callable):
    """One library with all the pages, so that each is found among the others."""
    names = list(PAGES)
    documents = [
        Document(number, f"Page {number}", "", clean(PAGES[name]), LANGS.get(name, detect(PAGES[name])))
        for number, name in enumerate(names, 1)
    ]
    library = new_library(tmp_path_factory.mktemp("every"), documents)
    return lambda text, **how: [names[i - 1] for i in library.ids(text, limit=len(names), **how)]


@pytest.mark.parametrize(
    ("name", "query"), [(n, q) for n, queries in FOUND.items() for q in queries.split(" ")]
)
def test_a_word_is_found_in_every_form(every, name, query):
    assert name in every(query)


@pytest.mark.parametrize(
    ("name", "query"), [(n, q) for n, queries in FOUND.items() for q in queries.split(" ")]
)
def test_what_is_found_is_marked(name, query):
    text = clean(PAGES[name])
    assert marks(text, parse(query), LANGS.get(name, detect(PAGES[name])))


@pytest.mark.parametrize(("name", "query"), NOT_FOUND)
def test_the_written_form_is_meant(every, name, query):
    assert name not in every(query)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("units", "12 m"), ("unit", "12 m"), ("unit", "5 GB"), ("closed", "covid 19"),
        ("numbers", "1 000 000"), ("number", "1 000 000"), ("numbers", "10 000"), ("joined", "e mail"),
        ("fa", "کتاب ها"), ("fa", "می خواند"), ("symbols", "noon 🚀"), ("symbols", "Lego™ and ∞"),
        ("C++", '"solver in C++"'), ("joined", '"an e-mail to"'),
        ("closed", '"write e-mail to the clerk"'), ("acronym", '"in the U.S. reads"'),
        ("joined", '"e mail to"'), ("joined", '"email to the clerk"'),
        ("joined", '"an email"'), ("numbers", '"cost 1000000"'),
        ("numbers", '"1000000 dollars"'), ("ja", "サーバーを買う"), ("symbols", "50 %"),
        ("units", '"12 m high"'),
        ("okina", '"to Hawaii and"'),
    ],
)  # fmt: skip
def test_words_are_found_in_every_form(every, name, query):
    assert name in every(query)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("joined", "e-ma"), ("closed", "e-ma"), ("joined", "ema"), ("C++", "C+"), ("okina", "hawai"),
        ("apostrophe", "hawai"), ("apostrophe", "hawaii"), ("acronyms", "U.S"), ("acronym", "U.S.A"),
        ("node", "nodej"), ("node", "node.j"), ("names", "obri"), ("names", "O'Br"), ("fa", "کتابه"),
        ("numbers", "1,000,0"), ("numbers", "10000"), (".NET", ".ne"), ("th", "น้"), ("zh", "圖"),
        ("units", "12m"), ("joined", "covid1"),
    ],
)  # fmt: skip
def test_words_are_found_while_they_are_typed(every, name, typed):
    assert name in every(typed, typing=True)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("send e-mail or email", "email", ["e-mail", "email"]),
        ("the U.S.A. and USA", "usa", ["U.S.A", "USA"]),
        ("C++ and C", "c++", ["C++"]),
        ("1,000,000 or 1000000", "1000000", ["1,000,000", "1000000"]),
        ("It went 🚀 by", "🚀", ["🚀"]),
        ("to Hawai’i and Hawaiʻi", "hawaii", ["Hawai’i", "Hawaiʻi"]),
        ("12m or 12 m", "12m", ["12m", "12 m"]),
        ("圖書館", "图书馆", ["圖書館"]),
        ("かたかな", "カタカナ", ["かたかな"]),
        ("son passé, passer", "passée", ["passé", "passer"]),
        ("snake_case", "snakecase", ["snake_case"]),
        ("the .NET runtime", ".net", [".NET"]),
        ("the net is full", ".net", ["net"]),
        ("Das Hochspannungsnetzgerät", "Netzgerät", ["Hochspannungsnetzgerät"]),
    ],
)
def test_marks_stand_on_what_was_found(text, query, expected):
    lang = "de" if "Das" in text else "fr" if "passé" in text else ""
    assert [text[start:end] for start, end in marks(text, parse(query), lang)] == expected


@pytest.mark.parametrize(
    "text", [*PAGES.values(), "a-b-c-d-e-f-g 1,2,3 ... -- ++ # C## a#b", "12m 1st 18F H2O"]
)
def test_every_way_to_read_a_text_sees_the_same(text):
    raw, beside = analyse(text)
    words, also = locate_all(text)
    assert raw == [word for word, _, _ in words]
    assert beside == also
    assert all(0 <= start < end <= len(text) for _, start, end in words)


_LETTERS = st.sampled_from("aB1 .-'’+#@,$%_\u200c\u200b\u00ad🚀é0ſ√ कँ९\u0301کها€™ 2漢かーﾞ々ไทํ้า")


@examples(400)
@given(st.one_of(st.text(max_size=40), st.lists(_LETTERS, max_size=25).map("".join)))
def test_any_text_is_read_alike(text):
    raw, beside = analyse(text)
    words, also = locate_all(text)
    assert raw == [word for word, _, _ in words]
    assert beside == also
    assert all(0 <= place <= max(len(raw) - 1, 0) for place, _, _, _ in beside)


CORPUS = (
    Path(os.environ.get("READER_SHARED") or Path(__file__).resolve().parents[3] / "shared") / "corpus/intl"
)


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of articles in many languages is not here")
def test_any_word_copied_from_a_displayed_article_finds_it(tmp_path, new_library):
    rows = [json.loads(line) for line in (CORPUS / "articles.jsonl").read_text("utf-8").splitlines()]
    bodies = [clean(row["body"]) for row in rows]
    library = new_library(
        tmp_path, [Document(i, "", "", body, detect(body)) for i, body in enumerate(bodies, 1)]
    )
    lost: list[tuple[int, str]] = []
    asked = 0
    for number, body in enumerate(bodies, 1):
        shown = display(body)
        words = set(re.findall(r"\S+", shown))
        # Some of each article, always the same; and what a query gives a meaning of its own is no word to it.
        for word in sorted(
            word for word in words if not re.search(r'["()*~|:@<>«»「」『』《》〈〉]|^-|^\W+$', word)
        )[::9]:
            query = parse(word)
            if query.node is None or word in ("OR", "AND", "NOT"):
                continue
            asked += 1
            if number not in library.ids(word, limit=len(rows)):
                lost.append((number, word))
    assert asked > 3_000
    assert lost == []


def test_a_word_with_several_stems_is_found_in_each_language(tmp_path, new_library):
    """The dictionary holds it once for each stem, wherever in it that is."""
    words = " ".join(f"{chr(97 + n // 26)}{chr(97 + n % 26)}nnections" for n in range(150))
    langs = ("en", "de", "sk")
    library = new_library(tmp_path, [Document(i, "", "", words, lang) for i, lang in enumerate(langs, 1)])
    assert [word for word in words.split() if sorted(library.ids(word)) != [1, 2, 3]] == []


def test_a_part_of_a_compound_counts_where_hardly_any_article_has_the_word(library):
    bodies = ["Das Hochspannungsnetzgerät ist neu und nicht alt.", "Das Netz ist alt und das Gerät ist neu."]
    documents = [Document(n, "", "", body, "de") for n, body in enumerate(bodies, 1)]
    english = Document(3, "", "", "A powernetwork is a word of nobody's.", "en")
    mine = library(*documents, english)
    assert mine.ids("Netzgeräte") == [1]
    assert mine.ids("netzger", typing=True) == [1]
    assert mine.ids("network") == []
    common = [Document(10 + n, "", "", "Das Gerät ist hier.", "de") for n in range(5)]
    assert library(*documents, *common).ids("Gerät") == [14, 13, 12, 11, 10, 2]
