"""Who signed up for an event: without an account, encrypted, and gone after it."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.enums import SignUpStatus
from groups.models.meetings import Event
from groups.models.nothing import nothing_in
from linkportal.kit import clock, secret_links
from linkportal.kit.encryption import EncryptedTextField, SearchKeyField, search_keys

SIGN_UP_PURPOSE = "my sign-up"
SIGN_UP_FIELDS = ("name", "email", "phone", "email_key", "phone_key")


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def active(self) -> Self:
        """With a place or waiting for one."""
        return self.exclude(status=SignUpStatus.CANCELLED)

    def with_place(self) -> Self:
        return self.filter(status=SignUpStatus.PLACE)

    def in_line(self) -> Self:
        """Those who wait for a place, the first first."""
        return self.filter(status=SignUpStatus.WAITING).order_by("pk")

    def of_person(self, email: str, phone: str) -> Self:
        """Those that gave exactly this address or this number (E.164)."""
        return self.filter(
            Q(email_key__in=search_keys(email)) & ~Q(email_key="")
            | Q(phone_key__in=search_keys(phone)) & ~Q(phone_key="")
        )


class SignUp(models.Model):
    """One person comes to one event, or would if there were a place. The database lets nobody in twice."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="sign_ups", verbose_name=_("arrangement"))
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    name = EncryptedTextField(_("navn"), blank=True)
    email = EncryptedTextField(_("e-post"), blank=True)
    phone = EncryptedTextField(_("telefon"), blank=True)
    email_key = SearchKeyField(of="email")
    phone_key = SearchKeyField(of="phone")
    status = models.CharField(_("status"), max_length=10, choices=SignUpStatus)
    seat = models.PositiveSmallIntegerField(_("plass nummer"), null=True, blank=True, editable=False)
    at = models.DateTimeField(_("påmeldt"), default=clock.now, editable=False)
    consent_version = models.CharField(_("samtykketekst"), max_length=20)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Something has changed that no mail can tell them: somebody has to call.
    to_call = models.BooleanField(_("må ringes"), default=False)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("påmelding")
        verbose_name_plural = _("påmeldinger")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("event", "seat"), name="sign_up_one_on_each_seat"),
            models.UniqueConstraint(
                fields=("event", "email_key"), condition=~Q(email_key=""), name="sign_up_once_by_email"
            ),
            models.UniqueConstraint(
                fields=("event", "phone_key"), condition=~Q(phone_key=""), name="sign_up_once_by_phone"
            ),
            models.CheckConstraint(
                condition=Q(status=SignUpStatus.PLACE, seat__gte=1) | (~Q(status=SignUpStatus.PLACE) & Q(seat=None)),
                name="sign_up_with_a_place_has_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(status=SignUpStatus.CANCELLED)
                | Q(*(nothing_in(name) for name in SIGN_UP_FIELDS), to_call=False),
                name="sign_up_cancelled_holds_nothing_personal",
            ),
        )
        indexes = (models.Index(fields=("event", "status", "id"), name="sign_up_in_line"),)

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def has_place(self) -> bool:
        return self.status == SignUpStatus.PLACE

    @property
    def is_cancelled(self) -> bool:
        return self.status == SignUpStatus.CANCELLED

    @property
    def secret_token(self) -> str:
        """The secret part of the link to one's own sign-up."""
        return secret_links.token(SIGN_UP_PURPOSE, self.public_id, self.link_version)

    def opens_with(self, token: str) -> bool:
        """Whether this is the token of its secret link."""
        return secret_links.is_genuine(token, SIGN_UP_PURPOSE, self.public_id, self.link_version)

    def forget(self) -> None:
        """Signed off: what is personal goes at once, and the same form may sign them up anew. Not saved."""
        self.status, self.seat, self.to_call = SignUpStatus.CANCELLED, None, False
        self.name = self.email = self.phone = ""
        self.submission_id = uuid.uuid4()
