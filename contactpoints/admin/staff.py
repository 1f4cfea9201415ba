"""People with an account in the admin, and where they work."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, Prefetch, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contactpoints.models import Membership, User
from linkportal.kit import clock
from linkportal.kit.admin import ScopedAdmin, ScopedForm, ScopedInline, scope


class CurrentFilter(admin.SimpleListFilter):
    """Whether the membership holds today."""

    title = _("gjelder")
    parameter_name = "gjelder"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ja", _("Nå")), ("nei", _("Før eller siden"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = clock.today()
        holds = Q(valid_from__lte=today) & (Q(valid_until=None) | Q(valid_until__gt=today))
        return {"ja": queryset.filter(holds), "nei": queryset.exclude(holds)}.get(self.value() or "", queryset)


class MembershipInline(ScopedInline):
    model = Membership
    restorable = False  # a right is given anew, with a look at from when to when
    fields = ("role", "contact_point", "office", "valid_from", "valid_until")
    autocomplete_fields = ("contact_point",)


class UserForm(ScopedForm):
    """A person. Addresses are kept in small letters, which is how one logs in."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


@admin.register(User)
class UserAdmin(ScopedAdmin):
    form = UserForm
    inlines = (MembershipInline,)
    list_display = ("email", "name", "works_as", "is_active")
    list_filter = ("is_active",)
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("date_joined", "last_login")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        current = scope(request, Membership).on(clock.today())  # type: ignore[attr-defined]
        places = Prefetch("memberships", current.select_related("contact_point", "office"), to_attr="works")
        return super().get_queryset(request).prefetch_related(places)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return ("email", "name", "is_active", *(self.readonly_fields if obj else ()))

    @admin.display(description=_("arbeider som"))
    def works_as(self, obj: Any) -> str:
        """Today's roles, as far as one sees them."""
        return ", ".join(str(one) for one in obj.works)

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        """A new person chooses the password themselves: nobody else ever knows one."""
        if not change:
            obj.set_unusable_password()
            text = _("{} velger passord selv: be vedkommende bruke <a href='{}'>«Glemt passord»</a>.")
            messages.info(request, format_html(str(text), obj, reverse("account_reset_password")))
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            obj.end_sessions()  # neither closing nor opening an account again lets an old login live

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return _without_name(super().log_addition(request, obj, message))

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return _without_name(super().log_change(request, obj, message))


def _without_name(entry: Any) -> Any:
    """The log of the admin is kept for ever: a person is a number there."""
    entry.object_repr = f"bruker {entry.object_id}"
    entry.save(update_fields=["object_repr"])
    return entry


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    restorable = False
    list_display = ("user", "role", "contact_point", "office", "valid_from", "valid_until")
    list_filter = (CurrentFilter, "role")
    list_select_related = ("user", "contact_point", "office")
    search_fields = ("user__email", "user__name", "contact_point__name", "office__name")
    fields = ("user", "role", "contact_point", "office", "valid_from", "valid_until")
    autocomplete_fields = ("user", "contact_point")
