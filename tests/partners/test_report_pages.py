"""Reports at the desk of a coordinator: made, written, sent and found again."""

import re
from datetime import date

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, User
from partners import reports
from partners.enums import FileFormat
from partners.models import FunderReport, Grant
from tests.conftest import make_user
from tests.markup import Element, read
from tests.partners.reporting import YEAR, live_a_year, sent_report

ON_IT = ("report_write", "report_send", "report_new_version")
FILES = tuple(f"report_{kind.value}" for kind in FileFormat)


@pytest.fixture
def draft(million: Grant, bakken: ContactPoint, berit: User) -> FunderReport:
    live_a_year(million, bakken)
    return reports.make(million, YEAR, by=berit)


def at(name: str, report: FunderReport) -> str:
    return reverse(f"partners:{name}", args=[report.public_id])


def main_of(answer: object) -> Element:
    return read(getattr(answer, "content")).one("main")  # noqa: B009 - the client's own type has no name


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer) if answer.streaming else getattr(answer, "content")  # noqa: B009


# Works


def test_berit_makes_the_report_that_is_due_writes_and_sends_it(
    as_berit: Client, million: Grant, bakken: ContactPoint
) -> None:
    live_a_year(million, bakken)
    duty = million.duties.create(year=YEAR, due_on=date(2025, 2, 15))
    make = reverse("partners:report_make")
    assert "LINK-senter, 2024 (frist 15. februar 2025)" in main_of(as_berit.get(make)).text

    page = as_berit.post(make, {"duty": duty.pk}, follow=True)
    report = FunderReport.objects.get()
    assert page.redirect_chain == [(at("report", report), 302)]
    assert "Målet «Alle har hørt om oss» har ingen tekst." in main_of(page).text

    fields = dict.fromkeys(as_berit.get(at("report_write", report)).context["form"].fields, "Det gikk bra.")
    seen = as_berit.get(at("report_write", report)).context["form"]["seen"].value()
    page = as_berit.post(at("report_write", report), {**fields, "seen": seen}, follow=True)
    assert main_of(page).text.count("Det gikk bra.") == 5
    assert "har ingen tekst" not in main_of(page).text

    page = as_berit.post(at("report_send", report), _confirmed(as_berit, report), follow=True)
    report.refresh_from_db()
    assert report.is_sent
    assert [each.sha256 in main_of(page).text for each in report.files.all()] == [True] * 3
    duty.refresh_from_db()
    assert duty.sent_on is not None


def _confirmed(client: Client, report: FunderReport) -> dict[str, str]:
    """The form as it is on the page, with its tick."""
    return {"seen": client.get(at("report", report)).context["send_form"]["seen"].value(), "is_read": "on"}


