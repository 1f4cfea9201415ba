"""Partners and funding in the admin, where the coordinators of district offices look after them."""

from partners.admin import (
    applications,
    budgets,
    documents,
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
    updates,
)

__all__ = [
    "applications",
    "budgets",
    "documents",
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
    "updates",
]
