from django.apps import AppConfig
from django.core import checks


class ContactPointsConfig(AppConfig):
    name = "contactpoints"
    verbose_name = "Kontaktpunkter"

    def ready(self) -> None:
        from contactpoints import second_factor
        from contactpoints.checks import demo_accounts_are_for_one_machine, national_desk_is_set_up

        checks.register(national_desk_is_set_up, checks.Tags.database)
        checks.register(demo_accounts_are_for_one_machine, checks.Tags.security)
        second_factor.register()
