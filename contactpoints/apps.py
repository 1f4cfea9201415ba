from django.apps import AppConfig
from django.core import checks


class ContactPointsConfig(AppConfig):
    name = "contactpoints"
    verbose_name = "Kontaktpunkter"

    def ready(self) -> None:
        from contactpoints.checks import national_desk_is_set_up

        checks.register(national_desk_is_set_up, checks.Tags.database)
