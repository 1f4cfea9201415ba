"""Inviting people to work at a place, and what becomes of it when they accept. There is no other way to an account."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Invitation, Membership, User
from linkportal.kit import clock, mail

KEEP_UNUSED = timedelta(days=30)
Place = ContactPoint | DistrictOffice | None

# At which kind of place somebody can be invited as what; None is the whole country.
PLACES: dict[str, tuple[type[ContactPoint] | type[DistrictOffice] | type[None], ...]] = {
    Role.STAFF: (ContactPoint,),
    Role.LEADER: (ContactPoint,),
    Role.COORDINATOR: (DistrictOffice,),
    Role.NATIONAL_ADMIN: (type(None),),
    Role.AUDITOR: (DistrictOffice, type(None)),
}


class MayNotInvite(Exception):
    """Whoever asks has no right to invite somebody as this, there."""


class InvitationOver(Exception):
    """It has been used or taken back, or is too old."""


class HasAccount(Exception):
    """Somebody has an account with this address, and accepts by logging in."""


class RolesClash(Exception):
    """An auditor is nothing else in the same days, and nobody else becomes one."""


def may_invite(user: User, role: str, place: Place) -> bool:
    """Whether the person may invite somebody as this, there.

    National administrators everybody; coordinators colleagues at their office, and those of the contact points it
    answers for; leaders those of their contact point.
    """
    if not isinstance(place, PLACES[role]):
        return False
    if user.is_national_admin:
        return True
    if isinstance(place, ContactPoint):
        return leads(user, place) or coordinates(user, place)
    return role == Role.COORDINATOR and place is not None and place.pk in user.coordinated_office_ids


def leads(user: User, contact_point: ContactPoint) -> bool:
    """Whether the person is a leader there today."""
    mine = user.current_memberships
    return any(one.role == Role.LEADER and one.contact_point_id == contact_point.pk for one in mine)


def coordinates(user: User, contact_point: ContactPoint) -> bool:
    """Whether an office answers for it of which the person is a coordinator today."""
    return bool(user.coordinated_office_ids) and contact_point.municipality_id in user.answered_municipality_ids


def invite(email: str, role: str, place: Place, *, by: User) -> Invitation:
    """Invite somebody by mail; raises `MayNotInvite`.

    One that waits for the same is sent anew: its earlier link stops working.
    """
    if not may_invite(by, role, place):
        raise MayNotInvite
    where = {
        "contact_point": place if isinstance(place, ContactPoint) else None,
        "office": place if isinstance(place, DistrictOffice) else None,
    }
    try:
        with transaction.atomic():
            return _send_anew_or_create(email.strip().lower(), role, where, by)
    except IntegrityError:  # another one was faster: now there is one to send anew
        with transaction.atomic():
            return _send_anew_or_create(email.strip().lower(), role, where, by)


def _send_anew_or_create(email: str, role: str, where: dict[str, Place], by: User) -> Invitation:
    waiting = Invitation.objects.waiting().select_for_update().filter(email=email, role=role, **where).first()
    if waiting:
        waiting.link_version += 1
        waiting.invited_by, waiting.sent_at = by, clock.now()
        waiting.save(update_fields=["link_version", "invited_by", "sent_at"])
        invitation = waiting
    else:
        invitation = Invitation.objects.create(email=email, role=role, invited_by=by, **where)
    job = app.configure_task("contactpoints.send_invitation", queue="mail", allow_unknown=False)
    job.defer(invitation_id=invitation.pk, version=invitation.link_version)
    return invitation


def cancel(invitation: Invitation) -> None:
    """Take an invitation back, unless it has been accepted. Doing it twice is the same as once."""
    Invitation.objects.waiting().filter(pk=invitation.pk).update(cancelled_at=clock.now())
    invitation.refresh_from_db()


def send(invitation_id: int, version: int) -> None:
    """Send the mail with the link, if it is still the one that was promised."""
    invitation = Invitation.objects.get(pk=invitation_id)
    if not invitation.is_open or invitation.link_version != version:
        return
    path = reverse("account_invitation_link", args=[invitation.secret_token])
    body = _(
        "Hei!\n\n"
        "Du er invitert til å arbeide i LINKportal. Åpne lenken for å se hvor, og for å takke ja:\n%(link)s\n\n"
        "Lenken virker én gang, i %(hours)s timer. Kjenner du ikke til dette, kan du la e-posten ligge.\n\n"
        "Hilsen LINKportal"
    ) % {"link": settings.SITE_URL + path, "hours": settings.INVITATION_HOURS}
    key = f"invitation-{invitation.public_id.hex}-{version}"
    mail.send(invitation.email, _("Invitasjon til LINKportal"), body, key=key)


def forget_unused() -> int:
    """Delete the invitations that nobody accepted, `KEEP_UNUSED` after they ended; returns how many there were.

    Their addresses are those of people who have nothing to do with us.
    """
    before = clock.now() - timedelta(hours=settings.INVITATION_HOURS) - KEEP_UNUSED
    return Invitation.objects.filter(accepted_at=None, sent_at__lt=before).delete()[0]


def account_of(invitation: Invitation) -> User | None:
    """The account of the invited person, if there is one that can be logged into."""
    found = User.objects.get_queryset().filter(email=invitation.email).first()
    return found if found and not _starts_over(found) else None


def _starts_over(user: User) -> bool:
    """Whether the person chooses a password anew: the account is closed, or never had one."""
    return not user.is_active or not user.has_usable_password()


@transaction.atomic
def accept_as(invitation: Invitation, user: User) -> Membership:
    """Accept with the account one has.

    Raises `InvitationOver`, or `RolesClash`. An invitation to another address is over, as far as this person goes.
    """
    invitation = _locked(invitation)
    if user.email != invitation.email:
        raise InvitationOver
    return _join(invitation, user)


@transaction.atomic
def accept_as_new(invitation: Invitation, *, name: str, password: str) -> User:
    """Accept with a new account, or open a closed one again; its second factor stays, its other work does not.

    Raises `InvitationOver`, `HasAccount` or `RolesClash`.
    """
    invitation = _locked(invitation)
    user = User.objects.get_queryset().select_for_update().filter(email=invitation.email).first()
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(invitation.email)
        except IntegrityError:  # by another invitation, in this moment
            raise HasAccount from None
    elif not _starts_over(user):
        raise HasAccount
    if not user.is_active:
        _end_other_work(invitation, user)
    user.name, user.is_active = name, True
    user.set_password(password)
    user.session_version += 1
    user.save()
    _join(invitation, user)
    return user


def _end_other_work(invitation: Invitation, user: User) -> None:
    """A closed account opens for the place that invites, and for nothing it had elsewhere."""
    today, asked = clock.today(), (invitation.role, invitation.contact_point_id, invitation.office_id)
    for one in user.memberships.all():
        if (one.role, one.contact_point_id, one.office_id) == asked or (one.valid_until and one.valid_until <= today):
            continue
        if one.valid_from >= today:
            one.delete()  # an interval has at least a day
        else:
            one.valid_until = today
            one.save(update_fields=["valid_until"])


def _locked(invitation: Invitation) -> Invitation:
    """The invitation as it is now, until the end of the transaction."""
    found = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not found.is_open or found.link_version != invitation.link_version:
        raise InvitationOver
    return found


def _join(invitation: Invitation, user: User) -> Membership:
    today = clock.today()
    place = {"contact_point": invitation.contact_point, "office": invitation.office}
    membership = user.memberships.on(today).filter(role=invitation.role, **place).first()
    if membership is None:
        membership = Membership(user=user, role=invitation.role, valid_from=today, **place)
        try:
            membership.full_clean()
        except ValidationError:
            raise RolesClash from None
        membership.save()
    # Who came by a link in a mail has the address; the set-up of a second factor asks for that.
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    invitation.accepted_at, invitation.accepted_by = clock.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return membership
