"""Who works where: people with an account, and their memberships, from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from contactpoints.coverage import municipalities_answered_by
from contactpoints.enums import Role
from contactpoints.models.dated import Dated, DatedQuerySet, interval, until_after_from
from contactpoints.models.offices import DistrictOffice
from contactpoints.models.registry import ContactPoint
from linkportal.kit import clock
from linkportal.kit.history import tracked

_OF_A_CONTACT_POINT = (Role.STAFF, Role.LEADER)


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> Self:
        """National people see all, others themselves and those who work where they do."""
        if user.is_national:
            return self
        colleagues = Membership.objects.visible_to(user).values("user")
        return self.filter(Q(pk=user.pk) | Q(pk__in=colleagues))


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with an account; without a password nobody can log in as them."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A national administrator from today on: the first person of a new portal."""
        user = self.create_user(email, password, **fields)
        Membership.objects.create(user=user, role=Role.NATIONAL_ADMIN, valid_from=clock.today())
        return user

    def visible_to(self, user: User) -> UserQuerySet:
        return self.get_queryset().visible_to(user)


class User(AbstractBaseUser):
    """A person with an account. What they may do is said by their memberships alone."""

    email = models.EmailField(_("e-post"), unique=True)
    name = models.CharField(_("navn"), max_length=80, blank=True)
    is_active = models.BooleanField(_("kan logge inn"), default=True)
    date_joined = models.DateTimeField(_("opprettet"), default=clock.now, editable=False)
    session_version = models.PositiveIntegerField(default=1, editable=False)  # raised to end all logins

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")
        ordering = ("email",)

    def __str__(self) -> str:
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """What a session must know to go on: another one after the password or `session_version` has changed."""
        return f"{super().get_session_auth_hash()}.{self.session_version}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """As above, by keys of `SECRET_KEY_FALLBACKS`."""
        for known in super().get_session_auth_fallback_hash():
            yield f"{known}.{self.session_version}"

    def end_sessions(self) -> None:
        """Log the person out everywhere."""
        User.objects.get_queryset().filter(pk=self.pk).update(session_version=F("session_version") + 1)
        self.refresh_from_db(fields=["session_version"])

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """Today's memberships of someone who may log in; one query for as long as this object lives."""
        if not self.is_active or self.pk is None:
            return []
        return list(self.memberships.on(clock.today()))

    @property
    def roles(self) -> set[str]:
        return {membership.role for membership in self.current_memberships}

    @property
    def is_national(self) -> bool:
        """Sees every place: the national administrator, and an auditor who is bound to no office."""
        return any(
            one.role in (Role.NATIONAL_ADMIN, Role.AUDITOR) and one.office_id is None
            for one in self.current_memberships
        )

    @property
    def is_national_admin(self) -> bool:
        return Role.NATIONAL_ADMIN in self.roles

    @property
    def office_ids(self) -> list[int]:
        return [one.office_id for one in self.current_memberships if one.office_id is not None]

    @property
    def coordinated_office_ids(self) -> list[int]:
        """Offices whose cases are theirs: an auditor of an office reads its registry, and no inquiry."""
        mine = (one for one in self.current_memberships if one.role == Role.COORDINATOR)
        return [one.office_id for one in mine if one.office_id is not None]

    @cached_property
    def answered_municipality_ids(self) -> list[int]:
        """Municipalities for which an office of theirs answers today; three queries as long as this object lives."""
        return municipalities_answered_by(self.office_ids, clock.today()) if self.office_ids else []

    @property
    def contact_point_ids(self) -> list[int]:
        return [one.contact_point_id for one in self.current_memberships if one.contact_point_id is not None]

    @property
    def is_staff(self) -> bool:
        """Whether the admin is open to them: those of contact points alone have the workspace instead."""
        return bool(self.roles.difference(_OF_A_CONTACT_POINT))

    @property
    def is_superuser(self) -> bool:
        """Some libraries ask. Nobody is above the rules here."""
        return False

    def has_perm(self, permission: str, obj: models.Model | None = None) -> bool:
        """As `contactpoints.access` says; what is not theirs is kept out by `visible_to`, not by this."""
        from django.contrib.auth import get_backends

        return any(
            backend.has_perm(self, permission, obj) for backend in get_backends() if hasattr(backend, "has_perm")
        )

    def has_perms(self, permissions: list[str], obj: models.Model | None = None) -> bool:
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        from django.contrib.auth import get_backends

        return any(
            backend.has_module_perms(self, app_label)
            for backend in get_backends()
            if hasattr(backend, "has_module_perms")
        )


class MembershipQuerySet(DatedQuerySet["Membership"]):
    def visible_to(self, user: User) -> Self:
        """National people see all, others those of the places where they are themselves."""
        if user.is_national:
            return self
        return self.filter(
            Q(user=user)
            | Q(office__in=user.office_ids)
            | Q(contact_point__in=ContactPoint.objects.visible_to(user).values("pk"))
        )


@tracked
class Membership(Dated):
    """A person has a role, at a contact point or an office or for the whole country, from a day until another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("bruker"))
    role = models.CharField(_("rolle"), max_length=15, choices=Role)
    contact_point = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("kontaktpunkt")
    )
    office = models.ForeignKey(
        DistrictOffice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("distriktskontor"),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        ordering = ("valid_from", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=_OF_A_CONTACT_POINT, contact_point__isnull=False, office=None)
                | Q(role=Role.COORDINATOR, contact_point=None, office__isnull=False)
                | Q(role=Role.NATIONAL_ADMIN, contact_point=None, office=None)
                | Q(role=Role.AUDITOR, contact_point=None),
                name="membership_role_fits_place",
                violation_error_message=_(
                    "Velg kontaktpunkt for medarbeider og leder, kontor for koordinator, ellers ingen av dem."
                ),
            ),
            until_after_from("membership_until_after_from"),
            # Permissions are the sum of one's roles, and so is what one sees: who only reads has no other role.
            ExclusionConstraint(
                name="membership_auditor_is_nothing_else",
                expressions=(
                    ("user", RangeOperators.EQUAL),
                    (interval(), RangeOperators.OVERLAPS),
                    (Case(When(role=Role.AUDITOR, then=1), default=0), RangeOperators.NOT_EQUAL),
                ),
                violation_error_message=_("Den som er revisor, kan ikke ha en annen rolle i samme tid."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.contact_point or self.office or _('hele landet')}"
