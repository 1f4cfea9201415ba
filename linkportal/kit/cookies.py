"""Signed cookies that carry one page's secret from one answer to the next, and nothing else."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse


def set_cookie(response: HttpResponse, name: str, value: str, *, path: str, max_age: int) -> None:
    """A signed cookie that scripts can't read, sent to `path` and below only, for `max_age` seconds at most."""
    response.set_signed_cookie(
        name, value, salt=name, path=path, max_age=max_age, httponly=True, samesite="Lax", secure=settings.HTTPS
    )


def read_cookie(request: HttpRequest, name: str, *, max_age: int) -> str | None:
    """The value that `set_cookie` gave, or None if it is missing, too old or not ours."""
    try:
        return request.get_signed_cookie(name, salt=name, max_age=max_age)
    except (KeyError, signing.BadSignature):
        return None
