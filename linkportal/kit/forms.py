"""Forms that say what to write: the helper that lays them out, and the words for what is missing.

A form inherits from `ClearForm` (before `forms.Form` or `forms.ModelForm`), writes its own sentences as
`error_messages`, and has a `helper`. The templates are in `templates/designsystemet/`; docs/style.md shows an example.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, LayoutObject
from django import forms
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

PACK = "designsystemet"
SUMMARY = "feil"  # the id of the error summary, where the browser goes after sending

SEND = _("Send")
BEFORE_SENDING = _("før vi kan sende")
WHERE_TO_ANSWER = _("Hvor kan vi svare deg?")
AT_LEAST_ONE = _("Fyll ut minst ett felt.")

__all__ = ["ClearForm", "Consent", "Fieldset", "OneOf", "SubmitRow", "form_helper"]


def form_helper(
    *layout: str | LayoutObject,
    submit: Text = SEND,
    cancel: tuple[str, Text] | None = None,
    purpose: Text = BEFORE_SENDING,
    method: str = "post",
    action: str = "",
    form_tag: bool = True,
) -> FormHelper:
    """The helper of a form: its layout in our pack, a button at the end, and an address that leads to what is wrong.

    `submit` is what the button says; `cancel` is an address and the words of a link beside it; `purpose` ends the
    heading of the error summary ("Fire ting mangler før vi kan sende"). `action` is an address without a fragment, by
    default the page itself. A layout with a `SubmitRow` of its own gets no second one.
    """
    rows = list(layout)
    if form_tag and not any(isinstance(each, SubmitRow) for each in rows):
        rows.append(SubmitRow(submit, cancel))
    helper = FormHelper()
    helper.template_pack = PACK
    helper.layout = Layout(*rows)
    helper.form_method = method
    helper.form_tag = form_tag
    helper.form_class = "form"
    helper.include_media = False
    helper.error_purpose = purpose
    # With the fragment the browser goes to the summary, and gives it focus, without any script. The browser's own
    # bubbles are turned off: they speak the browser's language and vanish.
    helper.attrs = {"novalidate": True, "action": f"{action}#{SUMMARY}" if method == "post" else action}
    return helper


class _Part(LayoutObject):  # type: ignore[misc]  # crispy has no types
    """A part of a form that is drawn by one template of the pack, with its fields inside."""

    template_name: ClassVar[str]

    def __init__(self, *names: str | LayoutObject) -> None:
        self.fields = list(names)

    def render(self, form: forms.BaseForm, context: Context, template_pack: str = PACK, **kwargs: Any) -> SafeString:
        """The HTML of the part. Called by crispy."""
        inside = self.get_rendered_fields(form, context, template_pack, **kwargs)
        values = {"part": self, "form": form, "inside": inside}
        return render_to_string(f"{template_pack}/layout/{self.template_name}", values)


class OneOf(_Part):
    """Fields of which one must be filled in, such as e-mail and telephone. `ClearForm.require_one_of` checks it."""

    template_name = "one_of.html"

    def __init__(self, *names: str, legend: Text = WHERE_TO_ANSWER, help_text: Text = AT_LEAST_ONE) -> None:
        super().__init__(*names)
        self.legend, self.help_text = legend, help_text


class Consent(_Part):
    """A box around the one checkbox that asks for consent, apart from everything else."""

    template_name = "consent.html"

    def __init__(self, name: str = "consent") -> None:
        super().__init__(name)


class SubmitRow(_Part):
    """The button that sends, and a link for those who would rather not. `quiet` where it is not what most choose."""

    template_name = "submit_row.html"

    def __init__(self, submit: Text, cancel: tuple[str, Text] | None = None, *, quiet: bool = False) -> None:
        super().__init__()
        self.submit, self.cancel, self.quiet = submit, cancel, quiet


# What is said where the form has no sentence of its own: (kind of field, Django's code) → our words.
FALLBACKS: Mapping[tuple[type[forms.Field], str], Text] = {
    (forms.BooleanField, "required"): _("Kryss av for «%(label)s»."),
    (forms.ChoiceField, "required"): _("Velg et svar under «%(label)s»."),
    (forms.ChoiceField, "invalid_choice"): _("Velg et av svarene under «%(label)s»."),
    (forms.MultipleChoiceField, "invalid_list"): _("Velg blant svarene under «%(label)s»."),
    (forms.EmailField, "invalid"): _("Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
    (forms.Field, "required"): _("Fyll ut «%(label)s»."),
    (forms.Field, "max_length"): _("Skriv høyst %%(limit_value)d tegn i «%(label)s». Nå er det %%(show_value)d."),
    (forms.Field, "null_characters_not_allowed"): _("Skriv «%(label)s» på nytt. Noen av tegnene kan ikke leses."),
    (forms.Field, "invalid"): _("Skriv «%(label)s» på nytt. Vi forstår det ikke slik det står."),
}

# What phones and browsers are told about a kind of field, unless the form says otherwise.
HINTS: Mapping[type[forms.Field], Mapping[str, str]] = {
    forms.EmailField: {"autocomplete": "email", "inputmode": "email", "spellcheck": "false", "autocapitalize": "none"},
}


class ClearForm(forms.Form):
    """A form whose every error says what to write, in Norwegian, and whose controls tell phones what they are for."""

    # name of a field → attributes of its control, such as {"name": {"autocomplete": "given-name"}}
    hints: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            _say_what_to_write(field, field.label or name)
            _hint(field, self.hints.get(name, {}))
        for names in self._groups_of_one():
            for name in names:
                self.fields[name].one_of = True  # type: ignore[attr-defined]

    def require_one_of(self, *names: str, message: Text) -> None:
        """Add `message` to the first of the fields when all of them are empty. To be called from `clean`."""
        if not any(self.cleaned_data.get(name) or self.has_error(name) for name in names):
            self.add_error(names[0], forms.ValidationError(message, code="required"))

    def _groups_of_one(self) -> list[list[str]]:
        helper = getattr(self, "helper", None)
        if helper is None or helper.layout is None:
            return []
        found = helper.layout.get_layout_objects(OneOf, greedy=True)
        return [_at(helper.layout, pointer.positions).fields for pointer in found]


def _at(layout: LayoutObject, positions: list[int]) -> Any:
    for position in positions:
        layout = layout.fields[position]
    return layout


def _say_what_to_write(field: forms.Field, label: Text) -> None:
    """Replace the messages that are Django's own by ours; those the form has written stay."""
    for code in {code for _kind, code in FALLBACKS}:
        kind = next((kind for kind in type(field).__mro__ if (kind, code) in FALLBACKS), None)
        if kind is not None and _is_djangos(field, code):
            field.error_messages[code] = FALLBACKS[kind, code] % {"label": label}


def _is_djangos(field: forms.Field, code: str) -> bool:
    """Whether nobody has given this field a message of its own for `code`."""
    defaults = (getattr(kind, "default_error_messages", {}).get(code) for kind in type(field).__mro__)
    default = next((message for message in defaults if message is not None), None)
    return field.error_messages.get(code) is default


def _hint(field: forms.Field, wanted: Mapping[str, str]) -> None:
    attrs = field.widget.attrs
    for of_kind, hints in HINTS.items():
        if isinstance(field, of_kind):
            attrs.update({name: value for name, value in hints.items() if name not in attrs})
    attrs.update(wanted)
    if (kind := attrs.pop("type", None)) and isinstance(field.widget, forms.TextInput):
        field.widget.input_type = kind
    if isinstance(field.widget, forms.Textarea):
        attrs.update(rows=attrs["rows"] if attrs.get("rows") != "10" else "5")
        attrs.pop("cols", None)
        attrs.pop("maxlength", None)  # a browser would cut what is pasted, without a word; the form answers instead
