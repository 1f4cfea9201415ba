"""What keeps an organisation or a voucher from being deleted, in words (`linkportal.kit.deleting`)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linkportal.kit.deleting import Phrase


def _granted(grants: list[Any]) -> str:
    count = len({grant.project_id for grant in grants})
    words = ngettext("har tildelt penger til %(count)d prosjekt", "har tildelt penger til %(count)d prosjekter", count)
    return words % {"count": count}


def _takes_part(partners: list[Any]) -> str:
    count = len({partner.project_id for partner in partners})
    return ngettext("er med i %(count)d prosjekt", "er med i %(count)d prosjekter", count) % {"count": count}


def _succeeded(successions: list[Any]) -> str:
    return _("er etterfølger for %(whom)s") % {"whom": ", ".join(str(one.organisation) for one in successions)}


def _covered(allocations: list[Any]) -> str:
    count = len(allocations)
    words = ngettext("er fordelt på %(count)d tildeling", "er fordelt på %(count)d tildelinger", count)
    return words % {"count": count}


ORGANISATION_HELD_BY: dict[str, Phrase] = {
    "partners.grant": _granted,
    "partners.projectpartner": _takes_part,
    "partners.succession": _succeeded,
}
EXPENSE_HELD_BY: dict[str, Phrase] = {"partners.allocation": _covered}
