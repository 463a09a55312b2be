"""Tasks (nhiệm vụ): who does what until when, whence it came, and how it was proved done.

Progress is kept as one fact: done on a day, or not. Every other state is told at a date by programmes.standing.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits, names
from programmes.models.appointments import Appointment
from programmes.models.bodies import Body
from programmes.models.kept_files import KeptFile
from programmes.models.minutes import Conclusion, Remark
from programmes.models.proposals import ProposalReply
from programmes.models.units import Unit
from programmes.models.work_programmes import WorkProgramme

if TYPE_CHECKING:
    from programmes.models.people import Person


class IncomingDocumentQuerySet(models.QuerySet["IncomingDocument"]):
    def visible_to(self, person: "Person") -> Self:
        return self.filter(unit__in=person.visible_units())


class IncomingDocument(models.Model):
    """A paper of a superior that gives tasks: from whom, number, day, subject. One may give many."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="incoming")
    from_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_text = models.CharField(_("issued by"), max_length=limits.NAME)
    number = models.CharField(_("number and symbol"), max_length=limits.CODE * 2)
    dated = models.DateField(_("day of the document"))
    subject = models.CharField(_("subject"), max_length=limits.SENTENCE)
    received_on = models.DateField(_("received on"))
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    is_demonstration = models.BooleanField(default=False)

    objects = IncomingDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "from_text", "number", "dated"], name="a_document_is_taken_in_once_by_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(received_on__gte=models.F("dated")), name="a_document_is_received_after_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, person: "Person") -> Self:
        """Those of the units a person sees, and those a unit the person sits in gave to others.

        What a draft programme plans is seen only in its own unit, as the draft is.
        """
        seats = person.reach(dates.today()).unit_ids
        planned = Q(programme__state=WorkProgramme.State.DRAFT) & ~Q(unit__in=seats)
        return self.filter(Q(unit__in=person.visible_units()) | Q(giver__in=seats)).exclude(planned)

    def live(self) -> Self:
        """Neither proposed only, nor taken back."""
        return self.filter(is_proposed=False, dropped_at__isnull=True)

    def open(self) -> Self:
        return self.live().filter(done_on__isnull=True)


