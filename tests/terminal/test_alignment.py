"""Every script in its place: borders in one column on all rows, and no character lost at them."""

from __future__ import annotations

import json
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.text import display

pytestmark = pytest.mark.terminal

COLUMNS = Path(__file__).with_name("columns.py")

SENTENCES = {
    "hi": "किताबें धीरे-धीरे पढ़ी जाती हैं, और हर पृष्ठ पर कोई नई कहानी मिलती है।",
    "bn": "বইগুলো ধীরে ধীরে পড়া হয়, আর প্রতিটি পাতায় নতুন কোনো গল্প পাওয়া যায়।",
    "ta": "புத்தகங்கள் மெதுவாகப் படிக்கப்படுகின்றன, ஒவ்வொரு பக்கத்திலும் புதிய கதை கிடைக்கிறது.",
    "te": "పుస్తకాలను నెమ్మదిగా చదువుతారు, ప్రతి పేజీలో ఒక కొత్త కథ దొరుకుతుంది.",
    "ml": "പുസ്തകങ്ങൾ പതുക്കെ വായിക്കുന്നു, ഓരോ താളിലും പുതിയൊരു കഥ കിട്ടുന്നു.",
    "kn": "ಪುಸ್ತಕಗಳನ್ನು ನಿಧಾನವಾಗಿ ಓದುತ್ತಾರೆ, ಪ್ರತಿ ಪುಟದಲ್ಲೂ ಹೊಸ ಕಥೆ ಸಿಗುತ್ತದೆ.",
    "si": "පොත් සෙමින් කියවනු ලැබේ, සෑම පිටුවකම අලුත් කතාවක් ශ්‍රී ලංකාවේ හමුවේ.",
    "my": "စာအုပ်များကို ဖြည်းဖြည်းဖတ်ကြသည်၊ စာမျက်နှာတိုင်းတွင် ပုံပြင်အသစ်တစ်ပုဒ် တွေ့ရသည်။",
    "km": "សៀវភៅត្រូវបានអានយឺតៗ ហើយនៅលើទំព័រនីមួយៗ មានរឿងថ្មីមួយ។",
    "th": "หนังสืออ่านช้า ๆ และทุกหน้ามีเรื่องใหม่เรื่องหนึ่งให้พบเสมอ",
    "lo": "ປຶ້ມຖືກອ່ານຊ້າໆ ແລະ ທຸກໜ້າມີເລື່ອງໃໝ່ໜຶ່ງເລື່ອງ",
    "bo": "དཔེ་ཆ་དལ་བུར་ཀློག་པ་དང་། ཤོག་ངོས་རེ་རེར་སྒྲུང་གསར་པ་ཞིག་རྙེད་ཡོང་།",
    "ar": "تُقرأ الكُتُبُ ببطء، وفي كل صفحةٍ حكايةٌ جديدةٌ لم تُروَ بعد.",
    "he": "סְפָרִים נִקְרָאִים לְאַט, וּבְכָל עַמּוּד מִתְגַּלֶּה סִפּוּר חָדָשׁ.",
    "ja": "本はゆっくりと読まれ、ページごとに新しい話が見つかる。ガ、ﾊﾝｶｸも。",
    "ko": "책은 천천히 읽히고, 쪽마다 새로운 이야기를 만나게 된다.",
    "signs": "👩‍👩‍👧 ❤️ ☺ 🇩🇪🇯🇵 👍🏽 1️⃣ ☰☱ ㉈㉉ 〰 ♥ ★ are signs, and é ṩ are letters.",
}
"""Two sentences' worth of each, of words with many marks."""

SIZES = [((60, 20), 0), ((80, 24), 1), ((120, 40), 1), ((200, 60), 2)]
"""Windows, and how many borders a row has in each."""


@pytest.fixture
def library(page_text, start, tmp_path) -> list[str]:
    """The user's library holds an article in each script, linked to the next; their bodies, as shown."""
    folder = tmp_path / "scripts"
    folder.mkdir()
    sentences = list(SENTENCES.values())
    for number, (name, sentence) in enumerate(SENTENCES.items()):
        near = [sentences[(number + step) % len(sentences)] for step in range(-1, 6)]
        text = page_text(
            f"{name} {sentence}",
            f"{sentence} {sentence}",
            previous=f"{list(SENTENCES)[number - 1]} {near[0]}" if number else "",
            following=f"{list(SENTENCES)[number + 1]} {near[2]}" if number + 1 < len(sentences) else "",
            recommended=[(sentence, f"{sentence[:30]}...") for sentence in near[2:]],
        )
        (folder / f"{number:02}-{name}.txt").write_text(text, encoding="utf-8")
    assert start("add", folder).code == 0
    return [f"{sentence} {sentence}" for sentence in sentences]


