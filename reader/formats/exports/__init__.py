"""Exports of services that keep articles for later: one module each, and what they share.

``json_records`` and ``csv_rows`` read the files of others without trusting them; ``entries`` makes an article
of what a record says.
"""
