"""Invited by mail: one use, 72 hours; the only way to an account."""

import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from contactpoints import invitations
from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Invitation, Membership, User
from contactpoints.tasks import forget_invitations
from linkportal.kit import clock
from tests.accounts.conftest import NOON
from tests.conftest import TODAY, make_contact_point, make_user
from tests.login import INBOX, code_of, first_step, log_in, password_of
from tests.mailbox import Mailbox
from tests.processes import run_jobs

pytestmark = pytest.mark.django_db

SIRI = "siri@example.no"
PAGE = "/konto/invitasjon/"
SAID = {"name": "Siri", "password1": "lyng røsslyng blåbær", "password2": "lyng røsslyng blåbær"}


@pytest.fixture
def invited(ola: User, bakken: ContactPoint) -> Invitation:
    """Ola wants Siri's help at Bakken."""
    return invitations.invite("Siri@example.no ", Role.STAFF, bakken, by=ola)


def link_of(invitation: Invitation) -> str:
    return f"{PAGE}{invitation.secret_token}/"


def is_over(client: Client, link: str) -> bool:
    """Whether the link meets the page that says what to do instead."""
    answer = client.get(link)
    if answer.status_code == 302:
        answer = client.get(answer["Location"])
    return answer.status_code == 410 and "ber du den som inviterte deg, om en ny" in answer.content.decode()


class TestAccepting:
    def test_siri_takes_the_link_of_the_mail_and_works_at_bakken(
        self, client: Client, invited: Invitation, mailbox: Mailbox, bakken: ContactPoint
    ) -> None:
        run_jobs()
        [mail] = mailbox.mails
        found = re.search(rf"{settings.SITE_URL}({PAGE}\S+)", mail.text)
        assert found
        assert mail.receivers == [SIRI]
        assert bakken.name not in mail.text + mail.subject

        assert client.get(found[1])["Location"] == PAGE
        assert bakken.name in client.get(PAGE).content.decode()
        assert client.post(PAGE, SAID)["Location"] == "/konto/to-trinn/"

        siri = User.objects.get(email=SIRI)
        work = Membership.objects.get(user=siri)
        assert (siri.name, work.role, work.contact_point, work.valid_from) == ("Siri", Role.STAFF, bakken, TODAY)
        assert EmailAddress.objects.get(user=siri).verified
        assert Invitation.objects.get().accepted_by == siri
        secret = client.get("/konto/to-trinn/app/").context["form"].secret  # without the password once more
        assert client.post("/konto/to-trinn/app/", {"code": code_of(secret)}).status_code == 302
        assert client.get(INBOX).status_code == 200

    def test_opening_the_link_changes_nothing(self, client: Client, invited: Invitation) -> None:
        client.get(link_of(invited), follow=True)

        assert Invitation.objects.get().accepted_at is None
        assert not User.objects.get_queryset().filter(email=SIRI).exists()

    def test_what_is_missing_is_said(self, client: Client, invited: Invitation) -> None:
        client.get(link_of(invited))
        for said, words in [
            ({"name": ""}, "Skriv navnet ditt."),
            ({"password2": "noe ganske annet"}, "De to passordene er ikke like."),
            ({"password1": "kort", "password2": "kort"}, "Skriv minst 12 tegn"),
            ({"password1": "password1234", "password2": "password1234"}, "lett å gjette"),
            ({"password1": "siri@example.no", "password2": "siri@example.no"}, "navnet eller e-postadressen din"),
        ]:
            answer = client.post(PAGE, SAID | said)
            assert answer.status_code == 422
            assert words in answer.content.decode()
        assert not User.objects.get_queryset().filter(email=SIRI).exists()

    def test_who_has_an_account_logs_in_and_says_yes(self, client: Client, berit: User, admin: User) -> None:
        oslo = DistrictOffice.objects.get(is_national_desk=True)
        invited = invitations.invite(berit.email, Role.COORDINATOR, oslo, by=admin)
        client.get(link_of(invited))
        page = client.get(PAGE)
        assert "Du har en konto hos oss." in page.content.decode()
        client.post(PAGE, SAID)
        assert User.objects.get(pk=berit.pk).check_password(password_of(berit))

        log_in(client, berit)
        assert client.post(PAGE)["Location"] == "/arbeidsflate/"

        assert set(berit.memberships.values_list("office__slug", flat=True)) == {"oslo", "tonsberg"}

    def test_another_who_is_logged_in_gets_nothing_by_it(
        self, client: Client, invited: Invitation, outsider: User
    ) -> None:
        client.force_login(outsider)
        client.get(link_of(invited))

        assert "Noen andre er logget inn" in client.post(PAGE, SAID).content.decode()
        assert outsider.memberships.count() == 1
        assert Invitation.objects.get().accepted_at is None

    def test_a_closed_account_opens_again_and_keeps_its_second_factor(
        self, client: Client, bakken: ContactPoint, ola: User
    ) -> None:
        siri = make_user(SIRI, Role.STAFF, contact_point=bakken)
        User.objects.get_queryset().filter(pk=siri.pk).update(is_active=False)
        client.get(link_of(invitations.invite(SIRI, Role.STAFF, bakken, by=ola)))

        assert client.post(PAGE, SAID)["Location"] == "/konto/to-trinn/kode/"

        assert User.objects.get(email=SIRI).check_password(SAID["password1"])
        assert siri.memberships.count() == 1

    @pytest.mark.parametrize("since", [NOON.date() - timedelta(days=300), NOON.date()])
    def test_a_closed_account_opens_for_the_place_that_invites_and_not_for_what_it_had(
        self, client: Client, tonsberg: DistrictOffice, bakken: ContactPoint, ola: User, since: date
    ) -> None:
        siri = make_user(SIRI, Role.COORDINATOR, office=tonsberg)
        siri.memberships.update(valid_from=since)
        User.objects.get_queryset().filter(pk=siri.pk).update(is_active=False)
        client.get(link_of(invitations.invite(SIRI, Role.STAFF, bakken, by=ola)))

        client.post(PAGE, SAID)

        again = User.objects.get(email=SIRI)
        assert (again.is_active, again.roles, again.coordinated_office_ids) == (True, {Role.STAFF}, [])

    def test_an_auditor_is_nothing_else(self, client: Client, tonsberg: DistrictOffice, admin: User) -> None:
        auditor = make_user("auditor@example.no", Role.AUDITOR, office=tonsberg)
        client.get(link_of(invitations.invite(auditor.email, Role.COORDINATOR, tonsberg, by=admin)))
        client.force_login(auditor)

        answer = client.post(PAGE)

        assert answer.status_code == 409
        assert "Den som er revisor" in answer.content.decode()


