"""Partners and funding in the admin, where the coordinators of district offices look after them."""

from partners.admin import (
    applications,
    budgets,
    duties,
    expenses,
    grants,
    meetings,
    organisations,
    projects,
    reports,
    schemes,
    start,
    tranches,
)

__all__ = [
    "applications",
    "budgets",
    "duties",
    "expenses",
    "grants",
    "meetings",
    "organisations",
    "projects",
    "reports",
    "schemes",
    "start",
    "tranches",
]
