"""Files are read all or not at all, after a look at what they would do, by whom may and about what is theirs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import DistrictOffice, User
from linkportal.kit.exchange.sheets import MAX_BYTES
from partners.enums import GrantStatus, OrganisationKind, OwnShareKind
from partners.models import (
    Allocation,
    BudgetLine,
    Expense,
    Grant,
    GrantApplication,
    Organisation,
    OwnShare,
    PartnershipProject,
)
from tests.conftest import make_user
from tests.partners.files import read_in, say_yes, send, sentences, xlsx
from tests.partners.making import make_expense, make_grant, make_organisation, make_project, make_scheme

VOUCHERS = "Prosjekt;Bilag;Dato;Linje;Beløp;Hva det gjaldt;Dekkes av"
LINK = "LINK Vestfold og Telemark"


def voucher(
    number: object = "101", amount: object = "1 234,50", covered: object = None, **other: object
) -> list[object]:
    values = {"project": LINK, "day": "31.12.2024", "category": "Reiser", **other}
    return [values["project"], number, values["day"], values["category"], amount, "Tog til Skien", covered]


@pytest.fixture
def berits(client: Client, berit: User, link: PartnershipProject) -> Client:
    """Berit's browser; LINK Vestfold og Telemark is a project of her office."""
    client.force_login(berit)
    return client


def test_a_voucher_comes_in_after_a_look_and_history_says_who(berits: Client, berit: User, million: Grant) -> None:
    million.reference = "VTFK-2020/77"
    million.save()

    shown = send(berits, "expense", xlsx(VOUCHERS, voucher(covered="vtfk-2020/77: 1 000,00")))
    assert shown.status_code == 200
    assert "1 ny" in shown.content.decode()
    assert not Expense.objects.exists()
    answer = say_yes(berits, "expense", shown)

    assert (answer.status_code, answer["Location"]) == (302, "/admin/partners/expense/")
    expense = Expense.objects.get()
    assert (expense.voucher, expense.spent_on, expense.amount) == ("101", date(2024, 12, 31), Decimal("1234.50"))
    assert (expense.get_category_display(), expense.text) == ("Reiser", "Tog til Skien")
    assert Allocation.objects.get().amount == 1000
    (written,) = Expense.pgh_event_model.objects.select_related("pgh_context")  # type: ignore[attr-defined]
    assert written.pgh_context.metadata == {"user": berit.pk, "route": "admin:partners_expense_import_confirm"}


def test_the_same_in_a_csv_of_an_older_excel(berits: Client, million: Grant) -> None:
    text = f'{VOUCHERS}\r\n{LINK};101;31.12.2024;møter og seminarer;"1 234,50";Kaffe på Bø;LINK-senter\r\n'

    read_in(berits, "expense", text.encode("cp1252"))

    expense = Expense.objects.get()
    assert (expense.text, expense.amount) == ("Kaffe på Bø", Decimal("1234.50"))
    assert expense.allocations.get().amount == expense.amount


def test_each_mistake_is_said_with_its_row_and_its_column_and_nothing_is_kept(berits: Client) -> None:
    sent = xlsx(
        VOUCHERS,
        voucher("101"),
        voucher("102", "tusen"),
        voucher("103", day="32.12.2024"),
        voucher("104", category="Fest"),
        voucher("105", amount="-5"),
        voucher(None),
        voucher("107", project="LINK Finnmark"),
        voucher("101"),
    )

    shown = send(berits, "expense", sent)

    assert shown.status_code == 422
    assert sentences(shown)[0] == "Rett dette i filen, og velg den en gang til."
    assert [line.partition(":")[0] for line in sentences(shown)[1:]] == [
        "Rad 3, Beløp",
        "Rad 4, Dato",
        "Rad 5, Linje",
        "Rad 6, Beløp",
        "Rad 7, Bilag",
        "Rad 8, Prosjekt",
    ]
    assert "Skriv det som 1 234,50." in sentences(shown)[1]
    assert "«Lokaler»" in sentences(shown)[3]
    assert 'name="ticket"' not in shown.content.decode()
    assert not Expense.objects.exists()


@pytest.mark.parametrize("name", ["LINK Alta", "link-alta"])
def test_what_is_another_offices_is_not_there(berits: Client, alta: DistrictOffice, name: str) -> None:
    theirs = make_grant(make_project(alta, "LINK Alta"), reference="TF-1")

    by_project = send(berits, "expense", xlsx(VOUCHERS, voucher(project=name)))
    by_grant = send(berits, "expense", xlsx(VOUCHERS, voucher(covered="TF-1")))

    assert sentences(by_project)[1:] == [f"Rad 2, Prosjekt: Vi finner ikke «{name}» blant det du kan velge."]
    assert sentences(by_grant)[1:] == ["Rad 2, Dekkes av: Vi finner ikke «TF-1» blant det du kan velge."]
    assert not theirs.allocations.exists()


