"""Inquiries for a benchmark: as many as wanted, all of one office and of the contact points it stands behind."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.enums import PERSONAL_WISHES, Channel, Outcome, RoutingRule, Theme
from linkportal.kit.roles import as_owner
from tests.conftest import make_contact_point, make_user

PLACES = 20
# Two of five are open. Of these half wait for an answer, from weeks ago until next week; the others have had one, and
# wait for a group or to be followed up. What is personal is as long as it is, and says nothing.
_ADD = """
INSERT INTO groups_inquiry (
    public_id, reference, submission_id, link_version, act_version, wish, channel, theme, municipality_id,
    name, email, phone, message, organisation, host_kind, offered_as, email_key, phone_key, leave_message,
    contact_times, meeting_times, contact_by, consent_version, consented_at, office_id, contact_point_id,
    rule, reason, distance_km,
    status, outcome, assignee_id, received_at, waits_since, answer_due_on, follow_up_on, last_contact_at,
    passing_rule, closed_at
)
SELECT
    gen_random_uuid(), lpad(to_hex(n), 7, '0'), gen_random_uuid(), 1, 1,
    (%(wishes)s::text[])[1 + n %% 3], (%(channels)s::text[])[1 + n %% 5], (%(themes)s::text[])[1 + n %% 14],
    %(municipality)s, repeat('n', 120), repeat('e', 140), repeat('p', 120), repeat('m', 600), '', '', '',
    md5(n::text), '', 'no', '{}', '{}', '', '2026-11', now(), %(office)s,
    CASE WHEN n %% 2 = 0 THEN (%(places)s::int[])[1 + n / 2 %% cardinality(%(places)s::int[])] END,
    %(rule)s, 'Fordi det er slik.', 12.5,
    CASE WHEN n %% 5 > 1 THEN 'closed' WHEN n %% 20 IN (0, 1) THEN 'new' WHEN n %% 20 IN (5, 6) THEN 'taken'
         WHEN n %% 20 IN (10, 11) THEN 'waiting' ELSE 'taken' END,
    CASE WHEN n %% 5 > 1 THEN %(outcome)s ELSE '' END,
    CASE WHEN n %% 20 IN (5, 15) THEN %(assignee)s END,
    now() - n * interval '1 minute',
    CASE WHEN n %% 20 IN (0, 1, 5, 6) THEN now() - n * interval '1 minute' END,
    CASE WHEN n %% 20 IN (0, 1, 5, 6) THEN current_date + 7 - n %% 30 END,
    CASE WHEN n %% 20 = 15 THEN current_date + n %% 60 END,
    now(), '', CASE WHEN n %% 5 > 1 THEN now() - n * interval '30 seconds' END
FROM generate_series(%(first)s, %(last)s) AS n
"""


def begin() -> User:
    """An office, its contact points, and the person whose list is measured: a coordinator who also has one of them."""
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("TRUNCATE groups_inquiry, contactpoints_membership, contactpoints_user CASCADE")
    office = DistrictOffice.objects.get(slug="tonsberg")
    skien = Municipality.objects.get(name="Skien")
    ContactPoint.objects.filter(slug__startswith="liste-").delete()
    places = [make_contact_point(f"Liste {number}", skien) for number in range(PLACES)]
    user = make_user("liste@example.no", Role.COORDINATOR, office=office)
    user.memberships.create(role=Role.LEADER, contact_point=places[0], valid_from=date(2020, 1, 1))
    return user


def fill_up(count: int, user: User) -> None:
    """Add inquiries until there are `count`."""
    values: dict[str, Any] = {
        "wishes": [wish.value for wish in PERSONAL_WISHES],
        "channels": list(Channel.values),
        "themes": list(Theme.values),
        "rule": RoutingRule.CHOSEN_CONTACT_POINT,
        "outcome": Outcome.INFORMED,
        "municipality": Municipality.objects.get(name="Skien").pk,
        "office": DistrictOffice.objects.get(slug="tonsberg").pk,
        "places": list(contact_points()),
        "assignee": user.pk,
        "last": count,
    }
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) + 1 FROM groups_inquiry")
        values["first"] = cursor.fetchone()[0]
        cursor.execute(_ADD, values)
        cursor.execute("VACUUM ANALYZE")


def contact_points() -> QuerySet[ContactPoint, int]:
    """The keys of those that the inquiries are spread over."""
    return ContactPoint.objects.filter(slug__startswith="liste-").order_by("pk").values_list("pk", flat=True)
