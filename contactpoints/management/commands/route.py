"""Says who answers for a place, and why."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from contactpoints.coverage import FIRST_DAY, BeforeFirstDay, CoverageDecision, NoNationalDesk, office_for
from contactpoints.gazetteer import OneCounty, OnePlace, SeveralPlaces, Unknown, understand
from contactpoints.place import Place
from linkportal.kit import clock


class Command(BaseCommand):
    help = "Who answers for a place, by which rule, how far away, and why. Exit status 1 where there is no one answer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", nargs="+", metavar="PLACE", help="postal code or name, as in the portal's search")
        parser.add_argument("--on", metavar="DATE", help="the day to ask about, as 2026-01-31; today if left out")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines to read")

    def handle(self, *args: Any, **options: Any) -> None:
        text = " ".join(options["place"])
        day = _day(options["on"])
        meaning = understand(text)
        if not isinstance(meaning, OnePlace):
            raise CommandError(_why_not(text, meaning))
        decision = _decide(meaning.place, day)
        if meaning.typed or meaning.others:
            self.stderr.write(_what_was_understood(meaning))
        self.stdout.write(_as_json(decision) if options["json"] else _as_lines(decision))


def _day(written: str | None) -> date:
    if written is None:
        return clock.today()
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise CommandError(_("Skriv datoen slik: 2026-01-31.")) from error


def _decide(place: Place, day: date) -> CoverageDecision:
    try:
        return office_for(place, day)
    except BeforeFirstDay as error:
        days = {"first": date_format(FIRST_DAY, "j. F Y"), "day": date_format(day, "j. F Y")}
        raise CommandError(_("Hvem som svarer, er kjent fra %(first)s, ikke %(day)s.") % days) from error
    except NoNationalDesk as error:
        raise CommandError(_("Ingen distriktskontorer er satt opp med en nasjonal mottaker.")) from error


def _why_not(text: str, meaning: object) -> str:
    """One sentence on why the text has no one answer."""
    match meaning:
        case SeveralPlaces(places=places):
            return _("«%(text)s» kan være flere steder. Skriv ett av dem: %(places)s.") % {
                "text": text,
                "places": ", ".join(place.label for place in places),
            }
        case OneCounty(county=county):
            return _("«%(county)s» er et helt fylke. Skriv en kommune eller et postnummer.") % {"county": county}
        case Unknown(suggestions=[*names]) if names:
            return _("«%(text)s» er ikke noe sted vi kjenner. Det ligner på: %(names)s.") % {
                "text": text,
                "names": ", ".join(names),
            }
    return _("«%(text)s» er ikke noe sted vi kjenner. Skriv en kommune eller et postnummer.") % {"text": text}


def _what_was_understood(meaning: OnePlace) -> str:
    others = ", ".join(other.label for other in meaning.others)
    also = _(" Andre steder med det navnet: %(others)s.") % {"others": others} if others else ""
    return _("Forstått som %(place)s.") % {"place": meaning.place.label} + also


def _as_json(decision: CoverageDecision) -> str:
    return json.dumps(
        {
            "place": decision.place.label,
            "kommunenummer": decision.place.municipality.number,
            "office": decision.office.slug,
            "rule": str(decision.rule.value),
            "distance_km": round(decision.distance_km, 1),
            "reason": decision.reason,
        },
        ensure_ascii=False,
    )


def _as_lines(decision: CoverageDecision) -> str:
    municipality = decision.place.municipality
    lines = (
        (_("Sted"), f"{decision.place.label} ({municipality.number} {municipality.name})"),
        (_("Svarer"), f"{decision.office.name} ({decision.office.slug})"),
        (_("Regel"), f"{decision.rule.label} ({decision.rule.value})"),
        (_("Avstand"), f"{number_format(round(decision.distance_km, 1), decimal_pos=1)} km"),
        (_("Grunn"), decision.reason),
    )
    return "\n".join(f"{name + ':':9}{value}" for name, value in lines)
