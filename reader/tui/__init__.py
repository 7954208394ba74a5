"""The screen: a Textual app over the library. The only package that imports textual."""
