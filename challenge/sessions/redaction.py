"""Texts without the names of persons, for lay members and young scrutineers.

Nobody can find every name in a text. Left out are those whom the service knows in connection with
the agency, whoever is spoken of with a title (Dr Patel, PC Jones), and addresses and numbers by
which somebody is reached. Better one word too many left out than one name read.
"""

import re
from collections.abc import Iterable

NAME = "[name left out]"
ADDRESS = "[address left out]"
NUMBER = "[number left out]"

_TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lady|Lord|Rev|Revd|Fr|Father|Sister|Imam|Rabbi"
    "|PC|WPC|DC|DS|DI|DCI|DSI|PS|Sgt|Sergeant|Insp|Inspector|Supt|Superintendent|Cllr|Councillor"
)
_TITLED = re.compile(
    rf"\b(?:{_TITLES})\b\.?[ \xa0]+(?:[A-Z]\.?[ \xa0]+)?[^\W\d_][\w’'-]*(?:[ \xa0]+[A-Z][\w’'-]+)?"
)
_E_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_TELEPHONE = re.compile(r"(?<![\w.])(?:\+44|0)[ \xa0-]?(?:\(0\))?(?:\d[ \xa0-]?){8,10}\d?(?!\w)")
# What somebody who is named by a post is called by: "Head of service" is no name.
_POSTS = """
    adviser advisor assistant board business chief children clinical commander coordinator council
    deputy designated detective development director education executive governance group head
    health house lead leader manager named nurse officer operations partnership police practice
    principal quality safeguarding school senior service services social strategic superintendent
    supervisor support teacher team training trust trustee worker young youth
"""
# Names that are words too: alone they are left to stand.
_NAMES = """
    amber april art august autumn bill black brown christian dawn faith field frank gene grace gray
    green grey hope joy june king long major mark may pat red rob rose sharp short sky strong sue
    summer sunny white will wise
"""
_POST_WORDS = frozenset(_POSTS.split())
_WORDS = _POST_WORDS | frozenset(_NAMES.split())


def looks_like_a_name(text: str) -> bool:
    """Two to four capitalised words, none of which belongs to a post: whom an action is led by."""
    words = re.split(r"[ \xa0]+", text.strip())
    return 2 <= len(words) <= 4 and all(
        re.fullmatch(r"[A-Z][\w’'.-]*", word) and word.casefold() not in _POST_WORDS
        for word in words
    )


class Redactor:
    """Leaves the names of some people out of texts."""

    def __init__(self, names: Iterable[str]):
        whole = {" ".join(name.split()) for name in names} - {""}
        # In any case where a name is written out; a part of it alone only as a name is written.
        self._names = _any_of({form for name in whole for form in _forms(name)}, re.IGNORECASE)
        self._parts = _any_of({part for name in whole for part in _parts(name)})

    def __call__(self, text: str) -> str:
        for pattern in (self._names, _TITLED, self._parts):
            text = pattern.sub(NAME, text) if pattern else text
        return _TELEPHONE.sub(NUMBER, _E_MAIL.sub(ADDRESS, text))


def _any_of(forms, flags=0):
    """The longest first, so that "Ann Lee-Smith" does not leave "-Smith" behind."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)", flags) if ordered else None


def _forms(name: str) -> Iterable[str]:
    """The ways in which a whole name is written, as patterns: Ann Mary Lee, Ann Lee, A. Lee."""
    words = [re.escape(word) for word in name.split()]
    gap = r"[\s\xa0]+"
    if len(words) > 1:
        first, last = words[0], words[-1]
        yield gap.join(words)
        yield f"{first}{gap}{last}"
        yield f"{re.escape(name[0])}\\.?{gap}{last}"
        yield f"{last},{gap}{first}"


def _parts(name: str) -> Iterable[str]:
    """Its words, each of which may stand for it: Ann, Lee; but not Will, nor Green."""
    for word in name.split():
        if len(word) > 2 and word.casefold() not in _WORDS:  # noqa: PLR2004 - no initials
            yield re.escape(word)


def whole(text: str) -> str:
    """What stands in for a Redactor where nothing is left out."""
    return text
