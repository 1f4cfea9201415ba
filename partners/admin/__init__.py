"""Partners and funding in the admin, where the coordinators of district offices look after them."""

from partners.admin import budgets, expenses, grants, meetings, organisations, projects, reports, schemes

__all__ = ["budgets", "expenses", "grants", "meetings", "organisations", "projects", "reports", "schemes"]
