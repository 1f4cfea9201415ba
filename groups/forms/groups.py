"""What the public list of groups is asked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.enums import GROUP_THEMES
from groups.forms.by_county import ByCounty


class GroupsForm(ByCounty):
    """Groups in a county, about a theme."""

    other = "tema"
    all_of_them = _("Alle temaer")

    tema = forms.ChoiceField(
        label=_("Tema"), choices=[(theme.value, theme.label) for theme in GROUP_THEMES], required=False
    )

    @property
    def theme(self) -> str:
        return self.choice
