"""One mail to an office about what is due in 30, 7 and 1 days or was two weeks ago. June 1st 2026 is a Monday."""

from datetime import date, timedelta

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import DistrictOffice, User
from partners import reminders
from partners.enums import TrancheStatus
from partners.models import DeadlineReminder, Grant, PartnershipProject
from tests.conftest import TODAY
from tests.groups.days import on
from tests.mailbox import Mailbox
from tests.partners.making import make_grant, make_project, make_scheme
from tests.processes import run_jobs

DUE = date(2026, 9, 15)
ONE = "1 frist i samarbeidet"


@pytest.fixture
def award(link: PartnershipProject) -> Grant:
    """Money until the end of 2027, of which no tranche has a day; its scheme wants the report in September."""
    scheme = make_scheme("Folkehelse", report_month=9, report_day=15)
    grant = make_grant(link, 1000, [2025, 2026, 2027], scheme=scheme)
    grant.tranches.update(due_on=None)
    return grant


def job_runs_on(day: date, *, times: int = 1) -> None:
    for hour in range(7, 7 + times):
        with on(day, hour):
            app.tasks["partners.remind_of_deadlines"].defer(timestamp=0)
            run_jobs()


def test_the_office_hears_of_a_report_30_7_and_1_days_before_and_two_weeks_after(
    award: Grant, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    told = {}
    for days in (31, 30, 29, 8, 7, 6, 2, 1, 0, -1, -13, -14, -15, -40):
        before = len(mailbox.mails)
        job_runs_on(DUE - timedelta(days=days), times=2)
        told[days] = len(mailbox.mails) - before

    assert [days for days, mails in told.items() if mails] == [30, 7, 1, -14]
    assert set(told.values()) == {0, 1}
    assert mailbox.to(tonsberg) == [ONE] * 4
    lines = [next(line for line in mail.text.splitlines() if line.startswith("–")) for mail in mailbox.mails]
    words = "Rapport for 2025: LINK-senter. LINK Vestfold og Telemark"
    assert lines == [
        f"– 15. september 2026 (om 30 dager): {words}",
        f"– 15. september 2026 (om 7 dager): {words}",
        f"– 15. september 2026 (om 1 dag): {words}",
        f"– 15. september 2026 (for 14 dager siden): {words}",
    ]
    assert "/arbeidsflate/samarbeid/frister/" in mailbox.mails[0].text


@pytest.mark.parametrize(("back_on", "key"), [(9, "30"), (3, "7"), (-2, "1"), (-300, "after")])
def test_after_days_without_a_worker_it_is_told_of_the_latest_distance_alone(
    award: Grant, tonsberg: DistrictOffice, mailbox: Mailbox, back_on: int, key: str
) -> None:
    day = DUE - timedelta(days=back_on)

    job_runs_on(day)
    job_runs_on(day + timedelta(days=1))

    assert mailbox.to(tonsberg) == [ONE]
    assert DeadlineReminder.objects.get(key__startswith="duty-").key.endswith(f"{DUE}-{key}")


def test_one_mail_has_all_of_the_offices_and_nothing_of_another(
    award: Grant, tonsberg: DistrictOffice, alta: DistrictOffice, mailbox: Mailbox
) -> None:
    award.tranches.filter(year=2026).update(due_on=TODAY + timedelta(days=7))
    make_project(tonsberg, "Senioruka").applications.create(
        scheme=make_scheme(), title="Eldre", amount=98765, due_on=TODAY + timedelta(days=20)
    )
    make_project(alta, "LINK Finnmark").applications.create(
        scheme=make_scheme("Nord"), title="Nord", amount=1, due_on=TODAY
    )

    job_runs_on(TODAY)

    assert mailbox.to(tonsberg) == ["2 frister i samarbeidet"]
    assert mailbox.to(alta) == [ONE]
    text = next(mail.text for mail in mailbox.mails if tonsberg.email in mail.receivers)
    assert "Rate for 2026: LINK-senter" in text
    assert "Søknad: Eldre. Senioruka" in text
    assert "Finnmark" not in text
    for amount in ("333", "98"):
        assert amount not in text


def test_what_comes_later_on_the_day_waits_until_tomorrow(
    award: Grant, link: PartnershipProject, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    award.tranches.filter(year=2026).update(due_on=TODAY)
    job_runs_on(TODAY)
    link.applications.create(scheme=make_scheme(), title="Eldre", amount=1, due_on=TODAY + timedelta(days=5))

    job_runs_on(TODAY)
    assert mailbox.to(tonsberg) == [ONE]

    job_runs_on(TODAY + timedelta(days=1))
    assert mailbox.to(tonsberg) == [ONE, "2 frister i samarbeidet"]


def test_what_was_done_before_the_mail_left_is_not_told(
    award: Grant, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    award.tranches.filter(year=2026).update(due_on=TODAY)
    with on(TODAY):
        reminders.remind()
        award.tranches.filter(year=2026).update(status=TrancheStatus.LAPSED)
        run_jobs()

    assert mailbox.to(tonsberg) == []


def test_a_deadline_that_is_moved_is_told_of_anew(award: Grant, tonsberg: DistrictOffice, mailbox: Mailbox) -> None:
    award.tranches.filter(year=2026).update(due_on=TODAY)
    job_runs_on(TODAY)
    award.tranches.filter(year=2026).update(due_on=TODAY + timedelta(days=30))

    job_runs_on(TODAY + timedelta(days=1))

    assert mailbox.to(tonsberg) == [ONE] * 2


def test_of_an_office_that_is_closed_the_national_desk_is_told(
    award: Grant, tonsberg: DistrictOffice, national_desk: DistrictOffice, mailbox: Mailbox
) -> None:
    DistrictOffice.objects.filter(pk=tonsberg.pk).update(closed_on=TODAY)
    award.tranches.filter(year=2026).update(due_on=TODAY)

    job_runs_on(TODAY)

    assert (mailbox.to(tonsberg), mailbox.to(national_desk)) == ([], [ONE])


def test_a_mail_that_is_sent_twice_is_recognised(award: Grant, mailbox: Mailbox) -> None:
    award.tranches.filter(year=2026).update(due_on=TODAY)
    job_runs_on(TODAY)

    job = ProcrastinateJob.objects.get(task_name="partners.send_deadline_mail")
    with on(TODAY):
        reminders.send(**job.args)

    first, second = mailbox.mails
    assert first.id == second.id
    assert all(isinstance(value, int) for value in job.args.values())


def test_of_two_workers_that_do_the_same_one_tells_the_office(award: Grant, tonsberg: DistrictOffice) -> None:
    award.tranches.filter(year=2026).update(due_on=TODAY)
    with on(TODAY):
        keys = list(reminders._untold())
        for _worker in range(2):
            reminders._write_down(tonsberg, keys, TODAY)

    assert ProcrastinateJob.objects.filter(task_name="partners.send_deadline_mail").count() == 1


def test_a_mail_that_is_too_long_says_how_many_more_there_are(tonsberg: DistrictOffice, mailbox: Mailbox) -> None:
    project, scheme = make_project(tonsberg), make_scheme()
    for number in range(33):
        project.applications.create(scheme=scheme, title=f"Søknad {number}", amount=1, due_on=TODAY)

    job_runs_on(TODAY)

    assert mailbox.to(tonsberg) == ["33 frister i samarbeidet"]
    assert "– og 3 til" in mailbox.mails[0].text


def test_many_deadlines_cost_as_many_queries_as_few(
    tonsberg: DistrictOffice, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scheme = make_scheme()
    for number in range(20):
        make_grant(make_project(tonsberg, f"Prosjekt {number}"), 1000, [2026], scheme=scheme)

    with on(TODAY), django_assert_max_num_queries(25):
        reminders.remind()

    assert DeadlineReminder.objects.filter(key__startswith="tranche-").count() == 20


# Asked for by hand


def test_a_reminder_that_is_asked_for_is_about_that_one_and_goes_once_a_day(
    award: Grant, admin: User, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    duty = award.duties.create(year=2026, due_on=date(2027, 9, 15))
    award.tranches.filter(year=2026).update(due_on=TODAY)
    tranche = award.tranches.get(year=2026)

    asked = [reminders.send_now(row, by=admin) for row in (duty, tranche, duty)]
    run_jobs()

    assert asked == [True, True, False]
    assert mailbox.to(tonsberg) == [ONE] * 2
    assert ["Rapport for 2026" in mail.text for mail in mailbox.mails].count(True) == 1


def test_nobody_asks_for_what_is_done_or_not_theirs(
    award: Grant, berit: User, outsider: User, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    duty = award.duties.create(year=2025, due_on=DUE, sent_on=TODAY)
    tranche = award.tranches.get(year=2026)
    award.tranches.filter(pk=tranche.pk).update(due_on=TODAY)

    assert not reminders.send_now(duty, by=berit)
    assert not reminders.send_now(tranche, by=outsider)
    run_jobs()
    assert mailbox.to(tonsberg) == []
    assert reminders.send_now(tranche, by=berit)
