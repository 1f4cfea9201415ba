"""When an event is, in the words of a person: by the clock on the wall in Norway."""

from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from groups.models import Event


def in_words(event: Event) -> str:
    """«torsdag 4. juni 2026 kl. 18.00–20.00», or from one day until another."""
    return from_to(event.local_start, event.local_end)


def from_to(begins: datetime, ends: datetime) -> str:
    """The same for two moments by the clock in Norway."""
    words = {"day": _day(begins), "begins": _time(begins), "last_day": _day(ends), "ends": _time(ends)}
    if begins.date() == ends.date():
        return _("%(day)s kl. %(begins)s–%(ends)s") % words
    return _("fra %(day)s kl. %(begins)s til %(last_day)s kl. %(ends)s") % words


def _day(moment: datetime) -> str:
    return formats.date_format(moment, "l j. F Y")


def _time(moment: datetime) -> str:
    return formats.date_format(moment, "H.i")
