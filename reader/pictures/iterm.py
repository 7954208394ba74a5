"""Pictures as iTerm2 takes them, and after it WezTerm and others. Pure. https://iterm2.com/documentation-images"""

from __future__ import annotations

import base64


def inline(png: bytes, columns: int, rows: int) -> str:
    """A picture, given as PNG, over so many cells from the cursor on."""
    data = base64.standard_b64encode(png).decode("ascii")
    about = f"inline=1;size={len(png)};width={columns};height={rows};preserveAspectRatio=0;doNotMoveCursor=1"
    return f"\x1b]1337;File={about}:{data}\x07"
