"""Query relaxation, for when no article, or hardly any, has all words of a query. Pure.

First without the words that are certainly stop words (:func:`telling`; this makes whole questions work), then
without all that may be stop words (:func:`essential`), then with any of the words (:func:`partial`).
Exclusions and filters apply in every form.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from reader.search.analysis.words import fold, has_unspaced, query_words
from reader.search.query.nodes import And, Filter, Node, Not, Or, Phrase, Query, Word, all_of, any_of

_FUNCTION_WORDS = {
    "en": "a about am an and any are as at be been being but by can could d did do does doing for from had"
    " has have having he her hers him his how i if in into is it its just ll m may me might must my no"
    " nor not of off on or our ours out over re s shall she should so some such t than that the their"
    " theirs them then there these they this those through to too up us ve very was we were what when"
    " where which while who whom whose why will with would you your yours please tell get got",
    "de": "aber als am an auch auf aus bei bin bis da damit das dass dem den der des die dies diese dieser"
    " dieses du durch ein eine einem einen einer eines er es fur hat haben hatte ich ihr im in ist ja"
    " kann kein keine konnen man mein mit nach nicht noch nur ob oder ohne sein sich sie sind so soll"
    " uber um und uns unter vom von vor wann war waren warum was welche welcher welches wenn wer werden"
    " wie wieder wir wird wo wurde zu zum zur",
    "fr": "a ai au aux avec c ce cela ces cette comment d dans de des du elle elles en es est et eu fait ils"
    " il j je l la le les leur leurs lui m ma mais me mes mon n ne nos notre nous on ont ou par pas peut"
    " plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se ses si son sont"
    " sur t ta te tu un une vos votre vous y",
    "es": "a al algo como con cual cuando de del desde donde e el ella ellos en entre era es esta este esto"
    " ha hace hacer hay la las le les lo los mas me mi muy no nos o para pero por porque puede puedo que"
    " quien se ser si sin sobre son su sus te tu un una uno unos y ya yo",
    "it": "a ad ai al alla alle anche che chi ci come con cosa da dal dalla dei del della delle di dove e ed"
    " era essere fa gli ha ho i il in io l la le lo ma mi ne nei nel nella non o per perche piu puo"
    " quale quando quello questa questo se si sono su sul sulla tra un una uno",
    "pt": "a ao aos as com como da das de do dos e ela ele em entre era essa esse esta este eu foi ha isso ja"
    " lhe mais mas me meu minha muito na nas nao no nos o onde os ou para pela pelo por porque qual"
    " quando que quem se ser seu sua sao tem um uma",
    "nl": "aan als bij dan dat de deze die dit door een en er had heb heeft het hij hoe hun ik in is kan maar"
    " me meer met mijn moet na naar niet nog nu of om onder ook op over te tot uit van veel voor waar"
    " waarom wanneer wat we wel werd wie wij wordt worden zich zij zijn zo zou",
    "sv": "alla att av blir da de den det detta dig din du efter eller en er ett fran for ha han har hon hur"
    " i icke inte jag kan kunde man med men mig min mot ni nar nu och om oss pa sa sin ska som till"
    " under upp ut vad var varfor vem vi vid vilken ar",
    "ru": "а без бы был была были было в вам вас во вот все всё вы где да для до его ее если есть еще же за и"
    " из или им их к как какая какие какой когда кто ли мне мы на над не нет но о об он она они от по"
    " под почему при с со так там то тоже только ты у уже что чтобы это я",
}
"""Stop words, which questions and sentences are full of, folded, by language."""


@cache
def _lists() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(words.split()) for words in _FUNCTION_WORDS.values())


def telling(query: Query) -> Query:
    """The query without its stop words, if they certainly are; unchanged if it has no other words.

    A stop word of one language can be a meaningful word in English (*war*, *die*, *man*), so a single one is
    kept.
    """
    words = _function_words(query)
    surely = words is _lists()[0] or len(words & _words(query)) > 1
    return (surely and _only(query, words)) or query


def essential(query: Query) -> Query | None:
    """The query without its stop words; None if it has none, or no other words."""
    return _only(query, _function_words(query))


def _only(query: Query, words: frozenset[str]) -> Query | None:
    node = None if query.node is None else _without(query.node, words)
    return None if node is None or node == query.node else replace(query, node=node)


def partial(query: Query) -> Query | None:
    """The query with any of the words that matter; None if there are not several to choose from."""
    if query.node is None:
        return None
    base = _without(query.node, _function_words(query)) or query.node
    node = _any(base, _function_words(query))
    return None if node in (base, query.node) else replace(query, node=node)


def without_function_words(words: list[str]) -> list[str]:
    """The words that are stop words in none of the languages; all of them if every one is."""
    least = set().union(*_lists())
    return [word for word in words if fold(word) not in least] or words


def in_capitals(text: str) -> bool:
    """Whether a text is a sentence in capitals, so that OR and NOT in it are ordinary words."""
    if text.upper() != text:
        return False
    words = frozenset(map(fold, text.split()))
    return len(words) >= _SENTENCE and any(words & of_one - _OPERATORS for of_one in _lists())


_SENTENCE = 6
_OPERATORS = frozenset(("and", "not", "or"))


def is_question(query: Query) -> bool:
    """Whether a query has so many meaningful words that nobody expects an article to have all of them."""
    parts = query.node.nodes if isinstance(query.node, And) else ()
    return sum(isinstance(part, Word) and _is_plain(part) for part in parts) >= QUESTION


def ends_question(text: str) -> bool:
    """Whether a text ends in a question mark of any script, which means that it is complete."""
    return text.rstrip().endswith(_QUESTION_MARKS)


_QUESTION_MARKS = ("?", "\uff1f", "\u061f", "\u037e", "\u055e", "\u1367")
QUESTION = 4
"""This many words make a question."""


def forms(query: Query) -> tuple[Query, ...]:
    """The forms in which a query is looked for in an article that was found, strictest first."""
    telling = essential(query) or query
    some = partial(query)
    return (telling,) if some is None else (telling, some)


def _function_words(query: Query) -> frozenset[str]:
    """The stop words of the language that most of the query is in, as far as its stop words show."""
    used = _words(query)
    return max(_lists(), key=lambda words: len(words & used))  # in a tie the first: English


def _words(query: Query) -> frozenset[str]:
    """The words that a query asks for, folded."""
    return frozenset(fold(raw) for part in query.positive() for raw in query_words(part.text))


def _without(node: Node, words: frozenset[str]) -> Node | None:
    """A node without its stop words; None if it asks for no other words."""
    if isinstance(node, And):
        kept = [child for child in node.nodes if not _is_function(child, words)]
        if not any(isinstance(child, Word | Phrase | Or) for child in kept):
            return None
        return all_of(kept)
    if isinstance(node, Or):
        return any_of([_without(child, words) or child for child in node.nodes])
    return node


def _is_plain(word: Word) -> bool:
    """Whether a word is asked for plainly: in any field, without ``~`` or ``*``."""
    return not (word.field or word.fuzzy or (word.prefix and not word.itself))


def _is_function(node: Node, words: frozenset[str]) -> bool:
    if not isinstance(node, Word) or not _is_plain(node):
        return False
    # Nor a word that is still being typed: "the" may become "theatre", and is found among its completions.
    return not node.prefix and all(fold(raw) in words for raw in query_words(node.text))


def _any(node: Node, words: frozenset[str], several: bool = False) -> Node:
    """``several``: whether the node is one of several that are asked for."""
    if isinstance(node, And):
        held = [child for child in node.nodes if isinstance(child, Filter | Not)]
        wanted = [child for child in node.nodes if not isinstance(child, Filter | Not)]
        some = any_of([_any(child, words, len(wanted) > 1) for child in wanted])
        return node if some is None or wanted == [some] else all_of([some, *held]) or node
    if isinstance(node, Or):
        return any_of([_any(child, words, several) for child in node.nodes]) or node
    if isinstance(node, Word | Phrase):
        return _its_words(node, words, several)
    return node


def _its_words(part: Word | Phrase, words: frozenset[str], several: bool) -> Node:
    """A phrase or any of its words; one of several joined words (*cost-effective*) becomes any of its parts.

    In a text without spaces, any two adjacent characters.
    """
    raw = query_words(part.text)
    whole = isinstance(part, Phrase) or has_unspaced(part.text)
    if len(raw) < 2 or not (whole or several):
        return part
    telling = [word for word in raw if fold(word) not in words] or raw
    some = [Word(word, part.field) for word in telling]
    return any_of([part, *some] if whole else list(some)) or part
