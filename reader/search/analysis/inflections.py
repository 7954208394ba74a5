"""Inflections that follow no rule of a stemmer: a short list for English, plural endings for other languages.

A word that is only an inflection (``children``) is found by its base; a word that is also a word of its own
(``leaves``, ``found``) is found by its base as well.
"""

from __future__ import annotations

import re

_PLURALS = (
    "child children, mouse mice, louse lice, foot feet, tooth teeth, goose geese, ox oxen, man men, woman"
    " women, knife knives, wife wives, midwife midwives, housewife housewives, wolf wolves, shelf shelves,"
    " half halves, calf calves, thief thieves, loaf loaves, elf elves, scarf scarves, hoof hooves, dwarf"
    " dwarves, wharf wharves, sheaf sheaves, penny pence, gas gases, bus buses, lens lens lenses, quiz"
    " quizzes, grandchild grandchildren, stepchild stepchildren, schoolchild schoolchildren, dormouse"
    " dormice, forefoot forefeet, policeman policemen, fireman firemen, chairman chairmen, businessman"
    " businessmen, congressman congressmen, fisherman fishermen, gentleman gentlemen, salesman salesmen,"
    " spokesman spokesmen, workman workmen, craftsman craftsmen, freshman freshmen, statesman statesmen,"
    " nobleman noblemen, horseman horsemen, seaman seamen, layman laymen, frenchman frenchmen, englishman"
    " englishmen, irishman irishmen, dutchman dutchmen, policewoman policewomen, businesswoman"
    " businesswomen, spokeswoman spokeswomen, phenomenon phenomena, criterion criteria, bacterium"
    " bacteria, curriculum curricula, memorandum memoranda, symposium symposia, millennium millennia,"
    " spectrum spectra, stratum strata, erratum errata, ovum ova, alumnus alumni, cactus cacti, fungus"
    " fungi, nucleus nuclei, radius radii, stimulus stimuli, focus foci, locus loci, syllabus syllabi,"
    " bacillus bacilli, index indices, matrix matrices, vertex vertices, appendix appendices, vortex"
    " vortices, codex codices, helix helices, formula formulae, larva larvae, antenna antennae, vertebra"
    " vertebrae, alga algae, nebula nebulae, corpus corpora, genus genera, crisis crises, thesis theses,"
    " hypothesis hypotheses, diagnosis diagnoses, oasis oases, synthesis syntheses, parenthesis"
    " parentheses, emphasis emphases, prosthesis prostheses, neurosis neuroses, psychosis psychoses,"
    " metamorphosis metamorphoses, antithesis antitheses, catharsis catharses, prognosis prognoses,"
    " self selves, bureau bureaux, plateau plateaux, tableau tableaux, chateau chateaux, gateau gateaux,"
    " passerby passersby, schema schemata,"
    " stigma stigmata, quantum quanta, automaton automata, octopus octopi, hippopotamus hippopotami,"
    " thesaurus thesauri, terminus termini, referendum referenda, aquarium aquaria, consortium consortia,"
    " addendum addenda, honorarium honoraria, virtuoso virtuosi, libretto libretti, ganglion ganglia"
)
_VERBS = (
    "go goes went gone, run ran, write wrote written, take took taken, give gave given, know knew known,"
    " grow grew grown, throw threw thrown, fly flew flown, draw drew drawn, show shown, blow blew blown,"
    " begin began begun, sing sang sung, swim swam swum, drink drank drunk, shrink shrank shrunk, spring"
    " sprang sprung, stink stank stunk, sink sank sunk, break broke broken, speak spoke spoken, choose"
    " chose chosen, freeze froze frozen, steal stolen, drive drove driven, ride rode ridden, rise risen,"
    " arise arose arisen, hide hid hidden, bite bitten, eat ate eaten, forget forgot forgotten, get got"
    " gotten, beat beaten, forgive forgave forgiven, shake shook shaken, mistake mistook mistaken, wake"
    " woken, awake awoke awoken, wear wore worn, tear tore torn, swear swore sworn, buy bought, bring"
    " brought, think thought, fight fought, catch caught, teach taught, seek sought, keep kept, sleep"
    " slept, weep wept, sweep swept, creep crept, deal dealt, mean meant, dream dreamt, leap leapt, burn"
    " burnt, learn learnt, spell spelt, spend spent, send sent, lend lent, build built, bend bent, rebuild"
    " rebuilt, hold held, tell told, sell sold, say said, pay paid, repay repaid, lay laid, make made,"
    " hear heard, stand stood, understand understood, misunderstand misunderstood, withstand withstood,"
    " win won, lose lost, meet met, feed fed, breed bred, flee fled, shoot shot, sit sat, spit spat, dig"
    " dug, hang hung, stick stuck, strike struck, swing swung, sting stung, fling flung, cling clung, spin"
    " spun, slide slid, come came, become became, overcome overcame, undo undid undone, undergo underwent"
    " undergone, undertake undertook undertaken, overtake overtook overtaken, withdraw withdrew withdrawn,"
    " foresee foresaw foreseen, see seen, sew sewn, sow sown, mow mown, bear borne, weave woven, tread"
    " trod trodden, strive strove striven, swell swollen, sneak snuck"
)
_BESIDE = (
    "leaf leaves, life lives, person people, datum data, analysis analyses, axis axes, basis bases, ellipsis"
    " ellipses, find found, leave left, see saw, feel felt, lead led, steal stole, rise rose, fall fell,"
    " wake woke, bind bound,"
    " wind wound, bear bore, weave wove, lie lay, shear shorn, slay slew"
)


