"""Who is asked whether they want to be in a group, while it gathers: the only rows that name both."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.enums import CandidateAnswer
from linkportal.kit import clock


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def unanswered(self) -> Self:
        return self.filter(answer="")

    def saying_yes(self) -> Self:
        return self.filter(answer=CandidateAnswer.YES)

    def not_saying_no(self) -> Self:
        """Those whom the group may still count on, or who have not answered."""
        return self.exclude(answer=CandidateAnswer.NO)

    def with_people(self) -> Self:
        """With the inquiry and its places, in one query. Names are decrypted when they are read."""
        return self.select_related("inquiry__municipality__county", "inquiry__contact_point", "inquiry__office")


class Candidate(models.Model):
    """One person who waits, asked by one group. Deleted when the group starts or is given up, and when the person does
    not wait any more: nothing else links people to groups.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(
        "groups.SelfHelpGroup", models.PROTECT, related_name="candidates", verbose_name=_("gruppe")
    )
    inquiry = models.ForeignKey(
        "groups.Inquiry", models.PROTECT, related_name="candidacies", verbose_name=_("henvendelse")
    )
    asked_on = models.DateField(_("spurt"), default=clock.today, editable=False)
    answer = models.CharField(_("svar"), max_length=5, choices=CandidateAnswer, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("spurt om gruppe")
        verbose_name_plural = _("spurt om gruppe")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("group", "inquiry"), name="candidate_once_per_group"),
            # Who has said no to one may be asked by another.
            models.UniqueConstraint(
                fields=("inquiry",), condition=~Q(answer=CandidateAnswer.NO), name="candidate_of_one_group_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"
