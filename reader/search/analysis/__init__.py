"""What counts as a word, room by room; ``reader.search.analysis.words`` is the door.

``chunks`` splits text written without white space into its parts (``e-mail``, ``U.S.A.``, ``C++``, ``12m``);
``unspaced`` cuts scripts without spaces into pairs of characters; ``tokens`` applies both to whole texts;
``folding`` makes the spellings of a word equal (``indic``, ``han``); ``stemming`` makes its inflections equal
(``inflections``); ``asking`` gives the forms in which the words of a query may appear in a text.
"""