class TestOver:
    def test_after_72_hours(self, client: Client, invited: Invitation) -> None:
        with clock.moved_to(NOON + timedelta(hours=72, seconds=-1)):
            assert client.get(link_of(invited)).status_code == 302
        with clock.moved_to(NOON + timedelta(hours=72)):
            assert is_over(client, link_of(invited))
            assert client.post(PAGE, SAID).status_code == 410

    def test_after_use(self, client: Client, invited: Invitation) -> None:
        client.get(link_of(invited))
        client.post(PAGE, SAID)

        assert is_over(Client(), link_of(invited))

    def test_after_it_was_taken_back(self, client: Client, invited: Invitation) -> None:
        invitations.cancel(invited)
        invitations.cancel(invited)

        assert is_over(client, link_of(invited))

    def test_when_it_was_sent_anew_the_newest_link_counts(
        self, client: Client, invited: Invitation, ola: User, bakken: ContactPoint, mailbox: Mailbox
    ) -> None:
        before = link_of(invited)
        with clock.moved_to(NOON + timedelta(days=10)):
            again = invitations.invite(SIRI, Role.STAFF, bakken, by=ola)
            run_jobs()

            assert again.pk == invited.pk
            assert len(mailbox.mails) == 1  # the first one was not sent by then, and would have been of no use
            assert is_over(client, before)
            assert client.get(link_of(again)).status_code == 302

    def test_a_guessed_one_meets_the_same_page(self, client: Client, invited: Invitation) -> None:
        assert is_over(client, f"{PAGE}{invited.secret_token[:-4]}AAAA/")
        assert is_over(client, f"{PAGE}noe-helt-annet/")
        assert is_over(client, PAGE)

    def test_the_cookie_of_another_purpose_opens_nothing(self, client: Client, invited: Invitation) -> None:
        client.cookies["invitasjon"] = signing.get_cookie_signer(salt="min-henvendelse").sign(invited.secret_token)

        assert is_over(client, PAGE)


