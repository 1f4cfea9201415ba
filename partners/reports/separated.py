"""A report as CSV: one line for each number, each saying of what it is, so that a program can read all of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from linkportal.kit.exchange.exporting import csv_lines
from partners.reports.layout import IN_BOKMAL, Content


@IN_BOKMAL
def as_csv(content: Content) -> bytes:
    """UTF-8 that says so, semicolons and decimal commas, as a Norwegian Excel opens it."""
    headings = [_("Del"), _("Linje"), _("Felt"), _("Verdi")]
    return "".join(csv_lines(headings, (list(line) for line in content.lines()))).encode()
