"""The pages of the admin where a change is taken back, and where what was deleted is found again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linkportal.kit import links
from linkportal.kit.changes import Save, Words, is_tracked, number_of, row_of
from linkportal.kit.restoring.doing import ChangedMeanwhile, Refused, take_back
from linkportal.kit.restoring.plans import plan
from linkportal.kit.restoring.steps import FOLLOWS, Plan, Rights
from linkportal.kit.scope import scope

if TYPE_CHECKING:
    from linkportal.kit.admin import ScopedAdmin

AT_MOST = 200  # of what was deleted


def restore_view(model_admin: ScopedAdmin, request: HttpRequest, object_id: str, change: str) -> HttpResponse:
    """Show what taking back the save that `change` names would do, and do it."""
    pk, obj = _find(model_admin, request, object_id)
    event = _event(model_admin, request, obj, pk, change)
    if not (model_admin.has_change_permission(request, obj) if obj else model_admin.has_add_permission(request)):
        raise PermissionDenied
    parts = [inline.model for inline in model_admin.get_inline_instances(request, obj)]
    rights = _rights(model_admin, request, obj)

    def make_plan() -> Plan:
        return plan(model_admin.model, pk, parts, event, lambda model: rights.get(model, FOLLOWS))

    def finish() -> None:
        row = model_admin.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Refused([_("Da ville ikke dette lenger være ditt å se. Be noen med ansvar for begge steder.")])
        model_admin.when_restored(row)

    if request.method != "POST":
        return _page(model_admin, request, obj, event, make_plan())
    try:
        take_back(
            model_admin.model,
            pk,
            make_plan,
            chosen=set(request.POST.getlist("row")),
            seen=request.POST.get("seen", ""),
            finish=finish,
        )
    except ChangedMeanwhile:
        said = _("Noen andre har lagret noe her etter at du åpnet siden. Se over en gang til.")
        return _page(model_admin, request, obj, event, make_plan(), errors=[said], status=409)
    except Refused as refused:
        return _page(model_admin, request, obj, event, make_plan(), errors=refused.sentences, status=422)
    restored = model_admin.get_queryset(request).get(pk=pk)
    model_admin.log_change(request, restored, _("Gjenopprettet fra historikken"))
    messages.success(request, _("%(object)s er gjenopprettet.") % {"object": restored})
    return HttpResponseRedirect(reverse(f"admin:{_route(model_admin)}_change", args=[pk]))


def deleted_view(model_admin: ScopedAdmin, request: HttpRequest) -> HttpResponse:
    """What was deleted and can be put back, the latest first."""
    if not model_admin.has_view_or_change_permission(request):
        raise Http404
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    events = list(deleted(model_admin, request).select_related("pgh_context").order_by("-pgh_id")[:AT_MOST])
    words = Words(model_admin.model, events)
    rows = [
        {
            "name": _name(event, words),
            "at": event.pgh_created_at,
            "who": words.who(event),
            "url": reverse(f"admin:{_route(model_admin)}_restore", args=[event.pgh_obj_id, number_of(event)]),
        }
        for event in events
    ]
    context = {"title": _("Slettet"), "rows": rows, "at_most": AT_MOST if len(rows) == AT_MOST else None}
    return _shown(model_admin, request, "admin/deleted.html", context)


def deleted(model_admin: ScopedAdmin, request: HttpRequest) -> models.QuerySet[Any]:
    """The last copies of rows that are there no more, and that would be visible to who asks."""
    model: Any = model_admin.model
    copies = model.pgh_event_model.objects
    later = copies.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    gone = copies.filter(~Exists(later), pgh_label="delete")
    ways = model_admin.deleted_by or ()
    theirs = [Q((f"{way}__in", scope(request, _at_end(model, way)))) for way in ways]
    return gone.filter(reduce(or_, theirs)) if theirs else gone  # type: ignore[no-any-return]


def what_it_offers(model_admin: ScopedAdmin, request: HttpRequest, obj: models.Model) -> Callable[[Save], bool]:
    """Whether a save has anything that may be taken back; the one that made the object is undone by deleting it."""
    if not (model_admin.restorable and model_admin.has_change_permission(request, obj)):
        return lambda save: False
    rights = _rights(model_admin, request, obj)

    def offers(event: Any) -> bool:
        model, _pk = row_of(event)
        if links.is_link(event):
            return True
        return model is model_admin.model or rights.get(model) != Rights()

    def made(event: Any) -> bool:
        return row_of(event) == (model_admin.model, obj.pk) and event.pgh_label == "insert"

    return lambda save: any(map(offers, save.events)) and not any(map(made, save.events))


def _find(model_admin: ScopedAdmin, request: HttpRequest, object_id: str) -> tuple[Any, models.Model | None]:
    """The key, and the visible object that has it. Raises `Http404` for what is there and not theirs."""
    try:
        pk = model_admin.model._meta.pk.to_python(unquote(object_id))
    except ValidationError as error:
        raise Http404 from error
    obj = model_admin.get_queryset(request).filter(pk=pk).first()
    if obj is None and model_admin.model._base_manager.filter(pk=pk).exists():
        raise Http404
    return pk, obj


def _event(model_admin: ScopedAdmin, request: HttpRequest, obj: models.Model | None, pk: Any, change: str) -> Any:
    """The copy in the history that `change` names, of the object or of a part of it. Raises `Http404`."""
    name, _dash, number = change.rpartition("-")
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    if obj is None:
        if model_admin.deleted_by is None or name != model_admin.opts.model_name:
            raise Http404
        found = deleted(model_admin, request).filter(pgh_obj_id=pk, pgh_id=number).first()
    else:
        own: Any = model_admin.model
        parts = (one.model for one in model_admin.get_inline_instances(request, obj))
        known = (*parts, *links.links_of(own), own)
        model: Any = {one._meta.model_name: one for one in known}.get(name)
        if model is None or not is_tracked(model):
            raise Http404
        found = model.pgh_event_model.objects.filter(pgh_id=number).first()
        found = found if found is not None and _belongs_to(found, obj) else None
    if found is None:
        raise Http404
    return found


def _belongs_to(event: Any, obj: models.Model) -> bool:
    if links.is_link(event):
        return bool(links.owner_id(event) == obj.pk)
    if event.pgh_tracked_model is type(obj):
        return bool(event.pgh_obj_id == obj.pk)
    return any(
        getattr(event, field.attname) == obj.pk for field in event._meta.fields if field.related_model is type(obj)
    )


def _rights(
    model_admin: ScopedAdmin, request: HttpRequest, obj: models.Model | None
) -> dict[type[models.Model], Rights]:
    """What who asks may do to the object and to each kind of its parts: what its form would let them."""
    found = {
        model_admin.model: Rights(
            add=obj is None and model_admin.has_add_permission(request),
            change=obj is not None and model_admin.has_change_permission(request, obj),
            form=model_admin.get_form(request, obj, change=obj is not None),
        )
    }
    inlines: list[Any] = model_admin.get_inline_instances(request, obj)
    for inline in inlines:
        found[inline.model] = _rights_of_part(inline, request, obj) if inline.restorable else Rights()
    return found


def _rights_of_part(inline: Any, request: HttpRequest, obj: models.Model | None) -> Rights:
    return Rights(
        add=inline.has_add_permission(request, obj),
        change=inline.has_change_permission(request, obj),
        delete=inline.has_delete_permission(request, obj),
        form=inline.get_formset(request, obj).form,
    )


def _page(
    model_admin: ScopedAdmin,
    request: HttpRequest,
    obj: models.Model | None,
    event: Any,
    planned: Plan,
    *,
    errors: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    name = str(obj) if obj else _name(event, Words(model_admin.model, [event]))
    chosen = set(request.POST.getlist("row")) if status == 422 else {step.key for step in planned.steps}
    context = {
        "title": _("Gjenopprett: %(object)s") % {"object": name},
        "object": obj,
        "object_name": name,
        "saved_at": event.pgh_created_at,
        "plan": planned,
        "chosen": chosen,
        "can": any(not step.refusals for step in planned.steps),
        "errors": list(errors),
    }
    return _shown(model_admin, request, "admin/restore.html", context, status)


def _shown(
    model_admin: ScopedAdmin, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    request.current_app = model_admin.admin_site.name
    common = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts}
    return TemplateResponse(request, template, {**common, **context}, status=status)


def _name(event: Any, words: Words) -> str:
    """What a deleted row was called: as it would call itself, if all that it names is still there."""
    model = event.pgh_tracked_model
    row = model(pk=event.pgh_obj_id)
    for field in model._meta.concrete_fields:
        if field.primary_key or field.generated:
            continue
        setattr(row, field.attname, getattr(event, field.attname))
        target = words.found.get(field.related_model, {}).get(getattr(event, field.attname))
        if target is not None:
            setattr(row, field.name, target)
    try:
        return str(row)
    except ObjectDoesNotExist:
        return f"{model._meta.verbose_name} {row.pk}"


def _at_end(model: type[models.Model], path: str) -> type[models.Model]:
    """The model that a chain of relations leads to."""
    for name in path.split("__"):
        found = model._meta.get_field(name).related_model
        if not isinstance(found, type):
            raise FieldDoesNotExist(path)
        model = found
    return model


def _route(model_admin: ScopedAdmin) -> str:
    return f"{model_admin.opts.app_label}_{model_admin.opts.model_name}"
