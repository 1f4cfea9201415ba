"""What the person fills in on their own page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups import fields
from groups.enums import PERSONAL_WISHES
from groups.forms.reach import SAFELY, ReachForm
from groups.models import Inquiry
from linkportal.kit.forms import ClearForm, Fieldset, OneOf, form_helper


class MessageForm(ClearForm):
    """More to say, in addition to what was said before."""

    message = fields.message(
        label=_("Vil du legge til noe?"),
        required=True,
        error_messages={
            "required": _("Skriv det du vil legge til."),
            "max_length": _("Skriv høyst 500 tegn. Nå er det %(show_value)d."),
        },
    )
    inquiry = fields.about()

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        self.helper = form_helper("inquiry", "message", action=reverse("groups:add_message"))
        super().__init__(*args, initial={"inquiry": inquiry.reference}, **kwargs)


class CorrectForm(ReachForm):
    """What to call the person, how to reach them, and when a group suits them, as it stands now."""

    meeting_times = fields.meeting_times(label=_("Når passer det for deg å møtes i en gruppe?"))
    inquiry = fields.about()

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        # Whoever asked on the telephone without a name or an address may remain so.
        self.needs_a_way = bool(inquiry.email or inquiry.phone)
        waits = inquiry.wish in PERSONAL_WISHES
        ways = [OneOf("email", "phone")] if self.needs_a_way else ["email", "phone"]
        self.helper = form_helper(
            "inquiry",
            Fieldset(_("Hvordan når vi deg trygt?"), "name", *ways, *SAFELY),
            *(("meeting_times",) if waits else ()),
            submit=_("Lagre"),
            cancel=(reverse("groups:my_inquiry"), _("Ikke endre noe")),
            purpose=_("før vi kan lagre"),
        )
        now = {name: getattr(inquiry, name) for name in (*ReachForm.base_fields, "meeting_times")}
        super().__init__(*args, initial={**now, "inquiry": inquiry.reference}, **kwargs)
        self.fields["name"].required = bool(inquiry.name)
        if not waits:
            del self.fields["meeting_times"]

    @property
    def contact(self) -> dict[str, Any]:
        """The valid answers, as an inquiry keeps them."""
        phone = self.cleaned_data["phone"]
        answers = {name: value for name, value in self.cleaned_data.items() if name != "inquiry"}
        return {**answers, "phone": phone.as_e164 if phone else ""}
