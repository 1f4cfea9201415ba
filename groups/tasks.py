"""Jobs of this app; procrastinate finds them by this file's name. They carry ids only.

The periodic ones do what is due, however often they run: those of the day come every hour, so that one that was missed
is made up for. Their times are UTC; mails should leave when people are awake. Like those of the kit they have no lock.
"""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from groups import erasure, material
from groups.forming import mails as group_mails
from groups.forming import reminders as group_reminders
from groups.inquiries import deadlines, leaving, mails, passing, reminders
from groups.meetings import mails as sign_up_mails
from groups.meetings import reminders as event_reminders
from groups.statistics import freezing
from linkportal.kit import jobs


@app.task(name="groups.send_inquiry_mail", queue="mail", retry=jobs.PATIENT)
def send_inquiry_mail(event_id: int, kind: str, user_id: int = 0) -> None:
    """Send one mail about an inquiry, at least once; the receiving side knows a second one by its Message-ID."""
    mails.send(event_id, kind, user_id)


@app.task(name="groups.send_sign_up_mail", queue="mail", retry=jobs.PATIENT, pass_context=True)
def send_sign_up_mail(context: JobContext, sign_up_id: int, kind: str, sequence: int) -> None:
    """Send one mail to somebody who signed up, at least once, with the same Message-ID each time it is tried."""
    sign_up_mails.send(sign_up_id, kind, sequence, context.job.id or 0)


@app.task(name="groups.pass_on", queue="mail", retry=jobs.PATIENT)
def pass_on(event_id: int) -> None:
    """Tell a person that somebody else will answer, then pass the inquiry on."""
    passing.carry_out(event_id)


@app.task(name="groups.send_reminder", queue="mail", retry=jobs.PATIENT)
def send_reminder(reminder_id: int) -> None:
    """Send the mail of a reminder, at least once."""
    reminders.send(reminder_id)


@app.task(name="groups.send_material_mail", queue="mail", retry=jobs.PATIENT)
def send_material_mail(order_id: int, kind: str) -> None:
    """Tell an office or a contact point of an order of material, at least once."""
    material.send_mail(order_id, kind)


@app.task(name="groups.send_group_mail", queue="mail", retry=jobs.PATIENT)
def send_group_mail(group_id: int) -> None:
    """Tell who helps a group that the answers are in, at least once."""
    group_mails.send(group_id)


@app.task(name="groups.send_group_reminder", queue="mail", retry=jobs.PATIENT)
def send_group_reminder(reminder_id: int) -> None:
    """Send the mail of a reminder about groups, at least once."""
    group_reminders.send(reminder_id)


@app.task(name=leaving.FALL_BACK, queue=jobs.UPKEEP, retry=jobs.PATIENT)
def fall_back_of(user_id: int) -> None:
    """Give back to their places what somebody had who has left."""
    leaving.fall_back(user_id)


@app.periodic(cron="2 5-18 * * *")
@app.task(name="groups.fall_back", queue=jobs.UPKEEP, queueing_lock="fall_back")
def fall_back(timestamp: int) -> None:
    """The same for everybody: memberships also end by the calendar."""
    leaving.fall_back()


@app.periodic(cron="7 5-18 * * *")
@app.task(name="groups.keep_deadlines", queue=jobs.UPKEEP, queueing_lock="keep_deadlines")
def keep_deadlines(timestamp: int) -> None:
    """Remind, tell those behind, and pass on what has waited too long or waits where nobody is."""
    deadlines.keep()


@app.periodic(cron="12 5-18 * * *")
@app.task(name="groups.tell_hosts", queue=jobs.UPKEEP, queueing_lock="tell_hosts")
def tell_hosts(timestamp: int) -> None:
    """Tell those who help groups that the answers of the asked are in."""
    group_mails.tell_hosts()


@app.periodic(cron="37 5-18 * * *")
@app.task(name="groups.remind_of_groups", queue=jobs.UPKEEP, queueing_lock="remind_of_groups")
def remind_of_groups(timestamp: int) -> None:
    """Remind of groups whose next step is late, after what is to be said about inquiries."""
    group_reminders.remind()


@app.periodic(cron="14 5-18 * * *")
@app.task(name="groups.remind_of_events", queue=jobs.UPKEEP, queueing_lock="remind_of_events")
def remind_of_events(timestamp: int) -> None:
    """Remind those who have a place at what is tomorrow."""
    event_reminders.remind()


@app.periodic(cron="50 0 * * *")
@app.task(name="groups.freeze_statistics", queue=jobs.UPKEEP, queueing_lock="freeze_statistics")
def freeze_statistics(timestamp: int) -> None:
    """Count the months that are over, once and for all."""
    freezing.freeze()


@app.periodic(cron="20 1 * * *")
@app.task(name="groups.erase", queue=jobs.UPKEEP, queueing_lock="erase")
def erase(timestamp: int) -> None:
    """Erase what was to be kept no longer."""
    erasure.erase()
