"""Makes a harder corpus with known truth out of real pages and the list of what their links lead to.

Pages are withheld, lose their title, share one, are posted again; links name their targets in other
spellings, cut, and with teasers of other lengths. Everything happens to the text of the pages, so that a
reader gets files as it would from anywhere. The same seed gives the same corpus.

Two severities. ``known``: what saved pages are seen to do. ``rough``: also what other software may do to
them (letters decomposed, entities encoded twice, titles cut without a sign, teasers cut inside a
character, slips of the pen, ties to the neighbours lost).
"""

from __future__ import annotations

import csv
import html
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

Change = Callable[[str, random.Random], str]


@dataclass(frozen=True)
class Named:
    """A link before it is spelled: the page it is on and the one it means, by their file names."""

    kind: str
    target: str


@dataclass
class Source:
    """A page taken apart. ``body`` is its text with a note, if it has one, in front."""

    name: str
    title: str
    body: str
    links: list[Named] = field(default_factory=list)


@dataclass(frozen=True)
class Expected:
    """A link as it is written, and the files it may lead to: none for a target that was withheld."""

    file: str
    kind: str
    title: str
    teaser: str
    targets: frozenset[str]
    made: str
    """What was done to it, in one word, for the table."""


# --- spellings --------------------------------------------------------------------------------------


def _curly(text: str, _: random.Random) -> str:
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text.replace("‘", "'").replace("’", "'"))
    text = re.sub(r'(?:(?<=\s)|^)["“”]', "“", text)
    return text.replace('"', "”").replace("'", "’")


def _straight(text: str, _: random.Random) -> str:
    return text.translate(str.maketrans("‘’“”–—", "''\"\"--"))


def _case(text: str, chance: random.Random) -> str:
    return chance.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _entities(text: str, chance: random.Random) -> str:
    text = html.escape(text)
    signs = {"’": ("&rsquo;", "&#8217;", "&#x2019;"), "—": ("&mdash;", "&#8212;"), "“": ("&ldquo;",)}
    for sign, spellings in (signs | {"”": ("&rdquo;",), "–": ("&ndash;",), "'": ("&apos;",)}).items():
        text = text.replace(sign, chance.choice(spellings))
    return text.replace("&amp;", chance.choice(("&amp;", "&#38;")))


def _entities_twice(text: str, chance: random.Random) -> str:
    return _entities(text, chance).replace("&", "&amp;")


def _full_width(text: str, chance: random.Random) -> str:
    signs = "!\"#%&'()*+,-./:;<=>?" if chance.random() < 0.7 else "".join(map(chr, range(0x21, 0x7F)))
    return text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in signs})


def _spaces(text: str, chance: random.Random) -> str:
    return "".join(chance.choice((" ", "  ", "\xa0", "\u2009")) if char == " " else char for char in text)


def _space_at_signs(text: str, _: random.Random) -> str:
    return re.sub(r"(?<=\w)([:?!,;])", r" \1", text)


def _dashes(text: str, chance: random.Random) -> str:
    return re.sub("[-–—]", chance.choice("‐‑–—―"), text)


