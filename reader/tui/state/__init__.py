"""What the panes show, as plain values without Textual."""
