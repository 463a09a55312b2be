"""The percent a publisher prints with a figure beside the one worked out here.

Ours is always worked out anew from the exact numbers; what was printed is kept with the note of the figure's source and
shown where the two differ: publishers cut decimals, take another target, or keep more decimals than a board shows.
"""

from decimal import Decimal

from django.utils.translation import gettext as _

from coquang import numbers
from indicators.measures import reached

# What was printed with a unit's own figures of the year, by figure; a document beside its figures.
OF_THE_YEAR = """
select json_agg(json_build_array(n.figure_id, n.stated_percent))
  from indicators_figurenote n
  join indicators_figure e on e.id = n.figure_id
  join indicators_sheet s on s.id = e.sheet_id
 where n.stated_percent < 'NaN' and s.unit_id = any(%(units)s) and s.year = %(year)s
"""

# The same of one kept sum, where it is a single unit's, from its sheet of the quarter that closes it. It speaks of the
# year so far only.
OF_A_SUM = """
(select n.stated_percent
   from indicators_sheet s
   join indicators_figure e on e.sheet_id = s.id and e.indicator_id = indicators_rollup.indicator_id
   join indicators_figurenote n on n.figure_id = e.id
  where indicators_rollup.expected = 1 and s.unit_id = indicators_rollup.unit_id and s.year = indicators_rollup.year
    and s.quarter = %(closing)s and n.stated_percent < 'NaN')
"""


def stated_beside(stated: Decimal | None, ours: Decimal | None, language: str) -> str:
    """“Công bố: 132%; tính lại: 132,5%”; theirs alone where it only keeps more decimals; nothing where both agree."""
    if stated is None:
        return ""
    theirs, shown = f"{numbers.written(stated, language=language)}%", reached(ours, language)
    if theirs == shown:
        return ""
    places = max(1, -int(stated.normalize().as_tuple().exponent))
    if ours is None or (places > 1 and numbers.rounded(ours, places) == stated):
        return _("Published: %(theirs)s") % {"theirs": theirs}
    anew = shown if places == 1 else f"{numbers.written(ours, decimals=places, language=language)}%"
    return _("Published: %(theirs)s; worked out anew: %(ours)s") % {"theirs": theirs, "ours": anew}
