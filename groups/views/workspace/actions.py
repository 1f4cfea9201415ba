"""The steps on the case page: their addresses, words, forms, and what each does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints.keeping import coordinates
from contactpoints.models import DistrictOffice, User
from groups.enums import PERSONAL_WISHES, DeclineReason, Outcome, Status, Step, Wish
from groups.forming import asking
from groups.forming.question import GroupQuestion, question_of
from groups.inquiries import casework
from groups.inquiries.routing import who_stands_behind
from groups.models import Inquiry
from groups.workspace_forms.steps import AnswerForm, CloseForm, DeclineForm, FollowUpForm, NoteForm, StepForm, WaitForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

Do = Callable[[Inquiry, dict[str, Any], User], object]


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides, besides its status, which steps make sense for an inquiry."""

    inquiry: Inquiry
    user: User
    behind: DistrictOffice | None
    is_asked: bool
    question: GroupQuestion | None = None

    @classmethod
    def of(cls, inquiry: Inquiry, user: User, *, is_asked: bool) -> Situation:
        """Four queries at most."""
        behind = who_stands_behind(inquiry) if inquiry.is_open else None
        return cls(inquiry, user, behind, is_asked, question_of(inquiry) if inquiry.status == Status.WAITING else None)


def _always(_now: Situation) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One step. `words` stand on its button or over its form; `done` is said afterwards."""

    name: str
    address: str
    step: Step
    words: Text
    done: Text
    do: Do
    form: type[StepForm] = StepForm
    makes_sense: Callable[[Situation], bool] = _always
    only_offices: bool = False
    is_answer: bool = False  # what the person says about a group: it stands beside the question

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to fill in: a button is enough."""
        return not self.form.shown

    def may_be_taken(self, now: Situation) -> bool:
        return self.step in now.inquiry.allowed_steps and self.makes_sense(now)

    def form_for(self, inquiry: Inquiry, data: Any = None, *, seen: int | None = None) -> StepForm:
        """Its form on the page of that inquiry; `seen` is the last event there."""
        address = reverse(f"groups:case_{self.name}", args=[inquiry.reference])
        return self.form(data, inquiry=inquiry, name=self.name, action=address, initial={"seen": seen})


