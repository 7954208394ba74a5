"""Pictures: their sizes, how they are decoded in a process of its own, and how terminals are sent them."""
