"""The prompt for tags."""
