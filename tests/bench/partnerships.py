"""Organisations, projects and their money for a benchmark: as many as wanted, of two offices."""

from __future__ import annotations

from typing import Any

import pghistory
from django.apps import apps
from django.db import connection, transaction

from contactpoints.enums import Role
from contactpoints.models import County, DistrictOffice, User
from linkportal.kit import clock
from linkportal.kit.roles import as_owner
from partners.enums import Category, OrganisationKind
from partners.models import PartnershipProject
from tests.conftest import make_user

# Two projects have one scheme in common, and each has ten organisations, fifty vouchers, and two awards that follow
# each other: the first is settled, the second runs, and one in five of those is late. Of what is entered by hand one
# row in ten or so was deleted again. The numbers of rows begin at 1, so that one row can tell the number of another.
_AT_ONCE = 50
_ADD = """
INSERT INTO partners_organisation (name, short_name, kind, number, about, contact_role, email, phone, website)
SELECT 'Forening LINK ' || lpad(n::text, 6, '0'), 'F' || n, (%(kinds)s::text[])[1 + n %% 7], (100000000 + n)::text,
    repeat('a', 80), 'Daglig leder', 'post-' || n || '@example.no', '', ''
FROM generate_series(12 * (%(first)s - 1) + 1, 12 * %(last)s) AS n;
DELETE FROM partners_organisation WHERE id %% 12 IN (0, 11) AND id > 12 * (%(first)s - 1);

INSERT INTO partners_grantscheme (
    name, funder_id, largest_share_percent, report_month, report_day, decided_yearly, website, about
)
SELECT 'Ordning LINK ' || lpad(n::text, 6, '0'), 12 * (n - 1) + 8, 80, 2, 15, false, '', ''
FROM generate_series(%(first)s / 2 + 1, (%(last)s + 1) / 2) AS n;

INSERT INTO partners_partnershipproject (
    slug, name, summary, about, target_group, office_id, status, starts_on, positions_wanted, is_public, shows_amounts,
    is_example, staff_notes, partner_remarks
)
SELECT 'benk-' || n, 'LINK på sted ' || lpad(n::text, 6, '0'), 'Et møtested for selvhjelp.', repeat('o', 1000), '',
    (%(offices)s::int[])[CASE WHEN n <= 100 THEN 1 + n %% 2 ELSE 1 END],
    CASE WHEN n %% 5 = 0 THEN 'ended' ELSE 'running' END, DATE '2019-01-01', 2, true, true, false, repeat('n', 500), ''
FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO partners_partnershipproject_counties (partnershipproject_id, county_id)
SELECT n, (%(counties)s::int[])[1 + n %% 3] FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO partners_projectpartner (project_id, organisation_id, role, valid_from, agreement_until)
SELECT n, 12 * (n - 1) + part, 'partner', DATE '2019-01-01', CASE WHEN part = 1 THEN %(today)s + 20 + n %% 800 END
FROM generate_series(%(first)s, %(last)s) AS n, generate_series(1, 7) AS part;

INSERT INTO partners_goal (project_id, title, indicator, unit, target, "order")
SELECT n, 'Mål for LINK', 'inquiries', '', 100, part
FROM generate_series(%(first)s, %(last)s) AS n, generate_series(1, 5) AS part;
DELETE FROM partners_goal WHERE "order" > 3 AND project_id >= %(first)s;

INSERT INTO partners_position (project_id, title, full_time_equivalents, filled_from)
SELECT n, 'Daglig leder', 1, DATE '2019-01-01' FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO partners_projectupdate (public_id, project_id, title, text, published_on, is_published, changed_at)
SELECT gen_random_uuid(), n, 'Nytt fra LINK', 'Vi er i gang.', %(today)s - n %% 100 - part, part < 3, now()
FROM generate_series(%(first)s, %(last)s) AS n, generate_series(1, 4) AS part;
DELETE FROM partners_projectupdate WHERE NOT is_published AND project_id >= %(first)s;

INSERT INTO partners_networkmeeting (public_id, kind, project_id, title, starts_at, ends_at, venue, is_public, notes)
SELECT gen_random_uuid(), 'partnership', n, 'Møte i LINK', day, day + interval '2 hours', 'På skjerm', part > 3, ''
FROM generate_series(%(first)s, %(last)s) AS n, generate_series(1, 5) AS part,
    LATERAL (SELECT %(today)s::timestamptz - (n %% 300 + 300 * part) * interval '1 day' AS day) AS days;
DELETE FROM partners_networkmeeting WHERE is_public AND project_id >= %(first)s;

INSERT INTO partners_document (
    public_id, project_id, kind, title, filename, content_type, size, sha256, uploaded_at, uploaded_by_id
)
SELECT gen_random_uuid(), n, 'agreement', 'Avtale om LINK', 'avtale.pdf', 'application/pdf', 1000, repeat('0', 64),
    now(), %(user)s
FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO partners_grantapplication (
    project_id, scheme_id, title, amount, status, due_on, sent_on, decided_on, reference, decision
)
SELECT n, (n + 1) / 2, 'Et møtested, LINK', 400000, CASE WHEN is_draft THEN 'draft' ELSE 'refused' END,
    %(today)s + (n %% 730) - 15, CASE WHEN NOT is_draft THEN DATE '2020-01-01' END,
    CASE WHEN NOT is_draft THEN DATE '2020-03-01' END, '', CASE WHEN part > 2 THEN 'Slettes' ELSE '' END
FROM generate_series(%(first)s, %(last)s) AS n, generate_series(1, 4) AS part,
    LATERAL (SELECT n %% 10 = part AS is_draft) AS drafts;
DELETE FROM partners_grantapplication WHERE decision = 'Slettes' AND project_id >= %(first)s;

INSERT INTO partners_grant (
    project_id, scheme_id, granted_by_id, title, amount, status, letter_on, reference, valid_from, valid_until
)
SELECT n, (n + 1) / 2, 12 * ((n + 1) / 2 - 1) + 8, 'Et møtested, LINK', 400000,
    (ARRAY['settled', 'in_force', 'draft', 'draft'])[part], DATE '2019-01-01', 'REF-' || n || '-' || part,
    make_date(%(year)s - 10 + 4 * part, 1, 1), make_date(%(year)s - 6 + 4 * part, 1, 1)
FROM generate_series(%(first)s, %(last)s) AS n, generate_series(1, 4) AS part;
DELETE FROM partners_grant WHERE status = 'draft' AND project_id >= %(first)s;

INSERT INTO partners_tranche (grant_id, year, amount, due_on, is_conditional, status, paid_on)
SELECT id, year, 100000, make_date(year, 6, 1), false, CASE WHEN waits THEN 'planned' ELSE 'paid' END,
    CASE WHEN NOT waits THEN make_date(year, 6, 10) END
FROM partners_grant, generate_series(0, 3) AS part,
    LATERAL (SELECT EXTRACT(YEAR FROM valid_from)::int + part AS year) AS years,
    LATERAL (SELECT year > %(year)s OR year = %(year)s AND project_id %% 5 = 0 AS waits) AS ways
WHERE project_id >= %(first)s;

INSERT INTO partners_budgetline (grant_id, year, category, amount)
SELECT id, EXTRACT(YEAR FROM valid_from)::int + part, category, 50000
FROM partners_grant, generate_series(0, 3) AS part, unnest(ARRAY['wages', 'meetings']) AS category
WHERE project_id >= %(first)s;

INSERT INTO partners_reportduty (grant_id, year, due_on, sent_on)
SELECT id, year, make_date(year + 1, 2, 15),
    CASE WHEN year < %(year)s - 1 OR year < %(year)s AND project_id %% 5 > 0 THEN make_date(year + 1, 2, 10) END
FROM partners_grant, generate_series(0, 3) AS part,
    LATERAL (SELECT EXTRACT(YEAR FROM valid_from)::int + part AS year) AS years
WHERE project_id >= %(first)s;

INSERT INTO partners_funderreport (public_id, grant_id, year, version, status, summary, made_at, made_by_id)
SELECT gen_random_uuid(), id, EXTRACT(YEAR FROM valid_from)::int, 1, 'draft', 'Et godt år.', now(), %(user)s
FROM partners_grant WHERE project_id >= %(first)s;

INSERT INTO partners_ownshare (project_id, organisation_id, year, kind, text, money)
SELECT n, 12 * (n - 1) + 1, %(year)s - part, 'money', 'Egne penger, LINK', 100000
FROM generate_series(%(first)s, %(last)s) AS n, generate_series(0, 5) AS part;
DELETE FROM partners_ownshare WHERE year < %(year)s - 3 AND project_id >= %(first)s;

INSERT INTO partners_expense (project_id, voucher, spent_on, category, amount, text)
SELECT n, 'B' || lpad((100 * n + part)::text, 6, '0'), make_date(%(year)s - 6, 1, 1) + part * 40,
    (%(categories)s::text[])[1 + part %% 8], 1000 + part, 'Leie av lokale til LINK'
FROM generate_series(%(first)s, %(last)s) AS n, generate_series(1, 55) AS part;
DELETE FROM partners_expense WHERE amount > 1050 AND project_id >= %(first)s;

INSERT INTO partners_allocation (expense_id, grant_id, amount)
SELECT expense.id, award.id, CASE WHEN expense.id %% 10 = 1 THEN expense.amount / 2 ELSE expense.amount END
FROM partners_expense AS expense JOIN partners_grant AS award USING (project_id)
WHERE spent_on >= valid_from AND spent_on < valid_until AND expense.id %% 10 > 0 AND project_id >= %(first)s;
"""


