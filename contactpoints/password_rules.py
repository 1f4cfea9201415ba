"""Django's rules for a password, with what to write instead in our words (Django's are partly in English)."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    """As many signs as the setting says."""

    def get_error_message(self) -> str:
        """How many to write."""
        return _("Passordet er for kort. Skriv minst %(min_length)d tegn, for eksempel noen ord etter hverandre.")


class NotCommon(password_validation.CommonPasswordValidator):
    """None of those that are tried first."""

    def get_error_message(self) -> str:
        """What is harder to guess."""
        return _("Passordet er for lett å gjette. Skriv noen ord som ellers ikke hører sammen.")


class UnlikeThePerson(password_validation.UserAttributeSimilarityValidator):
    """Nothing close to one's name or address."""

    def get_error_message(self) -> str:
        """What it is too close to."""
        return _("Passordet ligner for mye på navnet eller e-postadressen din. Skriv noe annet.")
