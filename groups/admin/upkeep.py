"""What the periodic jobs did, for whoever looks after the portal: to read."""

from django.contrib import admin

from groups.models import ErasureRun, Reminder
from linkportal.kit.admin import ScopedAdmin


@admin.register(Reminder)
class ReminderAdmin(ScopedAdmin):
    list_display = ("on", "kind", "user", "contact_point", "office")
    list_filter = ("kind",)
    list_select_related = ("user", "contact_point", "office")
    date_hierarchy = "on"
    ordering = ("-on", "-pk")


@admin.register(ErasureRun)
class ErasureRunAdmin(ScopedAdmin):
    list_display = ("at", "inquiries", "lapsed", "texts", "sign_ups")
    ordering = ("-at", "-pk")
    fields = ("at", "inquiries", "lapsed", "texts", "sign_ups")
