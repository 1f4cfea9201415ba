"""One's own inquiry by its secret link: where it stands, and what one may do about it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.enums import Status, Step
from groups.forming.question import question_of
from groups.forms import CorrectForm, MessageForm
from groups.inquiries import own_steps
from groups.inquiries.conversation import conversation_of
from groups.inquiries.reaching import times_in_words
from groups.inquiries.standing import standing_of
from groups.models import Inquiry, MoveNotAllowed
from linkportal.kit import secret_links
from linkportal.kit.cookies import read_cookie, set_cookie
from linkportal.kit.redirects import see_other

MY_INQUIRY_COOKIE = "min-henvendelse"
HALF_AN_HOUR = 30 * 60

# What the page says on top after something was done; the word in the address tells nobody anything.
DONE = {
    "melding": gettext_lazy("Vi har fått det du skrev."),
    "kontakt": gettext_lazy("Vi har lagret hvordan vi når deg."),
    "ja": gettext_lazy("Takk for svaret. Du har sagt ja."),
    "nei-takk": gettext_lazy("Takk for svaret. Du har sagt nei, og venter videre."),
    "nei": gettext_lazy("Takk for svaret. Du har sagt nei, og vi gir den ikke dit."),
    "for-sent": gettext_lazy("Spørsmålet er ikke aktuelt lenger. Slik står det nå."),
    "endret": gettext_lazy("Noe har skjedd siden du åpnet siden, så vi har ikke lagret noe. Slik står det nå."),
    "mye": gettext_lazy("Du har sendt mye på ett døgn, så vi har ikke lagret dette. Ring oss heller."),
}


@login_not_required
@never_cache
@require_safe
def my_inquiry_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the secret link for a cookie, and go on to the address without the secret. Nothing is changed."""
    public_id = secret_links.public_id_of(token)
    found = Inquiry.objects.filter(public_id=public_id).first() if public_id else None
    if found is None or not found.opens_with(token):
        return render(request, "groups/my_inquiry_gone.html", status=404)
    response = redirect("groups:my_inquiry")
    set_cookie(response, MY_INQUIRY_COOKIE, token, path=reverse("groups:my_inquiry"), max_age=HALF_AN_HOUR)
    return response


def _mine(request: HttpRequest) -> Inquiry | None:
    """The inquiry whose secret link this browser came with, while the link lives."""
    token = read_cookie(request, MY_INQUIRY_COOKIE, max_age=HALF_AN_HOUR) or ""
    public_id = secret_links.public_id_of(token)
    found = Inquiry.objects.with_places().filter(public_id=public_id).first() if public_id else None
    return found if found and found.opens_with(token) else None


def with_the_link(view: Callable[[HttpRequest, Inquiry], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Open to whoever came with a secret link: the view is given that inquiry. Without one: how to come to it."""

    def opened(request: HttpRequest) -> HttpResponse:
        mine = _mine(request)
        if mine is None:
            return render(request, "groups/my_inquiry_gone.html", status=404 if request.method == "POST" else 200)
        sent = request.POST.get("inquiry")
        if sent and sent != mine.reference:
            # Another of their inquiries was opened in another window: the words were not meant for this one.
            return _go_on("endret")
        return view(request, mine)

    return login_not_required(never_cache(opened))


def _go_on(word: str) -> HttpResponse:
    return see_other("groups:my_inquiry", query=f"ny={word}")


@require_safe
@with_the_link
def my_inquiry(request: HttpRequest, mine: Inquiry) -> HttpResponse:
    """Where one's inquiry stands, in plain words, what was said, and what one may do."""
    return _page(request, mine, MessageForm(inquiry=mine))


def _page(request: HttpRequest, mine: Inquiry, form: MessageForm) -> HttpResponse:
    context = {
        "inquiry": mine,
        "standing": standing_of(mine),
        "done": DONE.get(request.GET.get("ny", "")),
        "question": own_steps.question_to(mine),
        "group": question_of(mine),
        "conversation": conversation_of(mine),
        "form": form if Step.ADD_MESSAGE in mine.allowed_steps else None,
        "times": times_in_words(mine.contact_times),
        "meets": times_in_words(mine.meeting_times) or (_("når som helst") if mine.status == Status.WAITING else ""),
        "can_correct": Step.CORRECT in mine.allowed_steps,
    }
    return render(request, "groups/my_inquiry.html", context, status=422 if form.errors else 200)


@require_POST
@with_the_link
def add_message(request: HttpRequest, mine: Inquiry) -> HttpResponse:
    """Say more. Sending the same twice is the same as once."""
    form = MessageForm(request.POST, inquiry=mine)
    if not form.is_valid():
        return _page(request, mine, form)
    return _done(lambda: own_steps.add_message(mine, form.cleaned_data["message"]), "melding")


@require_http_methods(["GET", "HEAD", "POST"])
@with_the_link
def correct(request: HttpRequest, mine: Inquiry) -> HttpResponse:
    """Put right what to be called and how to be reached."""
    if Step.CORRECT not in mine.allowed_steps:
        return _go_on("endret")
    form = CorrectForm(request.POST if request.method == "POST" else None, inquiry=mine)
    if form.is_valid():
        return _done(lambda: own_steps.correct(mine, form.contact), "kontakt")
    context = {"form": form, "inquiry": mine}
    return render(request, "groups/correct.html", context, status=422 if form.errors else 200)


@require_POST
@with_the_link
def answer_question(request: HttpRequest, mine: Inquiry) -> HttpResponse:
    """Yes or no: may it be handed over?"""
    agreed, asked = _answer(request)
    if asked is None:
        return _go_on("for-sent")
    return _done(lambda: own_steps.answer_question(mine, asked, agreed=agreed), "ja" if agreed else "nei")


@require_POST
@with_the_link
def answer_group(request: HttpRequest, mine: Inquiry) -> HttpResponse:
    """Yes or no: would they be in that group?"""
    yes, asked = _answer(request)
    if asked is None:
        return _go_on("for-sent")
    return _done(lambda: own_steps.answer_group(mine, asked, yes=yes), "ja" if yes else "nei-takk")


def _answer(request: HttpRequest) -> tuple[bool, UUID | None]:
    """Whether it is a yes, and to which question."""
    agreed = request.POST.get("svar") == "ja"
    try:
        return agreed, UUID(request.POST.get("asked", ""))
    except ValueError:
        return agreed, None


def _done(step: Callable[[], None], word: str) -> HttpResponse:
    try:
        step()
    except own_steps.TooMuchToday:
        return _go_on("mye")
    except own_steps.Overtaken:
        return _go_on("for-sent")
    except MoveNotAllowed:
        return _go_on("endret")
    return _go_on(word)


@require_POST
@with_the_link
def withdraw(request: HttpRequest, mine: Inquiry) -> HttpResponse:
    """Take one's words back: the personal fields are erased. Doing it twice is the same as once."""
    if mine.can_be_withdrawn:
        with suppress(MoveNotAllowed):  # withdrawn in another window meanwhile: just what was asked for
            mine.withdraw()
    return see_other("groups:my_inquiry")
