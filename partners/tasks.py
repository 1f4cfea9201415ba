"""Jobs of this app; procrastinate finds them by this file's name. They carry ids only. Times are UTC."""

from procrastinate.contrib.django import app

from linkportal.kit import jobs
from partners import reminders


@app.task(name="partners.send_deadline_mail", queue=jobs.MAIL, retry=jobs.PATIENT)
def send_deadline_mail(reminder_id: int, office_id: int, duty_id: int = 0, tranche_id: int = 0) -> None:
    """Send a mail about deadlines to an office, at least once."""
    reminders.send(reminder_id, office_id, duty_id=duty_id, tranche_id=tranche_id)


@app.periodic(cron="42 5-18 * * *")
@app.task(name="partners.remind_of_deadlines", queue=jobs.UPKEEP, queueing_lock="remind_of_deadlines")
def remind_of_deadlines(timestamp: int) -> None:
    """Tell offices what is due in 30, 7 and 1 days, and what was two weeks ago."""
    reminders.remind()
