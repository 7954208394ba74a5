"""What counts as a word, room by room; ``reader.search.analysis.words`` is the door.

``chunks`` takes apart what stands together without white space (``e-mail``, ``U.S.A.``, ``C++``, ``12m``);
``unspaced`` cuts scripts without spaces into pairs; ``tokens`` puts the two together for whole texts;
``folding`` makes spellings of one word equal (``indic``, ``han``); ``stemming`` makes its inflections equal
(``inflections``); ``asking`` tells in which forms a query's words may stand in a text.
"""
