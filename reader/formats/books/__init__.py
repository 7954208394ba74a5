"""EPUB books: each chapter is an article.

Rooms: ``epub`` (the format), ``files`` (the files of a book, packed or unpacked), ``package`` (what the book
says about itself and in which order its pages come), ``contents`` (the titles and places of its chapters),
``chapters`` (which pages, or parts of pages, make a chapter), ``endnotes`` (notes that stand elsewhere in the
book).
"""
