"""Jobs of this app; procrastinate finds them by this file's name. They carry ids only."""

from procrastinate.contrib.django import app

from groups import mails, passing
from linkportal.kit import jobs


@app.task(name="groups.send_inquiry_mail", queue="mail", retry=jobs.PATIENT)
def send_inquiry_mail(event_id: int, kind: str, user_id: int = 0) -> None:
    """Send one mail about an inquiry, at least once; the receiving side knows a second one by its Message-ID."""
    mails.send(event_id, kind, user_id)


@app.task(name="groups.pass_on", queue="mail", retry=jobs.PATIENT)
def pass_on(event_id: int) -> None:
    """Tell a person that somebody else will answer, then pass the inquiry on."""
    passing.carry_out(event_id)
