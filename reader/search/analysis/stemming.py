"""Turns raw words into the terms they are found under: folded and stemmed, by the article's language.

If a language's stemmer knows accents (passée, passé, passer), a word is stemmed with its accents and folded
afterwards; the result for the word typed without accents is a second term. Some other words have several
terms too: a plural that may belong to two words, an acronym that is also a common word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from reader.search.analysis import inflections
from reader.search.analysis.chunks import COMMON_ACRONYMS
from reader.search.analysis.folding import MAX_TERM, fold, letters, unaccented
from reader.search.analysis.tokens import BesideAt

DEFAULT_LANGUAGE = "english"
"""The stemmer for words in Latin script when the article names no language."""

_STEMMERS = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese",
    "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian", "nb": "norwegian", "nn": "norwegian",
    "fi": "finnish", "hu": "hungarian", "ro": "romanian", "tr": "turkish", "ca": "catalan", "eu": "basque",
    "ga": "irish", "id": "indonesian", "ms": "indonesian", "lt": "lithuanian", "et": "estonian",
    "eo": "esperanto", "cs": "czech", "pl": "polish", "hr": "serbian", "bs": "serbian", "sr": "serbian",
    "st": "sesotho", "fa": "persian", "ne": "nepali", "yi": "yiddish",
}  # fmt: skip

# Languages in other scripts. Latin letters among those are mostly English.
_NOT_LATIN = (
    "am ar as be bg bn bo chr ckb dv el gu he hi hy ii iu ja ka kk km kn ko ky lo mk ml mn mr my or pa ps ru"
    " sa sd si syr ta te tg th ti tt ug uk ur vai zgh zh"
)

# In other scripts the letters themselves determine the stemmer, unless the language is one of those below.
_SCRIPTS = (
    ("\u0370", "\u03ff", "greek"),
    ("\u0400", "\u052f", "russian"),
    ("\u0530", "\u058f", "armenian"),
    ("\u0590", "\u05ff", "hebrew"),  # for Yiddish: there is no stemmer for Hebrew
    ("\u0600", "\u06ff", "arabic"),
    ("\u0900", "\u097f", "hindi"),
    ("\u0b80", "\u0bff", "tamil"),
)
_INSTEAD = {"persian": "arabic", "nepali": "hindi", "serbian": "russian", "yiddish": "hebrew"}
"""Stemmers of languages that share a script, and the stemmer each replaces there. Serbian also uses Latin."""

_WITHOUT_ACCENTS = frozenset(("english", "indonesian"))
"""Languages in Latin script in which only foreign words have accents."""

KEEPING_FIRST = frozenset(
    (
        *("", "english", "german", "french", "spanish", "italian", "portuguese", "swedish", "danish"),
        *("norwegian", "finnish", "persian", "nepali", "yiddish"),
    )
)
"""Languages in which a word that begins with a plain letter has terms that begin with the same letter.

Others take off prefixes. Those in other scripts have their Latin words from English.
"""

# Letters that folding merges, as the Persian stemmer knows them, and back; and the ending of a feminine noun
# in Arabic, which is written with or without its dots.
_PERSIAN = str.maketrans("\u0643\u064a", "\u06a9\u06cc")
_ARABIC = str.maketrans("\u06a9\u06cc\u0649\u0629", "\u0643\u064a\u064a\u0647")

Stem = Callable[[str], str]


@lru_cache(maxsize=1000)
def language(lang: str) -> str:
    """The stemmer for an article's ISO 639 code; "" for a language in Latin script without one."""
    code = lang.lower().replace("_", "-").partition("-")[0]
    return DEFAULT_LANGUAGE if not code or code in _NOT_LATIN.split() else _STEMMERS.get(code, "")


