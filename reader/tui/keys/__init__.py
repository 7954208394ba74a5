"""What keys do, and in which order they are dealt with."""
