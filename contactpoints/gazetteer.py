"""Understands what a person types for a place (`sted`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from django.db.models import F, IntegerField
from django.db.models.functions import Abs, Cast

from contactpoints import spelling
from contactpoints.enums import PlaceKind
from contactpoints.models import ContactPoint, County, Municipality, PlaceName, PostalCode
from contactpoints.place import Place
from linkportal.kit.compiled import Compiled, blank
from linkportal.kit.text import fold

# No name of a place is longer, and nobody types so much by mistake.
LONGEST_TEXT = 100
SHORTEST_PART_OF_NAME = 3
SUGGESTIONS = 5

# Counties that ended on 2024-01-01 and that people still name; what became of each.
_ENDED_COUNTIES = {
    "viken": ["Akershus", "Buskerud", "Østfold"],
    "troms og finnmark": ["Troms", "Finnmark"],
    "vestfold og telemark": ["Vestfold", "Telemark"],
}
_POSTAL_CODE = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_KIND_WORDS = {"kommune": PlaceKind.MUNICIPALITY, "fylke": PlaceKind.COUNTY, "fylkeskommune": PlaceKind.COUNTY}
_EMPTY_WORDS = {"n", "no", "norge", "norway", "sentrum"}
_LINKS = {"i", "pa", "ved"}


@dataclass(frozen=True, slots=True)
class OnePlace:
    """It means one place. `typed` is what was typed if it had to be corrected, as in `tronheim`; else empty.

    `others` are postal places elsewhere with the name of this municipality, as with Os: in Innlandet and in
    Bjørnafjorden. A search may offer them; who must not guess asks `as_question()`.
    """

    place: Place
    typed: str = ""
    others: list[Place] = field(default_factory=list)

    def as_question(self) -> SeveralPlaces:
        """The place and its namesakes, each with a label that means just that one."""
        home = self.place.municipality
        county = f" ({home.county.name})" if home.county else ""
        return SeveralPlaces([replace(self.place, label=f"{home.name} kommune{county}"), *self.others], self.typed)


@dataclass(frozen=True, slots=True)
class OneCounty:
    """It means a whole county. `typed` as in `OnePlace`."""

    county: County
    typed: str = ""


@dataclass(frozen=True, slots=True)
class SeveralPlaces:
    """It means one of these; the person must say which. Each label, typed in again, means just that place."""

    places: list[Place]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class PartOfName:
    """It is no place, but stands in the name of a published contact point."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is called that. `suggestions` are the nearest spellings, the likeliest first."""

    text: str
    suggestions: list[str] = field(default_factory=list)


Known = OnePlace | OneCounty | SeveralPlaces
Meaning = Known | PartOfName | Unknown


def understand(text: str) -> Meaning:
    """What `text` means: postal code (`3126`, `N-3126`, `3126 Tønsberg`), any official name, part of the name of a
    contact point, a name among other words, or a name with a typing error; in this order, so that the costly ways are
    tried only where the exact ones found nothing. At most four queries, one or two as a rule. Never raises.
    """
    typed = " ".join(text[: LONGEST_TEXT + 1].split())
    folded = fold(typed)
    if not folded or len(typed) > LONGEST_TEXT:
        return Unknown(typed[:LONGEST_TEXT])
    if folded.replace(" ", "").isdigit():  # nothing but digits, perhaps with spaces between
        folded = folded.replace(" ", "")
    if code := _postal_code_in(folded):
        return _by_postal_code(code, typed, _words(_POSTAL_CODE.sub(" ", folded)))
    if folded.isdigit():
        return _no_such_code(typed, folded)
    asked = _Asked(_words(folded) or folded.split())
    if became := _ENDED_COUNTIES.get(" ".join(asked.words)):
        return Unknown(typed, became)
    return (
        asked.by_its_name()
        or _part_of_name(typed, folded)
        or asked.among_other_words(typed)
        or _misspelled(typed, " ".join(asked.words))
    )


# Postal codes


def _postal_code_in(folded: str) -> str | None:
    """The one group of four digits among words."""
    found = _POSTAL_CODE.findall(folded)
    return found[0] if len(found) == 1 else None


def _by_postal_code(code: str, typed: str, rest: list[str]) -> Meaning:
    """The code decides, unless the words beside it name another place: then the person does."""
    found = _postal_code_query().first(code=code)
    if found is None:
        return (rest and _Asked(rest).among_other_words(typed)) or _no_such_code(typed, code)
    place = Place.of_postal_code(found)
    if not rest or " ".join(rest).endswith(fold(found.name)) or " ".join(rest) in _names_around(found.municipality):
        return OnePlace(place)
    match _Asked(rest).among_other_words(typed):
        case OnePlace(place=named) if named.municipality != found.municipality:
            return SeveralPlaces([place, named], typed)
    return OnePlace(place)


@cache
def _postal_code_query() -> Compiled[PostalCode]:
    return Compiled(PostalCode.objects.select_related("municipality__county").filter(code=blank("code")))


def _no_such_code(typed: str, digits: str) -> Unknown:
    """The existing codes nearest in number; `301` is taken for `0301`."""
    if not 3 <= len(digits) <= 4:
        return Unknown(typed)
    away = Abs(Cast(F("code"), IntegerField()) - int(digits))
    return Unknown(typed, [str(code) for code in PostalCode.objects.order_by(away, "code")[:SUGGESTIONS]])


