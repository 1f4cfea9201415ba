"""Who may what at which address: the tables that `test_access_matrix.py` checks the portal against.

`PUBLIC` says what everybody may open. For the others `RULES` says who may; who is not named there gets 404, as if it
did not exist. `ARGUMENTS` says what stands for a parameter of an address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Model
from django.utils.http import int_to_base36

from contactpoints.models import (
    ClosedPeriod,
    ContactPoint,
    County,
    CoverageArea,
    DistrictOffice,
    Invitation,
    Municipality,
    User,
)
from groups.enums import Channel
from groups.models import Event, Initiator, Inquiry, MaterialOrder, SelfHelpGroup, SignUp
from partners.models import Document, FunderReport, NetworkMeeting, PartnershipProject, ProjectInterest
from tests.world import (
    CAST,
    COORDINATOR,
    LEADER,
    NATIONAL_ADMIN,
    NATIONAL_AUDITOR,
    OFFICE_AUDITOR,
    STAFF,
    WHO_LEFT,
)

Rows = dict[type[Model], Any]

# By pattern of route and name of parameter: what stands there, for the rows of one's own area or of another's.
ARGUMENTS: dict[tuple[str, str], Callable[[Rows], object]] = {
    ("contactpoints:county", "slug"): lambda rows: rows[County].slug,
    ("contactpoints:municipality", "slug"): lambda rows: rows[Municipality].slug,
    ("contactpoints:municipality", "number"): lambda rows: rows[Municipality].number,
    ("contactpoints:detail", "slug"): lambda rows: rows[ContactPoint].slug,
    ("contactpoints:place_closed_remove", "pk"): lambda rows: rows[ClosedPeriod].pk,
    ("contactpoints:place_absence_remove", "pk"): lambda rows: rows[ContactPoint].absences.get().pk,
    ("contactpoints:place_membership_end", "pk"): lambda rows: rows[ContactPoint].memberships.earliest("pk").pk,
    ("contactpoints:place_invitation_*", "pk"): lambda rows: rows[ContactPoint].invitations.get().pk,
    ("contactpoints:place*", "slug"): lambda rows: rows[ContactPoint].slug,
    ("contactpoints:office_absence_remove", "pk"): lambda rows: rows[DistrictOffice].absences.get().pk,
    ("contactpoints:office_membership_end", "pk"): lambda rows: rows[DistrictOffice].memberships.earliest("pk").pk,
    ("contactpoints:office_invitation_*", "pk"): lambda rows: rows[DistrictOffice].invitations.get().pk,
    ("contactpoints:office*", "slug"): lambda rows: rows[DistrictOffice].slug,
    ("contactpoints:coverage_end", "pk"): lambda rows: rows[CoverageArea].pk,
    ("groups:case_slip", "reference"): lambda rows: rows[ContactPoint].inquiries.get(channel=Channel.PHONE).reference,
    ("groups:case*", "reference"): lambda rows: rows[Inquiry].reference,
    ("groups:group_*", "reference"): lambda rows: rows[SelfHelpGroup].reference,
    ("groups:meeting_*", "slug"): lambda rows: rows[Event].slug,
    ("groups:event*", "slug"): lambda rows: rows[Event].slug,
    ("groups:sign_up", "slug"): lambda rows: rows[Event].slug,
    ("groups:initiator_*", "public_id"): lambda rows: rows[Initiator].public_id,
    ("groups:material_*", "reference"): lambda rows: rows[MaterialOrder].reference,
    ("groups:my_sign_up_link", "token"): lambda rows: rows[SignUp].secret_token,
    ("groups:my_inquiry_link", "token"): lambda rows: rows[Inquiry].secret_token,
    ("groups:act_link", "token"): lambda rows: rows[Inquiry].act_token(),
    ("account_invitation_link", "token"): lambda rows: rows[Invitation].secret_token,
    ("account_reset_password_from_key", "uidb36"): lambda rows: int_to_base36(rows[User].pk),
    ("account_reset_password_from_key", "key"): lambda rows: default_token_generator.make_token(rows[User]),
    ("mfa_remove", "pk"): lambda rows: rows[Authenticator].pk,
    ("admin:app_list", "app_label"): lambda rows: "contactpoints",
    ("/admin/%(url)s", "url"): lambda rows: "finnes/ikke/",
    ("partners:document", "public_id"): lambda rows: rows[Document].public_id,
    ("partners:partner_sheet", "slug"): lambda rows: rows[PartnershipProject].slug,
    ("partners:project", "slug"): lambda rows: rows[PartnershipProject].slug,
    ("partners:updates", "slug"): lambda rows: rows[PartnershipProject].slug,
    ("partners:meeting_calendar", "public_id"): lambda rows: rows[NetworkMeeting].public_id,
    ("partners:report*", "public_id"): lambda rows: rows[FunderReport].public_id,
    ("partners:link_interest", "reference"): lambda rows: rows[ProjectInterest].inquiry.reference,
    # the rest of the admin: see `arguments`
}


# What asks nobody to log in; some of these need a secret link, or the first step of a login.
PUBLIC = (
    *("front_page", "about", "about_data", "privacy", "accessibility", "quick_exit", "health_*"),
    *(f"contactpoints:{name}" for name in ("finder", "detail", "county", "municipality")),
    *(f"groups:{name}" for name in ("inquiry", "receipt", "under_18", "offer")),
    *(
        f"partners:{name}"
        for name in ("projects", "project", "updates", "all_updates", "meeting_calendar", "take_part")
    ),
    *(f"groups:{name}" for name in ("my_inquiry", "my_inquiry_link", "add_message", "correct", "answer_question")),
    *(f"groups:{name}" for name in ("withdraw", "act", "act_link", "accept", "decline", "new_act_link")),
    *(f"groups:{name}" for name in ("groups", "events", "event", "event_calendar", "calendar", "answer_group")),
    *(
        f"groups:{name}"
        for name in ("sign_up", "sign_up_receipt", "my_sign_up", "my_sign_up_link", "my_sign_up_cancel")
    ),
    *(f"account_{name}" for name in ("login", "logout", "inactive", "signup", "reset_password*", "invitation*")),
    *("mfa_authenticate", "mfa_login_webauthn", "admin:login"),
)


@dataclass(frozen=True)
class Rule:
    """Who may, at the private addresses of a pattern: where it is their own, and wherever it is."""

    of: str
    own: tuple[str, ...] = ()
    everywhere: tuple[str, ...] = ()
    only_reading: tuple[str, ...] = ()  # of one's own


AT_PLACE = (STAFF, LEADER)
WHO_INVITES = (LEADER, COORDINATOR)
WHO_ANSWERS = (STAFF, LEADER, COORDINATOR, NATIONAL_ADMIN)
WHO_IS_LOGGED_IN = (*CAST, WHO_LEFT)
_ON_A_REPORT = ("write", "send", "new_version")  # what auditors only read
# The first that fits. The admin has none: there the rights of models say it (contactpoints.access.GRANTED).
RULES = (
    Rule("contactpoints:place_checklist", own=(COORDINATOR,), everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:place_publish", own=(COORDINATOR,), everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:place_colleagues", own=WHO_INVITES, everywhere=(NATIONAL_ADMIN,), only_reading=(STAFF,)),
    Rule("contactpoints:place_invitation_*", own=WHO_INVITES, everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:place*", own=(*AT_PLACE, COORDINATOR), everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:my_place", everywhere=WHO_ANSWERS),
    Rule("contactpoints:unconfirmed", everywhere=WHO_ANSWERS),
    Rule("contactpoints:office*", own=(COORDINATOR,), everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:coverage*", own=(COORDINATOR,), everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:gaps", own=(COORDINATOR,), everywhere=(NATIONAL_ADMIN,)),
    Rule("groups:case_hand_over_new", own=(COORDINATOR,)),
    Rule("groups:case_propose", own=(COORDINATOR,)),
    Rule("groups:case*", own=(*AT_PLACE, COORDINATOR)),  # the national administrator has those of the national desk
    Rule("groups:group_list", everywhere=WHO_ANSWERS),
    Rule("groups:group_reach", everywhere=WHO_ANSWERS),
    Rule("groups:group_new", everywhere=WHO_ANSWERS),
    Rule("groups:group_*", own=(*AT_PLACE, COORDINATOR)),  # the national administrator has those of the national desk
    Rule("groups:meeting_list", everywhere=WHO_ANSWERS),
    Rule("groups:meeting_new", everywhere=WHO_ANSWERS),
    Rule("groups:meeting_*", own=(*AT_PLACE, COORDINATOR)),
    Rule("groups:initiator_list", everywhere=WHO_ANSWERS),
    Rule("groups:initiator_new", everywhere=WHO_ANSWERS),
    Rule("groups:initiator_*", own=(*AT_PLACE, COORDINATOR)),
    Rule("groups:material", everywhere=WHO_ANSWERS),
    Rule("groups:material_order", everywhere=AT_PLACE),
    Rule("groups:material_print", everywhere=(COORDINATOR, NATIONAL_ADMIN)),
    Rule("groups:material_sent", own=(COORDINATOR,)),
    Rule("groups:material_*", own=(*AT_PLACE, COORDINATOR)),
    Rule("groups:log", everywhere=WHO_ANSWERS),
    Rule("groups:desk", everywhere=tuple(CAST)),
    Rule("groups:inbox", everywhere=WHO_ANSWERS),
    Rule("groups:search", everywhere=WHO_ANSWERS),
    *(Rule(f"partners:report_{name}", own=(COORDINATOR,), everywhere=(NATIONAL_ADMIN,)) for name in _ON_A_REPORT),
    Rule("partners:report_make", everywhere=(COORDINATOR, NATIONAL_ADMIN)),
    Rule("partners:report*", own=(COORDINATOR, OFFICE_AUDITOR), everywhere=(NATIONAL_ADMIN, NATIONAL_AUDITOR)),
    Rule("partners:link_interest", own=(COORDINATOR,)),
    Rule("partners:partner_sheet", own=(COORDINATOR, OFFICE_AUDITOR), everywhere=(NATIONAL_ADMIN, NATIONAL_AUDITOR)),
    Rule("partners:document", own=(COORDINATOR, OFFICE_AUDITOR), everywhere=(NATIONAL_ADMIN, NATIONAL_AUDITOR)),
    Rule("partners:deadlines", everywhere=(COORDINATOR, OFFICE_AUDITOR, NATIONAL_ADMIN, NATIONAL_AUDITOR)),
    Rule("groups:overview", everywhere=(COORDINATOR, NATIONAL_ADMIN)),
    Rule("groups:routing_test", everywhere=(COORDINATOR, NATIONAL_ADMIN)),
    Rule("mfa_remove", own=(COORDINATOR,)),  # whose own it is
    Rule("account_*", everywhere=WHO_IS_LOGGED_IN),
    Rule("mfa_*", everywhere=WHO_IS_LOGGED_IN),
)

# What a GET may write: that one is logged in, that somebody has read, that codes were shown.
WRITTEN_BY_READING = {
    "*": {"django_session", "cache"},
    "mfa_view_recovery_codes": {"mfa_authenticator"},
    "groups:case": {"groups_inquiryreading"},
    "groups:group_new": {"groups_inquiryreading"},
    "groups:group_page": {"groups_inquiryreading"},
    "groups:group_ask": {"groups_inquiryreading"},
    "groups:group_start": {"groups_inquiryreading"},
    "admin:groups_inquiry_change": {"groups_inquiryreading"},
}
