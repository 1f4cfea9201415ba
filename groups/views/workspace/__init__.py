"""The workspace of those who answer: behind the login, under /arbeidsflate/."""

from django.http import Http404, HttpRequest

from contactpoints.models import User
from groups.desk import Desk, desk_of


def user_of(request: HttpRequest) -> User:
    """Who asks. Nobody gets here without logging in."""
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware
    return request.user


def desk_at(request: HttpRequest) -> Desk:
    """The desk of somebody who works somewhere; 404 for whom no inquiry concerns, as for an auditor."""
    desk = desk_of(user_of(request))
    if not desk.places:
        raise Http404
    return desk
