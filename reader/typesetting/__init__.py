"""Breaks articles into lines of a given width: pure, without Textual, for the screen and the commands."""