class Vocabulary(dict[str, str]):
    """Raw word -> term for one language, filled as words occur (and emptied when it grows too large).

    ``vocabulary.__getitem__`` is what the hot loops map over the raw words.

    Attributes:
        beside: the words seen so far that have more than one term, with their other terms.
    """

    _LIMIT = 100_000

    def __init__(self, stemmer: str) -> None:
        super().__init__()
        self.stemmer = stemmer
        self.beside: dict[str, tuple[str, ...]] = {}
        self._by_first: dict[str, tuple[str, Stem | None]] = {}

    def __missing__(self, raw: str) -> str:
        folded = fold(raw)
        name, stem = self._of(folded[0])
        if stem is None or "." in folded:
            terms = [folded]  # the dots of an acronym
        elif name == "english":
            terms = _english(folded, stem)
        elif name in _WITHOUT_ACCENTS or not _is_latin(folded[0]):
            terms = [stem(folded)]
            if name == "greek" and folded.endswith("ιο"):
                terms.append(stem(f"{folded[:-1]}α"))
        else:
            terms = _accented(name, letters(raw)[:MAX_TERM], folded, stem)
        if raw.isupper() and folded in COMMON_ACRONYMS:
            terms.append(COMMON_ACRONYMS[folded])
        term = terms[0] or folded
        if len(terms) > 1 and (others := tuple(t for t in dict.fromkeys(terms[1:]) if t and t != term)):
            self.beside[raw] = others
        # Most words are their own term: one string then does for both.
        self[raw] = term = raw if term == raw else term
        return term

    def all(self, raw: str) -> tuple[str, ...]:
        """All terms that a word can be found under."""
        return (self[raw], *self.beside.get(raw, ()))

    def with_accent(self, raw: str) -> tuple[str, ...]:
        """The terms of the accented word that a word typed without accents may stand for."""
        guess = inflections.accented(self.stemmer, raw.lower()) if raw.isascii() else ""
        return self.all(guess) if guess else ()

    def beside_in(self, raw: list[str], more: Iterable[BesideAt]) -> list[tuple[int, str]]:
        """(position, term) for everything a text is found by besides the main term of each of its words.

        Args:
            raw: its words, one per position; each has been looked up.
            more: additional words at some positions.
        """
        beside = self.beside
        found = [(i, term) for i, word in enumerate(raw) if word in beside for term in beside[word]]
        for position, word, _, _ in more:
            found.append((position, self[word]))
            if word in beside:
                found += [(position, term) for term in beside[word]]
        return found

    def make_room(self) -> None:
        """Forgets all words if there are too many. Call it between texts: within one, words recur."""
        if len(self) >= self._LIMIT:
            self.clear()
            self.beside.clear()

    def _of(self, first: str) -> tuple[str, Stem | None]:
        """The stemmer, and its name, for words that start with a letter."""
        known = self._by_first.get(first)
        if known is None:
            name = self._stemmer_name(first)
            known = self._by_first[first] = (name, _stemmer(name))
        return known

    def _stemmer_name(self, first: str) -> str:
        own = self.stemmer
        if _is_latin(first):
            return DEFAULT_LANGUAGE if own in _INSTEAD and own != "serbian" else own
        usual = next((name for low, high, name in _SCRIPTS if low <= first <= high), "")
        if usual and _INSTEAD.get(own) == usual:
            return own
        return "" if usual == "hebrew" else usual


def _is_latin(first: str) -> bool:
    return "a" <= first <= "\u024f" or "\u1e00" <= first <= "\u1eff"


def _english(folded: str, stem: Stem) -> list[str]:
    base = inflections.ENGLISH.get(folded)
    if base is not None:
        # lens is its own base; the stemmer would take it for a plural.
        return [base if base == folded or base == "lens" else stem(base)]
    other = inflections.ENGLISH_BESIDE.get(folded)
    return [stem(folded), stem(other)] if other else [stem(folded)]


def _accented(name: str, word: str, folded: str, stem: Stem) -> list[str]:
    """The terms of a word if the stemmer knows accents: as typed, without accents, and its singular."""
    terms = [unaccented(stem(word))]
    if word != folded:
        terms.append(stem(folded))
    base = inflections.singular(name, word, folded)
    if base:
        terms.append(unaccented(stem(base)))
    return terms


@cache
def vocabulary(stemmer: str) -> Vocabulary:
    """The shared vocabulary of a language, named as :func:`language` names it."""
    return Vocabulary(stemmer)


@cache
def _stemmer(name: str) -> Stem | None:
    if not name:
        return None
    import Stemmer  # takes 10 ms to load, and only indexing and searching need it

    stemmer = Stemmer.Stemmer(name)
    stemmer.maxCacheSize = 0  # the vocabulary is the cache
    stem: Stem = stemmer.stemWord
    if name == "persian":
        return lambda word: stem(word.translate(_PERSIAN)).translate(_ARABIC)
    if name == "arabic":
        return lambda word: stem(f"{word[:-1]}\u0629" if word[-1:] == "\u0647" else word).translate(_ARABIC)
    return stem
