"""The lists of inquiries in the workspace, page by page: nothing is counted, and nothing personal is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contactpoints.models import County, Municipality, User
from groups.desk import Desk, Scope, Workplace
from groups.enums import Channel, Selection, Theme, Wish
from groups.inquiries.dues import Due, came_words, due_of
from groups.models import Inquiry
from groups.models.inquiries import InquiryQuerySet
from linkportal.kit import clock

PER_PAGE = 30
MOST_FOUND = 50
BELOW = "kontaktpunkter"  # instead of one place: all contact points that one's offices stand behind
OLDER = "eldre"
AGES = {"7": gettext_lazy("Siste 7 dager"), "30": gettext_lazy("Siste 30 dager"), "90": gettext_lazy("Siste 90 dager")}
OLDEST = 90

# What a person wishes, in a word: the list has room for no more.
WISHES = {
    Wish.JOIN: gettext_lazy("Delta"),
    Wish.START: gettext_lazy("Starte gruppe"),
    Wish.INFORMATION: gettext_lazy("Informasjon"),
    Wish.CONTACT_POINT: gettext_lazy("Bli kontaktpunkt"),
    Wish.PARTNER: gettext_lazy("Samarbeid"),
}
_UNTOLD = ("", Theme.RATHER_NOT_SAY)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; what is empty is not asked. `age` is a number of days, or `OLDER`."""

    wish: str = ""
    theme: str = ""
    channel: str = ""
    age: str = ""
    area: Municipality | County | None = None

    def __len__(self) -> int:
        """How many are in use."""
        return sum(bool(one) for one in (self.wish, self.theme, self.channel, self.age, self.area))

    def as_condition(self) -> Q:
        """All of it together."""
        asked = {"wish": self.wish, "theme": self.theme, "channel": self.channel}
        where = Q(**{name: value for name, value in asked.items() if value})
        if isinstance(self.area, County):
            where &= Q(municipality__county=self.area)
        elif self.area:
            where &= Q(municipality=self.area)
        if self.age == OLDER:
            where &= Q(received_at__lt=clock.now() - timedelta(days=OLDEST))
        elif self.age:
            where &= Q(received_at__gte=clock.now() - timedelta(days=int(self.age)))
        return where


NO_FILTERS = Filters()


class Row(NamedTuple):
    """One inquiry in a list."""

    reference: str
    path: str
    title: str
    about: str
    due: Due
    in_whose_hands: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    rows: list[Row]
    number: int = 1
    has_next: bool = False


class Whose(NamedTuple):
    """Whose inquiries a list shows, how an address names them, and how a person does."""

    key: str
    name: str
    scope: Scope


def choices_of(desk: Desk) -> list[Whose]:
    """Whose lists a person has, what they are to answer themselves first."""
    found = [Whose("", _("Det vi svarer på selv") if desk.offices else _("Alle stedene mine"), desk.scope)]
    if desk.offices:
        found.append(Whose(BELOW, _("Det kontaktpunktene svarer på"), desk.below))
    if len(desk.places) > 1:
        found += [Whose(one.key, one.name, _alone(one)) for one in desk.places]
    return found


def whose(desk: Desk, key: str) -> Whose | None:
    """The list with that key: one's own, or that of a contact point which an office of one's stands behind. None where
    there is nothing that one may see. One query for a contact point that is not among the choices.
    """
    own = {one.key: one for one in choices_of(desk)} | {
        one.key: Whose(one.key, one.name, _alone(one)) for one in desk.places
    }
    if key in own:
        return own[key]
    kind, _colon, slug = key.partition(":")
    if kind != "kontaktpunkt" or not desk.offices:
        return None
    there = Inquiry.objects.visible_to(desk.user).filter(contact_point__slug=slug[:80]).order_by()
    found = there.values_list("contact_point", "contact_point__name").first()
    return Whose(key, found[1], Scope(below=desk.below.below, only=found[0])) if found else None


def _alone(place: Workplace) -> Scope:
    return Scope(offices=(place.pk,)) if place.is_office else Scope(contact_points=(place.pk,))


def page_of(user: User, scope: Scope, selection: Selection, filters: Filters = NO_FILTERS, number: int = 1) -> Page:
    """One page; one inquiry more than it shows says that there is a next one. One query, or two for several places."""
    parts = [part.filter(filters.as_condition()) for part in scope.selected(selection, user)]
    if not parts:
        return Page([], number)
    first = (number - 1) * PER_PAGE
    # Not only is a person's scope made of what is theirs: what is shown has also passed the one rule about it.
    rows = Inquiry.objects.visible_to(user).filter(pk__in=_keys(parts, first, PER_PAGE + 1)).for_list()
    found = list(rows.order_by(*parts[0].query.order_by))
    return Page(
        as_rows(found[:PER_PAGE], user, name_places=not scope.is_one_place), number, has_next=len(found) > PER_PAGE
    )


def found_by(user: User, *, reference: str = "", contact: str = "") -> list[Row]:
    """The inquiries with this reference, or of the person with this address or number (E.164), the newest first."""
    mine = Inquiry.objects.visible_to(user)
    found = mine.filter(reference=reference) if reference else mine.found_by(contact)
    return as_rows(found.for_list().order_by("-received_at", "-pk")[:MOST_FOUND], user, name_places=True)


def as_rows(inquiries: Iterable[Inquiry], user: User, *, name_places: bool) -> list[Row]:
    """As a list shows them, with the name of the place that answers where that is not always the same."""
    base = reverse("groups:inbox")
    return [
        Row(
            one.reference,
            f"{base}{one.reference}/",
            title_of(one),
            _about(one, name_places=name_places),
            due_of(one),
            _in_whose_hands(one, user),
            one.is_overdue,
        )
        for one in inquiries
    ]


def _in_whose_hands(inquiry: Inquiry, user: User) -> str:
    if inquiry.assignee is None or not inquiry.is_open:
        return ""
    return _("du har den") if inquiry.assignee == user else _("%(name)s har den") % {"name": inquiry.assignee}


def title_of(inquiry: Inquiry) -> str:
    """As in `Delta: sorg og tap`."""
    wish = str(WISHES[Wish(inquiry.wish)])
    if inquiry.theme in _UNTOLD:
        return wish
    theme = str(Theme(inquiry.theme).label)
    return f"{wish}: {theme[:1].lower()}{theme[1:]}"


def _about(inquiry: Inquiry, *, name_places: bool) -> str:
    words = [
        str(Channel(inquiry.channel).label),
        str(inquiry.postal_code or inquiry.municipality.label),
        _("kom %(day)s") % {"day": came_words(inquiry.received_at)},
    ]
    return " · ".join([*words, inquiry.receiver.name] if name_places else words)


def _keys(parts: list[InquiryQuerySet], first: int, count: int) -> QuerySet[Any, Any] | list[int]:
    """Primary keys of one page. Each part gives its beginning in its order, and they are sorted together."""
    if len(parts) == 1:
        return parts[0].values("pk")[first : first + count]
    order = parts[0].query.order_by
    columns = [str(name).lstrip("-").replace("pk", "id") for name in order]
    beginnings = [part.values_list(*columns)[: first + count] for part in parts]
    together = beginnings[0].union(*beginnings[1:], all=True).order_by(*(str(one).replace("pk", "id") for one in order))
    return [row[-1] for row in together[first : first + count]]
