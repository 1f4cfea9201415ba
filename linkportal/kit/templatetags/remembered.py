"""`{% remembered "layout/_footer.html" demo=demo %}`: an include that is drawn once for each set of values."""

from typing import Any

from django import template
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from linkportal.kit.remembered import draw

register = template.Library()


@register.simple_tag
def remembered(template_name: str, **values: Any) -> SafeString:
    """The template with these values and nothing else of the page."""
    known = {name: bool(value) if isinstance(value, SimpleLazyObject) else value for name, value in values.items()}
    return draw(template_name, **known)
