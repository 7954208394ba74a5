"""docs/keys.md from the table of actions: ``python -m reader.tui.keys.reference > docs/keys.md``."""

from __future__ import annotations

from reader.tui.keys.actions import key_table

_HEAD = """\
# Keys

All keys, with their default settings. The last column is the action's name: put it under `[keys]` in the
configuration file to give it other keys (see [configuration](configuration.md)). `?` shows the same table
with the keys as you have set them; `Ctrl+P` finds an action by what it does; the mouse works everywhere.
"""


def reference() -> str:
    """The document as Markdown."""
    parts = [_HEAD]
    for group, rows in key_table():
        parts.append(f"## {group}\n\n| key | does | action |\n| --- | --- | --- |")
        parts += [f"| {_keys(row.keys)} | {row.help} | `{row.name}` |" for row in rows]
        parts.append("")
    return "\n".join(parts)


def _keys(keys: str) -> str:
    return " ".join(key if key == "…" else f"`{key}`" for key in keys.split())


if __name__ == "__main__":
    print(reference(), end="")
