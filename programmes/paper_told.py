"""What the holder of a paper's code is told of it: where it stands in the register, and what became of it."""

from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.models import JournalEntry, PrintedDocument
from coquang.records.told import Told
from programmes.models import OfficialPaper, PaperPrint, RegisterEntry

State = OfficialPaper.State


def tell(document: PrintedDocument) -> Told | None:
    """Of an issued print only: a draft is told of to nobody."""
    made = PaperPrint.objects.select_related("paper__body", "paper__entry").filter(document=document).first()
    if made is None or made.state != State.ISSUED:
        return None
    paper = made.paper
    entry = paper.entry
    sentence = _("This paper stands in the register of %(body)s, No. %(number)s, of %(day)s.") % {
        "body": paper.body.name,
        "number": entry.printed,
        "day": dates.short(entry.dated),
    }
    return Told(sentence, _warnings(paper), _lines(paper, entry), entry.address or "")


def _warnings(paper: OfficialPaper) -> list[str]:
    said = []
    if paper.state == State.CANCELLED:
        said.append(_("This paper was cancelled; its number stays with it."))
    for entry in RegisterEntry.objects.filter(paper__corrects=paper).order_by("pk"):
        told = {"number": entry.printed, "day": dates.short(entry.dated)}
        said.append(_("This paper was corrected by No. %(number)s of %(day)s.") % told)
    return said


def _lines(paper: OfficialPaper, entry: RegisterEntry) -> list[tuple[str, str]]:
    sent = JournalEntry.objects.about(paper).filter(act="paper.submitted").select_related("by").first()
    approved = f"{sent.by}, {sent.capacity}" if sent and sent.capacity else str(sent.by if sent else "–")
    signed = dates.short(paper.signed_on) if paper.signed_on else "–"
    return [
        (_("Subject"), paper.subject),
        (_("Sent to be signed by"), approved),
        (_("Signed by"), f"{paper.signer_name}, {signed}"),
        (_("Entered by"), f"{entry.by}, {entry.capacity}" if entry.capacity else str(entry.by)),
    ]
