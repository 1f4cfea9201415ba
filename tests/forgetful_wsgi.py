"""The portal for tests that share one: what it asks the database once a minute for all pages, it asks for each."""

from collections.abc import Callable, Iterable
from typing import Any

from linkportal.wsgi import application as portal


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The portal's."""
    from linkportal.context import forget  # when the apps are ready

    forget()
    return portal(environ, start_response)
