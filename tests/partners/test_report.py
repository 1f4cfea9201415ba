"""What a report says: goals against results, the figures of the log, the money, and who answers for it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from contactpoints.models import ContactPoint, User
from linkportal.kit import clock
from partners import reports
from partners.enums import DocumentKind, GrantStatus, UnusedDecision
from partners.models import FunderReport, Grant
from tests.markup import Element
from tests.partners.making import make_document, make_meeting
from tests.partners.reporting import (
    YEAR,
    as_lines,
    as_page,
    as_sheets,
    count,
    end_the_county,
    live_a_year,
    table_of,
)


@pytest.fixture
def report(million: Grant, bakken: ContactPoint, berit: User) -> FunderReport:
    """Of the year 2024, being written."""
    live_a_year(million, bakken)
    return reports.make(million, YEAR, by=berit)


def facts_of(page: Element) -> dict[str, str]:
    rows = page.one("dl", class_="report__facts").all("div")
    return {row.one("dt").text: row.one("dd").text for row in rows}


# What was done


def test_goals_stand_against_results_from_the_log_the_positions_and_by_hand(report: FunderReport) -> None:
    assert table_of(as_page(report), "Mål og resultater") == [
        ["Mål", "Måles i", "Mål for året", "Resultat", "Nådd"],
        ["Nok henvendelser", "Henvendelser", "2", "12", "ja"],
        ["Nok grupper startet", "Grupper startet", "2", "under 5", ""],
        ["Nok årsverk besatt ved årets slutt", "Årsverk besatt ved årets slutt", "2", "1,5", "nei"],
        ["Alle har hørt om oss", "besøk på skoler", "10", "12", "ja"],
    ]


def test_figures_are_the_contact_points_and_others_in_the_municipalities_stand_on_their_own_line(
    report: FunderReport,
) -> None:
    log = table_of(as_page(report), "Tall fra loggen")

    assert log[1] == ["Frivilligsentralen på Bakken", "12", "under 5", "under 5", "0", "6", "48", "1,8"]
    assert log[2] == ["Andre saker i prosjektets kommuner", "7", "under 5", "0", "0", "0", "0", "vises ikke"]


def test_small_numbers_are_in_none_of_the_files(report: FunderReport, bakken: ContactPoint) -> None:
    count(bakken, report.grant.project, "Porsgrunn", to_join=1)  # 13 of 2 municipalities, and 3 groups

    values = [value for row in as_sheets(report)["Tall fra loggen"][1:] for value in row[1:]]
    assert set(values) == {13, 7, 0, 6, 48, 1.8, "under 5", "vises ikke"}
    goals = as_sheets(report)["Mål og resultater"]
    assert goals[2][3:] == ["under 5", None]
    in_csv = {tuple(line[1:]) for line in as_lines(report) if line[0] in ("Tall fra loggen", "Mål og resultater")}
    assert ("Nok grupper startet", "Resultat", "under 5") in in_csv
    assert not [line for line in in_csv if line[1] in ("Grupper startet", "Kommuner") and line[2] in "1234"]


def test_a_project_that_builds_no_contact_point_has_the_figures_of_its_municipalities(report: FunderReport) -> None:
    report.grant.project.contact_point = None
    report.grant.project.save()

    page = as_page(report)
    assert [row[:2] for row in table_of(page, "Tall fra loggen")[1:]] == [["Andre saker i prosjektets kommuner", "19"]]
    assert table_of(page, "Mål og resultater")[1][3] == "–"


def test_positions_are_those_of_the_end_of_the_year(report: FunderReport) -> None:
    page = as_page(report)

    assert table_of(page, "Årsverk")[1:] == [["Ønsket", "2"], ["Besatt 31. desember 2024", "1,5"]]
    assert table_of(page, "Stillinger")[1] == ["Daglig leder", "1", "01.03.2021", "–"]
    report.grant.project.positions.update(filled_until=date(2024, 12, 31))
    assert table_of(as_page(report), "Årsverk")[2] == ["Besatt 31. desember 2024", "0"]


def test_meetings_tell_who_presented_and_those_to_come_are_not_told(report: FunderReport) -> None:
    make_meeting(report.grant.project, title="Neste måned")

    held = table_of(as_page(report), "Møter")[1:]
    assert held == [
        ["11.04.2024", "Partnerskapsmøte", "Partnerskapsmøte", "Norske Kvinners Sanitetsforening: Slik begynte vi"]
    ]


# The money


def test_budget_and_accounts_stand_on_the_same_lines_to_the_ore(report: FunderReport) -> None:
    assert table_of(as_page(report), "Regnskap mot budsjett") == [
        ["Linje", "Budsjett", "Brukt", "Avvik"],
        ["Lønn og sosiale utgifter", "200 000,00", "180 000,10", "19 999,90"],
        ["Møter og seminarer", "50 000,00", "0,00", "50 000,00"],
        ["Reiser", "0,00", "10 000,00", "−10 000,00"],
        ["I alt", "250 000,00", "190 000,10", "59 999,90"],
    ]


def test_financing_tells_who_paid(report: FunderReport) -> None:
    report.grant.scheme.largest_share_percent = Decimal(80)
    report.grant.scheme.save()
    page = as_page(report)

    council = report.grant.project.grants.get(title="Arbeid for eldre").granted_by.name
    assert table_of(page, "Finansiering")[1:] == [
        ["Denne tildelingen", "190 000,10", "79,2 %"],
        [f"Arbeid for eldre ({council})", "20 000,00", "8,3 %"],
        ["Egne penger", "15 000,00", "6,2 %"],
        ["Egeninnsats i timer", "30 000,00", "12,5 %"],
        ["Mer enn det kostet", "−15 000,00", "−6,2 %"],
        ["Kostnader i alt", "240 000,10", "100 %"],
    ]
    assert "Ordningen dekker høyst 80 % av kostnadene. Tildelingen dekker 79,2 %." in page.text.replace("\xa0", " ")


def test_years_go_from_the_first_to_that_of_the_report(report: FunderReport, berit: User) -> None:
    assert [row[0] for row in table_of(as_page(report), "Tildelt, brukt og igjen ved nyttår, i kroner")[1:]] == [
        "2021", "2022", "2023", "2024", "I alt",
    ]  # fmt: skip
    earlier = reports.make(report.grant, 2022, by=berit)
    assert [row[0] for row in as_sheets(earlier)["År for år"][1:]] == ["2021", "2022", "I alt"]


def test_what_was_left_and_what_became_of_it(report: FunderReport) -> None:
    left = report.grant.unused.create(year=2023, amount=Decimal("1000.50"))
    left.decision, left.decided_on, left.reference = UnusedDecision.CARRIED_OVER, date(2024, 3, 1), "24/17"
    left.save()

    page = as_page(report)
    assert table_of(page, "Årets midler")[1:] == [
        ["Tildelt for året", "250 000,00"],
        ["Overført fra året før", "1 000,50"],
        ["Til rådighet", "251 000,50"],
        ["Brukt", "−190 000,10"],
        ["Igjen", "61 000,40"],
    ]
    decided = ["2023", "1 000,50", "Overført til året etter", "01.03.2024", "24/17"]
    assert table_of(page, "Ubrukte midler og vedtak")[1] == decided


# Who answers for it


def test_after_the_end_of_the_county_it_says_who_granted_and_who_answers_now(report: FunderReport) -> None:
    end_the_county(report.grant)

    facts = facts_of(as_page(report))
    assert facts["Tildelt av"] == "Vestfold og Telemark fylkeskommune, lagt ned 1. januar 2024"
    now = "Telemark fylkeskommune fra 1. januar 2024 og Vestfold fylkeskommune fra 1. januar 2024"
    assert facts["Svarer nå for tildelingen"] == now


def test_while_the_county_stood_it_answered_itself(report: FunderReport) -> None:
    end_the_county(report.grant)

    with clock.moved_to(datetime(2023, 12, 31, 12, tzinfo=UTC)):
        assert "Svarer nå for tildelingen" not in facts_of(as_page(report))


def test_a_successor_that_is_gone_too_has_its_own(report: FunderReport) -> None:
    end_the_county(report.grant)
    first, second = report.grant.granted_by.answering_now
    first.dissolved_on = date(2026, 1, 1)
    first.save()
    first.successions.create(successor=second)

    assert facts_of(as_page(report))["Svarer nå for tildelingen"] == "Vestfold fylkeskommune fra 1. januar 2026"


def test_an_auditor_signs_where_the_scheme_asks_for_it(report: FunderReport, berit: User) -> None:
    assert "Revisor" not in [each.text for each in as_page(report).all("p")]
    report.grant.scheme.auditors_limit = Decimal(1_000_000)
    report.grant.scheme.save()

    page = as_page(report)
    asked = "Skal legges ved, fordi tildelingen er på 1 000 000 kroner eller mer."
    assert facts_of(page)["Revisorerklæring"].replace("\xa0", " ") == f"{asked} Den er ikke lastet opp ennå."
    assert "Revisor" in [each.text for each in page.all("p")]
    make_document(report.grant.project, berit, grant=report.grant, kind=DocumentKind.AUDIT)
    assert facts_of(as_page(report))["Revisorerklæring"].endswith("Den er lastet opp.")


# Making one


def test_pressed_twice_there_is_one_draft(million: Grant, berit: User) -> None:
    assert reports.make(million, YEAR, by=berit) == reports.make(million, YEAR, by=berit)


@pytest.mark.parametrize("year", [2020, 2025])
def test_there_is_no_report_about_a_year_outside_the_award(million: Grant, berit: User, year: int) -> None:
    with pytest.raises(reports.NoReport):
        reports.make(million, year, by=berit)


def test_there_is_no_report_about_an_award_that_is_a_draft(million: Grant, berit: User) -> None:
    million.status = GrantStatus.DRAFT
    million.save()

    with pytest.raises(reports.NoReport):
        reports.make(million, YEAR, by=berit)


def test_a_project_about_which_little_is_known_has_a_report_too(million: Grant, berit: User) -> None:
    page = as_page(reports.make(million, 2021, by=berit))

    for words in ("Prosjektet har ingen mål ennå.", "Verken budsjett eller utgifter er ført for dette året."):
        assert words in page.text
