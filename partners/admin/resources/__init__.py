"""What lists of partners and funding look like as files, and how such files are read."""

from partners.admin.resources.expenses import ExpenseResource, OwnShareResource
from partners.admin.resources.funding import (
    ApplicationResource,
    BudgetLineResource,
    GrantResource,
    SchemeResource,
    TrancheResource,
)
from partners.admin.resources.organisations import OrganisationResource
from partners.admin.resources.projects import (
    DocumentResource,
    DutyResource,
    GoalResource,
    MeetingResource,
    ProjectResource,
    ReportResource,
    UpdateResource,
)

__all__ = [
    "ApplicationResource",
    "BudgetLineResource",
    "DocumentResource",
    "DutyResource",
    "ExpenseResource",
    "GoalResource",
    "GrantResource",
    "MeetingResource",
    "OrganisationResource",
    "OwnShareResource",
    "ProjectResource",
    "ReportResource",
    "SchemeResource",
    "TrancheResource",
    "UpdateResource",
]
