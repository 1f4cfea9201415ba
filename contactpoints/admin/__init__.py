"""The registry in the admin, by subject as its models are."""

from contactpoints.admin import offices, places, registry, staff

__all__ = ["offices", "places", "registry", "staff"]
