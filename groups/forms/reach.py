"""How a person is reached safely: the same questions, words and rules wherever they are asked."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groups import fields
from groups.enums import ContactChannel, LeaveMessage
from linkportal.kit.forms import ClearForm

# What is asked after name and address, in this order.
SAFELY = ("leave_message", "contact_by", "contact_times")


class ReachForm(ClearForm):
    """What to call the person, and how they are reached without others hearing of it."""

    name = fields.name()
    email = fields.email()
    phone = fields.phone()
    leave_message = fields.leave_message()
    contact_by = fields.contact_by()
    contact_times = fields.contact_times()

    hints = {
        "name": {"autocomplete": "given-name"},
        "phone": {"autocomplete": "tel", "inputmode": "tel", "type": "tel"},
    }
    # Somebody who came to us without an address may remain so.
    needs_a_way = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # It must be answered where a phone is given, which its help says: a tag "Valgfritt" would be wrong.
        self.fields["leave_message"].one_of = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.needs_a_way:
            self.require_one_of(
                "email", "phone", message=_("Skriv e-postadressen eller telefonnummeret ditt, så vi kan svare.")
            )
        self._ask_about_messages()
        self._ask_for_what_was_preferred()
        return self.cleaned_data

    def _ask_about_messages(self) -> None:
        if not self.cleaned_data.get("phone"):
            self.cleaned_data["leave_message"] = LeaveMessage.NO
        elif not self.cleaned_data.get("leave_message") and not self.has_error("leave_message"):
            self.add_error(
                "leave_message", ValidationError(_("Velg om det er trygt å legge igjen en beskjed."), "required")
            )

    def _ask_for_what_was_preferred(self) -> None:
        """Only a way that was given can be preferred."""
        wanted = self.cleaned_data.get("contact_by")
        if wanted == ContactChannel.EMAIL:
            needed, sentence = "email", _("Skriv e-postadressen din, eller velg en annen måte å ta kontakt på.")
        else:
            needed, sentence = "phone", _("Skriv telefonnummeret ditt, eller velg en annen måte å ta kontakt på.")
        if wanted and not self.cleaned_data.get(needed) and not self.has_error(needed):
            self.add_error("contact_by", ValidationError(sentence, "required"))