class Task(models.Model):
    """One piece of work: a lead body, one named responsible person, a kind of deadline, an expected product."""

    class Origin(models.TextChoices):
        PROGRAMME = "programme", _("work programme")
        CONCLUSION = "conclusion", _("conclusion of a meeting")
        REMARK = "remark", _("remark taken up")
        INCOMING = "incoming", _("incoming document")
        REPLY = "reply", _("answered proposal")
        ORAL = "oral", _("oral instruction")

    class Deadline(models.TextChoices):
        FIXED = "fixed", _("a fixed day")
        WORKING_DAYS = "working_days", _("a number of working days")
        ISSUE = "issue", _("issue a document within 10 days")
        STANDING = "standing", _("standing duty")
        WAITING = "waiting", _("waiting for a condition")

    DATED = (Deadline.FIXED, Deadline.WORKING_DAYS, Deadline.ISSUE)

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="tasks")
    # Who gave it from above; empty for a unit's own.
    giver = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks_given")
    text = models.TextField(_("task"), max_length=limits.PARAGRAPHS)
    text_search = models.TextField(editable=False)
    # The code of a field of work, which the catalogue of indicators keeps.
    field_code = models.CharField(_("field"), max_length=limits.CODE, blank=True)
    expected_product = models.CharField(_("expected product"), max_length=limits.SENTENCE, blank=True)

    origin = models.CharField(_("origin"), max_length=12, choices=Origin)
    # The day of the paper, meeting or word that gave it; no deadline lies before it.
    given_on = models.DateField(_("given on"), null=True, blank=True)
    # The task of last year's programme that this one carries on.
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="carried_on")
    programme = models.ForeignKey(
        WorkProgramme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("programme"),
    )
    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    incoming = models.ForeignKey(
        IncomingDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    reply = models.ForeignKey(ProposalReply, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    # An oral instruction is recorded by one and confirmed by whoever gave it.
    oral_from = models.CharField(_("instructed by"), max_length=limits.CAPACITY, blank=True)
    oral_confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    oral_confirmed_at = models.DateTimeField(null=True)

    lead_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks_led", verbose_name=_("lead body")
    )
    lead_text = models.CharField(max_length=limits.NAME, blank=True)
    supporting_bodies = models.ManyToManyField(
        Body, related_name="tasks_supported", blank=True, verbose_name=_("supporting bodies")
    )
    supporting_text = models.CharField(max_length=limits.SENTENCE, blank=True)
    # The one named responsible person; empty while the body has not named anybody (chờ phân công).
    owner = models.ForeignKey(
        Appointment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("responsible person"),
    )
    name_until = models.DateField(null=True)
    owner_named_at = models.DateTimeField(null=True)

    deadline = models.CharField(_("kind of deadline"), max_length=12, choices=Deadline)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    counted_from = models.DateField(_("counted from"), null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(_("working days"), null=True, blank=True)
    condition = models.CharField(_("condition waited for"), max_length=limits.SENTENCE, blank=True)
    # The deadline as it was said, beside what could be read of it.
    deadline_words = models.CharField(max_length=limits.NAME, blank=True)

    # Due day, true day of completion and moment of recording are three things.
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_recorded_at = models.DateTimeField(null=True)
    done_recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    evidence_words = models.CharField(_("document that proves it"), max_length=limits.SENTENCE, blank=True)
    evidence_file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    no_evidence_reason = models.CharField(_("reason for no document"), max_length=limits.SENTENCE, blank=True)

    # Read from a list of conclusions and not taken on yet: no rule on person, day or unit bites before.
    is_proposed = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True)
    dropped_reason = models.CharField(max_length=limits.SENTENCE, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    is_demonstration = models.BooleanField(default=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["unit", "due_on", "id"], name="tasks_of_a_unit_by_day"),
            models.Index(fields=["owner"], name="tasks_by_owner"),
            models.Index(fields=["lead_body"], name="tasks_by_lead_body"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_task_says_what"),
            models.CheckConstraint(
                condition=Q(is_proposed=True) | Q(unit__isnull=False, lead_body__isnull=False), name="a_task_has_a_body"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_recorded_at__isnull=True)
                | (
                    Q(done_on__isnull=False, done_recorded_at__isnull=False)
                    & (~Q(evidence_words="") | Q(evidence_file__isnull=False) | ~Q(no_evidence_reason=""))
                ),
                name="a_done_task_is_proved_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(dropped_reason=""), name="a_dropped_task_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(deadline__in=["standing", "waiting"]) | Q(due_on__isnull=True),
                name="a_standing_duty_has_no_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.text_search = names.search_key(self.text)
        if update_fields is not None and "text" in update_fields:
            update_fields = {*update_fields, "text_search"}
        super().save(*args, update_fields=update_fields, **kwargs)


class OwnerChange(models.Model):
    """That a task was named to somebody or passed to another: the old owner stays on record."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="owner_changes")
    before = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()

    serving_rights = "append"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(before__isnull=True) | ~Q(reason=""), name="passing_a_task_on_says_why")
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.before_id} → {self.after_id}"


class ExtensionRequest(models.Model):
    """A later day is asked for with a reason, and granted or refused; it is never simply typed."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="extensions")
    new_due = models.DateField(_("new day"))
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_as = models.CharField(max_length=limits.CAPACITY, blank=True)
    asked_on = models.DateField()
    old_due = models.DateField(null=True)
    is_granted = models.BooleanField(null=True)
    answer = models.CharField(_("words of the answer"), max_length=limits.SENTENCE, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_as = models.CharField(max_length=limits.CAPACITY, blank=True)
    answered_at = models.DateTimeField(null=True)

    serving_rights = "keep"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_extension_of_a_task_says_why"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(is_granted__isnull=True), name="one_open_extension_of_a_task"
            ),
            models.CheckConstraint(
                condition=~Q(is_granted=False) | ~Q(answer=""), name="an_extension_is_refused_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.new_due}"


class Urging(models.Model):
    """Urging a task (đôn đốc) asks for an answer within two working days."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="urgings")
    text = models.CharField(_("words"), max_length=limits.SENTENCE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    urged_on = models.DateField()
    answer_due = models.DateField()
    answer = models.CharField(_("answer"), max_length=limits.SENTENCE, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_as = models.CharField(max_length=limits.CAPACITY, blank=True)
    answered_at = models.DateTimeField(null=True)

    serving_rights = "keep"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="an_answered_urging_has_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.urged_on}"