def test_a_voucher_that_is_there_stays_changes_or_is_added_and_the_look_says_which(
    berits: Client, link: PartnershipProject, million: Grant
) -> None:
    same = make_expense(link, 100, voucher="a1", category="travel", spent_on=date(2024, 12, 31), text="Tog til Skien")
    changed = make_expense(link, 200, (million, 150), voucher="a2", category="travel", spent_on=date(2024, 5, 1))
    sent = xlsx(VOUCHERS, voucher("a1", 100), voucher("A2", "1 300"), voucher("a3", 50))

    shown = send(berits, "expense", sent)
    say_yes(berits, "expense", shown)

    page = shown.content.decode()
    assert "1 ny, 1 endret, 1 som før" in page
    assert "<del>200,00</del> <ins>1\xa0300,00</ins>" in page
    assert Expense.objects.count() == 3
    same.refresh_from_db()
    changed.refresh_from_db()
    assert (same.amount, changed.voucher, changed.amount) == (100, "A2", 1300)
    assert changed.allocations.get().amount == 150  # an empty field leaves them


def test_a_voucher_may_be_covered_by_several_and_never_more_than_it_is(
    berits: Client, link: PartnershipProject, million: Grant
) -> None:
    other = make_grant(link, 50_000, [2024], reference="B-2", title="Seniorer")
    make_expense(link, 1000, (million, 1000), voucher="7", spent_on=date(2024, 12, 31))

    too_much = send(berits, "expense", xlsx(VOUCHERS, voucher("7", 5000, "LINK-senter: 4 500; B-2: 1 000")))
    assert sentences(too_much)[1:] == [
        "Rad 2, Dekkes av: Bilag 7 er på 5 000,00 kroner, men 5 500,00 kroner er fordelt.".replace(" 000", "\xa0000")
        .replace("5 500", "5\xa0500")
        .replace("\xa0", " ")
    ]
    less = send(berits, "expense", xlsx(VOUCHERS, voucher("7", 900)))
    assert "men 1 000,00 kroner er fordelt" in sentences(less)[1]
    read_in(berits, "expense", xlsx(VOUCHERS, voucher("7", 5000, "B-2: 1 000; LINK-senter: kr 3 999,50")))

    amounts = dict(Allocation.objects.values_list("grant", "amount"))
    assert amounts == {million.pk: Decimal("3999.50"), other.pk: 1000}


@pytest.mark.parametrize(
    ("covered", "words"),
    [
        ("LINK-senter; LINK-senter", "står to ganger"),
        ("LINK-senter: 0", "over 0"),
        ("LINK-senter: 1.234", "på to måter"),
        ("Gammel", "gjelder ikke på datoen"),
        ("Annen", "finner ikke «Annen»"),
        ("Ukjent: 5", "finner ikke «Ukjent»"),
    ],
)
def test_what_can_not_cover_it_is_said_in_words(
    berits: Client, tonsberg: DistrictOffice, link: PartnershipProject, million: Grant, covered: str, words: str
) -> None:
    make_grant(link, 100, [2019], title="Gammel")
    make_grant(make_project(tonsberg, "Hest"), 100, [2024], title="Annen")

    shown = send(berits, "expense", xlsx(VOUCHERS.replace("Prosjekt", "prosjekt "), voucher(covered=covered)))

    assert words in sentences(shown)[1]
    assert shown.status_code == 422


def test_of_two_clicks_one_reads_the_file_and_a_ticket_is_nobody_elses(
    berits: Client, tonsberg: DistrictOffice, million: Grant
) -> None:
    colleague = Client()
    colleague.force_login(make_user("kari@example.no", Role.COORDINATOR, office=tonsberg))
    shown = send(berits, "expense", xlsx(VOUCHERS, voucher()))

    theirs = say_yes(colleague, "expense", shown)
    assert theirs["Location"] == "/admin/partners/expense/import/"
    assert not Expense.objects.exists()
    first, second = say_yes(berits, "expense", shown), say_yes(berits, "expense", shown)

    assert (first["Location"], second["Location"]) == ("/admin/partners/expense/", "/admin/partners/expense/import/")
    assert Expense.objects.count() == 1


def test_of_two_files_only_the_later_waits_and_none_lies_open(berits: Client) -> None:
    first = send(berits, "expense", xlsx(VOUCHERS, voucher("1", day="31.12.2024")))
    send(berits, "expense", f"{VOUCHERS}\n{LINK};hemmelig;31.12.2024;Reiser;5;x;\n".encode())

    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM cache WHERE cache_key LIKE '%%import:%%'")
        kept = cursor.fetchall()
    assert len(kept) == 1
    assert "hemmelig" not in kept[0][0]
    assert say_yes(berits, "expense", first)["Location"] == "/admin/partners/expense/import/"
    assert not Expense.objects.exists()


