from coquang.records.models.documents import PrintedDocument
from coquang.records.models.jobs import Job
from coquang.records.models.journal import JournalEntry
from coquang.records.models.sent_forms import SentForm

__all__ = ["Job", "JournalEntry", "PrintedDocument", "SentForm"]
