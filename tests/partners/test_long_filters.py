"""A filter with more choices than one finds anything among is not drawn; what is chosen can always be let go."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from contactpoints.models import DistrictOffice
from linkportal.kit.filters import MOST_CHOICES
from partners.models import Goal
from tests.partners.making import make_project

GOALS = "/admin/partners/goal/"


def make_goals(office: DistrictOffice, projects: int) -> list[Goal]:
    """One of each of so many projects."""
    return [make_project(office, f"Prosjekt {number}").goals.create(title="Nå alle") for number in range(projects)]


def choices(client: Client, **query: Any) -> list[str]:
    """The projects that the list of goals can be narrowed to, in words."""
    shown = client.get(GOALS, query).context["cl"]
    found = [spec for spec in shown.filter_specs if getattr(spec, "field_path", "") == "project"]
    return [choice["display"] for spec in found for choice in spec.choices(shown)][1:]


def test_few_are_all_there(as_berit: Client, tonsberg: DistrictOffice) -> None:
    make_goals(tonsberg, MOST_CHOICES)
    assert len(choices(as_berit)) == MOST_CHOICES


def test_many_are_not_there_but_for_the_chosen_one(as_berit: Client, tonsberg: DistrictOffice) -> None:
    goals = make_goals(tonsberg, MOST_CHOICES + 1)
    assert choices(as_berit) == []

    chosen = goals[3].project
    assert choices(as_berit, project__id__exact=chosen.pk) == [chosen.name]
    page = as_berit.get(GOALS, {"project__id__exact": chosen.pk})
    assert list(page.context["cl"].queryset) == [goals[3]]


@pytest.mark.parametrize("nonsense", ["²", "tre", "99999999999999999999999"])
def test_a_choice_that_there_is_not_is_no_error(as_berit: Client, tonsberg: DistrictOffice, nonsense: str) -> None:
    make_goals(tonsberg, MOST_CHOICES + 1)
    assert as_berit.get(GOALS, {"project__id__exact": nonsense}, follow=True).status_code == 200