def test_what_would_come_out_differently_by_now_is_shown_anew(berits: Client, link: PartnershipProject) -> None:
    shown = send(berits, "expense", xlsx(VOUCHERS, voucher("a1", 100), voucher("a2", 5)))
    make_expense(link, 70, voucher="a1", category="travel", spent_on=date(2024, 12, 31))

    anew = say_yes(berits, "expense", shown)

    assert anew.status_code == 200
    assert "Noe er endret siden du så på dette" in anew.content.decode()
    assert "1 ny, 1 endret" in anew.content.decode()
    assert Expense.objects.get().amount == 70
    say_yes(berits, "expense", anew)
    assert sorted(Expense.objects.values_list("amount", flat=True)) == [5, 100]


def test_what_has_become_wrong_meanwhile_is_said(berits: Client, million: Grant) -> None:
    shown = send(berits, "expense", xlsx(VOUCHERS, voucher(covered="LINK-senter")))
    million.title = "LINK"
    million.save()

    anew = say_yes(berits, "expense", shown)

    assert anew.status_code == 422
    assert "finner ikke «LINK-senter»" in anew.content.decode()
    assert not Expense.objects.exists()


def test_an_organisation_is_known_by_its_number_and_without_one_by_its_name(berits: Client) -> None:
    council = make_organisation("Vestfold fylkeskomune", number="929882385", kind=OrganisationKind.COUNTY_COUNCIL)
    health = make_organisation("Mental Helse", short_name="MH")
    headings = "Navn;Slag;Organisasjonsnummer;Lagt ned"

    read_in(
        berits,
        "organisation",
        xlsx(
            headings,
            ["Vestfold fylkeskommune", "fylkeskommune", "NO 929 882 385 MVA", None],
            ["mental helse", "Frivillig organisasjon", 974778807, None],
            ["Ny stiftelse", "Stiftelse", None, "1.1.2024"],
        ),
    )

    council.refresh_from_db()
    health.refresh_from_db()
    assert (council.name, council.number) == ("Vestfold fylkeskommune", "929882385")
    assert (health.number, health.short_name) == ("974778807", "MH")  # a column that is not there changes nothing
    assert Organisation.objects.get(name="Ny stiftelse").dissolved_on == date(2024, 1, 1)
    assert Organisation.objects.count() == 3


def test_a_wrong_number_and_a_name_that_several_have_are_said(berits: Client) -> None:
    make_organisation("Lions")
    make_organisation("Lions")
    headings = "Navn;Slag;Organisasjonsnummer"

    shown = send(berits, "organisation", xlsx(headings, ["Lions", "Stiftelse", None], ["Rotary", "Stiftelse", "123"]))

    first, second = sentences(shown)[1:]
    assert first.startswith("Rad 2: Det er flere som heter dette.")
    assert second.startswith("Rad 3, Organisasjonsnummer:")


def test_tranches_that_do_not_add_up_are_refused_by_the_look_already(berits: Client, million: Grant) -> None:
    draft = make_grant(million.project, 300, [2024], title="Kladd", status=GrantStatus.DRAFT)
    lines = "Navn på noe annet"
    sent = "Tildeling;År;Beløp;Ventes;Avhenger av årets vedtak"

    assert "kjenner vi ikke" in sentences(send(berits, "tranche", xlsx(f"{sent};{lines}", ["x"] * 6)))[0]
    shown = send(berits, "tranche", xlsx(sent, ["LINK-senter", 2024, "1,00", None, "nei"]))
    assert sentences(shown)[1:] == ["Ratene blir til sammen ikke det tildelingen er på."]
    outside = send(berits, "tranche", xlsx(sent, ["Kladd", 2031, "1,00", None, "nei"]))
    assert sentences(outside)[1:] == ["Rad 2, År: Tildelingen gjelder bare 2024."]
    read_in(berits, "tranche", xlsx(sent, ["Kladd", 2024, "50,50", "1.12.2024", "ja"]))

    new = draft.tranches.get(due_on=date(2024, 12, 1))
    assert (new.amount, new.is_conditional) == (Decimal("50.50"), True)
    assert million.tranches.count() == 4


