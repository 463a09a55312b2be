from programmes.models.appointments import Appointment
from programmes.models.bodies import Body
from programmes.models.calendar import NonWorkingDay
from programmes.models.delegations import Delegation
from programmes.models.door_keys import DoorAttempt, DoorKey
from programmes.models.handovers import Handover, HandoverLine
from programmes.models.invitations import Invitation
from programmes.models.kept_files import KeptFile
from programmes.models.meetings import AgendaItem, Attendance, LeaderNote, Meeting, MeetingPaper
from programmes.models.minutes import Conclusion, Minutes, MinutesComment, Remark, Sentence
from programmes.models.notices import NoticeOfConclusions
from programmes.models.oversight import OversightKind, OversightLine, OversightProgramme
from programmes.models.papers import Delivery, OfficialPaper, PaperPrint
from programmes.models.people import Person, Reach
from programmes.models.proposals import Initiative, InitiativeSpread, Proposal, ProposalReply
from programmes.models.register import RegisterEntry, Series
from programmes.models.tasks import ExtensionRequest, IncomingDocument, OwnerChange, Task, Urging
from programmes.models.terms import Term
from programmes.models.themes import Theme
from programmes.models.units import NATION_CODE, Place, Tree, Unit, UnitGroup
from programmes.models.work_programmes import Amendment, AmendmentDraft, WorkProgramme

__all__ = [
    "NATION_CODE",
    "AgendaItem",
    "Amendment",
    "AmendmentDraft",
    "Appointment",
    "Attendance",
    "Body",
    "Conclusion",
    "Delegation",
    "Delivery",
    "DoorAttempt",
    "DoorKey",
    "ExtensionRequest",
    "Handover",
    "HandoverLine",
    "IncomingDocument",
    "Initiative",
    "InitiativeSpread",
    "Invitation",
    "KeptFile",
    "LeaderNote",
    "Meeting",
    "MeetingPaper",
    "Minutes",
    "MinutesComment",
    "NonWorkingDay",
    "NoticeOfConclusions",
    "OfficialPaper",
    "OversightKind",
    "OversightLine",
    "OversightProgramme",
    "OwnerChange",
    "PaperPrint",
    "Person",
    "Place",
    "Proposal",
    "ProposalReply",
    "Reach",
    "RegisterEntry",
    "Remark",
    "Sentence",
    "Series",
    "Task",
    "Term",
    "Theme",
    "Tree",
    "Unit",
    "UnitGroup",
    "Urging",
    "WorkProgramme",
]
