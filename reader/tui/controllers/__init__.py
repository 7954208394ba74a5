"""What drives the panes: the list and its search, the open article, their steps."""
