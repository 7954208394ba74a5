"""What is written about the settings: the file of ``reader config --init``, the table of the docs."""

from __future__ import annotations

from textwrap import wrap

from reader.settings.declared import SETTINGS, DeclaredSetting
from reader.settings.kinds import TableOf, key_written, written

_HEAD = """\
# Settings of the reader. What begins with "# " and a name is an example or a default:
# take away the "# " to set it. "reader config" prints what counts, "reader config --check"
# finds mistakes, and the key "," changes settings on screen.
"""

_WIDTH = 98


def commented_file() -> str:
    """A configuration file in which every setting is explained and none is set."""
    parts = [_HEAD]
    table = ""
    for setting in in_order_of_file():
        inside = table_of(setting)
        if inside != table:
            table = inside
            parts.append(f"[{table}]\n")
        about = [*wrap(f"{setting.help}.", _WIDTH - 2)]
        if not isinstance(setting.kind, TableOf):
            about += wrap(f"Allowed: {setting.kind.allowed}.", _WIDTH - 2)
        parts.append("".join(f"# {line}\n" for line in (*about, example(setting))))
    return "\n".join(parts)


def in_order_of_file() -> list[DeclaredSetting]:
    """All settings, those outside tables first, then table by table."""
    tables = [table_of(setting) for setting in SETTINGS]
    return sorted(SETTINGS, key=lambda setting: tables.index(table_of(setting)) if table_of(setting) else -1)


def table_of(setting: DeclaredSetting) -> str:
    """The table that a setting stands in, or is; "" for one outside."""
    return setting.path[0] if len(setting.path) > 1 or isinstance(setting.kind, TableOf) else ""


def example(setting: DeclaredSetting) -> str:
    """A line of the file that sets it: to its default, or to something else where that shows nothing."""
    if isinstance(setting.kind, TableOf):
        return setting.example
    shows = setting.default not in ("", False, ()) or not setting.example
    value = written(setting.default) if shows else setting.example
    return f"{key_written(setting.path[-1])} = {value}"


def table() -> str:
    """The table of docs/configuration.md."""
    rows = ["| setting | may be | by default | does |", "| --- | --- | --- | --- |"]
    for setting in in_order_of_file():
        default = "none" if setting.default in ("", {}, ()) else f"`{written(setting.default)}`"
        name = f"[{setting.name}]" if isinstance(setting.kind, TableOf) else setting.name
        allowed = setting.kind.allowed.replace("|", "\\|")
        rows.append(f"| `{name}` | {allowed} | {default} | {setting.help} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(table(), end="")
