"""What every template knows, beside what its view gives it."""

from functools import lru_cache
from time import monotonic
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from contactpoints import second_factor
from contactpoints.models import ContactPoint
from linkportal.crisis_lines import CRISIS_LINES, YOUNG_PEOPLE_LINES

EXAMPLE_MARK = "(eksempel)"
REMEMBERED_SECONDS = 60


def portal(_request: HttpRequest) -> dict[str, Any]:
    """`demo`: whether example data is loaded, so that the page says so; `demo_logins`: whether its accounts get in with
    a password alone; and where to turn now, grown up or young.
    """
    return {
        "demo": SimpleLazyObject(shows_examples),
        "demo_logins": second_factor.has_exemptions(),
        "crisis_lines": CRISIS_LINES,
        "young_people_lines": YOUNG_PEOPLE_LINES,
    }


def shows_examples() -> bool:
    """Whether a contact point marked as an example exists. Asked of the database once a minute in each process."""
    return _shows_examples(int(monotonic() / REMEMBERED_SECONDS))


@lru_cache(maxsize=1)
def _shows_examples(_minute: int) -> bool:
    return ContactPoint.objects.named_like(EXAMPLE_MARK).exists()


forget = _shows_examples.cache_clear
