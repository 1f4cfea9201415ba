"""`{% money_plot plot %}`: money over the years as bars, with the table of the same numbers beside it."""

from django import template

from partners.plots import MoneyPlot

register = template.Library()


@register.inclusion_tag("partners/_money_plot.html")
def money_plot(plot: MoneyPlot | None) -> dict[str, MoneyPlot | None]:
    """Both of them; nothing where there is nothing to draw. The page loads css/money.css."""
    return {"plot": plot}
