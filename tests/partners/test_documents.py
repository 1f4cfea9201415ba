"""Documents are put in with a project or a grant, and fetched by those who may see them."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from contactpoints.models import User
from partners.models import Document, DocumentContent, Grant, PartnershipProject
from tests.admin_page import change, errors, typed
from tests.partners.making import make_document, make_grant, make_project
from tests.partners.uploads import OLD_WORD, PDF, ooxml

ADD = "/admin/partners/document/add/"


def fetched(document: Document) -> str:
    """The address where its file is fetched."""
    return reverse("partners:document", args=[document.public_id])


def upload(name: str = "Søknad.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def puts_in(client: Client, page: str, file: Any, **answers: Any) -> Any:
    """Fill in the free row for a document on the page of a project or a grant."""
    row = {f"documents-0-{name}": value for name, value in {"kind": "application", **answers}.items()}
    return client.post(page, {**typed(client.get(page)), **row, "documents-0-file": file})


def test_berit_puts_in_the_application_and_fetches_it(as_berit: Client, berit: User, link: PartnershipProject) -> None:
    answer = puts_in(as_berit, change(link), upload())

    assert answer.status_code == 302, errors(answer)
    document = link.documents.get()
    assert (document.title, document.filename, document.size) == ("Søknad", "Søknad.pdf", len(PDF))
    assert (document.content_type, document.uploaded_by) == ("application/pdf", berit)
    assert document.sha256 == sha256(PDF).hexdigest()
    file = as_berit.get(fetched(document))
    assert file.content == PDF
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == "attachment; filename*=utf-8''S%C3%B8knad.pdf"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"]
    assert "sandbox" in file["Content-Security-Policy"]
    assert "script-src" not in file["Content-Security-Policy"]


def test_the_page_of_the_project_leads_to_the_file(as_berit: Client, berit: User, link: PartnershipProject) -> None:
    document = make_document(link, berit)

    page = as_berit.get(change(link)).content.decode()

    assert f'href="{fetched(document)}">avtale.pdf</a>' in page
    assert f'href="{change(document)}"' in page


def test_a_letter_of_award_belongs_to_its_grant_and_so_to_the_project(
    as_berit: Client, link: PartnershipProject, million: Grant
) -> None:
    page = as_berit.get(ADD)
    answers = {"project": link.pk, "grant": million.pk, "kind": "award", "title": "Tilsagn"}

    as_berit.post(ADD, {**typed(page, **answers), "file": upload("brev.docx", ooxml("docx"))})

    document = million.documents.get()
    assert (document.project, document.title) == (link, "Tilsagn")
    assert bytes(document.content.data) == ooxml("docx")


def test_a_document_is_not_put_with_the_grant_of_another_project(
    as_berit: Client, link: PartnershipProject, million: Grant
) -> None:
    other = make_project(link.office, "Et annet prosjekt")
    answers = {"project": other.pk, "grant": million.pk, "kind": "award"}

    answer = as_berit.post(ADD, {**typed(as_berit.get(ADD), **answers), "file": upload()})

    assert "Tildelingen hører til et annet prosjekt." in errors(answer)
    assert not Document.objects.exists()


WRONG = [
    ("", b"", "Velg en fil."),
    ("tom.pdf", b"", "Filen er tom. Velg en annen."),
    ("brev.pdf", b"MZ", "Velg en PDF eller en fil fra et kontorprogram: docx, xlsx, pptx, odt, ods eller odp."),
    ("brev.doc", OLD_WORD, "Filen er i et eldre format, eller låst med et passord."),
    ("brev.docx", ooxml("docm"), "Filen har makroer. Lagre den uten makroer, eller som PDF."),
    ("brev.pdf", ooxml("docx"), "Filen er et Word-dokument. Gi den et navn som slutter på .docx, og prøv igjen."),
    ("brev.exe", PDF, "Filen er en PDF. Gi den et navn som slutter på .pdf, og prøv igjen."),
    ("stor.pdf", PDF.ljust(10 * 1024 * 1024 + 1), "Filen er for stor. Velg en fil på høyst 10 MB."),
]


@pytest.mark.parametrize(("name", "data", "sentence"), WRONG)
def test_each_wrong_file_says_what_to_do(
    as_berit: Client, link: PartnershipProject, name: str, data: bytes, sentence: str
) -> None:
    file = upload(name, data) if name else ""

    answer = puts_in(as_berit, change(link), file, title="Avtalen")

    assert sentence in errors(answer)
    assert not Document.objects.exists()


def test_ten_megabytes_are_taken(as_berit: Client, link: PartnershipProject) -> None:
    largest = PDF.rjust(10 * 1024 * 1024)[-len(PDF) :] + b""
    whole = PDF[:9] + bytes(10 * 1024 * 1024 - len(PDF)) + PDF[9:]

    answer = puts_in(as_berit, change(link), upload("stor.pdf", whole))

    assert largest == PDF
    assert answer.status_code == 302
    assert link.documents.get().size == 10 * 1024 * 1024


@pytest.mark.parametrize("address", ["/admin/partners/organisation/add/", "/henvendelse/", "/konto/logg-inn/"])
def test_elsewhere_a_file_is_too_much(as_berit: Client, address: str) -> None:
    answer = as_berit.post(address, {"name": "x", "file": upload("x.pdf", bytes(600 * 1024))})

    assert answer.status_code == 413
    assert "kort ned teksten" in answer.content.decode()


def test_more_than_is_taken_is_told_on_a_page_of_its_own(as_berit: Client, link: PartnershipProject) -> None:
    answer = as_berit.post(change(link), {"file": upload("x.pdf", bytes(11 * 1024 * 1024))})

    assert answer.status_code == 413
    assert "Filen er for stor. Gå tilbake i nettleseren og velg en fil på høyst 10 MB." in answer.content.decode()


def test_nobody_sends_ten_megabytes_without_logging_in(client: Client, db: None) -> None:
    assert client.post(ADD, {"file": upload("x.pdf", bytes(600 * 1024))}).status_code == 413


def test_another_office_and_contact_points_find_nothing(
    client: Client, berit: User, ola: User, outsider: User, link: PartnershipProject
) -> None:
    document = make_document(link, berit)

    for person in (ola, outsider):
        client.force_login(person)
        assert client.get(fetched(document)).status_code == 404
        assert client.get(change(document)).status_code == 404
    assert client.post(fetched(document)).status_code == 405


def test_without_logging_in_one_is_asked_to(client: Client, berit: User, link: PartnershipProject) -> None:
    answer = client.get(fetched(make_document(link, berit)))

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/konto/logg-inn/")


@pytest.mark.parametrize("name", ['a"b.pdf', "a;b.pdf", "x.pdf; filename=y.exe.pdf", "Ærlig – «øre».pdf"])
def test_a_hostile_name_stays_inside_the_header(
    as_berit: Client, berit: User, link: PartnershipProject, name: str
) -> None:
    puts_in(as_berit, change(link), upload(name))
    file = as_berit.get(fetched(link.documents.get()))

    assert file["Content-Disposition"].startswith("attachment; filename")
    assert not any(sign in file["Content-Disposition"] for sign in "\r\n")


def test_what_it_is_called_may_change_and_what_is_in_it_not(
    as_berit: Client, berit: User, link: PartnershipProject
) -> None:
    document = make_document(link, berit)

    page = as_berit.get(change(document))
    as_berit.post(change(document), {**typed(page, title="Avtalen fra 2021"), "file": upload("ny.pdf", PDF + b" ")})

    document.refresh_from_db()
    assert (document.title, document.filename) == ("Avtalen fra 2021", "avtale.pdf")
    assert "avtale.pdf" in page.content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentContent.objects.update(data=b"noe annet")


def test_it_is_deleted_by_itself_after_a_question(as_berit: Client, berit: User, link: PartnershipProject) -> None:
    document = make_document(link, berit)

    page = as_berit.get(change(link)).content.decode()
    as_berit.post(reverse("admin:partners_document_delete", args=[document.pk]), {"post": "yes"})

    assert "documents-0-DELETE" not in page
    assert not DocumentContent.objects.exists()


def test_a_project_with_documents_is_not_deleted(as_berit: Client, berit: User, link: PartnershipProject) -> None:
    make_document(link, berit)

    as_berit.post(reverse("admin:partners_partnershipproject_delete", args=[link.pk]), {"post": "yes"})

    assert PartnershipProject.objects.filter(pk=link.pk).exists()


def test_lists_of_documents_never_read_what_is_in_them(
    as_berit: Client, berit: User, link: PartnershipProject, django_assert_max_num_queries: Any
) -> None:
    grant = make_grant(link)
    for number in range(20):
        make_document(link, berit, title=f"Avtale {number}", grant=grant)

    with django_assert_max_num_queries(12) as asked:
        page = as_berit.get("/admin/partners/document/")

    assert len(page.context["cl"].result_list) == 20
    assert not any("documentcontent" in query["sql"] for query in asked)