# Names


def _words(folded: str) -> list[str]:
    """The words that may be part of a name, or say which of several is meant."""
    return [word for word in folded.split() if word not in _EMPTY_WORDS]


class _Asked:
    """The words that were typed, and every name that stands among them; one query."""

    def __init__(self, words: list[str]) -> None:
        self.kinds = {_KIND_WORDS[word] for word in words if word in _KIND_WORDS}
        self.words = [word for word in words if word not in _KIND_WORDS] or words
        texts = {" ".join(self.words[start:end]) for start, end in self._stretches()}
        self.names: dict[str, list[PlaceName]] = defaultdict(list)
        for name in PlaceName.objects.select_related("county", "municipality__county").filter(folded__in=texts):
            self.names[name.folded].append(name)

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """All words; those at the end, the longest stretch first; those at the beginning."""
        count = len(self.words)
        yield from ((start, count) for start in range(count))
        yield from ((0, end) for end in range(count - 1, 0, -1))

    def by_its_name(self) -> Known | None:
        """The whole is a name; or a name and which of several, as in `Våler i Innlandet` and `Herøy (Nordland)`."""
        if meaning := _meaning(self.names[" ".join(self.words)], kinds=self.kinds):
            return meaning
        for end in range(len(self.words) - 1, 0, -1):
            where = self.words[end:]
            lies_in = " ".join(where[1:] if where[0] in _LINKS else where)
            names = [
                name
                for name in self.names[" ".join(self.words[:end])]
                if name.municipality and lies_in in _names_around(name.municipality)
            ]
            if meaning := _meaning(names, kinds=self.kinds):
                return meaning
        return None

    def among_other_words(self, typed: str) -> Known | None:
        """A name at the end (`Storgata 12, Skien`) or at the beginning (`Tromsø frivilligsentral`)."""
        for start, end in self._stretches():
            text = " ".join(self.words[start:end])
            if len(text) >= SHORTEST_PART_OF_NAME and (
                meaning := _meaning(self.names[text], typed=typed, kinds=self.kinds)
            ):
                return meaning
        return None


def _names_around(municipality: Municipality) -> set[str]:
    """What the municipality and its county are called, as one may type it after the name of something there."""
    names = [municipality.name, *municipality.official_name.split(" - ")]
    if municipality.county:
        names += [municipality.county.name, *municipality.county.official_name.split(" - ")]
    return {fold(name) for name in names}


def _meaning(names: Iterable[PlaceName], *, typed: str = "", kinds: set[PlaceKind] | None = None) -> Known | None:
    """What names that are spelled alike mean: a municipality rather than a county or a postal place inside it."""
    wanted = [name for name in names if not kinds or name.kind in kinds]
    municipalities = {
        name.municipality.pk: name.municipality
        for name in wanted
        if name.kind == PlaceKind.MUNICIPALITY and name.municipality
    }
    counties = [name.county for name in wanted if name.county]
    if counties and not municipalities:
        return OneCounty(counties[0], typed)
    postal = _postal_places(
        [name for name in wanted if name.kind == PlaceKind.POSTAL_PLACE and name.municipality_id not in municipalities],
        has_namesakes=bool(municipalities),
    )
    whole = [Place.of_municipality(one) for one in municipalities.values()]
    if len(whole) == 1:
        return OnePlace(whole[0], typed, postal)
    places = sorted(whole, key=lambda one: one.label) + postal
    return SeveralPlaces(places, typed) if len(places) > 1 else OnePlace(places[0], typed) if places else None


def _postal_places(names: list[PlaceName], *, has_namesakes: bool) -> list[Place]:
    """One place for each municipality, with the municipality in brackets where the name alone would mean several."""
    first = {(home.pk, name.text): (name, home) for name in reversed(names) if (home := name.municipality)}
    texts = [text for _, text in first]
    places = []
    for (_, text), (name, home) in sorted(first.items(), key=lambda item: (item[0][1], item[1][0].pk)):
        is_clear = texts.count(text) == 1 and (fold(text) != name.folded or (len(texts) == 1 and not has_namesakes))
        label = text if is_clear else f"{text} ({home.name})"
        places.append(Place(label, home, name.position, is_exact=name.position != home.position))
    return places


def _part_of_name(typed: str, folded: str) -> PartOfName | None:
    long_enough = len(folded) >= SHORTEST_PART_OF_NAME
    found = long_enough and ContactPoint.objects.published().named_like(typed).exists()
    return PartOfName(typed) if found else None


# Typing errors


def _misspelled(typed: str, folded: str) -> Known | Unknown:
    """The one name that was clearly meant, or the nearest spellings."""
    spellings = spelling.nearest(folded)
    if meaning := _meaning(spelling.clearly_meant(folded, spellings), typed=typed):
        return meaning
    suggestions = dict.fromkeys(_suggested(one.name) for one in spelling.worth_suggesting(folded, spellings))
    return Unknown(typed, list(suggestions)[:SUGGESTIONS])


def _suggested(name: PlaceName) -> str:
    if name.kind == PlaceKind.MUNICIPALITY and name.municipality:
        return name.municipality.label
    return name.county.name if name.county else name.text
