"""How often the language of a text is found, and how fast, beside other detectors.

The articles in many languages of ../shared (those whose language the corpus states) are cut into passages.
Each detector names the language of each passage, whole and in the Latin script alone; the reader's own may
leave one without a language, which counts as not found and is shown as well: a wrong one is worse. A detector
that is not installed is left out: ``pip install pycld2 py3langid lingua-language-detector``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from figures import print_table

from reader.language import detect

SHARED = Path(os.environ.get("READER_SHARED") or Path(__file__).resolve().parents[3] / "shared")
Detector = Callable[[str], str]

TWO_LETTERS = dict(
    pair.split(":")
    for pair in [
        "arb:ar",
        "heb:he",
        "pes:fa",
        "urd:ur",
        "uig:ug",
        "ydd:yi",
        "tha:th",
        "lao:lo",
        "khm:km",
        "mya:my",
        "bod:bo",
        "hin:hi",
        "ben:bn",
        "tam:ta",
        "kan:kn",
        "mal:ml",
        "guj:gu",
        "pan:pa",
        "mar:mr",
        "san:sa",
        "nep:ne",
        "rus:ru",
        "ukr:uk",
        "bul:bg",
        "srp:sr",
        "ell:el",
        "hye:hy",
        "kat:ka",
        "amh:am",
        "tir:ti",
        "jpn:ja",
        "kor:ko",
        "cmn:zh",
        "vie:vi",
        "tur:tr",
        "deu:de",
        "fra:fr",
        "spa:es",
        "por:pt",
        "pol:pl",
        "ces:cs",
        "hun:hu",
        "fin:fi",
        "isl:is",
        "khk:mn",
        "eng:en",
        "div:dv",
    ]
)
"""The corpus names some languages with three letters, and a script or a country behind them."""


def detectors() -> Iterator[tuple[str, Detector]]:
    """Those that are installed, each giving a code of two letters or ""."""
    yield "reader.language", detect
    try:
        import pycld2

        yield "pycld2", lambda text: pycld2.detect(text.replace("\0", ""))[2][0][1][:2]
    except ImportError:
        pass
    try:
        import py3langid

        yield "py3langid", lambda text: py3langid.classify(text)[0]
    except ImportError:
        pass
    try:
        from lingua import LanguageDetectorBuilder

        lingua = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

        def by_lingua(text: str) -> str:
            found = lingua.detect_language_of(text)
            return found.iso_code_639_1.name.lower() if found else ""

        yield "lingua", by_lingua
    except ImportError:
        pass
    import chardet

    yield "chardet", lambda text: (chardet.detect(text.encode())["language"] or "")[:2].lower()


def passages(length: int) -> list[tuple[str, str]]:
    """Language and text of each passage: up to six of each article."""
    found = []
    for line in (SHARED / "corpus" / "intl" / "articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        body, step = row["body"], max(length, len(row["body"]) // 6)
        name = row["lang"].partition("_")[0]
        lang = TWO_LETTERS.get(name, name)
        if len(lang) == 2:
            found += [(lang, body[at : at + length]) for at in range(0, len(body) - length, step)]
    return found


def is_latin(text: str) -> bool:
    """Whether most letters of a text are of the Latin script."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(unicodedata.name(char, "").startswith("LATIN") for char in letters) > len(letters)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--length", type=int, default=200, help="characters of a passage")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        print(f"needs the articles in {SHARED}", file=sys.stderr)
        return 2
    texts = passages(arguments.length)
    latin = [is_latin(text) for _, text in texts]
    languages = len({lang for lang, _ in texts})
    print(f"{len(texts)} passages of {arguments.length} characters in {languages} languages")
    rows = []
    for name, detector in detectors():
        detector(texts[0][1])
        begun = time.process_time()
        found = [detector(text) for _, text in texts]
        each = (time.process_time() - begun) / len(texts) * 1000
        right = [one == lang for one, (lang, _) in zip(found, texts, strict=True)]
        in_latin = [ok for ok, script in zip(right, latin, strict=True) if script]
        unnamed = sum(not one for one in found) / len(found)
        wrong = 1 - sum(right) / len(right) - unnamed
        shares = (sum(right) / len(right), sum(in_latin) / len(in_latin), wrong, unnamed)
        rows.append([name, *(f"{share:.3f}" for share in shares), f"{each:.2f}"])
    print_table(["detector", "right", "right, Latin script", "wrong", "unnamed", "CPU ms each"], rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