def begin() -> tuple[User, User]:
    """Nothing of the kind, a national administrator, and a coordinator of an office with fifty projects.

    All further ones are another office's: of those the coordinator should feel nothing.
    """
    tables = ", ".join(model._meta.db_table for model in apps.get_app_config("partners").get_models())
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}, contactpoints_membership, contactpoints_user RESTART IDENTITY CASCADE")
    office = DistrictOffice.objects.get(slug="tonsberg")
    return (
        make_user("nasjonalt@example.no", Role.NATIONAL_ADMIN),
        make_user("samarbeid@example.no", Role.COORDINATOR, office=office),
    )


def fill_up(projects: int, by: User) -> None:
    """Add projects until there are so many, some at a time: what waits for a commit makes each row a little slower."""
    with as_owner(connection):
        for first in range(PartnershipProject.objects.count() + 1, projects + 1, _AT_ONCE):
            _add(first, min(first + _AT_ONCE - 1, projects), by)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _add(first: int, last: int, by: User) -> None:
    values: dict[str, Any] = {
        "first": first,
        "last": last,
        "kinds": list(OrganisationKind.values),
        "categories": list(Category.values),
        "offices": [DistrictOffice.objects.get(slug=slug).pk for slug in ("oslo", "tonsberg")],
        "counties": [*County.objects.filter(name__in=("Vestfold", "Telemark", "Oslo")).values_list("pk", flat=True)],
        "user": by.pk,
        "today": clock.today(),
        "year": clock.today().year,
    }
    # Without a context of the history each row would raise an error and catch it.
    with pghistory.context(user=by.pk), transaction.atomic(), connection.cursor() as cursor:
        for statement in _ADD.split(";\n"):
            if statement.strip():
                cursor.execute(statement, values)
