"""Several municipalities and counties, as one types them in a list."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches

from django.utils.translation import gettext as _

from contactpoints.models import County, Municipality
from linkportal.kit.text import fold

Area = Municipality | County


class NotUnderstood(Exception):
    """A line names no one area; the message says what to write instead."""


def areas_called(text: str, *, counties: bool = True) -> list[Area]:
    """The areas of a list, one on each line or with commas between; each once, in the order they were typed.

    `Oslo` is the municipality and `Oslo fylke` the county. Two queries. Raises `NotUnderstood`.
    """
    known = _known(counties=counties)
    found: dict[Area, None] = {}
    for line in re.split(r"[\n,;]", text):
        if line.strip():
            found[_one(line.strip(), known)] = None
    return list(found)


def typed(areas: list[Area]) -> str:
    """The areas as `areas_called` reads them, one on each line."""
    return "\n".join(_label(area) for area in areas)


def _known(*, counties: bool) -> dict[str, list[Area]]:
    """Every area by all its names."""
    known: dict[str, list[Area]] = defaultdict(list)
    for one in Municipality.objects.ordinary().select_related("county").filter(valid_until=None).order_by("name"):
        names = {one.label, one.name, one.name_se, one.name_smj, one.name_sma, one.name_fkv, *_parts(one)}
        for name in {fold(name) for name in names} - {""}:
            known[name].append(one)
            known[f"{name} kommune"].append(one)
    for county in County.objects.filter(valid_until=None) if counties else ():
        for name in {fold(name) for name in (county.name, *_parts(county))}:
            known[f"{name} fylke"].append(county)
            if name not in known:
                known[name].append(county)
    return known


def _parts(area: Area) -> list[str]:
    return area.official_name.split(" - ")


def _label(area: Area) -> str:
    is_county_like_a_municipality = isinstance(area, County) and area.name == "Oslo"
    return f"{area} fylke" if is_county_like_a_municipality else str(area)


def _one(line: str, known: dict[str, list[Area]]) -> Area:
    match known.get(fold(line), []):
        case [area]:
            return area
        case [_first, *_rest] as several:
            names = _(" eller ").join(sorted(_label(area) for area in several))
            raise NotUnderstood(_("Flere heter «%(text)s». Skriv %(names)s.") % {"text": line, "names": names})
    if ended := _ended(line):
        raise NotUnderstood(_gone(ended))
    nearest = get_close_matches(fold(line), known, n=1)
    if nearest:
        name = _label(known[nearest[0]][0])
        raise NotUnderstood(_("Vi kjenner ikke «%(text)s». Mente du %(name)s?") % {"text": line, "name": name})
    raise NotUnderstood(_("Vi kjenner ikke «%(text)s». Skriv navnet på en kommune, én på hver linje.") % {"text": line})


def _ended(line: str) -> Municipality | None:
    """The municipality that there is no more, but was once called that. One query."""
    wanted = fold(line).removesuffix(" kommune")
    gone = Municipality.objects.ordinary().select_related("county").exclude(valid_until=None).order_by("-valid_until")
    return next((one for one in gone if wanted in {fold(one.label), fold(one.name)}), None)


def _gone(place: Municipality) -> str:
    new = _(" eller ").join(one.label for one in place.successors.select_related("county").by_name())
    if new:
        return _("%(name)s er ikke egen kommune lenger. Skriv %(new)s.") % {"name": place.label, "new": new}
    return _("%(name)s er ikke egen kommune lenger. Skriv den nye kommunen.") % {"name": place.label}
