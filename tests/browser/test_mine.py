"""Kari reads her answer on a phone, writes back, and says by which way she is reached; with scripts and without."""

import re

from playwright.sync_api import expect

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import LeaveMessage
from groups.inquiries import casework
from tests.browser.conftest import Window
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import Serve, wait_until

KARI = "kari@example.no"


def test_an_answer_is_read_and_answered_and_a_question_gets_its_yes(
    window: Window, serve: Serve, bakken: ContactPoint, alta: DistrictOffice, ola: User, mailbox: Mailbox
) -> None:
    portal, page = serve.web(), window.page
    serve.worker(SITE_URL=portal.url)
    inquiry = make_inquiry(wish="join", contact_point=bakken)
    casework.answer(inquiry, "Hei Kari. Kom innom på torsdag.", by=ola)
    casework.ask_person(inquiry, alta, by=ola, reason="")
    wait_until(lambda: {"Du har fått svar", "Vi har et spørsmål til deg"} <= set(mailbox.to(KARI)))
    mail = next(mail for mail in mailbox.mails if mail.subject == "Du har fått svar")
    assert "torsdag" not in mail.text

    page.goto(re.findall(r"http\S+", mail.text)[0])
    expect(page.get_by_text("Kom innom på torsdag.")).to_be_visible()
    assert page.url == f"{portal.url}/min-henvendelse/"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.get_by_label("Vil du legge til noe?").fill("Takk, jeg kommer.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Vi har fått det du skrev.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Takk, jeg kommer.")).to_be_visible()
    wait_until(lambda: mailbox.to(ola) == [f"Nytt i henvendelse {inquiry.reference}"])

    page.get_by_role("link", name="Rett dette").click()
    page.get_by_label("Telefonnummer").fill("406 12 345")
    page.get_by_label(str(LeaveMessage.CALL_BACK.label)).check()
    page.get_by_label("Hvordan vil du helst at vi tar kontakt?").select_option("SMS")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("40 61 23 45")).to_be_visible()

    page.get_by_role("button", name="Ja, gi den videre").click()
    expect(page.get_by_text("Den venter hos Distriktskontoret i Alta.")).to_be_visible()
    wait_until(lambda: mailbox.to(alta))

    inquiry.refresh_from_db()
    assert (inquiry.receiver, inquiry.phone, inquiry.contact_by) == (alta, "+4740612345", "text")
    assert window.complaints == []
