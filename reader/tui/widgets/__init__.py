"""The panes. A widget shows data it is given and says what the person wants; it decides nothing."""
