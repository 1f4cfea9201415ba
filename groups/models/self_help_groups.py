"""Self-help groups: what they are about, where they stand, and what has happened to them.

What is said in a group is never here, nor who is in it: before it starts `Candidate` says who is asked, and from then
on there is only a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import Status as PlaceStatus
from contactpoints.enums import Weekday
from contactpoints.models import ContactPoint, DistrictOffice, Municipality
from groups.enums import (
    ALIVE,
    GROUP_THEMES,
    MOVES,
    SHOWN_AS,
    STARTED,
    CancelReason,
    CandidateAnswer,
    ContactTime,
    EndReason,
    EventKind,
    FewReason,
    GroupStatus,
    GroupStep,
    StartItem,
    Theme,
)
from groups.models.group_steps import GroupSteps
from groups.references import new_reference
from linkportal.kit import clock
from linkportal.kit.encryption import EncryptedTextField

if TYPE_CHECKING:
    from contactpoints.models import User

_USER = "contactpoints.User"
_GROUP = "groups.SelfHelpGroup"


class SelfHelpGroupQuerySet(models.QuerySet["SelfHelpGroup"]):
    def alive(self) -> Self:
        """Not over: it gathers, starts or runs."""
        return self.filter(status__in=ALIVE)

    def over(self) -> Self:
        """Ended, or never came about."""
        return self.exclude(status__in=ALIVE)

    def shown(self) -> Self:
        """Those that a contact point chose to show to everybody, as long as one can join them."""
        return self.filter(
            is_shown=True, is_open=True, status__in=ALIVE, contact_point__status=PlaceStatus.PUBLISHED
        ).select_related("municipality__county", "contact_point")

    def visible_to(self, user: User) -> Self:
        """A contact point sees those that it helps, an office those of its own and of its contact points.

        The national administrator sees those of the national desk, and what a closed office left; as with inquiries,
        because before the start a group has people.
        """
        mine = Q(office__in=user.coordinated_office_ids)
        if user.contact_point_ids:
            mine |= Q(contact_point__in=user.contact_point_ids)
        if user.is_national_admin:
            mine |= Q(office__is_national_desk=True) | Q(office__closed_on__lte=clock.today())
        return self.filter(mine)

    def with_places(self) -> Self:
        """With everything that a page names, in one query."""
        return self.select_related("municipality__county", "office", "contact_point")

    def with_counts(self) -> Self:
        """Each has `asked`, `yes` and `no`: how many candidates there are, and what they answered."""
        return self.annotate(
            asked=Count("candidates"),
            yes=Count("candidates", filter=Q(candidates__answer=CandidateAnswer.YES)),
            no=Count("candidates", filter=Q(candidates__answer=CandidateAnswer.NO)),
        )


class SelfHelpGroup(GroupSteps):
    """One group, from the first wish until it runs by itself and after. Its participants are a number."""

    reference = models.CharField(_("referanse"), max_length=7, unique=True, default=new_reference, editable=False)
    submission_id = models.UUIDField(null=True, unique=True, editable=False)  # of the form that it was made with
    theme = models.CharField(_("tema"), max_length=20, choices=[(one.value, one.label) for one in GROUP_THEMES])
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("kommune"))
    office = models.ForeignKey(
        DistrictOffice, models.PROTECT, related_name="self_help_groups", verbose_name=_("distriktskontor")
    )
    contact_point = models.ForeignKey(
        ContactPoint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="self_help_groups",
        verbose_name=_("kontaktpunkt"),
    )

    # When and where it meets: for those who are in it, never for the public.
    time_of_day = models.CharField(_("tid på dagen"), max_length=10, choices=ContactTime, blank=True)
    weekday = models.PositiveSmallIntegerField(_("ukedag"), choices=Weekday, null=True, blank=True)
    meets_at = models.TimeField(_("klokkeslett"), null=True, blank=True)
    meeting_place = EncryptedTextField(_("sted og rom"), blank=True)

    status = models.CharField(_("status"), max_length=10, choices=GroupStatus, default=GroupStatus.GATHERING)
    since = models.DateField(_("siden"), default=clock.today, editable=False)  # in this status
    is_open = models.BooleanField(_("åpen for nye"), default=True)
    is_shown = models.BooleanField(_("vises på nettsiden"), default=False)
    checklist = ArrayField(
        models.CharField(max_length=20, choices=StartItem), verbose_name=_("sjekkliste"), default=list, blank=True
    )
    participants = models.PositiveSmallIntegerField(_("antall deltakere"), null=True, blank=True)
    few_reason = models.CharField(_("hvorfor så få"), max_length=20, choices=FewReason, blank=True)
    started_on = models.DateField(_("startet"), null=True, blank=True)
    followed_up_on = models.DateField(_("fulgt opp"), null=True, blank=True)
    # When who helps it heard that the answers are in; empty again when more are asked.
    answers_told_on = models.DateField(null=True, blank=True, editable=False)
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)
    end_reason = models.CharField(
        _("hvorfor den er over"), max_length=20, choices=[*EndReason.choices, *CancelReason.choices], blank=True
    )

    objects = SelfHelpGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("selvhjelpsgruppe")
        verbose_name_plural = _("selvhjelpsgrupper")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=STARTED, participants__isnull=False, started_on__isnull=False)
                | (~Q(status__in=STARTED) & Q(participants=None, started_on=None, few_reason="", followed_up_on=None)),
                name="group_started_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=Q(status=GroupStatus.ENDED, ended_on__isnull=False, end_reason__in=EndReason.values)
                | Q(status=GroupStatus.CANCELLED, ended_on__isnull=False, end_reason__in=CancelReason.values)
                | Q(status__in=ALIVE, ended_on=None, end_reason=""),
                name="group_over_says_why_and_when",
            ),
            models.CheckConstraint(
                condition=Q(is_shown=False) | Q(contact_point__isnull=False, status__in=ALIVE),
                name="group_shown_has_contact_point",
            ),
        )
        indexes = (
            models.Index(fields=("office", "status"), name="group_of_office"),
            models.Index(fields=("contact_point", "status"), name="group_of_contact_point"),
            models.Index(fields=("municipality",), name="group_shown", condition=Q(is_shown=True)),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def host(self) -> DistrictOffice | ContactPoint:
        """Who helps it: the contact point, else the office itself."""
        return self.contact_point or self.office

    @property
    def in_words(self) -> str:
        """What it is, inside a sentence: «gruppe om sorg og tap», «gruppe på tvers av problemer»."""
        theme = self.get_theme_display().lower()
        words = _("gruppe %(theme)s") if self.is_across else _("gruppe om %(theme)s")
        return str(words) % {"theme": theme}

    @property
    def shown_as(self) -> str:
        """What everybody may read about where it stands, if it is shown."""
        return str(SHOWN_AS[GroupStatus(self.status)])

    @property
    def has_started(self) -> bool:
        return self.status in STARTED

    @property
    def is_alive(self) -> bool:
        return self.status in ALIVE

    @property
    def is_across(self) -> bool:
        """Whether it is for people with different problems."""
        return self.theme == Theme.ACROSS

    @property
    def allowed_steps(self) -> frozenset[str]:
        """The steps that may be taken where it stands now."""
        return frozenset(step.value for step, move in MOVES.items() if self.status in move.after)


class GroupEvent(models.Model):
    """One step of a group. Append-only; names nobody who takes part, and knows the day only.

    Not the moment: that of the start would be the one in which its people's inquiries were closed.
    """

    append_only = True

    group = models.ForeignKey(_GROUP, models.PROTECT, related_name="events", verbose_name=_("gruppe"))
    step = models.CharField(_("steg"), max_length=20, choices=GroupStep)
    on = models.DateField(_("dag"), default=clock.today, editable=False)
    by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hvem"))
    status_before = models.CharField(_("fra"), max_length=10, choices=GroupStatus, blank=True)
    status_after = models.CharField(_("til"), max_length=10, choices=GroupStatus)
    # What some steps say besides: closed words, days and numbers, never free text.
    kind = models.CharField(_("hva slags møte"), max_length=20, choices=EventKind, blank=True)
    day = models.DateField(_("møtedag"), null=True, blank=True)
    number = models.PositiveSmallIntegerField(_("antall"), null=True, blank=True)
    reason = models.CharField(
        _("grunn"),
        max_length=20,
        choices=[*FewReason.choices, *EndReason.choices, *CancelReason.choices],
        blank=True,
    )

    class Meta:
        verbose_name = _("gruppehendelse")
        verbose_name_plural = _("gruppens historie")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.group_id}: {self.get_step_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("An event is never changed.")
        super().save(*args, **kwargs)
