"""What to say about a key that does nothing: which key was meant. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from reader.tui.keys.naming import key_name


def about_unknown(key: str, character: str | None, bound: Mapping[str, str], help_key: str) -> str:
    """A sentence about a key that does nothing here.

    Args:
        key: the key in Textual's spelling.
        character: what it types, if anything.
        bound: the keys that do something, with what they do.
        help_key: the key that lists all keys, as people write it; "" if there is none.
    """
    typed = character if character and character.isprintable() and character.strip() else key_name(key)
    said = f"{typed} does nothing here"
    near = nearest(key, bound)
    if near:
        return f"{said}; {key_name(near)}: {bound[near]}"
    return f"{said}; {help_key} lists the keys." if help_key else f"{said}."


def nearest(key: str, bound: Mapping[str, str]) -> str:
    """The key that does something and differs least: by a modifier, or by Shift; "" if there is none."""
    *modifiers, last = key.split("+")
    if modifiers:
        fewer = ["+".join([*modifiers[:-1], last]), last]
    else:
        fewer = [f"ctrl+{last.lower()}"] if len(last) == 1 else []
    swapped = [last.swapcase()] if len(last) == 1 and last.isalpha() else []
    return next((one for one in (*swapped[: not modifiers], *fewer, *swapped) if one in bound), "")
