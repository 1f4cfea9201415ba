"""One mail: neutral, recognisable, and silent about people when it fails."""

import logging
import re
from pathlib import Path

import pytest
from django.core import mail as djangos
from pytest_django.fixtures import Settings

from linkportal.kit import mail
from linkportal.kit.jobs import Hopeless
from tests.mailbox import Mailbox

BODY = "Hei!\n\nHenvendelse 7KX-42P venter på svar.\n\nHilsen LINKportal"


def test_mail_comes_as_plain_text_with_norwegian_letters(mailbox: Mailbox) -> None:
    mail.send("tonsberg@example.no", "Henvendelse fra Bø venter på svar", BODY, key="one")

    [mail_that_came] = mailbox.mails
    assert mailbox.to("tonsberg@example.no") == ["Henvendelse fra Bø venter på svar"]
    assert mail_that_came.message.get_content_type() == "text/plain"
    assert mail_that_came.text.replace("\r\n", "\n").rstrip() == BODY
    assert mail_that_came.message["From"] == "LINKportal <post@testserver>"
    assert mail_that_came.message["Date"]


def test_a_file_goes_with_the_mail_and_leaves_its_words_as_they_are(mailbox: Mailbox) -> None:
    written = "BEGIN:VCALENDAR\r\nLOCATION:Bø\r\nEND:VCALENDAR\r\n"
    file = mail.Attachment("avtale.ics", written.encode(), "text/calendar")

    mail.send("kari@example.no", "Du er påmeldt", BODY, key="one", attachments=[file])

    [came] = mailbox.mails
    assert came.text.replace("\r\n", "\n").rstrip() == BODY
    assert came.files["avtale.ics"].split() == written.split()
    [part] = came.message.iter_attachments()
    assert (part.get_content_type(), part.get_content_charset()) == ("text/calendar", "utf-8")


def test_no_robot_shall_answer(mailbox: Mailbox) -> None:
    mail.send("tonsberg@example.no", "Henvendelse venter", BODY, key="one")

    assert mailbox.mails[0].message["Auto-Submitted"] == "auto-generated"


def test_same_mail_sent_twice_is_known_by_its_id_and_another_has_another(mailbox: Mailbox) -> None:
    for key in ("inquiry-1-to_office-7", "inquiry-1-to_office-7", "inquiry-1-to_office-8"):
        mail.send("tonsberg@example.no", "Henvendelse venter", BODY, key=key)

    first, again, other = [each.id for each in mailbox.mails]
    assert first == again != other
    assert re.fullmatch(r"<[0-9a-f]{32}@testserver>", first)


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("tonsberg@example.no", "Venter\nBcc: alle@example.no"),
        ("tonsberg@example.no\r\nBcc: alle@example.no", "Venter"),
        ("ikke en adresse", "Venter på svar"),
    ],
)
def test_header_that_would_become_two_is_refused_and_not_repeated_in_the_error(
    mailbox: Mailbox, to: str, subject: str
) -> None:
    with pytest.raises(Hopeless) as refusal:
        mail.send(to, subject, BODY, key="one")

    assert mailbox.mails == []
    assert "example" not in str(refusal.value)
    assert refusal.value.__suppress_context__


@pytest.mark.parametrize("answer", ["451 kari@example.no: prøv igjen", "550 kari@example.no: ukjent"])
def test_refusal_is_told_by_its_number_alone(mailbox: Mailbox, answer: str, caplog: pytest.LogCaptureFixture) -> None:
    mailbox.answer = answer

    with caplog.at_level(logging.DEBUG), pytest.raises(mail.MailNotSent) as refusal:
        mail.send("kari@example.no", "Vi har fått meldingen din", BODY, key="one")

    assert answer[:3] in str(refusal.value)
    assert "kari" not in str(refusal.value) + caplog.text
    assert refusal.value.__suppress_context__


def test_mail_server_that_is_away_is_an_error_to_be_tried_again(mailbox: Mailbox, settings: Settings) -> None:
    mailbox.stop_listening()

    with pytest.raises(mail.MailNotSent, match="ConnectionRefusedError"):
        mail.send("kari@example.no", "Vi har fått meldingen din", BODY, key="one")


def test_on_a_machine_for_developing_a_mail_becomes_a_file(tmp_path: Path, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)

    mail.send("tonsberg@example.no", "Henvendelse venter", BODY, key="one")

    [file] = tmp_path.iterdir()
    assert "Subject: Henvendelse venter" in file.read_text()
    assert djangos.outbox == []
