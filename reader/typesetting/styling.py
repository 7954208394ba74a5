"""Spans as they are shown: their text, if it differs from the plain text, and its styles. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from reader.blocks import SUBSCRIPTS, SUPERSCRIPTS, Span
from reader.typesetting.formulas import may_have_formulas, readable, with_formulas
from reader.typesetting.units import NBSP, Run, Swap


class Styled(NamedTuple):
    """A text as shown, its plain text, the places where they differ, and its styled runs: see ``Unit``."""

    text: str
    plain: str
    swaps: tuple[Swap, ...] = ()
    runs: tuple[Run, ...] = ()


class Dress(NamedTuple):
    """How a span is shown: the text added before and after it, and a text that replaces it, or None."""

    before: str = ""
    after: str = ""
    text: str | None = None


_BARE = Dress()


def styled(
    spans: Sequence[Span], *, boxed: bool = False, images: Callable[[Span], Dress] | None = None
) -> Styled:
    """Spans as shown; an image in a box if ``boxed``, or as ``images`` says."""
    if len(spans) == 1 and not spans[0].style and not may_have_formulas(spans[0].text):
        return Styled(spans[0].text, spans[0].text)
    parts: list[str] = []
    swaps: list[Swap] = []
    runs: list[Run] = []
    shown = plain = 0
    for span in with_formulas(spans):
        text, size, begin = span.text, len(span.text), shown
        if images is not None and "image" in span.styles:
            dress = images(span)
        else:
            dress = _dress(span, boxed) if span.style else _BARE
        if dress.text is not None:
            text = dress.before + dress.text + dress.after
            swaps.append((shown, shown + len(text), plain, plain + size))
        else:
            inner = shown + len(dress.before)
            if dress.before:
                swaps.append((shown, inner, plain, plain))
            if dress.after:
                swaps.append((inner + size, inner + size + len(dress.after), plain + size, plain + size))
            text = dress.before + text + dress.after
        parts.append(text)
        shown, plain = shown + len(text), plain + size
        if text and span.style:
            runs += [Run(begin, shown, style, span.href or span.text) for style in span.style.split()]
    return Styled("".join(parts), "".join([span.text for span in spans]), tuple(swaps), tuple(runs))


def shifted(marker: str, of: Styled) -> Styled:
    """The same text with ``marker`` in front, which is not part of the plain text."""
    by = len(marker)
    return Styled(
        marker + of.text,
        of.plain,
        ((0, by, 0, 0), *((a + by, b + by, c, d) for a, b, c, d in of.swaps)),
        tuple(Run(run.start + by, run.end + by, run.style, run.href) for run in of.runs),
    )


# --- styles that change the text --------------------------------------------------------------------


def _image(span: Span, boxed: bool) -> Dress:
    # No-break spaces keep "image" and the name on one line.
    before, after = (f"┌{NBSP}image", f"{NBSP}┐") if boxed else ("[image", "]")
    if span.alt:
        return Dress(f"{before}: ", after)
    return Dress(before, after, f"{NBSP}{span.href or span.text}" if span.href or span.text else "")


def _script(sign: str, table: Mapping[int, int]) -> Callable[[Span, bool], Dress]:
    """Superscript or subscript: in Unicode's own characters if it has them all, else after a sign."""
    own = frozenset(map(chr, table.values()))

    def dress(span: Span, boxed: bool) -> Dress:
        if own.issuperset(span.text):
            return _BARE
        if all(ord(char) in table for char in span.text):
            return Dress(text=span.text.translate(table))
        return Dress(sign)

    return dress


def _formula(span: Span, boxed: bool) -> Dress:
    return Dress(text=readable(span.text))


# Only as shown: in the text they stay letters, which search finds.
_LETTERS: Final = str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")


_DRESSES: Final[Mapping[str, Callable[[Span, bool], Dress]]] = {
    "image": _image,
    "math": _formula,
    "superscript": _script("^", SUPERSCRIPTS | _LETTERS),
    "subscript": _script("_", SUBSCRIPTS),
}


def _dress(span: Span, boxed: bool) -> Dress:
    return next((_DRESSES[name](span, boxed) for name in span.styles if name in _DRESSES), _BARE)