ACTIONS = (
    Action(
        "release",
        "slipp-fram",
        Step.RELEASE,
        _("Slipp den fram"),
        _("Sluppet fram. Mottakeren får e-post."),
        lambda inquiry, _said, by: casework.release(inquiry, by=by),
    ),
    Action(
        "take",
        "ta",
        Step.TAKE,
        _("Jeg tar den"),
        _("Den er din."),
        lambda inquiry, said, by: inquiry.take(by=by, seen=said["seen"]),
        makes_sense=lambda now: now.inquiry.assignee != now.user,
    ),
    Action(
        "contact",
        "snakket",
        Step.CONTACT,
        _("Snakket med personen"),
        _("Det er notert at dere har snakket sammen."),
        lambda inquiry, said, by: inquiry.contact(by=by, seen=said["seen"]),
    ),
    Action(
        "call_attempt",
        "ringte",
        Step.CALL_ATTEMPT,
        _("Ringte, ikke svar"),
        _("Det er notert at du ringte."),
        lambda inquiry, said, by: inquiry.call_attempt(by=by, seen=said["seen"]),
        makes_sense=lambda now: bool(now.inquiry.phone),
    ),
    Action(
        "answer",
        "svar",
        Step.ANSWER,
        _("Svar på e-post"),
        _("Svaret er på vei."),
        lambda inquiry, said, by: casework.answer(inquiry, said["text"], by=by, seen=said["seen"]),
        AnswerForm,
        makes_sense=lambda now: bool(now.inquiry.email),
    ),
    Action(
        "note",
        "notat",
        Step.NOTE,
        _("Skriv et notat"),
        _("Notatet er lagret."),
        lambda inquiry, said, by: inquiry.note(said["text"], by=by),
        NoteForm,
    ),
    Action(
        "follow_up",
        "folg-opp",
        Step.FOLLOW_UP,
        _("Følg opp en annen dag"),
        _("Oppfølging er satt."),
        lambda inquiry, said, by: inquiry.follow_up(said["day"], by=by, seen=said["seen"]),
        FollowUpForm,
    ),
    Action(
        "wait",
        "vent",
        Step.WAIT,
        _("Venter på gruppe"),
        _("Personen står på venteliste for gruppe."),
        lambda inquiry, said, by: inquiry.wait(by=by, seen=said["seen"], **said["wished"]),
        WaitForm,
        makes_sense=lambda now: now.inquiry.wish in PERSONAL_WISHES,
    ),
    Action(
        "group_yes",
        "gruppe-ja",
        Step.GROUP_YES,
        _("Personen sa ja"),
        _("Det er notert at personen vil være med."),
        lambda inquiry, said, by: asking.answer_told(inquiry, yes=True, by=by, seen=said["seen"]),
        makes_sense=lambda now: now.question is not None and now.question.can_say_yes,
        is_answer=True,
    ),
    Action(
        "group_no",
        "gruppe-nei",
        Step.GROUP_NO,
        _("Personen sa nei"),
        _("Det er notert at personen ikke vil være med. Personen venter videre."),
        lambda inquiry, said, by: asking.answer_told(inquiry, yes=False, by=by, seen=said["seen"]),
        makes_sense=lambda now: now.question is not None and now.question.can_say_no,
        is_answer=True,
    ),
    Action(
        "propose",
        "foresla",
        Step.PROPOSE,
        _("Registrer som foreslått kontaktpunkt"),
        _("Stedet er registrert, uten e-post og telefon: skriv inn stedets egne når avtalen er gjort."),
        lambda inquiry, said, by: casework.propose(inquiry, by=by, seen=said["seen"]),
        makes_sense=lambda now: (
            now.inquiry.wish == Wish.CONTACT_POINT
            and now.inquiry.became is None
            and bool(now.inquiry.organisation)
            and coordinates(now.user)
        ),
        only_offices=True,
    ),
    Action(
        "unask",
        "trekk-sporsmal",
        Step.UNASK,
        _("Trekk spørsmålet"),
        _("Spørsmålet er trukket."),
        lambda inquiry, said, by: casework.unask(inquiry, by=by, seen=said["seen"]),
        makes_sense=lambda now: now.is_asked,
    ),
    Action(
        "give_back",
        "legg-tilbake",
        Step.GIVE_BACK,
        _("Legg den tilbake"),
        _("Den venter på at noen tar den."),
        lambda inquiry, said, by: inquiry.give_back(by=by, seen=said["seen"]),
    ),
    Action(
        "decline",
        "si-nei",
        Step.DECLINE,
        _("Vi kan ikke ta den"),
        _("Personen får beskjed først. Så går henvendelsen videre."),
        lambda inquiry, said, by: casework.decline(
            inquiry, DeclineReason(said["why"]), by=by, text=said["text"], seen=said["seen"]
        ),
        DeclineForm,
        makes_sense=lambda now: now.behind is not None,
    ),
    Action(
        "close",
        "avslutt",
        Step.CLOSE,
        _("Avslutt"),
        _("Avsluttet."),
        lambda inquiry, said, by: casework.close(
            inquiry, Outcome(said["outcome"]), by=by, note=said["note"], seen=said["seen"]
        ),
        CloseForm,
    ),
    Action(
        "reopen",
        "apne-igjen",
        Step.REOPEN,
        _("Åpne den igjen"),
        _("Den er åpen igjen, og din."),
        lambda inquiry, _said, by: inquiry.reopen(by=by),
        makes_sense=lambda now: now.inquiry.erased_at is None,
    ),
    Action(
        "pass_on",
        "til-kontoret",
        Step.HAND_OVER,
        _("Gi videre til distriktskontoret"),
        _("Distriktskontoret har den nå."),
        lambda inquiry, said, by: casework.pass_on_to_office(inquiry, by=by, seen=said["seen"]),
        makes_sense=lambda now: casework.can_be_passed_on(now.inquiry),
    ),
)
BY_NAME = {action.name: action for action in ACTIONS}
