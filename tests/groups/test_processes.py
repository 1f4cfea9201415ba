"""No inquiry is lost and none is doubled, whatever happens to the processes (DESIGN §1): as deployed, and `kill -9`."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPMessage
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from contactpoints.models import DistrictOffice
from groups.enums import Step
from groups.models import Inquiry, InquiryEvent
from tests.groups.conftest import Kari
from tests.mailbox import Mailbox
from tests.markup import read
from tests.processes import PATIENCE, Serve, Web, wait_until

QUICK = {"WORKER_SILENT_SECONDS": "2"}  # what a dead worker left is taken up after two seconds, not thirty

BY_PHONE = {"email": "", "phone": "40612345", "leave_message": "no"}  # so that there is one mail only


class KariAtHome:
    """Kari with a browser of her own: cookies, a form that she fills in once, and the button that she presses."""

    def __init__(self, portal: Web, **answers: str) -> None:
        self.address = urlsplit(portal.url).netloc
        status, headers, page = self.asks("GET", "/henvendelse/")
        assert status == 200
        hidden = {field.attrs["name"]: field.attrs.get("value", "") for field in read(page).all("input", type="hidden")}
        self.cookie = headers["Set-Cookie"].partition(";")[0]
        self.form = urlencode({**hidden, **Kari.answers, "website": "", **answers})

    def sends(self) -> str:
        """Press the button, follow to the receipt, and read the reference there."""
        status, headers, _page = self.asks("POST", "/henvendelse/", self.form, self.cookie)
        assert (status, headers["Location"]) == (303, "/henvendelse/kvittering/")
        receipt = headers["Set-Cookie"].partition(";")[0]
        status, _headers, page = self.asks("GET", headers["Location"], cookie=receipt)
        assert status == 200
        return next(element.attrs["data-referanse"] for element in read(page) if "data-referanse" in element.attrs)

    def asks(self, method: str, path: str, body: str = "", cookie: str = "") -> tuple[int, HTTPMessage, bytes]:
        """One request on a connection of its own. Raises `OSError` or `HTTPException` if there is no answer."""
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection = HTTPConnection(self.address, timeout=PATIENCE)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


def open_jobs() -> int:
    """How many jobs wait or are being done."""
    return ProcrastinateJob.objects.filter(queue_name="mail", status__in=("todo", "doing")).count()


def test_fifty_identical_posts_at_once_are_one_inquiry_one_receipt_and_one_mail(
    serve: Serve, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    kari = KariAtHome(serve.web())

    with ThreadPoolExecutor(50) as fifty:
        references = [sent.result() for sent in [fifty.submit(kari.sends) for _ in range(50)]]
    serve.worker()
    wait_until(lambda: mailbox.mails and not open_jobs())

    inquiry = Inquiry.objects.get()
    assert references == 50 * [inquiry.reference]
    assert mailbox.to(tonsberg) == [f"Henvendelse {inquiry.reference} venter"]
    assert mailbox.to("kari@example.no") == ["Vi har fått meldingen din"]
    assert [event.step for event in InquiryEvent.objects.all()] == [Step.RECEIVE]


def test_web_killed_between_commit_and_answer_has_lost_nothing(
    serve: Serve, tonsberg: DistrictOffice, mailbox: Mailbox, tmp_path: Path
) -> None:
    kari = KariAtHome(serve.web("tests.crashing_wsgi:application", CRASH_ONCE=str(tmp_path / "crash")))
    (tmp_path / "crash").touch()

    with pytest.raises((OSError, HTTPException)):
        kari.sends()
    assert not (tmp_path / "crash").exists()
    kept = Inquiry.objects.get()

    assert kari.sends() == kept.reference  # she presses again
    serve.worker()
    wait_until(lambda: mailbox.mails and not open_jobs())
    assert Inquiry.objects.get() == kept
    assert mailbox.to(tonsberg) == [f"Henvendelse {kept.reference} venter"]


def test_mail_is_sent_though_nobody_comes_back_after_the_crash(
    serve: Serve, tonsberg: DistrictOffice, mailbox: Mailbox, tmp_path: Path
) -> None:
    kari = KariAtHome(serve.web("tests.crashing_wsgi:application", CRASH_ONCE=str(tmp_path / "crash")), **BY_PHONE)
    (tmp_path / "crash").touch()
    serve.worker()

    with pytest.raises((OSError, HTTPException)):
        kari.sends()

    wait_until(lambda: mailbox.to(tonsberg))


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_worker_killed_while_it_sends_delays_a_mail_and_loses_none(
    serve: Serve, tonsberg: DistrictOffice, mailbox: Mailbox, step: str
) -> None:
    worker = serve.worker(**QUICK)
    mailbox.keep_waiting(step)
    reference = KariAtHome(serve.web(), **BY_PHONE).sends()
    wait_until(lambda: mailbox.waiting)

    worker.kill()
    mailbox.go_on()
    assert ProcrastinateJob.objects.get(queue_name="mail").status == "doing"
    serve.worker(**QUICK)
    wait_until(lambda: not open_jobs())

    copies = {"RCPT": 1, "DATA": 2}[step]  # the mail server had it already, but the worker could not know
    assert mailbox.to(tonsberg) == copies * [f"Henvendelse {reference} venter"]
    assert len({mail.id for mail in mailbox.mails}) == 1  # by which the receiver knows the second as the first