def _read(table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in table.split(", "):
        base, *forms = entry.split()
        found.update(dict.fromkeys(forms, base))
    return found


ENGLISH = _read(f"{_PLURALS}, {_VERBS}")
"""An inflection, and its base."""

ENGLISH_BESIDE = _read(_BESIDE)
"""The same for inflections that are also words of their own."""


_PORTUGUESE = (
    ("ões", "ão"), ("ães", "ão"), ("ais", "al"), ("éis", "el"), ("eis", "el"), ("óis", "ol"), ("uis", "ul"),
    ("ens", "em"), ("ins", "im"), ("ons", "om"), ("uns", "um"), ("zes", "z"), ("res", "r"),
)  # fmt: skip
_CATALAN = (
    ("ans", "à"), ("ens", "è"), ("ins", "í"), ("ons", "ó"), ("uns", "ú"),
    ("es", "e"), ("os", "o"), ("as", "a"),
)  # fmt: skip
_NOUNS = {
    "french": _read(
        "travail travaux, vitrail vitraux, corail coraux, bail baux, oeil yeux, ciel cieux, aïeul aïeux,"
        " monsieur messieurs, madame mesdames"
    ),
    "italian": _read(
        "uomo uomini, uovo uova, dito dita, braccio braccia, ginocchio ginocchia, tempio templi, bue buoi,"
        " labbro labbra, lenzuolo lenzuola, osso ossa"
    ),
    "german": _read(
        "museum museen, thema themen, risiko risiken, konto konten, firma firmen, drama dramen, zentrum"
        " zentren, gymnasium gymnasien, stadium stadien, praktikum praktika, lexikon lexika, villa villen,"
        " virus viren, kaktus kakteen, rhythmus rhythmen, atlas atlanten, album alben, visum visa"
    ),
    "dutch": _read(
        "kind kinderen, ei eieren, stad steden, schip schepen, lid leden, lam lammeren, kalf kalveren, lied"
        " liederen, blad bladeren, volk volkeren, rad raderen, rund runderen, been beenderen, koe koeien"
    ),
    "danish": _read(
        "barn børn, mand mænd, hånd hænder, tand tænder, nat nætter, gås gæs, mor mødre, far fædre, bror"
        " brødre, datter døtre, bonde bønder, and ænder, kraft kræfter, øje øjne"
    ),
    "swedish": _read(
        "bok böcker, fot fötter, rot rötter, bonde bönder, son söner, dotter döttrar, bror bröder, mor"
        " mödrar, far fäder, öga ögon, öra öron, gås gäss, mus möss, lus löss"
    ),
    "norwegian": _read(
        "mann menn, hånd hender, tann tenner, fot føtter, natt netter, rot røtter, bror brødre, datter døtre,"
        " mor mødre, far fedre, kraft krefter, bonde bønder, gås gjess, øye øyne"
    ),
}
"""Plurals that the stemmers of other languages do not know, each with its singular."""

OTHER_FIRST = ("yeux",)
"""Those that begin with another plain letter than their singular."""

_SPANISH = re.compile("(.+[aeiou])(?:(ces)|([dnrl])es)")


def singular(stemmer: str, word: str, plain: str) -> str:
    """The word that a word may be the plural of, if its language's stemmer does not know; "" if none.

    Args:
        stemmer: the language, as snowball names it.
        word: in lower case, with its accents.
        plain: the same without accents.
    """
    if stemmer == "spanish" and plain.endswith("es"):
        match = _SPANISH.fullmatch(plain)
        if match and len(plain) > 4:
            return f"{match[1]}{'z' if match[2] else match[3]}"
    elif stemmer == "portuguese" and word.endswith("s"):
        return next((word[: -len(old)] + new for old, new in _PORTUGUESE if word.endswith(old)), "")
    elif stemmer == "catalan" and len(word) > 3:
        return next((word[: -len(old)] + new for old, new in _CATALAN if word.endswith(old)), "")
    elif stemmer == "german" and word.endswith("ismen"):
        return f"{word[:-2]}us"
    return _NOUNS.get(stemmer, {}).get(word, "")


# Endings as they are typed without accents, with the accented forms that stemmers know.
_ACCENTS = {
    "spanish": (("es", "és"), ("on", "ón"), ("an", "án"), ("in", "ín"), ("o", "ó")),
    "catalan": (("es", "ès"), ("cio", "ció"), ("o", "ó"), ("a", "à")),
    "portuguese": (("ao", "ão"), ("oes", "ões"), ("aes", "ães"), ("es", "ês")),
    "french": (("ees", "ées"), ("ee", "ée"), ("es", "és"), ("e", "é")),
    "italian": (("a", "à"), ("e", "é"), ("o", "ò"), ("u", "ù")),
}
_LEAST_LETTERS = 4


def accented(stemmer: str, word: str) -> str:
    """The accented word that a word typed without accents may stand for, as its stemmer knows it; "" if none.

    For example, *frances* is also looked for as *francés*, which has the same stem as *francesa*.
    """
    if len(word) < _LEAST_LETTERS:
        return ""
    endings = _ACCENTS.get(stemmer, ())
    return next((word[: -len(old)] + new for old, new in endings if word.endswith(old)), "")
