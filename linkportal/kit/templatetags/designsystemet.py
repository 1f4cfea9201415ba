"""What the crispy pack `designsystemet` asks of a form while it draws it. Words and layout are the form's own."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from linkportal.kit.text import in_words

register = template.Library()


class ErrorLine(NamedTuple):
    """One line of the error summary: what to write, and the id of the control to go to ("" for the form as a whole)."""

    message: str
    target: str


class Choice(NamedTuple):
    """One radio button or checkbox of a group, with its label."""

    control: SafeString
    label: str
    id: str


@register.filter
def kind(field: BoundField) -> str:
    """How a field is drawn: `hidden`, `choices` (a group in a fieldset), `checkbox` (one alone) or `text` (others)."""
    if field.is_hidden:
        return "hidden"
    if field.use_fieldset:
        return "choices"
    return "checkbox" if isinstance(field.field.widget, forms.CheckboxInput) else "text"


@register.filter
def control(field: BoundField) -> SafeString:
    """The input itself, with Designsystemet's class beside those it has."""
    classes = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"ds-input {classes}".strip()})


@register.filter
def choices(field: BoundField) -> Iterator[Choice]:
    """The radio buttons or checkboxes of a group, in their order."""
    for each in field.subwidgets:
        each.data["attrs"]["class"] = "ds-input"
        yield Choice(each.tag(), each.choice_label, each.id_for_label)


@register.filter
def has_optional(form: forms.BaseForm) -> bool:
    """Whether the form has a field tagged "Valgfritt", and so needs the sentence about it."""
    return any(is_optional(field) for field in form.visible_fields())


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether the field is tagged "Valgfritt". A field of a `OneOf` is not: one of them must be filled in."""
    return not field.field.required and not getattr(field.field, "one_of", False) and kind(field) != "checkbox"


@register.filter
def error_lines(form: forms.BaseForm) -> list[ErrorLine]:
    """Everything that is wrong, in the order of the page: first the form as a whole, then field by field."""
    lines = [ErrorLine(str(message), "") for message in form.non_field_errors()]
    for field in in_page_order(form):
        target = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
        lines.extend(ErrorLine(str(message), target) for message in field.errors)
    return lines


def in_page_order(form: forms.BaseForm) -> list[BoundField]:
    """The fields as the layout shows them; what it does not mention comes last."""
    layout: Any = getattr(getattr(form, "helper", None), "layout", None)
    shown = [pointer.name for pointer in layout.get_field_names()] if layout else []
    return [form[name] for name in dict.fromkeys([*shown, *form.fields]) if name in form.fields]


@register.simple_tag
def error_title(count: int, purpose: str = "") -> str:
    """The heading of the error summary: "Fire ting mangler før vi kan sende". `purpose` is the last part."""
    sentence = ngettext("%(number)s ting mangler %(purpose)s", "%(number)s ting mangler %(purpose)s", count)
    sentence = sentence % {"number": in_words(count), "purpose": purpose}
    return sentence[:1].upper() + sentence[1:].rstrip()
