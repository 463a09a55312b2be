from indicators.models.approving import PaperApproval, RowReturn, SignedScan, Submission
from indicators.models.catalogue import Definition, Field, Indicator, ReportedIndicator, Responsibility
from indicators.models.corrections import Correction
from indicators.models.double_duties import DoubleDuty
from indicators.models.drafts import CellDraft
from indicators.models.evidence import Evidence, EvidenceOf
from indicators.models.explanations import Explanation, ExplanationAnswer, ExplanationDraft
from indicators.models.figures import Figure, FigureChange, FigureNote, FigureRevision, FigureWriting, PriorFigure
from indicators.models.one_offs import OneOff, OneOffAnswer, OneOffQuestion, OneOffUnit
from indicators.models.oversight import OversightCount
from indicators.models.packs import PackOfRound, PackRound
from indicators.models.pastes import Paste, PastedCell, PasteName
from indicators.models.periods import Deadline, Extension, Period, Regime
from indicators.models.providing import BodyDone
from indicators.models.remarks import FollowUp, Remark
from indicators.models.reminders import Reminder, ReminderRound, Urging
from indicators.models.replies import Reply
from indicators.models.reports import ReportSentence, ReportText
from indicators.models.roll_ups import DirtyBranch, RollUp, Tally
from indicators.models.rules import Answer, Rule
from indicators.models.sheets import ApprovalRoute, PartApproval, Reopening, Sheet
from indicators.models.targets import Target, TargetRevision
from indicators.models.tasks import ConclusionIndicator, InitiativeIndicator, TaskIndicator
from indicators.models.visits import Visit

__all__ = [
    "Answer",
    "ApprovalRoute",
    "BodyDone",
    "CellDraft",
    "ConclusionIndicator",
    "Correction",
    "Deadline",
    "Definition",
    "DirtyBranch",
    "DoubleDuty",
    "Evidence",
    "EvidenceOf",
    "Explanation",
    "ExplanationAnswer",
    "ExplanationDraft",
    "Extension",
    "Field",
    "Figure",
    "FigureChange",
    "FigureNote",
    "FigureRevision",
    "FigureWriting",
    "FollowUp",
    "Indicator",
    "InitiativeIndicator",
    "OneOff",
    "OneOffAnswer",
    "OneOffQuestion",
    "OneOffUnit",
    "OversightCount",
    "PackOfRound",
    "PackRound",
    "PaperApproval",
    "PartApproval",
    "Paste",
    "PasteName",
    "PastedCell",
    "Period",
    "PriorFigure",
    "Regime",
    "Remark",
    "Reminder",
    "ReminderRound",
    "Reopening",
    "Reply",
    "ReportSentence",
    "ReportText",
    "ReportedIndicator",
    "Responsibility",
    "RollUp",
    "RowReturn",
    "Rule",
    "Sheet",
    "SignedScan",
    "Submission",
    "Tally",
    "Target",
    "TargetRevision",
    "TaskIndicator",
    "Urging",
    "Visit",
]
