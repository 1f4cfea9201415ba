"""Why something can't be deleted, in words: what hangs on it, and what to do instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import BadRequest, ValidationError
from django.db import IntegrityError, InternalError, models, router
from django.forms import ModelForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linkportal.kit.refusals import words_of
from linkportal.kit.scope import scope
from linkportal.kit.text import in_a_row

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = object

NAMED_AT_MOST = 5  # of each kind

# What rows of one model say of what they hang on, such as "er med i 2 prosjekter".
Phrase = Callable[[list[Any]], str]


@dataclass(frozen=True, slots=True)
class Row:
    """One that hangs on it and that who asks may see, with its page in the admin ("" where it has none)."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of one kind that hang on it: what they are called, some of them by name, and how many are not named."""

    kind: str
    rows: list[Row]
    unnamed: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Why one object stays."""

    sentence: str
    holding: list[Holding]


def why_kept(model_admin: Any, request: HttpRequest, obj: models.Model) -> Kept | None:
    """What keeps `obj` from being deleted, or None if nothing does.

    `model_admin.held_by` has phrases by the label of a model ("partners.grant"), and `instead_of_deleting` a sentence.
    All that hangs on it is counted; only what is visible to who asks is named.
    """
    collector = NestedObjects(using=router.db_for_write(type(obj)), origin=[obj])
    collector.collect([obj])
    if not collector.protected:
        return None
    holding: dict[type[models.Model], list[Any]] = defaultdict(list)
    for row in collector.protected:
        holding[type(row)].append(row)
    kinds = sorted(holding.items(), key=lambda one: one[0]._meta.label)
    named = [(model, len(rows), _named(model_admin, request, model, rows)) for model, rows in kinds]
    return Kept(
        _sentence(obj, kinds, model_admin.held_by, model_admin.instead_of_deleting),
        [Holding(_kind(model, count), rows, count - len(rows)) for model, count, rows in named if rows],
    )


def _kind(model: Any, count: int) -> str:
    return str(model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural)


def _sentence(
    obj: models.Model, kinds: Iterable[tuple[Any, list[Any]]], held_by: dict[str, Phrase], instead: Any
) -> str:
    phrases, counts = [], []
    for model, rows in kinds:
        if phrase := held_by.get(model._meta.label_lower):
            phrases.append(phrase(rows))
        else:
            counts.append(f"{len(rows)} {_kind(model, len(rows))}")
    if counts:
        phrases.append(_("har %(what)s") % {"what": in_a_row(counts)})
    words = {"object": obj, "reasons": in_a_row(phrases)}
    if len(phrases) > 1 or len(counts) > 1:
        sentence = _("%(object)s %(reasons)s, og kan ikke slettes.") % words
    else:
        sentence = _("%(object)s %(reasons)s og kan ikke slettes.") % words
    return f"{sentence} {instead}" if instead else sentence


def _named(model_admin: Any, request: HttpRequest, model: Any, rows: list[Any]) -> list[Row]:
    """Those of the rows that who asks may see, by name."""
    if not request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
        return []
    seen = scope(request, model).filter(pk__in=[row.pk for row in rows])[:NAMED_AT_MOST]
    route = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    return [
        Row(str(row), reverse(route, args=[row.pk]) if model_admin.admin_site.is_registered(model) else "")
        for row in seen
    ]


def says_why_kept(form: type[ModelForm[Any]], why: Callable[[Any], Kept | None]) -> type[ModelForm[Any]]:
    """The form of an inline that says in our words why its row can't be deleted (Django would name what is unseen)."""

    class SaysWhyKept(form):  # type: ignore[misc, valid-type]
        def hand_clean_DELETE(self) -> None:  # noqa: N802 - Django's name
            is_to_go = self.cleaned_data.get(DELETION_FIELD_NAME, False) and not self.instance._state.adding
            if is_to_go and (kept := why(self.instance)):
                raise ValidationError(kept.sentence)

    return SaysWhyKept


class SaysWhyNotDeleted(_ModelAdmin):
    """Deleting in the admin, one or those chosen in a list: what is refused is refused in words, never by an error."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """As Django's, with a `Kept` for each object that stays in place of the names of all that hangs on it."""
        gone, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        kept = [why for obj in objs if (why := why_kept(self, request, obj))] if protected else []
        return gone, counts, forbidden, kept

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._or_say_why(
            request, lambda: super(SaysWhyNotDeleted, self).delete_view(request, object_id, extra_context)
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._chosen_are_keys(request)
        return self._or_say_why(request, lambda: super(SaysWhyNotDeleted, self).changelist_view(request, extra_context))

    def _chosen_are_keys(self, request: HttpRequest) -> None:
        """What an action is asked for that no row can have as its key is a bad request, and no error of ours."""
        try:
            for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.opts.pk.to_python(chosen)
        except ValidationError as error:
            raise BadRequest("what was chosen has no such key") from error

    def _or_say_why(self, request: HttpRequest, delete: Callable[[], HttpResponse]) -> HttpResponse:
        """What `delete` answers; where something was tied to it at that moment, back to the page, which says so."""
        try:
            response: Any = delete()
        except (models.ProtectedError, models.RestrictedError):
            messages.error(request, _("Noen andre tok det i bruk samtidig, og derfor ble det ikke slettet."))
        except (IntegrityError, InternalError) as error:
            messages.error(request, words_of(error))
        else:
            if request.POST and getattr(response, "context_data", None) and response.context_data.get("protected"):
                response.status_code = 422
            return response  # type: ignore[no-any-return]
        return HttpResponseRedirect(request.get_full_path())
