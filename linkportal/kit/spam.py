"""Telling machines from people without a riddle: a field no person sees, and how long the form was open.

What looks suspicious is never lost: it goes aside for someone to look at, or has to be sent once more.
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core import signing

from linkportal.kit import clock

_SALT = "form opened"


def new_stamp() -> str:
    """A signed time stamp for a form that is opened now."""
    return signing.dumps(clock.now().timestamp(), salt=_SALT)


def is_hasty(stamp: str) -> bool:
    """Whether the form was sent faster than a person can, or its stamp is not ours. A form left open is fine."""
    opened = _opened(stamp)
    return opened is None or clock.now().timestamp() - opened < settings.INQUIRY_MIN_SECONDS


def is_ours(stamp: str) -> bool:
    """Whether we have stamped a form so."""
    return _opened(stamp) is not None


def _opened(stamp: str) -> float | None:
    """When the form was opened, in seconds; None if the stamp is not ours."""
    try:
        opened: float = signing.loads(stamp, salt=_SALT)
    except signing.BadSignature:
        return None
    return opened


class SpamCareMixin(forms.Form):
    """Adds the hidden field and the stamp to a form; ask `is_suspicious` when the form is valid."""

    # The name is one that machines like to fill in. A person neither sees nor reaches it (class `trap`).
    website = forms.CharField(
        required=False, label="Website", widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_stamp)

    @property
    def is_suspicious(self) -> bool:
        return bool(self.cleaned_data.get("website")) or is_hasty(self.cleaned_data.get("stamp", ""))
