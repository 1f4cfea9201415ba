"""The one thing to do next with a group, and by when: one table of rules, the first that fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.enums import BEFORE_THE_START, CandidateAnswer, EventKind, GroupStatus, StartItem
from groups.forming.numbers import more_needed
from groups.inquiries.dues import day_words
from groups.models import Candidate, Event, Helper, SelfHelpGroup
from linkportal.kit import clock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

WEEK = timedelta(weeks=1)
TO_ANSWER = WEEK
TO_FIND = 2 * WEEK  # more people, or an initiator
TO_FIND_A_PLACE = 3 * WEEK
TO_AGREE = 4 * WEEK
READY_BEFORE = timedelta(days=2)
HELPED_FOR = 3 * WEEK  # about three meetings, and the initiators withdraw
HEARD_EVERY = 26 * WEEK


@dataclass(frozen=True, slots=True)
class Facts:
    """What one has to know besides the group itself. `to_come` and `to_tell` are days of meetings, by kind: the next
    one, and the last one of which nobody has said how it went.
    """

    today: date
    asked: int = 0
    yes: int = 0
    no: int = 0
    asked_last: date | None = None
    unanswered_since: date | None = None
    initiators: int = 0
    to_come: Mapping[str, date] = field(default_factory=dict)
    to_tell: Mapping[str, date] = field(default_factory=dict)

    @property
    def hoped_for(self) -> int:
        """How many have said yes, or may still do so."""
        return self.asked - self.no


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do, and by which day; late where that is over. `is_meeting` where it is the day itself that counts."""

    words: str
    on: date
    is_late: bool
    is_meeting: bool = False

    @property
    def sentence(self) -> str:
        """The words with the day, as in "Oppstartsmøte tir. 9. juni" or "Finn en igangsetter, innen man. 8. juni"."""
        words = {"words": self.words, "day": day_words(self.on)}
        if self.is_meeting:
            return _("%(words)s %(day)s") % words
        return (_("%(words)s. Fristen var %(day)s") if self.is_late else _("%(words)s, innen %(day)s")) % words


Found = tuple[str, date] | None
Rule = Callable[[SelfHelpGroup, Facts], Found]


def next_step_of(group: SelfHelpGroup, facts: Facts) -> NextStep | None:
    """The first rule of the table that fits; None where the group is over."""
    for rule in RULES.get(GroupStatus(group.status), ()):
        if found := rule(group, facts):
            words, on = found
            return NextStep(words, on, is_late=on < facts.today, is_meeting=rule in MEETINGS)
    return None


def facts_of(groups: Iterable[SelfHelpGroup]) -> dict[int, Facts]:
    """The facts of each, by its key. Three queries, however many there are."""
    keys = [group.pk for group in groups]
    candidates, initiators, meetings = _candidates(keys), _initiators(keys), _meetings(keys)
    today = clock.today()
    return {key: Facts(today, initiators=initiators.get(key, 0), **candidates[key], **meetings[key]) for key in keys}


def _candidates(keys: Collection[int]) -> Mapping[int, dict[str, Any]]:
    unanswered = Q(answer="")
    rows = Candidate.objects.filter(group__in=keys).order_by().values_list("group")
    counted = rows.annotate(
        asked=Count("pk"),
        yes=Count("pk", filter=Q(answer=CandidateAnswer.YES)),
        no=Count("pk", filter=Q(answer=CandidateAnswer.NO)),
        asked_last=Max("asked_on"),
        unanswered_since=Min("asked_on", filter=unanswered),
    )
    names = ("asked", "yes", "no", "asked_last", "unanswered_since")
    return defaultdict(dict, {group: dict(zip(names, said, strict=True)) for group, *said in counted})


def _initiators(keys: Collection[int]) -> dict[int, int]:
    rows = Helper.objects.filter(group__in=keys).order_by().values_list("group")
    return dict(rows.annotate(number=Count("pk")))


