"""The command line of the screen: what can be typed there, what it means, how a word may go on. Pure."""
