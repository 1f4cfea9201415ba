"""A hand-over is accepted from the mail by somebody who has no account; with scripts and without."""

import re

from playwright.sync_api import expect

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import Status
from groups.inquiries import casework
from tests.browser.conftest import Window
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import Serve, wait_until


def test_a_hand_over_is_accepted_from_the_mail(
    window: Window, serve: Serve, bakken: ContactPoint, tonsberg: DistrictOffice, berit: User, mailbox: Mailbox
) -> None:
    portal, page = serve.web(), window.page
    serve.worker(SITE_URL=portal.url)
    inquiry = make_inquiry(message="Jeg kan best på torsdager.")
    casework.hand_over(inquiry, bakken, by=berit, reason="De kjenner flere som venter.")
    wait_until(lambda: mailbox.to(bakken))
    mail = next(mail for mail in mailbox.mails if bakken.email in mail.receivers)

    page.goto(re.findall(r"http\S+/fra-e-post/\S+", mail.text)[0])
    assert page.url == f"{portal.url}/fra-e-post/"
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Henvendelse {inquiry.reference}")
    assert not re.search("Kari|torsdager|kjenner flere", page.content())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    inquiry.refresh_from_db()
    assert inquiry.status == Status.NEW  # a mail scanner has opened the link too

    page.get_by_role("button", name="Ta imot henvendelsen").click()
    expect(page.get_by_text("Frivilligsentralen på Bakken har tatt imot den.")).to_be_visible()
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.assignee) == (Status.TAKEN, None)

    page.get_by_label("Vi har ikke kapasitet nå").check()
    page.get_by_role("button", name="Gi den tilbake").click()
    expect(page.get_by_text("Den er gitt tilbake")).to_be_visible()
    wait_until(lambda: mailbox.to("kari@example.no")[-1] == "Noen andre svarer deg")
    wait_until(lambda: mailbox.to(tonsberg)[1:])
    inquiry.refresh_from_db()
    assert inquiry.receiver == tonsberg
    assert window.complaints == []
