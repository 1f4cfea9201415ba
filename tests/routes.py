"""Every address of the portal, as the URL resolver has them, and how each is filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize


@dataclass(frozen=True)
class Route:
    """One pattern: its name with namespaces (its address where it has none), and what it needs to be an address."""

    name: str
    address: str
    parameters: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def is_public(self) -> bool:
        """Whether the middleware lets everybody through to the view."""
        return not getattr(self.view, "login_required", True)

    def path(self, **values: object) -> str:
        """The address with its parameters filled in."""
        return self.address % values

    def __str__(self) -> str:
        return self.name


def all_routes() -> list[Route]:
    """All of them, in the resolver's order."""
    return list(_walk(get_resolver(), "", (), ()))


def _walk(resolver: URLResolver, before: str, spaces: tuple[str, ...], parameters: tuple[str, ...]) -> Iterator[Route]:
    for one in resolver.url_patterns:
        text, names = normalize(one.pattern.regex.pattern)[0]
        address, needs = before + text, (*parameters, *names)
        if isinstance(one, URLResolver):
            yield from _walk(one, address, (*spaces, one.namespace) if one.namespace else spaces, needs)
        elif isinstance(one, URLPattern):
            name = ":".join((*spaces, one.name)) if one.name else f"/{address}"
            yield Route(name, f"/{address}", needs, one.callback)
