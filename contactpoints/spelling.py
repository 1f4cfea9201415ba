"""Names of places that are spelled nearly as someone typed."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity

from contactpoints.enums import PlaceKind
from contactpoints.models import PlaceName

# What is looked at more closely: the most similar names by trigrams, even remotely similar ones, because a short name
# with two letters swapped (`olso`) shares few trigrams with the right one.
CANDIDATES = 60
LEAST_SIMILARITY = 0.1
# The beginning of a name counts as one wrong letter, from so many letters on.
SHORTEST_BEGINNING = 4


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name and how far it is from what was typed, in wrong letters; then how like, in trigrams (1 is the same)."""

    name: PlaceName
    distance: int
    similarity: float

    @property
    def target(self) -> tuple[int | None, int | None]:
        """What the name means, so that two names of one place count as one."""
        return self.name.municipality_id, self.name.county_id


def nearest(folded: str) -> list[Spelling]:
    """The names most like `folded`, the likeliest first; by one query over all names (2,300: some milliseconds)."""
    names = (
        PlaceName.objects.select_related("county", "municipality__county")
        .annotate(similarity=TrigramSimilarity("folded", folded))
        .filter(similarity__gt=LEAST_SIMILARITY)
        .order_by("-similarity", "pk")[:CANDIDATES]
    )
    spellings = [Spelling(name, _distance(folded, name.folded), name.similarity) for name in names]
    return sorted(
        spellings,
        key=lambda one: (one.distance, one.name.kind == PlaceKind.POSTAL_PLACE, -one.similarity, one.name.pk),
    )


def clearly_meant(folded: str, spellings: list[Spelling]) -> list[PlaceName]:
    """The names of the one place that is nearer than every other, and near enough to be meant; else none."""
    if not spellings or spellings[0].distance > _forgiven(folded):
        return []
    best = [one for one in spellings if one.distance == spellings[0].distance]
    # A town is meant rather than a farm that is spelled as nearly: `bergn` is Bergen, not Berg.
    best = [one for one in best if one.name.kind != PlaceKind.POSTAL_PLACE] or best
    if len({one.name.folded for one in best}) > 1 and len({one.target for one in best}) > 1:
        return []
    return [one.name for one in best if one.name.folded == best[0].name.folded]


def worth_suggesting(folded: str, spellings: list[Spelling]) -> list[Spelling]:
    """Those of which half the letters are right, or else a few of the most similar."""
    return [one for one in spellings if 2 * one.distance <= len(folded)] or spellings[:3]


def _forgiven(folded: str) -> int:
    """How many wrong letters a word of this length may have and still be that word."""
    return 0 if len(folded) < 4 else 1 if len(folded) < 8 else 2


def _distance(typed: str, name: str) -> int:
    """How many letters are wrong: missing, too many, changed, or swapped with their neighbour.

    (Optimal string alignment, a restricted Damerau–Levenshtein distance.)
    """
    before: list[int] = []
    row = list(range(len(name) + 1))
    for i, letter in enumerate(typed, start=1):
        two_before, before, row = before, row, [i]
        for j, other in enumerate(name, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == name[j - 2] and typed[i - 2] == other:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
    is_beginning = len(typed) >= SHORTEST_BEGINNING and name.startswith(typed)
    return min(row[-1], 1) if is_beginning else row[-1]
