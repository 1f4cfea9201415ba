"""Inquiries: what a person asked, who answers and why. What may be done to one is in `steps.py`."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import HostKind
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, PostalCode
from groups.enums import (
    ALLOWED,
    ENDED,
    IN_HAND,
    OPEN,
    CandidateAnswer,
    Channel,
    ContactChannel,
    ContactTime,
    LeaveMessage,
    OfferedAs,
    Outcome,
    RoutingRule,
    Status,
    Step,
    Theme,
    Wish,
)
from groups.models.nothing import nothing_in
from groups.models.steps import PERSONAL_FIELDS, Steps
from groups.references import new_reference
from linkportal.kit import clock, secret_links
from linkportal.kit.encryption import EncryptedTextField, SearchKeyField, search_keys

if TYPE_CHECKING:
    from contactpoints.models import User

LINK_PURPOSE = "my inquiry"
ACT_PURPOSE = "act on inquiry"
SEARCH_KEYS = ("email_key", "phone_key")
_USER = "contactpoints.User"
_IS_OPEN = Q(status__in=OPEN)
_HAS_ENDED = Q(status__in=ENDED)
_AWAITS_ANSWER = Q(waits_since__isnull=False, status__in=IN_HAND)
_OWN = Q(contact_point__isnull=True)
_BELOW = Q(contact_point__isnull=False)


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def open(self) -> Self:
        """Still somebody's to answer."""
        return self.filter(status__in=OPEN)

    def ended(self) -> Self:
        return self.filter(status__in=ENDED)

    def awaiting_answer(self) -> Self:
        """Somebody waits to hear from the place, and it has not been decided to pass it on."""
        return self.filter(_AWAITS_ANSWER)

    def overdue(self) -> Self:
        """Open, and something should have happened before today."""
        return self.open().filter(due_on__lt=clock.today())

    def found_by(self, contact: str) -> Self:
        """Those whose person has exactly this e-mail address or telephone number (E.164)."""
        keys = search_keys(contact)
        return self.filter(Q(email_key__in=keys) | Q(phone_key__in=keys))

    def quarantined(self) -> Self:
        return self.filter(status=Status.QUARANTINED)

    def answered_by_office(self, office_id: int) -> Self:
        """What this office is to answer itself."""
        return self.filter(office=office_id, contact_point=None)

    def at_contact_points_of(self, office_id: int) -> Self:
        """What the contact points are to answer that this office stands behind."""
        return self.filter(office=office_id, contact_point__isnull=False)

    def at_contact_point(self, contact_point_id: int) -> Self:
        """What this contact point is to answer, and what it has answered."""
        return self.filter(contact_point=contact_point_id)

    def waiting_for_group(self) -> Self:
        """Those who can be asked whether they want to be in a group: no other one has asked them and waits."""
        asked = Q(candidacies__answer__in=("", CandidateAnswer.YES))
        return self.filter(status=Status.WAITING).exclude(asked)

    def of(self, user: User) -> Self:
        """What this person has taken."""
        return self.filter(assignee=user)

    def by_due(self) -> Self:
        """What is due first comes first, what has no day last (as PostgreSQL orders what is null)."""
        return self.order_by("due_on", "pk")

    def by_end(self) -> Self:
        """What ended last comes first."""
        return self.order_by("-closed_at", "-pk")

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

    def for_list(self) -> Self:
        """With what a list names in one query, and without what is personal: that is not even decrypted."""
        named = ("municipality__county", "postal_code", "office", "contact_point", "assignee")
        return self.select_related(*named).defer(*PERSONAL_FIELDS, *SEARCH_KEYS)

    def with_places(self) -> Self:
        """With everything that a case page names, in one query."""
        return self.select_related(
            "municipality__county", "postal_code", "office", "contact_point", "chosen_contact_point", "assignee"
        )


