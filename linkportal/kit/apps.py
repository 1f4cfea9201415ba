from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "linkportal.kit"
    label = "kit"
    verbose_name = "Fundament"

    def ready(self) -> None:
        from linkportal.kit import checks

        checks.register()
