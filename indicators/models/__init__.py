from indicators.models.catalogue import Field, Indicator, ReportedIndicator
from indicators.models.figures import Figure, FigureChange, FigureNote, FigureRevision, PriorFigure
from indicators.models.periods import Deadline, Period, Regime
from indicators.models.reports import ReportText
from indicators.models.sheets import ApprovalRoute, PartApproval, Sheet
from indicators.models.targets import Target

__all__ = [
    "ApprovalRoute",
    "Deadline",
    "Field",
    "Figure",
    "FigureChange",
    "FigureNote",
    "FigureRevision",
    "Indicator",
    "PartApproval",
    "Period",
    "PriorFigure",
    "Regime",
    "ReportText",
    "ReportedIndicator",
    "Sheet",
    "Target",
]
