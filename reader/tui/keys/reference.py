"""docs/keys.md from the table of actions: ``python -m reader.tui.keys.reference > docs/keys.md``."""

from __future__ import annotations

from reader.tui.commandline.verbs import VERBS, Verb
from reader.tui.keys.actions import key_table

_HEAD = """\
# Keys

All keys, with their default settings. The last column is the action's name: put it under `[keys]` in the
configuration file to give it other keys (see [configuration](configuration.md)). `?` shows the same table
with the keys as you have set them; `Ctrl+P` finds an action by what it does; the mouse works everywhere.
"""

_COMMANDS = """\
## Commands

`:` takes these, and every action above by its name (`toggle-star`). What stands in brackets can be left out.
QUERY is a search (see [searching](search.md)); `*` is all that the list shows; without either, the command is
about what is marked or selected.

| command | does |
| --- | --- |"""


def reference() -> str:
    """The document as Markdown."""
    parts = [_HEAD]
    for group, rows in key_table():
        parts.append(f"## {group}\n\n| key | does | action |\n| --- | --- | --- |")
        parts += [f"| {_keys(row.keys)} | {row.help} | `{row.name}` |" for row in rows]
        parts.append("")
    parts.append(_COMMANDS)
    parts += [f"| {_usage(verb)} | {verb.help} |" for verb in VERBS]
    return "\n".join([*parts, ""])


def _usage(verb: Verb) -> str:
    also = f", `{'`, `'.join(verb.aliases)}`" if verb.aliases else ""
    return f"`{verb.usage}`{also}"


def _keys(keys: str) -> str:
    return " ".join(key if key == "…" else f"`{_in_table(key)}`" for key in keys.split())


def _in_table(key: str) -> str:
    # A bar would end the cell.
    return key.replace("|", "\\|")


if __name__ == "__main__":
    print(reference(), end="")
