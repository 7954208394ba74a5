"""In which forms the words of a query may appear in a text. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reader.search.analysis.chunks import COMMON_ACRONYMS, ChunkWord, More, has_unspaced, is_unspaced
from reader.search.analysis.tokens import located_chunks, pieces_of
from reader.search.analysis.unspaced import pairs, without_long_ends

_DECORATION = "\u00a9\u00ae\u2122\u2120"
"""Signs that are often left out when a name is written."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a word or phrase of a query asks for.

    Attributes:
        forms: alternative sequences of raw words; an article matches if the words of any one are adjacent.
        signs: signs that must also be there, anywhere.
        bare: the forms without a sign before a word (``net`` for ``.net``), used if no article has the sign.
    """

    forms: tuple[tuple[str, ...], ...] = ()
    signs: tuple[str, ...] = ()
    bare: tuple[tuple[str, ...], ...] = ()

    @property
    def size(self) -> int:
        """The number of words in its shortest form."""
        return min(map(len, self.forms), default=0) + len(self.signs)


@lru_cache(maxsize=500)
def asked(text: str) -> Asked:
    """What the text of a word or phrase asks for; nothing if it is only punctuation."""
    if text.isascii() and text.isalpha():
        return Asked(((text,),))
    apart: list[str] = []
    joined: list[str] = []
    whole: list[str] = []
    bare: list[str] = []
    signs: list[str] = []
    end = 0
    for chunk, start in located_chunks(text):
        end = start + len(chunk)
        if is_unspaced(chunk):
            run = pairs(chunk)
            for form in (apart, joined, whole, bare):
                form += run
            continue
        parts, more = pieces_of(chunk)
        if not parts:
            signs += [raw for _, raw, _, _ in more]
            continue
        signed = _signed(parts, more, chunk)
        apart += signed
        bare += [parts[0][0], *signed[1:]] if signed[0][0] in ".#@" else signed
        joined += _joined(signed, parts, more, widest=False)
        whole += _joined(signed, parts, more, widest=True)
    if apart:
        signs = [sign for sign in signs if sign not in _DECORATION]
    forms = [_finished(form, text, end) for form in (apart, joined, whole) if form]
    if has_unspaced(text):
        shorter = without_long_ends(text)
        if len(shorter) < len(text) and shorter != text:
            forms += [list(form) for form in asked(shorter).forms]
    plain = (tuple(_finished(bare, text, end)),) if bare != apart else ()
    return Asked(tuple(dict.fromkeys(map(tuple, forms))), tuple(dict.fromkeys(signs)), plain)


def query_words(text: str) -> list[str]:
    """The raw words to look for: like ``split``, without the single character that ends a run of pairs.

    In the text searched, the run may go on where the query ends. Signs that belong to a word are kept.
    """
    forms = asked(text).forms
    return list(forms[0]) if forms else []


def _finished(words: list[str], text: str, end: int) -> list[str]:
    """The words without the single character that ends a run of pairs, if the text ends there."""
    if len(words) > 1 and len(words[-1]) == 1 and is_unspaced(words[-1]) and words[-2][-1:] == words[-1]:
        return words[:-1]
    return words


def _signed(parts: Sequence[ChunkWord], more: Sequence[More], chunk: str) -> list[str]:
    """The parts of a chunk, with the signs before the first and behind the last one."""
    words = [raw for raw, _, _ in parts]
    for place, raw, start, end in more:
        begins, stops = parts[place][1], parts[place][2]
        if (not place and start < begins) or (end > stops and not any(end == other for _, _, other in parts)):
            words[place] = raw
    return words


def _joined(
    signed: list[str], parts: Sequence[ChunkWord], more: Sequence[More], *, widest: bool
) -> list[str]:
    """The words of a chunk with its joints put together: the longest possible, or the shortest."""
    ends = {end: number for number, (_, _, end) in enumerate(parts)}
    joints = [
        (place, ends[end], raw)
        for place, raw, start, end in more
        if end in ends and ends[end] > place and start == parts[place][1]
    ]
    joints.sort(key=lambda joint: joint[1] - joint[0], reverse=widest)
    words: list[str] = []
    at = 0
    while at < len(signed):
        joint = next((joint for joint in joints if joint[0] == at), None)
        if joint:
            words.append(COMMON_ACRONYMS.get(joint[2].lower(), joint[2]))
            at = joint[1] + 1
        else:
            words.append(signed[at])
            at += 1
    return words
