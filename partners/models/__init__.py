"""Partner organisations, partnership projects, their money, and reports about it."""

from partners.models.accounts import Allocation, BudgetLine, Expense, OwnShare
from partners.models.activities import (
    Document,
    DocumentContent,
    NetworkMeeting,
    Presentation,
    ProjectInterest,
    ProjectUpdate,
)
from partners.models.fields import MoveNotAllowed
from partners.models.funding import Grant, GrantApplication, GrantScheme, NetworkProject, Tranche, UnusedFunds
from partners.models.organisations import Organisation, Succession
from partners.models.projects import Goal, GoalResult, PartnershipProject, Position, ProjectPartner
from partners.models.reporting import DeadlineReminder, FunderReport, ReportDuty, ReportFile, ReportText

__all__ = [
    "Allocation",
    "BudgetLine",
    "DeadlineReminder",
    "Document",
    "DocumentContent",
    "Expense",
    "FunderReport",
    "Goal",
    "GoalResult",
    "Grant",
    "GrantApplication",
    "GrantScheme",
    "MoveNotAllowed",
    "NetworkMeeting",
    "NetworkProject",
    "Organisation",
    "OwnShare",
    "PartnershipProject",
    "Position",
    "Presentation",
    "ProjectInterest",
    "ProjectPartner",
    "ProjectUpdate",
    "ReportDuty",
    "ReportFile",
    "ReportText",
    "Succession",
    "Tranche",
    "UnusedFunds",
]
