from indicators.models.catalogue import Definition, Field, Indicator, ReportedIndicator, Responsibility
from indicators.models.evidence import Evidence, EvidenceOf
from indicators.models.figures import Figure, FigureChange, FigureNote, FigureRevision, PriorFigure
from indicators.models.periods import Deadline, Period, Regime
from indicators.models.remarks import FollowUp, Remark
from indicators.models.reports import ReportText
from indicators.models.sheets import ApprovalRoute, PartApproval, Sheet
from indicators.models.targets import Target, TargetRevision

__all__ = [
    "ApprovalRoute",
    "Deadline",
    "Definition",
    "Evidence",
    "EvidenceOf",
    "Field",
    "Figure",
    "FigureChange",
    "FigureNote",
    "FigureRevision",
    "FollowUp",
    "Indicator",
    "PartApproval",
    "Period",
    "PriorFigure",
    "Regime",
    "Remark",
    "ReportText",
    "ReportedIndicator",
    "Responsibility",
    "Sheet",
    "Target",
    "TargetRevision",
]
