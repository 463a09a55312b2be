"""Minutes: what was said by whom in order, the spoken sentence of the chair, and the conclusions that point into it."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from programmes.models.bodies import Body
from programmes.models.kept_files import KeptFile
from programmes.models.meetings import AgendaItem, Attendance, Meeting

if TYPE_CHECKING:
    from programmes.models.people import Person


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, person: "Person") -> Self:
        """Signed ones with their meeting; others to the unit that holds it, and to those present when asked."""
        seen = Q(meeting__in=Meeting.objects.visible_to(person))
        held = Q(meeting__unit__in=person.reach(dates.today()).unit_ids)
        was_there = Attendance.objects.filter(person=person, presence=Attendance.Presence.PRESENT)
        asked = Q(state=Minutes.State.ASKED, meeting__in=was_there.values("meeting"))
        return self.filter(held | asked | (seen & Q(state=Minutes.State.SIGNED)))


class Minutes(models.Model):
    """The record of a meeting (biên bản), or a supplementary one that mends a signed record. Signed, it is closed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        PREPARED = "prepared", _("prepared")
        ASKED = "asked", _("comments asked")
        SIGNED = "signed", _("signed")

    # While comments are asked, what was accepted is worked in.
    WRITABLE = (State.DRAFT, State.ASKED)

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    supplements = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="supplements_of_it")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Of a supplementary record: what it mends, in words.
    text = models.TextField(_("text"), max_length=limits.PARAGRAPHS, blank=True)
    comments_due = models.DateField(_("comments until"), null=True, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_as = models.CharField(max_length=limits.CAPACITY, blank=True)
    version = models.PositiveIntegerField(default=1)

    serving_rights = "keep"
    objects = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(supplements__isnull=True), name="a_meeting_has_one_first_record"
            ),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False) | (~Q(state="signed") & Q(signed_at__isnull=True)),
                name="only_signed_minutes_know_when",
            ),
            # A record mends an earlier one only: no circle can be made.
            models.CheckConstraint(
                condition=Q(supplements__isnull=True) | Q(supplements__lt=F("pk")),
                name="a_supplement_mends_an_earlier_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.pk}"


class Remark(models.Model):
    """One thing one speaker said. The key is made where it was typed, so that sending it twice keeps it once."""

    class Kind(models.TextChoices):
        RECOGNITION = "recognition", _("recognition")
        SUGGESTION = "suggestion", _("suggestion")
        QUESTION = "question", _("question")
        INSTRUCTION = "instruction", _("instruction")

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="remarks")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    agenda_item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    speaker = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    text = models.TextField(_("remark"), max_length=limits.PARAGRAPHS)
    position = models.PositiveIntegerField()
    said_at = models.TimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    # “Tiếp thu, không phát sinh nhiệm vụ”: heard, and nothing is to be done.
    no_task_reason = models.CharField(max_length=limits.SENTENCE, blank=True)
    is_struck = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_spoken_remark_says_something")]

    def __str__(self) -> str:
        return self.text[:80]


class Sentence(models.Model):
    """What the chair said, kept once and word for word; the conclusions point into it."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="sentences")
    speaker = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("sentence"), max_length=limits.PARAGRAPHS)
    position = models.PositiveSmallIntegerField()
    # The chair's handwritten sheet may lie beside, for the office only.
    handwriting = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_sentence_says_something")]

    def __str__(self) -> str:
        return self.text[:80]


class Conclusion(models.Model):
    """One numbered matter the chair concluded. It yields tasks, or says that none arises."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="conclusions")
    number = models.PositiveSmallIntegerField()
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, null=True, related_name="conclusions")
    # Characters of the sentence it was taken from; several may share a stretch.
    starts = models.PositiveIntegerField(null=True)
    ends = models.PositiveIntegerField(null=True)
    text = models.TextField(_("conclusion"), max_length=limits.PARAGRAPHS)
    lead_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lead_text = models.CharField(_("lead body"), max_length=limits.NAME, blank=True)
    supporting_bodies = models.ManyToManyField(Body, related_name="+", blank=True)
    supporting_text = models.CharField(_("supporting bodies"), max_length=limits.SENTENCE, blank=True)
    deadline_words = models.CharField(_("deadline as said"), max_length=limits.NAME, blank=True)
    no_task_reason = models.CharField(max_length=limits.SENTENCE, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "number"], name="conclusions_are_counted", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_conclusion_says_something"),
            models.CheckConstraint(
                condition=Q(sentence__isnull=True) | Q(starts__isnull=True) | Q(ends__gt=F("starts")),
                name="a_conclusion_points_at_a_stretch_of_its_sentence",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class MinutesComment(models.Model):
    """What one of those present wants changed in the minutes; accepted or not, with words. Silence is agreement."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    text = models.TextField(_("comment"), max_length=limits.PARAGRAPHS)
    at = models.DateTimeField()
    is_accepted = models.BooleanField(null=True)
    answer = models.CharField(_("answer"), max_length=limits.SENTENCE, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    serving_rights = "keep"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_accepted__isnull=True, answered_at__isnull=True)
                | Q(is_accepted__isnull=False, answered_at__isnull=False),
                name="an_answered_comment_is_accepted_or_not",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
