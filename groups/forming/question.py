"""What the person reads on their own page about the group that they are asked about."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.enums import CandidateAnswer, ContactTime
from groups.forming.asking import asked_about
from groups.meetings.letters import place_of
from groups.meetings.when import in_words
from groups.models import Candidate, Event, Inquiry, SelfHelpGroup

_WHEN = {
    ContactTime.MORNING: gettext_lazy("Etter planen møtes den på formiddagen."),
    ContactTime.AFTERNOON: gettext_lazy("Etter planen møtes den på ettermiddagen."),
    ContactTime.EVENING: gettext_lazy("Etter planen møtes den på kvelden."),
}


@dataclass(frozen=True, slots=True)
class GroupQuestion:
    """A group that gathers: `asked` names the question in the form, `meetings` are to come.

    `text` says what it is about, roughly when it meets, and what follows from the answer. Where it meets stands in
    `meetings`, and there only for who has said yes.
    """

    asked: UUID
    heading: str
    text: str
    can_say_yes: bool
    can_say_no: bool
    yes: str
    no: str
    meetings: list[str] = field(default_factory=list)


def question_of(inquiry: Inquiry) -> GroupQuestion | None:
    """The group that the person is asked about or has said yes to, else the last to which they said no.

    None if there is none: whoever was asked is no candidate any more when the group has started or was given up. At
    most two queries.
    """
    candidate = asked_about(inquiry)
    return _question(candidate, inquiry) if candidate else None


def _question(candidate: Candidate, inquiry: Inquiry) -> GroupQuestion:
    group = candidate.group
    words = {"group": group.in_words, "place": group.municipality.label, "host": group.host.name}
    match candidate.answer:
        case CandidateAnswer.YES:
            text = _("%(host)s samler gruppen i %(place)s og vet at du vil være med.")
            return GroupQuestion(
                candidate.public_id,
                _("Du har sagt ja til en %(group)s") % words,
                _sentences(text % words, _when(group), _("Du får beskjed når et møte er avtalt eller flyttet.")),
                can_say_yes=False,
                can_say_no=True,
                yes="",
                no=_("Jeg vil ikke være med likevel"),
                meetings=[_meeting(one, with_place=True) for one in _to_come(group)],
            )
        case CandidateAnswer.NO:
            return GroupQuestion(
                candidate.public_id,
                _("Du har sagt nei til en %(group)s") % words,
                _("Du venter fortsatt på en gruppe. Så lenge denne samles, kan du ombestemme deg."),
                can_say_yes=True,
                can_say_no=False,
                yes=_("Jeg vil være med likevel"),
                no="",
            )
    text = _("%(host)s samler en gruppe i %(place)s.")
    return GroupQuestion(
        candidate.public_id,
        _("Vil du være med i en %(group)s?") % words,
        _sentences(text % words, _when(group), _who_learns_of_it(group, inquiry), _("Sier du nei, venter du videre.")),
        can_say_yes=True,
        can_say_no=True,
        yes=_("Ja, jeg vil være med"),
        no=_("Nei, ikke denne gruppen"),
        meetings=[_meeting(one, with_place=False) for one in _to_come(group)],
    )


def _sentences(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _when(group: SelfHelpGroup) -> str:
    return str(_WHEN[ContactTime(group.time_of_day)]) if group.time_of_day else ""


def _who_learns_of_it(group: SelfHelpGroup, inquiry: Inquiry) -> str:
    """Who has the inquiry knows the name already, and so does the responsible office."""
    if group.host in (inquiry.receiver, inquiry.office):
        return ""
    return _("Sier du ja, får %(host)s vite hva du vil kalles.") % {"host": group.host.name}


def _to_come(group: SelfHelpGroup) -> list[Event]:
    return list(group.meetings.planned().upcoming().select_related("municipality__county"))


def _meeting(meeting: Event, *, with_place: bool) -> str:
    words = {"kind": meeting.get_kind_display(), "when": in_words(meeting), "where": place_of(meeting)}
    return (_("%(kind)s %(when)s, %(where)s") if with_place else _("%(kind)s %(when)s")) % words
