"""Who works with partnerships; the first of June, as where inquiries are."""

from tests.groups.conftest import _june, as_berit

__all__ = ["_june", "as_berit"]
