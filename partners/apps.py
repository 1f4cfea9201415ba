from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Samarbeid"

    def ready(self) -> None:
        from linkportal.kit import refusals
        from partners.models import sums

        refusals.explain(
            {
                sums.TRANCHES_ADD_UP: _("Ratene blir til sammen ikke det tildelingen er på."),
                sums.WITHIN_VOUCHER: _("Av et bilag er det fordelt mer enn det er på."),
                sums.YEARS_IN_PERIOD: _("Et av årene er utenfor tiden tildelingen gjelder."),
                sums.OF_PROJECT_AND_PERIOD: _(
                    "En utgift er fra et annet prosjekt eller en annen tid enn tildelingen som skal dekke den."
                ),
                "report_was_sent": _("Rapporten er sendt, og endres ikke mer."),
            }
        )
