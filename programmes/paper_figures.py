"""Whether the figures of a paper on its way still stand: known before it is signed or numbered, not found out after."""

from datetime import date

from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.figures import Standing, standing_of
from coquang.refusals import Refused
from programmes.models import OfficialPaper


def fallen(paper: OfficialPaper, on: date) -> list[Standing]:
    """The frozen figures that stood no longer on a day; one corrected after it found the paper signed or issued."""
    made = paper.standing_prints.select_related("document").last() if "figures" in paper.frozen else None
    standings = standing_of(made.document) if made else ()
    return [one for one in standings if not one.stands and (one.corrected_on is None or one.corrected_on <= on)]


def refuse_fallen(paper: OfficialPaper, on: date) -> None:
    """Raises Refused, naming each, while a figure of the frozen text is another by that day."""
    told = "; ".join(fallen_told(paper, on))
    if told:
        said = _("Figures of this paper were corrected meanwhile: %s. Take it back to draft and submit it anew.")
        raise Refused(said % told)


def fallen_told(paper: OfficialPaper, on: date) -> list[str]:
    """Each figure that fell: what was printed, what it is now, and the day it was corrected."""
    return [_told(one) for one in fallen(paper, on)]


def _told(one: Standing) -> str:
    measure = one.figure.measure
    facts = {
        "name": one.figure.name,
        "printed": f"{one.figure.result} {measure}",
        "now": f"{one.now} {measure}" if one.now else _("without a figure"),
        "day": dates.short(one.corrected_on) if one.corrected_on else "",
    }
    if one.corrected_on is None:
        return _("%(name)s: printed %(printed)s, now %(now)s") % facts
    return _("%(name)s: printed %(printed)s, now %(now)s, corrected on %(day)s") % facts