def test_applications_awards_budget_and_own_share_come_in(berits: Client, link: PartnershipProject) -> None:
    funder = make_organisation("Helsedirektoratet")
    make_scheme("Friske midler", funder)

    read_in(
        berits,
        "grantapplication",
        xlsx(
            "Prosjekt;Ordning;Hva det søkes om;Søkt beløp;Status;Sendt",
            [LINK, "friske midler", "Seniorer", 90000, "Sendt", "1.2.2024"],
        ),
    )
    read_in(
        berits,
        "grant",
        xlsx(
            "Prosjekt;Ordning;Tildelt av;Til hva;Beløp;Fra;Til (ikke med);Status",
            [
                "link-vestfold-og-telemark",
                "Friske midler",
                "Helsedirektoratet",
                "Seniorer",
                "80 000",
                "2024-01-01",
                "1.1.2026",
                "Gjelder",
            ],
        ),
    )
    read_in(berits, "budgetline", xlsx("Tildeling;År;Linje;Beløp", ["Seniorer", 2024, "Lokaler", "40 000"]))
    read_in(
        berits,
        "ownshare",
        xlsx(
            "Prosjekt;Fra;År;Slag;Hva;Timer;Kroner per time",
            [LINK, "Helsedirektoratet", 2024, "egeninnsats i timer", "Verter", "7,5", 250],
        ),
    )

    assert GrantApplication.objects.get().sent_on == date(2024, 2, 1)
    grant = Grant.objects.get()
    assert (grant.status, grant.amount) == (GrantStatus.DRAFT, 80_000)  # its tranches are still to come
    assert BudgetLine.objects.get().amount == 40_000
    share = OwnShare.objects.get()
    assert (share.organisation, share.amount) == (funder, Decimal("1875.00"))


def test_what_is_there_is_left_as_it_was_or_said_to_be_there(berits: Client, link: PartnershipProject) -> None:
    funder = make_organisation("Helsedirektoratet")
    make_grant(link, 80_000, [2024, 2025], make_scheme("Friske midler", funder), title="Seniorer")
    work = {"year": 2024, "kind": OwnShareKind.WORK, "text": "Verter", "hours": "7.5", "rate": 250}
    OwnShare.objects.create(project=link, organisation=funder, **work)

    again = send(berits, "ownshare", xlsx("Prosjekt;År;Slag;Hva;Timer", [LINK, 2024, "work", "Verter", "7,5"]))
    assert "1 som før" in again.content.decode()
    changed = send(
        berits,
        "grant",
        xlsx(
            "Prosjekt;Ordning;Tildelt av;Til hva;Beløp;Fra;Til (ikke med)",
            [LINK, "Friske midler", "Helsedirektoratet", "Seniorer", 1, "1.1.2024", "1.1.2026"],
        ),
    )
    assert "registrert fra før" in sentences(changed)[1]


@pytest.mark.parametrize("model", ["expense", "organisation"])
def test_a_file_that_can_not_be_read_is_a_sentence_at_the_field(berits: Client, model: str) -> None:
    for content in (b"", b"PK\x03\x04nothing", b"Bilag\n1\x00\n", b"Fornavn\nOla\n", b"x" * (MAX_BYTES + 1)):
        shown = send(berits, model, content)
        assert shown.status_code == 422
        assert len(sentences(shown)) == 1
    nothing = berits.post(f"/admin/partners/{model}/import/")
    assert sentences(nothing) == ["Velg filen du vil lese inn."]
    far_too_large = send(berits, model, b"x" * (MAX_BYTES * 2))
    assert far_too_large.status_code == 413
    assert "høyst 2 MB" in far_too_large.content.decode()


def test_a_column_that_is_missing_or_stands_twice_is_named(berits: Client) -> None:
    assert sentences(send(berits, "expense", xlsx("Prosjekt;Bilag", [LINK, 1]))) == ["Kolonnen «Dato» mangler."]
    twice = send(berits, "expense", xlsx(f"{VOUCHERS};bilag", [*voucher(), 1]))
    assert sentences(twice) == ["Kolonnen «Bilag» står der to ganger."]


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 403), (Role.STAFF, 404)])
def test_who_may_not_add_reads_no_file(
    client: Client, tonsberg: DistrictOffice, link: PartnershipProject, bakken: object, role: Role, status: int
) -> None:
    where = {"contact_point": bakken} if role == Role.STAFF else {"office": tonsberg}
    client.force_login(make_user("per@example.no", role, **where))

    assert send(client, "expense", xlsx(VOUCHERS, voucher())).status_code == status
    assert client.post("/admin/partners/expense/import/confirm/", {"ticket": "x"}).status_code == status
    assert not Expense.objects.exists()


def test_many_rows_ask_the_database_a_few_things_each(
    berits: Client, million: Grant, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sent = xlsx(VOUCHERS, *(voucher(str(number), 10, "LINK-senter") for number in range(40)))

    with django_assert_max_num_queries(40 * 13 + 40):
        assert send(berits, "expense", sent).status_code == 200
