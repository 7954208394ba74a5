"""Sets articles in lines of a width: pure, without Textual, for the screen and the commands."""
