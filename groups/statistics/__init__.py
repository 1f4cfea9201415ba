"""Figures of what was done, month by month, and of nobody in particular.

`figures()` is what a report or a page asks, and `suppress()` what stands between a number and its readers. Whatever
shows statistics to others, also public pages and open data, takes both from here (docs/decisions/0033-statistics.md).
"""

from groups.statistics.disclosure import FEWEST, Shown, shown, suppress
from groups.statistics.periods import Figures, ShownFigures, figures

__all__ = ["FEWEST", "Figures", "Shown", "ShownFigures", "figures", "shown", "suppress"]
