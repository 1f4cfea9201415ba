"""Forms that are received once, however often they are sent: each carries a number of its own."""

from uuid import UUID

from django.utils.crypto import salted_hmac


def stored_number(submission_id: UUID, *, of: str = "submission") -> UUID:
    """What is kept of a form's number. Whoever sends the number gets the receipt, so a copy of the database must not
    hold it.

    `of` says what the number is one of: the same number is another one elsewhere.
    """
    return UUID(bytes=salted_hmac(of, submission_id.hex, algorithm="sha256").digest()[:16])