def _decomposed(text: str, _: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


def _hidden(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice("\u200b\xad\u2060\ufeff") + text[at:]


def _end_sign(text: str, chance: random.Random) -> str:
    return text[:-1] if text[-1:] in ".?!" else text + chance.choice(".?!")


def _slip(text: str, chance: random.Random) -> str:
    letters = [at for at, char in enumerate(text) if char.isalpha()]
    if len(letters) < 12:
        return text
    at = chance.choice(letters[1:])
    return text[:at] + chance.choice(("", text[at] * 2, "e")) + text[at + 1 :]


def _cut(text: str, chance: random.Random, ends: tuple[str, ...] = ("...", "…", " ...")) -> str:
    if len(text) < 26:
        return text
    return text[: chance.randrange(16, len(text) - 3)].rstrip() + chance.choice(ends)


def _cut_unmarked(text: str, chance: random.Random) -> str:
    return _cut(text, chance, ends=("",))


KNOWN: dict[str, Change] = {
    "case": _case,
    "entities": _entities,
    "quotes": _curly,
    "straight": _straight,
    "full width": _full_width,
    "spaces": _spaces,
    "dashes": _dashes,
    "cut": _cut,
}
ROUGH: dict[str, Change] = KNOWN | {
    "encoded twice": _entities_twice,
    "decomposed": _decomposed,
    "spaced signs": _space_at_signs,
    "hidden": _hidden,
    "end sign": _end_sign,
    "slip": _slip,
    "cut unmarked": _cut_unmarked,
}


# --- pages ------------------------------------------------------------------------------------------

_TAIL = re.compile(r"^(?:<<:|>>:|Recommend\s*$)", re.M)


def sources(corpus: Path) -> dict[str, Source]:
    """The pages of a folder with ``pages/`` and ``links.tsv``, by file name."""
    found: dict[str, Source] = {}
    for file in sorted((corpus / "pages").iterdir()):
        text = file.read_text(encoding="utf-8")
        tail = _TAIL.search(text)
        head = text[: tail.start()] if tail else text
        title, _, rest = head.lstrip("\n").partition("\n")
        headline, _, body = rest.lstrip("\n").partition("\n")
        body = body if headline == title else rest
        found[file.name] = Source(file.name, title.strip(), body.strip("\n"))
    with (corpus / "links.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["file"]].links.append(Named(row["kind"], row["target_file"]))
    return found


class Harder:
    """One harder corpus: ``pages`` by file name, and what every link of theirs ought to lead to."""

    def __init__(self, corpus: Path, seed: int, *, rough: bool = False) -> None:
        self._chance = random.Random(seed)
        self._rough = rough
        self._spellings = ROUGH if rough else KNOWN
        self._sources = sources(corpus)
        names = sorted(self._sources)
        self._withheld = self._some(names, 0.10)
        self._untitled = self._some(names, 0.05)
        self._reposts = self._some(names, 0.05)
        self._short = self._some(names, 0.03)
        self._spelled = self._some(names, 0.10)
        self._change_sources(names)
        self.pages: dict[str, str] = {}
        self.expected: list[Expected] = []
        for name in names:
            if name not in self._withheld:
                self._write(self._sources[name])

    def _some(self, names: list[str], share: float) -> set[str]:
        return set(self._chance.sample(names, int(len(names) * share)))

    def _change_sources(self, names: list[str]) -> None:
        repeated = self._chance.sample(names, len(names) // 10)
        for name, other in zip(repeated[::2], repeated[1::2], strict=False):
            self._sources[name].title = self._sources[other].title
        for name in sorted(self._short):
            source = self._sources[name]
            source.body = " ".join(source.body.split())[: self._chance.randrange(12, 49)]
        for name in sorted(self._some(names, 0.10)):
            source = self._sources[name]
            source.body = f"[[{self._chance.randrange(10**6)}]] {source.body}"

    # --- one page -----------------------------------------------------------------------------------

    def _write(self, source: Source) -> None:
        title = source.title
        if source.name in self._spelled:
            spelling = self._chance.choice(sorted(self._spellings))
            title = self._spellings[spelling](title, self._chance)
        links = [self._link(source.name, link) for link in source.links]
        if self._rough:
            links = [link for link in links if link.kind == "recommend" or self._chance.random() > 0.03]
        self._add(source.name, title, source.body, links)
        if source.name in self._reposts:
            again = f"again-{source.name}"
            kept, body = list(links), source.body
            match self._chance.randrange(4):
                case 0:
                    body = re.sub("\n\n", "\n\n\n", body).replace(". ", ".  ")
                case 1:
                    kept = kept[:-1]
                case 2:
                    kept = [self._link(source.name, link) for link in source.links]
                case 3 if self._rough:
                    title, body = source.title.upper(), _curly(body, self._chance)
            self._add(again, title, body, [replace(link, file=again) for link in kept])

    def _add(self, file: str, title: str, body: str, links: list[Expected]) -> None:
        parts = [title, title, body]
        if file.removeprefix("again-") in self._untitled:
            # Such pages mostly have their whole body on one line.
            parts = [" ".join(body.split()) if self._chance.random() < 0.7 else body]
        parts += [f"{'<<' if x.kind == 'previous' else '>>'}:\xa0 {x.title}" for x in links if not x.teaser]
        recommended = [link for link in links if link.teaser]
        if recommended:
            parts.append("Recommend")
        for link in recommended:
            parts += [link.title, link.teaser]
        self.pages[file] = "\n\n".join(parts) + "\n"
        self.expected += links

    # --- one link -----------------------------------------------------------------------------------

    def _link(self, file: str, link: Named) -> Expected:
        title, made = self._sources[link.target].title, []
        often = 0.7 if self._rough else 0.5
        if self._chance.random() < often:
            spelling = self._chance.choice(sorted(self._spellings))
            title = self._spellings[spelling](title, self._chance)
            made.append(spelling)
        teaser = self._teaser(link.target) if link.kind == "recommend" else ""
        targets: set[str] = set()
        if link.target not in self._withheld:
            targets = {link.target, *([f"again-{link.target}"] if link.target in self._reposts else [])}
        else:
            made = ["withheld"]
        if link.target in self._untitled and targets:
            made = ["untitled"]
        return Expected(file, link.kind, title, teaser, frozenset(targets), made[0] if made else "plain")

    def _teaser(self, target: str) -> str:
        text = " ".join(self._sources[target].body.split())
        chance = self._chance
        if self._rough and chance.random() < 0.1:
            # Without the note in front: what follows the first paragraph.
            note, _, rest = self._sources[target].body.partition("\n\n")
            text = " ".join(rest.split()) if note.lower().startswith("editor") and rest else text
        length = chance.choice((49, 49, 49, 80, 120))
        teaser, whole = text[:length], len(text) <= length
        if self._rough and chance.random() < 0.1 and not whole:
            teaser = text.encode()[:length].decode(errors=chance.choice(("ignore", "replace")))
        if chance.random() < 0.2:
            spelling = chance.choice(("quotes", "straight", "entities", "spaces"))
            teaser = KNOWN[spelling](teaser, chance)
        return teaser if whole else teaser + ("..." if chance.random() < 0.8 else "…")


def write(corpus: Harder, folder: Path) -> None:
    """Writes the pages as files into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in corpus.pages.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