@pytest.mark.parametrize("is_sent", [False, True])
def test_files_come_as_what_they_are_and_may_do_nothing(as_berit: Client, draft: FunderReport, is_sent: bool) -> None:
    if is_sent:
        reports.send(draft, by=draft.made_by)
        draft.refresh_from_db()
    html, xlsx, csv = (as_berit.get(at(name, draft)) for name in FILES)

    ending = "v1" if is_sent else "forelopig"
    name = f"rapport-link-vestfold-og-telemark-2024-{ending}"
    assert xlsx["Content-Disposition"] == f'attachment; filename="{name}.xlsx"'
    assert csv["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    assert html["Content-Disposition"] == f'inline; filename="{name}.html"'
    for kind, answer in zip(FileFormat, (html, xlsx, csv), strict=True):
        assert body(answer) == reports.file_of(draft, kind)
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_page_to_print_may_show_its_own_style_and_nothing_else(as_berit: Client, draft: FunderReport) -> None:
    answer = as_berit.get(at("report_html", draft))

    policy = dict(each.strip().partition(" ")[::2] for each in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert re.fullmatch(r"'sha256-[\w+/]{43}='", policy["style-src"])
    assert "sandbox" in policy
    assert policy["style-src"] == reports.style_source(answer.content)


def test_a_new_version_begins_with_the_same_words(as_berit: Client, draft: FunderReport, berit: User) -> None:
    reports.write(draft, "Et godt år.", {}, seen=reports.stamp(draft))
    sent = reports.send(draft, by=berit)

    page = as_berit.post(at("report_new_version", sent), follow=True)
    second = FunderReport.objects.get(version=2)
    assert page.redirect_chain == [(at("report", second), 302)]
    assert "Et godt år." in main_of(page).text
    assert at("report", sent) in {each.attrs["href"] for each in main_of(page).all("a")}
    assert main_of(as_berit.get(at("report", sent))).one("h2", id="versjoner")


def test_numbers_that_changed_after_reading_are_shown_before_it_is_sent(as_berit: Client, draft: FunderReport) -> None:
    form = _confirmed(as_berit, draft)
    draft.grant.budget.all().delete()

    page = as_berit.post(at("report_send", draft), form, follow=True)
    assert "Tall eller tekst har endret seg siden du leste." in main_of(page).text
    assert not draft.files.exists()


# Shows errors


def test_each_form_says_what_is_wrong_at_its_field(as_berit: Client, draft: FunderReport) -> None:
    long = "x" * 4001
    assert "Valgfritt" not in main_of(as_berit.get(at("report_write", draft))).text
    for address, sent, field, sentence in (
        (reverse("partners:report_make"), {}, "duty", "Velg hvilken rapport du vil lage."),
        (at("report_send", draft), {}, "is_read", "Les rapporten, og kryss av for at den er klar."),
        (at("report_write", draft), {"summary": long}, "summary", "Skriv høyst 4000 tegn i «Kort om året»."),
    ):
        answer = as_berit.post(address, sent)
        assert answer.status_code == 422
        assert sentence in read(answer.content).one(id=f"id_{field}_error").text
        assert sentence in read(answer.content).one(id="feil").text


def test_what_two_write_at_once_is_not_lost(as_berit: Client, draft: FunderReport) -> None:
    seen = reports.stamp(draft)
    reports.write(draft, "Det andre skrev.", {}, seen=seen)

    answer = as_berit.post(at("report_write", draft), {"summary": "Det jeg skrev.", "seen": seen})
    assert answer.status_code == 422
    assert "Noen andre har lagret siden du åpnet siden." in read(answer.content).one(id="feil").text
    form = answer.context["form"]
    assert form["summary"].value() == "Det jeg skrev."
    again = as_berit.post(at("report_write", draft), {"summary": "Det jeg skrev.", "seen": form["seen"].value()})
    assert again.status_code == 302
    assert FunderReport.objects.get().summary == "Det jeg skrev."


def test_what_was_sent_can_be_neither_written_on_nor_sent_again(as_berit: Client, draft: FunderReport) -> None:
    reports.send(draft, by=draft.made_by)

    for address in (at("report_write", draft), at("report_send", draft)):
        page = as_berit.post(address, {"is_read": "on"}, follow=True)
        assert "Denne versjonen er sendt, og kan ikke endres." in main_of(page).text


# Whose it is


def test_another_offices_report_is_not_there(client: Client, draft: FunderReport, outsider: User, ola: User) -> None:
    for user in (outsider, ola):
        client.force_login(user)
        for name in ("report", *FILES, *ON_IT):
            assert client.get(at(name, draft)).status_code in {404, 405}
            assert client.post(at(name, draft)).status_code in {404, 405}
    client.force_login(outsider)
    duty = draft.grant.duties.create(year=2023, due_on=date(2024, 2, 15))
    assert client.post(reverse("partners:report_make"), {"duty": duty.pk}).status_code == 422


def test_an_auditor_reads_and_writes_nothing(client: Client, draft: FunderReport) -> None:
    client.force_login(make_user("revisor@example.no", Role.AUDITOR, office=draft.grant.project.office))

    page = client.get(at("report", draft))
    assert page.status_code == 200
    assert not main_of(page).all("form")
    assert all(client.get(at(name, draft)).status_code == 200 for name in FILES)
    assert all(client.post(at(name, draft)).status_code == 404 for name in ON_IT)
    assert client.get(reverse("partners:report_make")).status_code == 404


def test_who_is_not_logged_in_is_sent_to_the_login(client: Client, draft: FunderReport) -> None:
    for name in ("report", *FILES, *ON_IT):
        assert client.get(at(name, draft))["Location"].startswith("/konto/logg-inn/")


def test_actions_are_posts(as_berit: Client, draft: FunderReport) -> None:
    assert [as_berit.get(at(name, draft)).status_code for name in ON_IT[1:]] == [405, 405]


# What it costs


def test_the_page_asks_as_often_for_a_large_project_as_for_a_small_one(
    as_berit: Client, draft: FunderReport, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    project = draft.grant.project
    for number in range(20):
        project.goals.create(title=f"Mål {number}", indicator="positions")
        project.positions.create(title="Rådgiver", full_time_equivalents=1, filled_from=date(2023, 1, 1))

    as_berit.get(at("report", draft))
    with django_assert_max_num_queries(48):
        as_berit.get(at("report", draft))


def test_the_page_of_one_that_was_sent_asks_little(
    as_berit: Client, draft: FunderReport, berit: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        reports.send(reports.new_version(draft, by=berit), by=berit)

    as_berit.get(at("report", draft))
    with django_assert_max_num_queries(12):
        as_berit.get(at("report", draft))


def test_reports_are_found_again_in_the_admin(as_berit: Client, million: Grant, berit: User) -> None:
    sent_report(million, berit, 2023)
    reports.make(million, YEAR, by=berit)

    page = read(as_berit.get(reverse("admin:partners_funderreport_changelist")).content)
    links = {each.attrs["href"]: each.text for each in page.all("a") if "href" in each.attrs}
    assert links[reverse("partners:report_make")] == "Lag en rapport"
    for report in FunderReport.objects.all():
        assert links[at("report", report)] == ("Les" if report.is_sent else "Skriv og send")
