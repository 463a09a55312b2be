"""Official papers (văn bản) from draft to the signed copy, each printed state of them, and whom they go to."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.kinds import KINDS, Kind
from coquang.records.models import PrintedDocument
from programmes.models.bodies import Body
from programmes.models.kept_files import KeptFile
from programmes.models.units import Unit

if TYPE_CHECKING:
    from programmes.models.people import Person

# Whoever works in one of these for the unit reads its drafts; others see a paper once it is issued.
OF_THE_OFFICE = ("enter", "vet", "approve", "sign", "record")


class OfficialPaperQuerySet(models.QuerySet["OfficialPaper"]):
    def visible_to(self, person: "Person") -> Self:
        """Of one's own office every paper; of units one sees, and of those that sent it to one's own, the issued."""
        issued = Q(unit__in=person.visible_units()) | Q(deliveries__body__unit__in=offices_of(person))
        return self.filter(Q(unit__in=offices_of(person)) | (Q(state__in=OfficialPaper.OUT) & issued)).distinct()


def offices_of(person: "Person") -> frozenset[int]:
    """The units in whose office a person works, and whose drafts and incoming papers they read."""
    held = person.appointments_on(dates.today())
    return frozenset(
        pk
        for a in held
        if a.role in OF_THE_OFFICE and not a.whole_subtree and (a.body is None or a.body.letterhead != "none")
        for pk in a.unit_ids
    )


class OfficialPaper(models.Model):
    """One paper of a body. `text` is as it was typed; what a `source` writes by itself stands in none of our columns.

    From the day it goes to be signed its `facts` are frozen: what is signed is what was read. Once issued it neither
    changes nor goes; a correction is another paper, which `corrects` it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("with the signer")
        SIGNED = "signed", _("signed, not numbered")
        ISSUED = "issued", _("issued")
        FILED = "filed", _("signed copy kept")
        CANCELLED = "cancelled", _("cancelled")

    OUT = (State.ISSUED, State.FILED, State.CANCELLED)

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="papers")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="papers", verbose_name=_("issued by"))
    kind = models.CharField(_("kind"), max_length=limits.CODE)
    subject = models.CharField(_("subject"), max_length=limits.SENTENCE)
    address = models.TextField(_("addressed to"), max_length=limits.REMARK, blank=True)
    text = models.TextField(_("text"), max_length=limits.PARAGRAPHS, blank=True)
    recipients = models.TextField(_("recipients"), max_length=limits.REMARK, blank=True)
    signing_power = models.CharField(_("signs for"), max_length=limits.POST, blank=True)
    signer_title = models.CharField(_("title of the signer"), max_length=limits.POST, blank=True)
    signer_name = models.CharField(_("name of the signer"), max_length=limits.NAME, blank=True)
    is_two_sided = models.BooleanField(_("printed on both sides of the sheet"), default=False)
    source = models.CharField(max_length=limits.CODE * 2, blank=True)
    period = models.CharField(max_length=10, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    drafts = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    facts = models.JSONField(null=True)
    signed_on = models.DateField(_("signed on"), null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_signed_on_paper = models.BooleanField(default=False)
    issued_on = models.DateField(_("day of the paper"), null=True)
    signed_copy = models.OneToOneField(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    cancel_reason = models.CharField(max_length=limits.SENTENCE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_demonstration = models.BooleanField(default=False)

    serving_rights = "keep"
    objects = OfficialPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "state", "-id"], name="papers_of_a_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", facts__isnull=True) | ~Q(state="draft") & Q(facts__isnull=False),
                name="what_goes_to_be_signed_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"], signed_on__isnull=True)
                | ~Q(state__in=["draft", "submitted"]) & Q(signed_on__isnull=False),
                name="a_paper_is_signed_before_it_is_issued",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["issued", "filed", "cancelled"], issued_on__isnull=False)
                | ~Q(state__in=["issued", "filed", "cancelled"]) & Q(issued_on__isnull=True),
                name="an_issued_paper_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(cancel_reason="") | ~Q(state="cancelled") & Q(cancel_reason=""),
                name="a_cancelled_paper_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="filed") | Q(signed_copy__isnull=False), name="a_filed_paper_has_its_signed_copy"
            ),
            models.CheckConstraint(condition=~Q(corrects=F("pk")), name="no_paper_corrects_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"[: limits.NAME]

    @property
    def frozen(self) -> dict[str, Any]:
        """The facts that are signed; a draft has none."""
        return self.facts or {}

    @property
    def of_kind(self) -> Kind:
        return KINDS[self.kind]

    @property
    def title(self) -> str:
        """As a list names it: “Thông báo kết luận của Ban Thường vụ …”; a paper's own words are Vietnamese."""
        return f"{self.of_kind.word.capitalize()} {self.subject[:1].lower()}{self.subject[1:]}"

    @property
    def is_open(self) -> bool:
        """Whether its words can still be changed."""
        return self.state == self.State.DRAFT

    @property
    def is_out(self) -> bool:
        return self.state in self.OUT

    @property
    def standing_prints(self) -> "models.QuerySet[PaperPrint]":
        """Those of the text as it stands, the signer's last; one sent before the paper was taken back is void."""
        sent = self.prints.filter(state=self.State.SUBMITTED).order_by("-pk").values("pk")[:1]
        return self.prints.exclude(state=self.State.DRAFT).filter(pk__gte=models.Subquery(sent))


class PaperPrint(models.Model):
    """One printing of a paper: in which state, as which draft. The kept file stands with the printed document."""

    paper = models.ForeignKey(OfficialPaper, on_delete=models.PROTECT, related_name="prints")
    document = models.OneToOneField(PrintedDocument, on_delete=models.PROTECT, related_name="print_of")
    state = models.CharField(max_length=10, choices=OfficialPaper.State)
    draft = models.PositiveSmallIntegerField(default=0)

    serving_rights = "append"

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.state} {self.draft}"

    @property
    def stage(self) -> str:
        """Which of the prints of a paper this is."""
        if self.state == OfficialPaper.State.DRAFT:
            name = gettext("draft %d") % self.draft
        elif self.state == OfficialPaper.State.SUBMITTED:
            name = gettext("for the signer")
        else:
            name = gettext("as issued")
        copy = self.document.facts.get("copy_mark", "")
        return f"{name}, {copy}" if copy else name


class Delivery(models.Model):
    """That a paper goes to a body inside the portal: sent when it is issued, received when somebody opens it."""

    paper = models.ForeignKey(OfficialPaper, on_delete=models.CASCADE, related_name="deliveries")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="deliveries")
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    incoming_number = models.CharField(_("incoming number"), max_length=limits.CODE, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handled by")
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "body"], name="a_paper_goes_to_a_body_once"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(sent_at__isnull=False, opened_by__isnull=False),
                name="only_what_was_sent_is_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.body_id}"
