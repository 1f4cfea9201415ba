from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_delete, post_save


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "Henvendelser"

    def ready(self) -> None:
        from contactpoints.models import Membership, User
        from groups import checks as ours
        from groups.inquiries.leaving import account_changed, membership_changed

        for check in ours.ALL:
            checks.register(check)
        for signal in (post_save, post_delete):
            signal.connect(membership_changed, sender=Membership)
        post_save.connect(account_changed, sender=User)
