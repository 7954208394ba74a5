"""Highlights as texts of other programs: Markdown, notes for Obsidian, a table for Readwise, own templates.

Pure. Rooms: ``templates`` (the format of templates), ``presets`` (those that come with the reader),
``identity`` (what a passage is called in a file), ``merging`` (writes into a text that may have some of them
already), ``table`` (the same for Readwise's CSV).
"""