class TestWhoMayInvite:
    @pytest.fixture
    def places(
        self, bakken: ContactPoint, tonsberg: DistrictOffice, alta: DistrictOffice
    ) -> dict[str, invitations.Place]:
        far_away = make_contact_point("Frivilligsentralen i Alta", "Alta")
        return {"bakken": bakken, "far away": far_away, "tonsberg": tonsberg, "alta": alta, "norway": None}

    def may(self, user: User, places: dict[str, invitations.Place]) -> set[tuple[str, str]]:
        return {
            (role.name, name)
            for role in Role
            for name, one in places.items()
            if invitations.may_invite(user, role, one)
        }

    def test_by_role(
        self, places: dict[str, invitations.Place], ola: User, berit: User, admin: User, bakken: ContactPoint
    ) -> None:
        siri = make_user(SIRI, Role.STAFF, contact_point=bakken)
        auditor = make_user("auditor@example.no", Role.AUDITOR)

        at_bakken = {("STAFF", "bakken"), ("LEADER", "bakken")}
        assert self.may(siri, places) == self.may(auditor, places) == set()
        assert self.may(ola, places) == at_bakken
        assert self.may(berit, places) == at_bakken | {("COORDINATOR", "tonsberg")}
        assert self.may(admin, places) == at_bakken | {
            *{("STAFF", "far away"), ("LEADER", "far away"), ("COORDINATOR", "tonsberg"), ("COORDINATOR", "alta")},
            *{("NATIONAL_ADMIN", "norway"), ("AUDITOR", "norway"), ("AUDITOR", "tonsberg"), ("AUDITOR", "alta")},
        }

    def test_others_are_refused_and_no_mail_is_promised(self, outsider: User, bakken: ContactPoint) -> None:
        with pytest.raises(invitations.MayNotInvite):
            invitations.invite(SIRI, Role.STAFF, bakken, by=outsider)

        assert not Invitation.objects.exists()
        assert not ProcrastinateJob.objects.exists()


def test_what_nobody_accepted_is_forgotten_after_a_month(
    client: Client, invited: Invitation, ola: User, bakken: ContactPoint
) -> None:
    accepted = invitations.invite("per@example.no", Role.STAFF, bakken, by=ola)
    client.get(link_of(accepted))
    client.post(PAGE, SAID)
    with clock.moved_to(NOON + timedelta(days=32)):
        forget_invitations(timestamp=0)
        assert Invitation.objects.count() == 2

    with clock.moved_to(NOON + timedelta(days=34)):
        forget_invitations(timestamp=0)
        forget_invitations(timestamp=0)

    assert Invitation.objects.get() == accepted


def test_a_job_carries_no_address(invited: Invitation) -> None:
    assert ProcrastinateJob.objects.get().args == {"invitation_id": invited.pk, "version": 1}


def test_who_was_invited_by_two_gets_one_account(client: Client, ola: User, berit: User, bakken: ContactPoint) -> None:
    by_ola = invitations.invite(SIRI, Role.STAFF, bakken, by=ola)
    by_berit = invitations.invite(SIRI, Role.LEADER, bakken, by=berit)
    client.get(link_of(by_ola))
    client.post(PAGE, SAID)

    client.get(link_of(by_berit))
    client.post(PAGE)

    assert User.objects.get(email=SIRI).roles == {Role.STAFF, Role.LEADER}
    first_step(Client(), User.objects.get(email=SIRI), SAID["password1"])