class Inquiry(Steps):
    """One wish that reached the house. Personal fields are encrypted, and erased in time or when it is withdrawn."""

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
    organisation = EncryptedTextField(_("organisasjon"), blank=True)
    host_kind = models.CharField(_("slags sted"), max_length=30, choices=HostKind, blank=True)
    offered_as = models.CharField(_("melder seg som"), max_length=15, choices=OfferedAs, blank=True)
    # What the two fields can be found by, if one knows all of what they say.
    email_key = SearchKeyField(of="email")
    phone_key = SearchKeyField(of="phone")
    leave_message = models.CharField(
        _("kan en legge igjen beskjed"), max_length=10, choices=LeaveMessage, default=LeaveMessage.NO
    )
    contact_times = ArrayField(
        models.CharField(max_length=10, choices=ContactTime), verbose_name=_("når passer det"), default=list, blank=True
    )
    # When the person can come to a group; none is any time.
    meeting_times = ArrayField(
        models.CharField(max_length=10, choices=ContactTime),
        verbose_name=_("når kan en møtes"),
        default=list,
        blank=True,
    )
    contact_by = models.CharField(_("hvordan tar vi helst kontakt"), max_length=10, choices=ContactChannel, blank=True)
    consent_version = models.CharField(_("samtykketekst"), max_length=20)
    consented_at = models.DateTimeField(_("samtykket"))
    consent_asked_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("spurte om samtykke")
    )

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
    assignee = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hvem har den")
    )
    received_at = models.DateTimeField(_("mottatt"), default=clock.now, editable=False)
    # Since when the person waits for an answer, and until when the place has time; both empty once it has answered.
    waits_since = models.DateTimeField(_("venter på svar siden"), null=True, blank=True, editable=False)
    answer_due_on = models.DateField(_("svar innen"), null=True, blank=True, editable=False)
    follow_up_on = models.DateField(_("følges opp"), null=True, blank=True)
    due_on = models.GeneratedField(
        expression=Least("answer_due_on", "follow_up_on"),
        output_field=models.DateField(_("frist"), null=True, blank=True),
        db_persist=True,
    )
    answered_at = models.DateTimeField(_("første svar"), null=True, blank=True, editable=False)
    last_contact_at = models.DateTimeField(_("siste kontakt"), default=clock.now, editable=False)
    # Why it shall go to those who stand behind the place, while its person is being told.
    passing_rule = models.CharField(_("sendes videre fordi"), max_length=25, choices=RoutingRule, blank=True)
    passing_since = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)
    erased_at = models.DateTimeField(_("personopplysninger slettet"), null=True, blank=True, editable=False)
    # What the link in the receiver's mail counts: raised, it makes the links of earlier mails dead.
    act_version = models.PositiveIntegerField(default=1, editable=False)
    act_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    became = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name=_("ble kontaktpunkt")
    )

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("henvendelse")
        verbose_name_plural = _("henvendelser")
        ordering = ("-received_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | Q(status=Status.WITHDRAWN)
                | Q(status__in=(*OPEN, Status.QUARANTINED), closed_at=None, outcome=""),
                name="inquiry_closed_has_outcome_and_time",
            ),
            # Nothing at all is stored as the empty text, which the database can see without a key.
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(*(nothing_in(name) for name in (*PERSONAL_FIELDS, *SEARCH_KEYS))),
                name="inquiry_erased_holds_nothing_personal",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN) | Q(erased_at__isnull=False),
                name="inquiry_withdrawn_is_erased",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PASSING, passing_since__isnull=False) & ~Q(passing_rule="")
                | ~Q(status=Status.PASSING) & Q(passing_since=None, passing_rule=""),
                name="inquiry_passing_says_why",
            ),
            models.CheckConstraint(
                condition=Q(waits_since=None, answer_due_on=None)
                | Q(waits_since__isnull=False, answer_due_on__isnull=False),
                name="inquiry_awaiting_answer_has_deadline",
            ),
        )
        indexes = (
            models.Index(fields=("office", "status", "-received_at"), name="inquiry_of_office"),
            models.Index(fields=("contact_point", "status", "-received_at"), name="inquiry_of_contact_point"),
            # The lists of the workspace: open by what is due first, ended by what ended last; for an office apart what
            # it answers itself, and what its contact points answer. So a page reads what it shows, and nothing else.
            models.Index(fields=("contact_point", "due_on", "id"), name="inquiry_open_place", condition=_IS_OPEN),
            models.Index(fields=("office", "due_on", "id"), name="inquiry_open_own", condition=_IS_OPEN & _OWN),
            models.Index(fields=("office", "due_on", "id"), name="inquiry_open_below", condition=_IS_OPEN & _BELOW),
            models.Index(
                fields=("contact_point", "status", "due_on", "id"), name="inquiry_status_place", condition=_IS_OPEN
            ),
            models.Index(
                fields=("office", "status", "due_on", "id"), name="inquiry_status_own", condition=_IS_OPEN & _OWN
            ),
            models.Index(
                fields=("office", "status", "due_on", "id"), name="inquiry_status_below", condition=_IS_OPEN & _BELOW
            ),
            models.Index(fields=("assignee", "due_on", "id"), name="inquiry_open_assignee", condition=_IS_OPEN),
            models.Index(
                fields=("contact_point", "-closed_at", "-id"), name="inquiry_ended_place", condition=_HAS_ENDED
            ),
            models.Index(fields=("office", "-closed_at", "-id"), name="inquiry_ended_own", condition=_HAS_ENDED & _OWN),
            models.Index(
                fields=("office", "-closed_at", "-id"), name="inquiry_ended_below", condition=_HAS_ENDED & _BELOW
            ),
            # How many wait for an answer, in the menu of every page.
            models.Index(
                fields=("contact_point", "answer_due_on"), name="inquiry_awaits_place", condition=_AWAITS_ANSWER
            ),
            models.Index(
                fields=("office", "answer_due_on"), name="inquiry_awaits_own", condition=_AWAITS_ANSWER & _OWN
            ),
            # Those among whom a group may come about.
            models.Index(
                fields=("office", "theme", "municipality"), name="inquiry_for_group", condition=Q(status=Status.WAITING)
            ),
            models.Index(fields=("waits_since",), name="inquiry_awaits", condition=Q(waits_since__isnull=False)),
            models.Index(fields=("closed_at",), name="inquiry_not_erased", condition=Q(erased_at=None)),
            models.Index(fields=("last_contact_at",), name="inquiry_last_contact", condition=Q(erased_at=None)),
            models.Index(fields=("answered_at",), name="inquiry_answered", condition=Q(answered_at__isnull=False)),
            models.Index(fields=("email_key",), name="inquiry_by_email", condition=~Q(email_key="")),
            models.Index(fields=("phone_key",), name="inquiry_by_phone", condition=~Q(phone_key="")),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def receiver(self) -> DistrictOffice | ContactPoint:
        """Who answers: the contact point it was given to, else the responsible office; the office in quarantine."""
        return self.office if self.status == Status.QUARANTINED else self.contact_point or self.office

    @property
    def secret_token(self) -> str:
        """The secret part of the citizen's link; the same each time, until the link's version is raised."""
        return secret_links.token(LINK_PURPOSE, self.public_id, self.link_version)

    def opens_with(self, token: str) -> bool:
        """Whether this is the token of its secret link as it is now."""
        return secret_links.is_genuine(token, LINK_PURPOSE, self.public_id, self.link_version)

    def act_token(self) -> str:
        """The secret part of the link by which its receiver acts without logging in; dead when `act_version` rises."""
        return secret_links.token(ACT_PURPOSE, self.public_id, self.act_version)

    def act_opens_with(self, token: str) -> bool:
        """Whether this is the token of the receiver's latest mail. How old that is, is another question."""
        return secret_links.is_genuine(token, ACT_PURPOSE, self.public_id, self.act_version)

    @property
    def allowed_steps(self) -> frozenset[str]:
        """The steps that may be taken where it stands now."""
        return frozenset(step.value for step, statuses in ALLOWED.items() if self.status in statuses)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether something should have happened before today."""
        return self.is_open and self.due_on is not None and self.due_on < clock.today()

    @property
    def can_be_withdrawn(self) -> bool:
        return self.status in ALLOWED[Step.WITHDRAW]

    @property
    def can_be_released(self) -> bool:
        return self.status in ALLOWED[Step.RELEASE]

    @property
    def can_be_handed_over(self) -> bool:
        return self.status in ALLOWED[Step.HAND_OVER]
