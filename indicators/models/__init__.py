from indicators.models.approving import PaperApproval, RowReturn, Submission
from indicators.models.catalogue import Definition, Field, Indicator, ReportedIndicator, Responsibility
from indicators.models.corrections import Correction
from indicators.models.figures import Figure, FigureChange, FigureNote, FigureRevision, PriorFigure
from indicators.models.periods import Deadline, Period, Regime
from indicators.models.reports import ReportText
from indicators.models.sheets import ApprovalRoute, PartApproval, Sheet
from indicators.models.targets import Target, TargetRevision

__all__ = [
    "ApprovalRoute",
    "Correction",
    "Deadline",
    "Definition",
    "Field",
    "Figure",
    "FigureChange",
    "FigureNote",
    "FigureRevision",
    "Indicator",
    "PaperApproval",
    "PartApproval",
    "Period",
    "PriorFigure",
    "Regime",
    "ReportText",
    "ReportedIndicator",
    "Responsibility",
    "RowReturn",
    "Sheet",
    "Submission",
    "Target",
    "TargetRevision",
]
