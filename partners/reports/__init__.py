"""The report to a funder about one year of an award: made by a button, written on, and frozen when it is sent."""

from partners.reports.content import content_of, missing_in
from partners.reports.drafting import AlreadySent, ChangedMeanwhile, NoReport, make, new_version, stamp, write
from partners.reports.page import style_source
from partners.reports.sending import file_of, filename_of, send

__all__ = [
    "AlreadySent",
    "ChangedMeanwhile",
    "NoReport",
    "content_of",
    "file_of",
    "filename_of",
    "make",
    "missing_in",
    "new_version",
    "send",
    "stamp",
    "style_source",
    "write",
]
