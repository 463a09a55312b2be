"""The words for results and states, once, for every screen and every paper."""

from django.utils.translation import gettext_lazy as _

from indicators import arithmetic

RESULT = {
    arithmetic.EXCEEDED: _("exceeded"),
    arithmetic.MET: _("met"),
    arithmetic.MISSED: _("missed"),
    arithmetic.ON_COURSE: _("on course"),
    arithmetic.BEHIND: _("behind schedule"),
    arithmetic.AT_RISK: _("at risk of being missed"),
    arithmetic.NOT_DUE: _("not due yet"),
    arithmetic.NO_FIGURE: _("no figure yet"),
    arithmetic.MONITORED: _("monitored only"),
    arithmetic.UNASSIGNED: _("no target assigned"),
}

# The order of a board: what needs a hand first.
WORST_FIRST = (
    arithmetic.MISSED,
    arithmetic.AT_RISK,
    arithmetic.BEHIND,
    arithmetic.NO_FIGURE,
    arithmetic.ON_COURSE,
    arithmetic.MET,
    arithmetic.EXCEEDED,
    arithmetic.NOT_DUE,
    arithmetic.UNASSIGNED,
    arithmetic.MONITORED,
)
