"""A page of the admin as its reader has it: where it is, what a browser would send, and what it says is wrong."""

from typing import Any

from django.urls import reverse


def change(row: Any) -> str:
    """The page where a row is changed."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def typed(page: Any, **answers: Any) -> dict[str, Any]:
    """What a browser would send: the form as the page gives it, with these answers."""
    adminform, data = page.context["adminform"].form, {}
    for form in [adminform, *(form for formset in inlines(page) for form in formset.forms)]:
        for field in form:
            value = field.value()
            if isinstance(value, list):
                value = [getattr(one, "pk", one) for one in value]
            if value is not False and value not in (None, "", []):
                data[field.html_name] = "on" if value is True else value
    for formset in inlines(page):
        data |= {field.html_name: field.value() for field in formset.management_form}
    return {name: value for name, value in (data | answers).items() if value is not None}


def inlines(page: Any) -> list[Any]:
    return [one.formset for one in page.context["inline_admin_formsets"]]


def names(page: Any) -> list[str]:
    return [row.name for row in page.context["cl"].result_list]


def errors(page: Any) -> str:
    """All that the page says is wrong."""
    said = [str(error) for row in page.context["errors"] for error in row]
    assert said, "nothing is wrong"
    return " ".join(said)
