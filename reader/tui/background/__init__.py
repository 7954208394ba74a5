"""The work that the screen asks of the library, and the threads and processes that do it."""
