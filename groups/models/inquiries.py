"""Inquiries: what a person asked, who answers and why, and every step since."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contactpoints.grid import distance_km
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, PostalCode
from groups.enums import (
    ALLOWED,
    Channel,
    ContactTime,
    LeaveMessage,
    Outcome,
    RoutingRule,
    Status,
    Step,
    TextKind,
    Theme,
    Wish,
)
from groups.references import new_reference
from linkportal.kit import clock, secret_links
from linkportal.kit.encryption import EncryptedTextField

if TYPE_CHECKING:
    from contactpoints.models import User

LINK_PURPOSE = "my inquiry"
PERSONAL_FIELDS = ("name", "email", "phone", "message")


def nothing_in(name: str) -> Exact:
    """A condition for the database: the encrypted field `name` is empty."""
    return Exact(Cast(name, models.TextField()), Value(""))


class MoveNotAllowed(Exception):
    """The inquiry stands where this step can't be taken; perhaps someone else was faster."""


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def open(self) -> Self:
        """Still somebody's to answer."""
        return self.filter(status__in=(Status.NEW, Status.QUARANTINED))

    def quarantined(self) -> Self:
        return self.filter(status=Status.QUARANTINED)

    def visible_to(self, user: User) -> Self:
        """The responsible office sees all of its inquiries, a contact point those it is to answer.

        The national administrator sees what the national desk sees, and what a closed office left; an inquiry can
        reveal health.
        """
        mine = Q(office__in=user.coordinated_office_ids)
        if user.contact_point_ids:
            mine |= Q(contact_point__in=user.contact_point_ids) & ~Q(status=Status.QUARANTINED)
        if user.is_national_admin:
            # and what would otherwise be nobody's, because its office is closed
            mine |= Q(office__is_national_desk=True) | Q(office__closed_on__lte=clock.today())
        return self.filter(mine)

    def with_places(self) -> Self:
        """With everything that a list or a case page names, in one query."""
        return self.select_related(
            "municipality__county", "postal_code", "office", "contact_point", "chosen_contact_point"
        )