@pytest.fixture
def cells(tmux, tmp_path) -> Iterator[Callable[[list[str]], list[int]]]:
    """Measures texts with the terminal itself: how far its cursor moves when it prints them."""
    numbers = iter(range(1_000_000))

    def measure(texts: list[str]) -> list[int]:
        number = next(numbers)
        source, result = tmp_path / f"{number}.texts", tmp_path / f"{number}.json"
        source.write_text("\n".join(texts), encoding="utf-8")
        command = shlex.join([sys.executable, str(COLUMNS), str(source), str(result)])
        tmux("set-option", "default-size", "400x10")
        tmux("new-window", "-d", command)
        end = time.monotonic() + 30
        while not result.exists():
            assert time.monotonic() < end, "the terminal does not say where its cursor is"
            time.sleep(0.02)
        found: list[int] = json.loads(result.read_text())
        return found

    return measure


def panes(screen: str) -> list[list[str]]:
    """The rows of the screen but the bottom line, each split at the borders."""
    borders = str.maketrans("┃┐┓", "│││")
    return [row.translate(borders).split("│") for row in screen.rstrip("\n").split("\n")[:-1]]


def check_borders(screen: str, cells) -> list[int]:
    """The columns of the borders, the same on every row."""
    rows = panes(screen)
    ends = ["│".join(row[:count]) for row in rows for count in range(1, len(row))]
    places = iter(cells(ends))
    found = [[next(places) for _ in row[1:]] for row in rows]
    odd = [(number, row, found[number]) for number, row in enumerate(rows) if found[number] != found[0]]
    assert not odd, f"borders should be in {found[0]}:\n" + "\n".join(map(str, odd)) + f"\n{screen}"
    return found[0]


def shown(screen: str, pane: int) -> str:
    """All that a pane shows, without any white space, scroll bar or bar of a note."""
    text = "".join(row[pane] for row in panes(screen) if len(row) > pane)
    return "".join(char for char in text if not char.isspace() and not "▁" <= char <= "▏")


def test_every_script_in_its_place(tmux, reader_command, library, cells):
    tmux.run(reader_command)
    check_borders(tmux.see(" unread of 17"), cells)
    tmux.press("Enter")
    for number, body in enumerate(library):
        size, borders = SIZES[number % len(SIZES)]
        tmux.resize(*size)
        words, pane = "".join(display(body).split()), min(borders, 1)
        screen = tmux.until(
            lambda screen, words=words, pane=pane, borders=borders: (
                all(len(row) == borders + 1 for row in panes(screen)) and words in shown(screen, pane)
            )
        )
        assert len(check_borders(screen, cells)) == borders
        tmux.press("]")


def test_what_is_painted_in_part_stays_in_place(tmux, reader_command, library, cells):
    tmux.run(reader_command)
    check_borders(tmux.see(" unread of 17"), cells)
    # Beside an article the list is narrower.
    tmux.press("Enter")
    # The preview has an end, too; the per cent stand above an article only.
    tmux.until(lambda screen: "end ────" in screen and "100 %" in screen)
    tmux.press("l")
    borders = check_borders(tmux.see("▌", "archive"), cells)
    for _ in SENTENCES:
        tmux.press("Down")
    assert check_borders(tmux.until(lambda screen: "▌●  signs" in screen), cells) == borders
    for name, word in (("hi", "कहानी"), ("te", "నెమ్మదిగా"), ("my", "ပုံပြင်"), ("km", "ទំព័រ")):
        tmux.press("/")
        tmux("send-keys", "-l", word)
        found = f"▌●  {name} {SENTENCES[name][:8]}"
        screen = tmux.until(lambda screen, found=found: " 1 found" in screen and found in screen)
        assert check_borders(screen, cells) == borders
        body = "".join(display(f"{SENTENCES[name]} {SENTENCES[name]}").split())
        tmux.press("Enter")
        tmux.until(lambda screen, body=body: body in shown(screen, 1))
        tmux.press("n")
        screen = tmux.see("Match", "of 3")
        assert check_borders(screen, cells) == borders
        assert body in shown(screen, 1)
        tmux.press("u", "Escape", "Escape")
        tmux.see(" unread of 17")
