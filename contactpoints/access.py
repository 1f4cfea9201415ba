"""Who may do what: derived from today's memberships, and from nothing else."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model
from django.http import HttpRequest

from contactpoints.enums import Role
from contactpoints.models import User

# Partners and funding are the district offices' own; nothing goes that has money on it, the database sees to that.
_ALL = {"view", "add", "change", "delete"}
_PARTNERS = {
    **{
        f"partners.{model}": _ALL
        for model in (
            *("organisation", "succession", "partnershipproject", "projectpartner", "goal", "goalresult", "position"),
            *("networkmeeting", "presentation", "networkproject", "projectupdate", "document"),
            *("grantscheme", "grantapplication", "grant", "tranche", "unusedfunds"),
            *("budgetline", "expense", "allocation", "ownshare"),
        )
    },
    "partners.projectinterest": {"view"},
    "partners.reportduty": {"view", "change"},
    "partners.funderreport": {"view", "keep"},
}
# What each role may do to which models. Reading comes with any of these; places are nobody's to change by hand.
# "keep" is to look after it in the workspace (contactpoints.keeping); the admin knows nothing of it.
_COORDINATOR = {
    "contactpoints.districtoffice": {"view", "change", "keep"},
    "contactpoints.coveragearea": {"view", "keep"},
    "contactpoints.contactpoint": {"view", "add", "change", "keep"},
    "contactpoints.openinghours": {"view", "add", "change", "delete"},
    "contactpoints.closedperiod": {"view", "add", "change", "delete"},
    "contactpoints.absence": {"view", "add", "change", "delete"},
    "contactpoints.onboarding": {"view", "add", "change"},
    "contactpoints.membership": {"view"},
    "contactpoints.invitation": {"view"},
    "contactpoints.user": {"view"},
    "contactpoints.county": {"view"},
    "contactpoints.municipality": {"view"},
    "contactpoints.postalcode": {"view"},
    "groups.inquiry": {"view"},
    "groups.material": {"view"},
    **_PARTNERS,
}
_NATIONAL_ADMIN = _COORDINATOR | {
    "contactpoints.districtoffice": {"view", "add", "change", "keep"},
    "contactpoints.coveragearea": {"view", "add", "change", "delete", "keep"},
    "contactpoints.membership": {"view", "add", "change"},
    "contactpoints.user": {"view", "add", "change"},
    "groups.material": {"view", "add", "change"},
    "groups.reminder": {"view"},
    "groups.erasurerun": {"view"},
}
_AUDITOR = {model: {"view"} for model in _COORDINATOR if not model.startswith("groups.")}
# Whoever answers at a contact point has the workspace, and nothing in the admin.
_CONTACT_POINT = {"contactpoints.contactpoint": {"keep"}}
GRANTED: dict[str, dict[str, set[str]]] = {
    Role.STAFF: _CONTACT_POINT,
    Role.LEADER: _CONTACT_POINT,
    Role.COORDINATOR: _COORDINATOR,
    Role.NATIONAL_ADMIN: _NATIONAL_ADMIN,
    Role.AUDITOR: _AUDITOR,
}


class MembershipBackend(BaseBackend):
    """Log in by e-mail and password; permissions by membership. Which rows, is the business of `visible_to`."""

    def authenticate(
        self, request: HttpRequest | None, email: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The person with this address and password, or None; an unknown address takes as long as a wrong password.

        Also one whose account is closed: allauth tells them so, and nobody else (`get_user` knows them no more).
        """
        if email is None or password is None:
            return None
        user = User.objects.get_queryset().filter(email=email.lower()).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.get_queryset().filter(pk=user_id, is_active=True).first()

    def has_perm(self, user_obj: AbstractBaseUser | Any, perm: str, obj: Model | None = None) -> bool:
        """Whether a role of today's grants it. Nobody's roles are those of one who is not logged in."""
        app_label, _, codename = perm.partition(".")
        action, _, model = codename.partition("_")
        return any(action in GRANTED.get(role, {}).get(f"{app_label}.{model}", ()) for role in _roles(user_obj))

    def has_module_perms(self, user_obj: AbstractBaseUser | Any, app_label: str) -> bool:
        """Whether a role has anything to do in this app."""
        return any(model.startswith(f"{app_label}.") for role in _roles(user_obj) for model in GRANTED.get(role, {}))


def _roles(user: Any) -> set[str]:
    return user.roles if user.is_authenticated else set()