class Inquiry(models.Model):
    """One wish that reached the house. Personal fields are encrypted, and erased when it is withdrawn."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(_("referanse"), max_length=7, unique=True, default=new_reference, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    link_version = models.PositiveIntegerField(default=1, editable=False)

    wish = models.CharField(_("ønske"), max_length=15, choices=Wish)
    channel = models.CharField(_("kanal"), max_length=10, choices=Channel, default=Channel.WEB)
    theme = models.CharField(_("tema"), max_length=20, choices=Theme, blank=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("kommune"))
    postal_code = models.ForeignKey(
        PostalCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("postnummer")
    )
    chosen_contact_point = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("valgt kontaktpunkt")
    )

    name = EncryptedTextField(_("navn"), blank=True)
    email = EncryptedTextField(_("e-post"), blank=True)
    phone = EncryptedTextField(_("telefon"), blank=True)
    message = EncryptedTextField(_("melding"), blank=True)
    leave_message = models.CharField(
        _("kan en legge igjen beskjed"), max_length=10, choices=LeaveMessage, default=LeaveMessage.NO
    )
    contact_times = ArrayField(
        models.CharField(max_length=10, choices=ContactTime), verbose_name=_("når passer det"), default=list, blank=True
    )
    consent_version = models.CharField(_("samtykketekst"), max_length=20)
    consented_at = models.DateTimeField(_("samtykket"))

    office = models.ForeignKey(
        DistrictOffice, models.PROTECT, related_name="inquiries", verbose_name=_("ansvarlig kontor")
    )
    contact_point = models.ForeignKey(
        ContactPoint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name=_("kontaktpunkt som svarer"),
    )
    rule = models.CharField(_("regel"), max_length=25, choices=RoutingRule)
    reason = models.CharField(_("begrunnelse"), max_length=400)
    distance_km = models.FloatField(_("avstand i km"))

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NEW)
    outcome = models.CharField(_("utfall"), max_length=15, choices=Outcome, blank=True)
    received_at = models.DateTimeField(_("mottatt"), default=clock.now, editable=False)
    closed_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("henvendelse")
        verbose_name_plural = _("henvendelser")
        ordering = ("-received_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | Q(status=Status.WITHDRAWN)
                | Q(status__in=(Status.NEW, Status.QUARANTINED), closed_at=None, outcome=""),
                name="inquiry_closed_has_outcome_and_time",
            ),
            # Nothing at all is stored as the empty text, which the database can see without a key.
            models.CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN) | Q(*(nothing_in(name) for name in PERSONAL_FIELDS)),
                name="inquiry_withdrawn_holds_nothing_personal",
            ),
        )
        indexes = (
            models.Index(fields=("office", "status", "-received_at"), name="inquiry_of_office"),
            models.Index(fields=("contact_point", "status", "-received_at"), name="inquiry_of_contact_point"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def receiver(self) -> DistrictOffice | ContactPoint:
        """Who answers: the contact point it was given to, else the responsible office; the office in quarantine."""
        return self.office if self.status == Status.QUARANTINED else self.contact_point or self.office

    @property
    def answer_days(self) -> int:
        """Within how many working days the person was promised an answer."""
        days: int = settings.INQUIRY_ANSWER_DAYS
        return days

    @property
    def status_for_person(self) -> str:
        """Where it stands, in plain words to the one who sent it."""
        words = {"receiver": self.receiver.name, "days": self.answer_days}
        if self.status == Status.WITHDRAWN:
            return gettext("Du har trukket den tilbake. Navn, e-post, telefon og melding er slettet.")
        if self.status == Status.CLOSED:
            return gettext("Den er avsluttet hos %(receiver)s. Du kan alltid skrive på nytt.") % words
        return (
            gettext("Den venter hos %(receiver)s. Du får svar innen %(days)s virkedager etter at du sendte den.")
            % words
        )

    @property
    def secret_token(self) -> str:
        """The secret part of the citizen's link; the same each time, until the link's version is raised."""
        return secret_links.token(LINK_PURPOSE, self.public_id, self.link_version)

    def opens_with(self, token: str) -> bool:
        """Whether this is the token of its secret link as it is now."""
        return secret_links.is_genuine(token, LINK_PURPOSE, self.public_id, self.link_version)

    @property
    def can_be_withdrawn(self) -> bool:
        return self.status in ALLOWED[Step.WITHDRAW]

    @property
    def can_be_released(self) -> bool:
        return self.status in ALLOWED[Step.RELEASE]

    @property
    def can_be_handed_over(self) -> bool:
        return self.status in ALLOWED[Step.HAND_OVER]

    @property
    def can_be_closed(self) -> bool:
        return self.status in ALLOWED[Step.CLOSE]

    @contextmanager
    def step(self, step: Step, *, by: User | None = None) -> Iterator[InquiryEvent]:
        """Take one step: the row is locked and read anew, changed inside the block, saved with its event.

        Raises `MoveNotAllowed` if it no longer stands where the step can be taken.
        """
        with transaction.atomic():
            now = Inquiry.objects.select_for_update().get(pk=self.pk)
            if now.status not in ALLOWED[step]:
                raise MoveNotAllowed(f"{self.reference} is {now.status}")
            self.refresh_from_db()
            event = InquiryEvent(step=step, by=by, status_before=self.status)
            yield event
            self.save()
            event.save_as_of(self)

    def release(self, *, by: User) -> InquiryEvent:
        """Out of quarantine: it was from a person after all. The receiver is told by the caller's mail."""
        with self.step(Step.RELEASE, by=by) as event:
            self.status = Status.NEW
        return event

    def hand_over(
        self, to: DistrictOffice | ContactPoint, office: DistrictOffice, *, by: User, reason: str
    ) -> InquiryEvent:
        """Give it to another receiver, `office` being responsible from now on; `reason` is encrypted and erasable."""
        with self.step(Step.HAND_OVER, by=by) as event:
            self.contact_point = to if isinstance(to, ContactPoint) else None
            self.office = office
            self.rule = RoutingRule.HANDED_OVER
            self.reason = gettext("Overført til %(to)s.") % {"to": to.name}
            self.distance_km = distance_km(self.municipality.position, to.position)
            self.write(TextKind.HAND_OVER, reason, by=by)
        return event

    def close(self, outcome: Outcome, *, by: User, note: str = "") -> InquiryEvent:
        """End it with an outcome, and a note that is encrypted and erasable."""
        with self.step(Step.CLOSE, by=by) as event:
            self._keep_from_contact_point()
            self.status, self.outcome, self.closed_at = Status.CLOSED, outcome, clock.now()
            self.write(TextKind.CLOSING, note, by=by)
        return event

    def withdraw(self) -> InquiryEvent:
        """The person takes their words back: personal fields and all texts are erased, the case remains as a number."""
        with self.step(Step.WITHDRAW) as event:
            self._keep_from_contact_point()
            for name in PERSONAL_FIELDS:
                setattr(self, name, "")
            self.contact_times = []
            self.status, self.closed_at = Status.WITHDRAWN, self.closed_at or clock.now()
            self.texts.all().delete()
        return event

    def _keep_from_contact_point(self) -> None:
        """What never left quarantine stays with the office: the contact point was not to see it, now or later."""
        if self.status == Status.QUARANTINED:
            self.contact_point = None

    def write(self, kind: TextKind, text: str, *, by: User) -> None:
        """Keep a text about the case, encrypted; nothing if it is empty."""
        if text:
            InquiryText.objects.create(inquiry=self, kind=kind, text=text, by=by)


