"""The workspace's pages of one contact point, for the stories about it."""

from django.urls import reverse

from contactpoints.models import ContactPoint
from tests.markup import read


def url(name: str, contact_point: ContactPoint, *more: int) -> str:
    return reverse(f"contactpoints:{name}", args=[contact_point.slug, *more])


def filled(page: bytes) -> dict[str, str | list[str]]:
    """What the browser sends if one changes nothing."""
    form = next(form for form in read(page).all("form") if "form" in form.attrs.get("class", "").split())
    sent: dict[str, str | list[str]] = {}
    for field in form:
        name = field.attrs.get("name", "")
        if field.tag == "textarea":
            sent[name] = field.text if name != "serves" else "\n".join("".join(field.texts).split("\n")).strip()
        elif field.tag == "select":
            sent[name] = next((one.attrs["value"] for one in field.all("option") if "selected" in one.attrs), "")
        elif field.attrs.get("type") == "checkbox":
            if "checked" in field.attrs:
                sent[name] = [*sent.get(name, []), field.attrs.get("value", "on")]
        elif field.tag == "input":
            sent[name] = field.attrs.get("value", "")
    return sent
