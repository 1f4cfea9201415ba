"""A real mail server for the tests: whoever sends through EMAIL_HOST or EMAIL_URL reaches it.

def test_…(kari: Kari, tonsberg: DistrictOffice, mailbox: Mailbox) -> None:
    inquiry = kari.asks(wish="start")
    run_jobs()
    assert mailbox.to(tonsberg) == [f"Henvendelse {inquiry.reference} venter"]
"""

import asyncio
import logging
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Protocol

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

LOOPBACK = "127.0.0.1"
OK = "250 OK"
logging.getLogger("mail.log").setLevel(logging.WARNING)  # what our portal logs is what tests look at


class HasEmail(Protocol):
    """An office, a contact point, a person."""

    email: str


@dataclass(frozen=True)
class Delivered:
    """One mail as it came: to whom, and what it says."""

    receivers: list[str]
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        """What it says, without what is attached."""
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    @property
    def files(self) -> dict[str, str]:
        """What is attached, by name."""
        return {str(file.get_filename()): str(file.get_content()) for file in self.message.iter_attachments()}


class Mailbox:
    """A mail server on a free port of the loopback, in a thread of its own, and all that it was given."""

    def __init__(self) -> None:
        self.mails: list[Delivered] = []
        self.answer = OK  # what it says to each receiver; "451 …" sends the mail away for now
        self.waiting = 0  # how many senders stand at the counter
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._open = asyncio.Event()
        self._open.set()
        self._closed_step = ""
        self._sessions: list[SMTP] = []

    @property
    def url(self) -> str:
        """For EMAIL_URL of another process."""
        return f"smtp://{LOOPBACK}:{self.port}"

    def to(self, whom: str | HasEmail) -> list[str]:
        """The subjects of the mails to an address, or to someone who has one, oldest first."""
        address = whom if isinstance(whom, str) else whom.email
        return [mail.subject for mail in self.mails if address in mail.receivers]

    def keep_waiting(self, step: str) -> None:
        """From now on give no answer at that step, until `go_on`.

        At `RCPT` the mail is still with the sender; at `DATA` it is delivered, and the sender doesn't know it yet.
        """
        self._closed_step = step
        self._loop.call_soon_threadsafe(self._open.clear)

    def go_on(self) -> None:
        """Answer those who wait."""
        self._loop.call_soon_threadsafe(self._open.set)

    def stop_listening(self) -> None:
        """From now on nobody is there."""
        self._loop.call_soon_threadsafe(self._server.close)
        self._do(self._server.wait_closed())

    def start(self) -> None:
        """Open the door."""
        self._thread.start()
        self._server = self._do(self._loop.create_server(self._session, LOOPBACK, 0))
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Close the door, also on who is still inside."""
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        await self._pass("RCPT")
        if self.answer == OK:
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.mails.append(Delivered([str(address) for address in envelope.rcpt_tos], message))
        await self._pass("DATA")
        return OK

    async def _pass(self, step: str) -> None:
        if step == self._closed_step:
            self.waiting += 1
            try:
                await self._open.wait()
            finally:
                self.waiting -= 1

    def _session(self) -> SMTP:
        session = SMTP(self, hostname="mail.example.no", enable_SMTPUTF8=True, loop=self._loop)
        self._sessions.append(session)
        return session

    async def _close(self) -> None:
        self._server.close()
        self._open.set()
        for session in self._sessions:
            if session.transport is not None:
                session.transport.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """The mail server, and this process told to send through it."""
    mailbox = Mailbox()
    mailbox.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = LOOPBACK, mailbox.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 10
    yield mailbox
    mailbox.stop()