class InquiryEvent(models.Model):
    """One step of a case: who, when, from where to where, and the routing as it then was. Append-only, no free text."""

    append_only = True

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="events", verbose_name=_("henvendelse"))
    step = models.CharField(_("steg"), max_length=12, choices=Step)
    at = models.DateTimeField(_("når"), default=clock.now, editable=False)
    by = models.ForeignKey(
        "contactpoints.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hvem")
    )
    status_before = models.CharField(_("fra"), max_length=12, choices=Status, blank=True)
    status_after = models.CharField(_("til"), max_length=12, choices=Status)
    office = models.ForeignKey(DistrictOffice, models.PROTECT, related_name="+", verbose_name=_("kontor"))
    contact_point = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, related_name="+", verbose_name=_("kontaktpunkt")
    )
    rule = models.CharField(_("regel"), max_length=25, choices=RoutingRule)
    reason = models.CharField(_("begrunnelse"), max_length=400)
    distance_km = models.FloatField(_("avstand i km"))

    class Meta:
        verbose_name = _("hendelse")
        verbose_name_plural = _("saksgang")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.get_step_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("An event is never changed.")
        super().save(*args, **kwargs)

    @property
    def receiver(self) -> DistrictOffice | ContactPoint:
        """Who was to answer after this step."""
        return self.contact_point or self.office

    def save_as_of(self, inquiry: Inquiry) -> None:
        """Save it with the status and the routing that the inquiry has now."""
        self.inquiry = inquiry
        self.status_after = inquiry.status
        self.office, self.contact_point = inquiry.office, inquiry.contact_point
        self.rule, self.reason, self.distance_km = inquiry.rule, inquiry.reason, inquiry.distance_km
        self.save()


class InquiryText(models.Model):
    """What staff wrote about a case: encrypted, and erased with the personal fields."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="texts", verbose_name=_("henvendelse"))
    kind = models.CharField(_("slag"), max_length=10, choices=TextKind)
    text = EncryptedTextField(_("tekst"))
    by = models.ForeignKey("contactpoints.User", models.PROTECT, related_name="+", verbose_name=_("hvem"))
    at = models.DateTimeField(_("når"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("tekst")
        verbose_name_plural = _("tekster")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.get_kind_display()}"
