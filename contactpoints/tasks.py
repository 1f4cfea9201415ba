"""Jobs of this app; procrastinate finds them by this file's name. They carry ids only."""

from procrastinate.contrib.django import app

from contactpoints import accounts, invitations
from linkportal.kit import jobs


@app.task(name="contactpoints.send_invitation", queue="mail", retry=jobs.PATIENT)
def send_invitation(invitation_id: int, version: int) -> None:
    """Send the link of an invitation, unless it has been taken back or sent anew meanwhile."""
    invitations.send(invitation_id, version)


@app.task(name="contactpoints.send_password_link", queue="mail", retry=jobs.PATIENT)
def send_password_link(user_id: int, asked: str) -> None:
    """Send a link for a new password. `asked` tells two of them apart."""
    accounts.send_password_link(user_id, asked)


@app.periodic(cron="20 4 * * *")
@app.task(name="contactpoints.close_unused_accounts", queue=jobs.UPKEEP, queueing_lock="close_unused_accounts")
def close_unused_accounts(timestamp: int) -> None:
    """Close the accounts that nobody has used for ACCOUNT_UNUSED_DAYS."""
    accounts.close_unused()


@app.periodic(cron="30 4 * * *")
@app.task(name="contactpoints.forget_invitations", queue=jobs.UPKEEP, queueing_lock="forget_invitations")
def forget_invitations(timestamp: int) -> None:
    """Delete the invitations that nobody accepted."""
    invitations.forget_unused()
