from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class KitConfig(AppConfig):
    name = "linkportal.kit"
    label = "kit"
    verbose_name = "Fundament"

    def ready(self) -> None:
        from linkportal.kit import checks, errors, sessions

        checks.register()
        errors.register()
        sessions.register()


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site, which has no login of its own and lets in only what is scoped."""

    default = False
    default_site = "linkportal.kit.admin_site.PortalAdminSite"
