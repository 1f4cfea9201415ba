"""What happens around every request."""

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from fnmatch import fnmatchcase
from urllib.parse import unquote_to_bytes

import pghistory
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.urls import Resolver404, resolve

GetResponse = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger("linkportal.requests")

_MEGABYTE = 1024 * 1024
_OF_A_FORM = 256 * 1024  # beside the files


def route_of(request: HttpRequest) -> str:
    """The name of the route, never the path: a path can hold a secret link."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return "-"
    return match.view_name or "-"


class RequestLogMiddleware:
    """One line per answer: method, route name, status, milliseconds. Neither path nor address nor person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        if logger.isEnabledFor(logging.INFO) and request.resolver_match:
            took = (time.perf_counter() - began) * 1000
            logger.info("%s %s %d %.0f ms", request.method, route_of(request), response.status_code, took)
        return response


class CleanInputMiddleware:
    """Refuse with a clear 400 or 413 what no form of ours sends: NUL, bytes that are not UTF-8, bodies too large."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> HttpResponse | None:
        if "\x00" in request.path:
            raise BadRequest("path holds a NUL")
        query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if not _is_clean_bytes(query):
            raise BadRequest("query is not UTF-8 text")
        if request.method == "POST":
            most = _largest_body(request)
            if _length(request) > most * _MEGABYTE + _OF_A_FORM:
                return render(request, "413.html", {"megabytes": most}, status=413)
            try:
                values = (value for _name, sent in request.POST.lists() for value in (_name, *sent))
                if not _are_clean(values):
                    raise BadRequest("body is not UTF-8 text")
            except RequestDataTooBig:
                return render(request, "413.html", status=413)
            except UnreadablePostError as error:
                raise BadRequest("body broke off") from error
        return None


def _largest_body(request: HttpRequest) -> int:
    """So many megabytes of files may be sent to this address, by whoever sends them; most often none."""
    route = route_of(request)
    most = max((most for pattern, most in settings.LARGER_BODIES.items() if fnmatchcase(route, pattern)), default=0)
    return most if most and request.user.is_authenticated else 0


def _length(request: HttpRequest) -> int:
    """So many bytes it says it has; without a number Django reads none."""
    said = str(request.META.get("CONTENT_LENGTH") or "")
    return int(said) if said.isdecimal() else 0


def _is_clean_bytes(raw: bytes) -> bool:
    try:
        return "\x00" not in raw.decode()
    except UnicodeDecodeError:
        return False


def _are_clean(values: Iterable[str]) -> bool:
    # Django has put U+FFFD for bytes that are not UTF-8; nobody types that sign.
    return not any("\x00" in value or "\ufffd" in value for value in values)


class HistoryContextMiddleware:
    """Tell the history who changes something, and by which route, never by which path."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with self._context(request):
            return self.get_response(request)

    def _context(self, request: HttpRequest) -> AbstractContextManager[object]:
        if request.method in {"GET", "HEAD"} or not request.user.is_authenticated:
            return nullcontext()
        return pghistory.context(user=request.user.pk, route=route_of(request))
