from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_delete, post_save


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "Henvendelser"

    def ready(self) -> None:
        from contactpoints.models import Membership, User
        from groups.checks import deadlines_follow_each_other, erased_as_promised
        from groups.leaving import account_changed, membership_changed

        checks.register(deadlines_follow_each_other)
        checks.register(erased_as_promised)
        for signal in (post_save, post_delete):
            signal.connect(membership_changed, sender=Membership)
        post_save.connect(account_changed, sender=User)
