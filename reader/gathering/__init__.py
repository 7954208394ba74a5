"""Brings into the library what lies elsewhere: pages by their addresses, and the entries of feeds.

Everything here opens connections, so it only runs when a person asks for a fetch. Rooms:

* ``answers``: from the answer of a server to articles.
* ``articles``: fetches the text of articles, many at a time, and remembers how it went.
* ``following``: feeds: follows them, fetches them, adds what is new.
* ``discovery``: the feeds that a web page names.
"""
