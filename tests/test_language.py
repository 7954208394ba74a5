"""The language of a text: by script, by common words, by alphabet; none where nothing speaks for one."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.language import detect

SENTENCES = {
    "en": "The boats went out at dawn, and by noon they had all come back with the nets empty.",
    "de": "Die Boote fuhren am Morgen aus und kamen mit leeren Netzen zurück, denn es war nicht die Zeit.",
    "nl": "De boten gingen in de ochtend het water op en kwamen met lege netten terug.",
    "fr": "Les bateaux sont partis à l'aube et ils sont revenus avec des filets vides dans la soirée.",
    "es": "Los barcos salieron al amanecer y por la tarde volvieron todos con las redes vacías.",
    "pt": "Os barcos saíram ao amanhecer e não voltaram com peixe: as redes estavam vazias como sempre.",
    "it": "Le barche sono uscite all'alba e la sera sono tornate tutte con le reti vuote, come ogni giorno.",
    "sv": "Båtarna gick ut i gryningen och kom tillbaka på kvällen, men det fanns inte någon fisk i näten.",
    "da": "Bådene sejlede ud ved daggry og kom hjem igen om aftenen, men der var ikke nogen fisk i dag.",
    "no": "Båtene dro ut ved daggry og kom tilbake om kvelden, men det var ikke noen fisk å få.",
    "fi": "Veneet lähtivät aamulla, mutta ne tulivat takaisin illalla, ja verkot olivat tyhjät kuin aina.",
    "pl": "Łodzie wypłynęły o świcie i wróciły wieczorem, ale nie było w nich ryb, jak to się zdarza.",
    "cs": "Lodě vypluly za úsvitu a večer se vrátily, ale nebyly v nich žádné ryby, což se stává.",
    "tr": "Tekneler şafakta açıldı ve akşam geri geldi, ama ağlar boştu; bu daha önce de olan bir şey.",
    "hu": "A hajók hajnalban indultak, és este üres hálóval tértek vissza, mert nem volt hal a vízben.",
    "vi": "Những chiếc thuyền ra khơi lúc bình minh và trở về vào buổi tối, nhưng không có cá trong lưới.",
    "ru": "Лодки вышли на рассвете и вернулись вечером, но рыбы в сетях не было, как это часто бывает.",
    "uk": "Човни вийшли на світанку і повернулися ввечері, але риби в сітках не було, як це часто буває.",
    "ar": "خرجت القوارب عند الفجر وعادت في المساء، لكن لم يكن في الشباك أي سمك.",
    "fa": "قایق‌ها در سپیده‌دم به دریا رفتند و شب با تورهای خالی برگشتند، که این هر روز پیش می‌آید.",
    "he": "הסירות יצאו עם שחר וחזרו בערב, אבל לא היה דג ברשתות של הדייגים.",
    "hi": "नावें भोर में निकलीं और शाम को लौट आईं, लेकिन जाल में कोई मछली नहीं थी।",
    "ja": "船は夜明けに出て夕方に戻ったが、網には魚がいなかった。",
    "zh": "渔船在黎明时分出海，傍晚返回，但是网里没有鱼。",
    "ko": "배들은 새벽에 나갔다가 저녁에 돌아왔지만 그물에는 물고기가 없었다.",
    "th": "เรือออกไปตอนรุ่งสางและกลับมาในตอนเย็น แต่ในอวนไม่มีปลา",
    "el": "Οι βάρκες βγήκαν την αυγή και γύρισαν το βράδυ με άδεια δίχτυα.",
}


@pytest.mark.parametrize("lang", SENTENCES)
def test_one_sentence_is_enough(lang):
    assert detect(SENTENCES[lang]) == lang


@pytest.mark.parametrize(
    "text", ["", "1234 5678", "x = y + z; i++", "Kubernetes Terraform Ansible", "→ ✓ 🙂"]
)
def test_what_says_nothing_has_no_language(text):
    assert detect(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "The Who",
        "De la Soul",
        "No, no",
        "no no no no",
        "Qui est là",
        "что это",
        "東京",
        "x = α + β",
        "ja, Pi: π",
    ],
)
def test_two_or_three_words_are_too_few(text):
    assert detect(text) == ""


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "It is what it is"),
        ("el", "Οι βάρκες"),
        ("ko", "안녕하세요"),
        ("ja", "さようなら"),
        ("zh", "渔船在黎明时分出海"),
    ],
)
def test_a_few_more_are_enough(lang, text):
    assert detect(text) == lang


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "او كتاب را خواند و به خانه رفت."),
        ("fa", "ما به مدرسه مي رويم و درس مي خوانيم."),
        ("fa", "این كتاب خوبي است كه مي خوانيم"),
        ("ar", "ذهب الطالب إلى القاهرة وزار مستشفى المدينة في هذا اليوم."),
        ("ar", "هذا كتاب جيد في المدرسة"),
    ],
)
def test_persian_typed_on_an_arabic_keyboard_is_no_arabic(lang, text):
    assert detect(text) == lang


def test_most_of_the_text_decides():
    assert detect(SENTENCES["ja"] * 3 + " Bitcoin Core 0.21 https://example.org/a/b/c") == "ja"
    assert detect(SENTENCES["en"] * 3 + SENTENCES["zh"][:8]) == "en"


def test_capitals_and_decomposed_letters_do_not_matter():
    import unicodedata

    for text in (SENTENCES["fr"], SENTENCES["cs"], SENTENCES["vi"]):
        assert detect(unicodedata.normalize("NFD", text.upper())) == detect(text)


@given(st.text(max_size=400))
def test_any_text_has_an_answer_that_is_a_language_or_none(text):
    """And white space around it changes nothing: it says nothing about the language."""
    found = detect(text)
    assert re.fullmatch(r"|[a-z]{2,3}", found)
    assert detect(f"\n {text}\n\n") == found


def test_a_page_gets_its_language_when_it_is_parsed():
    page = formats.parse(f"Fischer\n\nFischer\n\n{SENTENCES['de']}\n".encode(), "/p")
    assert page.article.lang == "de"


CORPUS = (
    Path(os.environ.get("READER_SHARED") or Path(__file__).resolve().parents[2] / "shared") / "corpus/intl"
)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of articles in many languages is not here")
def test_real_articles_in_many_languages():
    """Those whose language the corpus states with an ISO 639-1 code."""
    rows = [json.loads(line) for line in (CORPUS / "articles.jsonl").read_text("utf-8").splitlines()]
    stated = [row for row in rows if len(row["lang"]) == 2]
    assert len(stated) > 100
    assert [row["id"] for row in stated if detect(row["body"]) != row["lang"]] == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of articles in many languages is not here")
def test_passages_of_two_hundred_characters():
    """None is given a wrong language, and few are left without one."""
    rows = [json.loads(line) for line in (CORPUS / "articles.jsonl").read_text("utf-8").splitlines()]
    found: list[tuple[str, str]] = []
    for row in rows:
        body, step = row["body"], max(200, len(row["body"]) // 6)
        if len(row["lang"]) == 2:
            found += [(row["lang"], detect(body[at : at + 200])) for at in range(0, len(body) - 200, step)]
    assert len(found) > 1000
    assert [pair for pair in found if pair[1] not in ("", pair[0])] == []
    assert sum(not detected for _, detected in found) < 0.07 * len(found)
