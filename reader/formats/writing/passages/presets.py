"""The templates that come with the reader. They are written in the format that people can use themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_MARKDOWN = """\
--- article ---
## {title:markdown}

{author:markdown}
<{url}>

--- passage ---
> {quote:markdown}

{note}

*{created:day}*
*{marks:markdown}*
{?lost}*no longer in the text*{/lost}
<!-- {mark} -->
"""

_OBSIDIAN = """\
--- article file ---
---
title: {title:yaml}
{?url}source: {url:yaml}{/url}
{?author}author: {author:yaml}{/author}
{?published}published: {published:yaml}{/published}
{?tags}tags: {tags:list}{/tags}
---

# {title:markdown}

--- article ---
# {title:markdown}

{url}

--- passage ---
> [!quote]{?created} {created:day}{/created}{?shown} {shown}{/shown}
> {quote:markdown}

^h{id}

{note}

{marks:hash}
%% {mark} %%
"""

PRESETS: Final[Mapping[str, str]] = {"markdown": _MARKDOWN, "obsidian": _OBSIDIAN}
"""The templates by name."""
