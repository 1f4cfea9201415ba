"""What a person agreed to can be read afterwards: the words of the forms, under their version, in docs/privacy.md."""

import re

import pytest
from django.conf import settings
from django.forms import Form

from groups.forms import InquiryForm, OfferForm
from groups.forms.sign_up import ABOUT_CONSENT, CONSENT
from groups.inquiries.intake import CONSENT_VERSION, ORAL_CONSENT_VERSION
from groups.meetings import signing_up
from groups.workspace_forms.attending import ABOUT_ORAL_CONSENT, ORAL_CONSENT
from groups.workspace_forms.log import LogForm
from partners.forms.take_part import TakePartForm


def words_of(version: str) -> str:
    """What docs/privacy.md has under that version."""
    page = (settings.BASE_DIR / "docs" / "privacy.md").read_text(encoding="utf-8")
    return _plain(page.partition(f"### Version {version}\n")[2].partition("\n#")[0].replace("\n> ", " "))


def _plain(text: object) -> str:
    return re.sub(r"\s+", " ", str(text))


@pytest.mark.parametrize(
    ("form", "version"),
    [
        (InquiryForm, CONSENT_VERSION),
        (OfferForm, CONSENT_VERSION),
        (TakePartForm, CONSENT_VERSION),
        (LogForm, ORAL_CONSENT_VERSION),
    ],
)
def test_the_words_under_the_box_are_kept_with_their_version(form: type[Form], version: str) -> None:
    assert _plain(form.base_fields["consent"].help_text) in words_of(version)


@pytest.mark.parametrize(
    ("form", "version"),
    [(OfferForm, CONSENT_VERSION), (TakePartForm, CONSENT_VERSION), (LogForm, ORAL_CONSENT_VERSION)],
)
def test_the_words_of_the_box_are_kept_with_their_version(form: type[Form], version: str) -> None:
    assert _plain(form.base_fields["consent"].label or "") in words_of(version)


@pytest.mark.parametrize("words", [CONSENT, ABOUT_CONSENT])
def test_the_words_to_which_one_signs_up_are_kept_with_their_version(words: str) -> None:
    assert words in words_of(signing_up.CONSENT_VERSION)


@pytest.mark.parametrize("words", [ORAL_CONSENT, ABOUT_ORAL_CONSENT])
def test_the_words_that_are_said_to_who_calls_are_kept_with_their_version(words: str) -> None:
    assert words in words_of(signing_up.ORAL_CONSENT_VERSION)
