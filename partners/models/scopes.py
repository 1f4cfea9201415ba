"""Whose the rows are: what hangs on a project is its office's, what is about funders and networks is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from contactpoints.models import User

M = TypeVar("M", bound=models.Model)


class OfAnOffice(models.QuerySet[M]):
    """Rows of a project, directly or by way of others. A subclass says by which way its office is reached."""

    office: ClassVar[str] = "project__office"

    def visible_to(self, user: User) -> Self:
        """Coordinators and their auditors see those of their office, the national ones all; nobody else any."""
        return self if user.is_national else self.filter(**{f"{self.office}__in": user.office_ids})


class Shared(models.QuerySet[M]):
    """Rows that all offices have in common, such as organisations and schemes."""

    def visible_to(self, user: User) -> Self:
        """Everybody of an office sees them, and the national ones; those of contact points don't."""
        return self if user.is_national or user.office_ids else self.none()
