"""The pages that belong to no app: the front page, what we tell about ourselves, the way out, and the error pages."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, F, FloatField, Q, QuerySet
from django.db.models.functions import Round
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from contactpoints.enums import Status
from contactpoints.models import ContactPoint, County
from groups.views.mine import MY_INQUIRY_COOKIE
from groups.views.public import RECEIPT_COOKIE
from linkportal.crisis_lines import CRISIS_LINES

# A page of everyday interest that loads fast and tells nothing to whoever looks over one's shoulder.
QUICK_EXIT_TO = "https://www.yr.no/"
MOST_LAMPS = 1500


@login_not_required
@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    """The question "Hvor bor du?", who to talk to now, the ways in, and the lamps of Norway with a list per county."""
    return render(request, "front_page.html", {"counties": counties_with_counts(), "lamps": lamps()})


def counties_with_counts() -> QuerySet[Any]:
    """Today's counties in Norwegian order, each with `contact_points`: how many the public can find there."""
    published = Q(municipalities__contact_points__status=Status.PUBLISHED)
    counted = Count("municipalities__contact_points", filter=published)
    counties: QuerySet[Any] = County.objects.by_name().filter(valid_until=None).annotate(contact_points=counted)
    return counties


def lamps() -> list[tuple[int, int]]:
    """A lamp for each contact point one can go to, in whole kilometres of the map (DESIGN §3), neighbours once.

    At most `MOST_LAMPS`: more would only make the page heavy, and the list of counties says the same in figures.
    """
    places = ContactPoint.objects.published().with_a_place()
    x = Round((F("easting") + 76186) / 1000, output_field=FloatField())
    y = Round((7939978 - F("northing")) / 1000, output_field=FloatField())
    found = places.order_by().annotate(x=x, y=y).values_list("x", "y").distinct()[:MOST_LAMPS]
    return [(int(x), int(y)) for x, y in found]


class Page(TemplateView):
    """A page of text."""

    http_method_names = ("get", "head", "options")

    @classmethod
    def of(cls, template: str) -> Any:
        """The view of `templates/pages/<template>.html`, open to everyone."""
        return login_not_required(cls.as_view(template_name=f"pages/{template}.html"))


about = Page.of("about")
about_data = Page.of("about_data")
privacy = Page.of("privacy")
accessibility = Page.of("accessibility")


@login_not_required
@require_safe
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Away from here, without any script: an ordinary link to a page that goes on to the weather.

    The other site is not told where the reader came from, and the answer is not kept. Over HTTPS the browser is also
    asked to forget what it has stored of our pages, so that "back" has to fetch them again. It can't remove them from
    the browser's list of visited pages: the privacy page says how one does that.
    """
    response = HttpResponseRedirect(QUICK_EXIT_TO)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    # What opens the receipt and one's own inquiry in this browser must not stay behind.
    response.delete_cookie(RECEIPT_COOKIE, path=reverse("groups:receipt"))
    response.delete_cookie(MY_INQUIRY_COOKIE, path=reverse("groups:my_inquiry"))
    if request.is_secure():
        response["Clear-Site-Data"] = '"cache"'
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent can't be read."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not allowed for this person."""
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or not one's own."""
    return render(request, "404.html", {"in_workspace": request.path.startswith(reverse("groups:desk"))}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Touches no database and no context processor, for either may be what failed."""
    return HttpResponse(loader.render_to_string("500.html", {"crisis_lines": CRISIS_LINES}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form sent too late or without its cookie: says what to do, and keeps nothing of what was sent."""
    response = render(request, "403_csrf.html", status=403)
    response["Cache-Control"] = "no-store"
    return response