def _meetings(keys: Collection[int]) -> Mapping[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = defaultdict(lambda: {"to_come": {}, "to_tell": {}})
    meetings = Event.objects.planned().filter(group__in=keys, attendance=None).order_by("starts_at", "pk")
    for group, kind, starts_at in meetings.values_list("group", "kind", "starts_at"):
        day = timezone.localtime(starts_at).date()
        if starts_at > clock.now():
            found[group]["to_come"].setdefault(kind, day)
        else:
            found[group]["to_tell"][kind] = day
    return found


# The rules: each gives the words and the day, or None where it does not fit.


def _tell_how_it_went(kind: EventKind, words: Text) -> Rule:
    def rule(group: SelfHelpGroup, facts: Facts) -> Found:
        day = facts.to_tell.get(kind)
        return (str(words), day) if day else None

    return rule


def _meet(kind: EventKind) -> Rule:
    def rule(group: SelfHelpGroup, facts: Facts) -> Found:
        day = facts.to_come.get(kind)
        return (str(kind.label), day) if day else None

    return rule


def _call_those_who_have_not_answered(group: SelfHelpGroup, facts: Facts) -> Found:
    if facts.unanswered_since and facts.unanswered_since + TO_ANSWER <= facts.today:
        return _("Ring dem som ikke har svart"), facts.unanswered_since + TO_ANSWER
    return None


def _find_more(group: SelfHelpGroup, facts: Facts) -> Found:
    needed = more_needed(facts.hoped_for)
    if not needed:
        return None
    return _("Finn flere: %(number)s til trengs") % {"number": needed}, (facts.asked_last or group.since) + TO_FIND


def _find_an_initiator(group: SelfHelpGroup, facts: Facts) -> Found:
    return None if facts.initiators else (_("Finn en igangsetter"), _before_it_meets(group.since + TO_FIND, facts))


def _wait_for_answers(group: SelfHelpGroup, facts: Facts) -> Found:
    if not facts.unanswered_since or not more_needed(facts.yes):
        return None
    numbers = {"number": facts.hoped_for - facts.yes, "asked": facts.asked}
    return _("Vent på svar fra %(number)d av %(asked)d") % numbers, facts.unanswered_since + TO_ANSWER


def _find_a_place(group: SelfHelpGroup, facts: Facts) -> Found:
    if group.meeting_place or StartItem.ROOM in group.checklist:
        return None
    return _("Finn et sted å møtes"), _before_it_meets(group.since + TO_FIND_A_PLACE, facts)


def _agree_on_the_start(group: SelfHelpGroup, facts: Facts) -> Found:
    if EventKind.STARTUP_MEETING in facts.to_come:
        return None
    return _("Avtal oppstartsmøte"), group.since + TO_AGREE


def _get_ready(group: SelfHelpGroup, facts: Facts) -> Found:
    is_open = [item for item in BEFORE_THE_START if item not in group.checklist]
    day = facts.to_come.get(EventKind.STARTUP_MEETING)
    return (_todo(is_open[0]), day - READY_BEFORE) if is_open and day else None


def _finish_the_checklist(group: SelfHelpGroup, facts: Facts) -> Found:
    is_open = [item for item in StartItem if item not in group.checklist]
    return (_todo(is_open[0]), _started(group) + WEEK) if is_open else None


def _withdraw(group: SelfHelpGroup, facts: Facts) -> Found:
    words = _("Igangsetterne trekker seg ut") if facts.initiators else _("Si fra når gruppen klarer seg selv")
    return words, _started(group) + HELPED_FOR


def _agree_on_the_follow_up(group: SelfHelpGroup, facts: Facts) -> Found:
    if group.followed_up_on:
        return None
    return _("Avtal oppfølgingsmøte"), _started(group) + settings.GROUP_FOLLOW_UP_WEEKS * WEEK


def _hear_how_it_is(group: SelfHelpGroup, facts: Facts) -> Found:
    return _("Hør hvordan det går"), (group.followed_up_on or _started(group)) + HEARD_EVERY


def _todo(item: StartItem) -> str:
    return {
        StartItem.ROOM: _("Avtal rommet"),
        StartItem.KEY: _("Finn ut hvem som har nøkkelen"),
        StartItem.CONFIDENTIALITY: _("Hør om alle har gitt taushetsløfte"),
        StartItem.FRAMES: _("Gå gjennom rammene og prinsippene"),
        StartItem.FIRST_DATE: _("Hør om alle vet når de møtes neste gang"),
    }[item]


def _before_it_meets(day: date, facts: Facts) -> date:
    return min([day, *facts.to_come.values()])


def _started(group: SelfHelpGroup) -> date:
    """The day of its start, which the database lets no group be without that has started."""
    return group.started_on or group.since


_meet_for_information, _meet_to_start, _meet_again = MEETINGS = tuple(
    _meet(kind) for kind in (EventKind.INFORMATION_MEETING, EventKind.STARTUP_MEETING, EventKind.FOLLOW_UP_MEETING)
)

RULES: Mapping[GroupStatus, tuple[Rule, ...]] = {
    GroupStatus.GATHERING: (
        _tell_how_it_went(EventKind.STARTUP_MEETING, gettext_lazy("Si fra hvordan oppstartsmøtet gikk")),
        _tell_how_it_went(EventKind.INFORMATION_MEETING, gettext_lazy("Si fra hvordan informasjonsmøtet gikk")),
        _call_those_who_have_not_answered,
        _find_more,
        _find_an_initiator,
        _wait_for_answers,
        _meet_for_information,
        _find_a_place,
        _agree_on_the_start,
        _get_ready,
        _meet_to_start,
    ),
    GroupStatus.STARTING: (
        _tell_how_it_went(EventKind.FOLLOW_UP_MEETING, gettext_lazy("Si fra hvordan oppfølgingsmøtet gikk")),
        _finish_the_checklist,
        _withdraw,
    ),
    GroupStatus.RUNNING: (
        _tell_how_it_went(EventKind.FOLLOW_UP_MEETING, gettext_lazy("Si fra hvordan oppfølgingsmøtet gikk")),
        _meet_again,
        _agree_on_the_follow_up,
        _hear_how_it_is,
    ),
}
