"""What the layout of the workspace asks for. Only a page that draws the menu pays for its counts."""

from typing import Any

from django import template
from django.http import HttpRequest

from contactpoints.models import User
from groups.desk import desk_of
from groups.menu import Menu, menu_of

register = template.Library()


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any]) -> Menu | None:
    """`{% menu as work %}`: the menu of the one who is logged in."""
    request: HttpRequest | None = context.get("request")
    if request is None or not isinstance(request.user, User):
        return None
    match = request.resolver_match
    return menu_of(desk_of(request.user), match.view_name if match else "")
