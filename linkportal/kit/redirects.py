"""Where to go after something was done."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse


class SeeOther(HttpResponseRedirect):
    """303: what was sent has been done. The browser gets the page, and loading it anew does nothing again."""

    status_code = 303


def see_other(route: str, *, query: str = "") -> HttpResponse:
    """Go on to the page of that route."""
    return SeeOther(reverse(route) + (f"?{query}" if query else ""))
