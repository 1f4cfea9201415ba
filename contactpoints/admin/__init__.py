"""The registry in the admin, by subject as its models are."""

from contactpoints.admin import invitations, offices, places, registry, staff

__all__ = ["invitations", "offices", "places", "registry", "staff"]
