"""Meetings: who meets whom over what, who was there, what was asked for before."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from programmes.models.appointments import Appointment
from programmes.models.bodies import Body
from programmes.models.kept_files import KeptFile
from programmes.models.units import Unit, UnitGroup

if TYPE_CHECKING:
    from programmes.models.people import Person


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: "Person") -> Self:
        """Of the units a person sees, those that reviewed such a unit, and those the person was asked to.

        Who is reviewed sees the meeting of the superior; its minutes only when they are signed (Minutes.visible_to).
        """
        links = Meeting.reviewed_units.through.objects
        reviewed = links.filter(meeting=OuterRef("pk"), unit__in=person.visible_units())
        asked = Attendance.objects.filter(meeting=OuterRef("pk"), person=person)
        return self.filter(Q(unit__in=person.visible_units()) | Exists(reviewed) | Exists(asked))

    def seated(self, person: "Person") -> Self:
        """Those of the units the person sits in: whose office prepares and records them."""
        return self.filter(unit__in=person.reach(dates.today()).unit_ids)


class Meeting(models.Model):
    """A working session or conference. An unknown day, hour or person stays unknown, with the printed words beside."""

    class Kind(models.TextChoices):
        WORKING_SESSION = "working_session", _("working session of a superior with a ward")
        QUARTERLY = "quarterly", _("quarterly review")
        MID_YEAR = "mid_year", _("mid-year review")
        YEAR_END = "year_end", _("year-end review")
        MID_TERM = "mid_term", _("mid-term review")
        EXECUTIVE_COMMITTEE = "executive_committee", _("executive committee")
        STANDING_COMMITTEE = "standing_committee", _("standing committee")
        STANDING_LEADERSHIP = "standing_leadership", _("standing leadership's briefing")
        PEOPLES_COMMITTEE = "peoples_committee", _("People's Committee's briefing")
        OTHER = "other", _("another meeting")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="meetings")
    unit_text = models.CharField(max_length=limits.NAME, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=limits.SENTENCE)
    hosts = models.ManyToManyField(Body, related_name="meetings_held", verbose_name=_("hosts"))
    # A working group of several bodies (tổ công tác) hosts under its own name; its units are a dated group.
    host_name = models.CharField(_("name of the host"), max_length=limits.NAME, blank=True)
    host_group = models.ForeignKey(UnitGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_units = models.ManyToManyField(Unit, related_name="reviews", verbose_name=_("reviewed units"))
    held_on = models.DateField(_("day"), null=True, blank=True)
    date_text = models.CharField(max_length=limits.NAME, blank=True)
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ended_at = models.TimeField(_("ended at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=limits.NAME, blank=True)
    # The period whose figures lie before the meeting, as an address writes it ("2022", "2023-Q1").
    figures_of = models.CharField(_("figures of"), max_length=10, blank=True)
    chair = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    chair_text = models.CharField(_("chair"), max_length=limits.CAPACITY, blank=True)
    minute_taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minute_taker_text = models.CharField(_("minute-taker"), max_length=limits.CAPACITY, blank=True)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="next_ones")
    is_cancelled = models.BooleanField(default=False)
    cancel_reason = models.CharField(max_length=limits.SENTENCE, blank=True)
    # The notice of conclusions, written once after signing.
    notice_number = models.CharField(_("number and symbol"), max_length=limits.CODE * 2, blank=True)
    notice_date = models.DateField(_("day of the notice"), null=True, blank=True)
    notice_recorded_at = models.DateTimeField(null=True)
    # Where an imported meeting came from, so that the same file twice makes it once.
    source_key = models.CharField(max_length=limits.NAME, blank=True)
    source_words = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    is_demonstration = models.BooleanField(default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="a_meeting_is_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | ~Q(unit_text=""), name="a_meeting_is_of_a_unit_known_or_printed"
            ),
            models.CheckConstraint(
                condition=Q(notice_number="", notice_date__isnull=True, notice_recorded_at__isnull=True)
                | (~Q(notice_number="") & Q(notice_date__isnull=False, notice_recorded_at__isnull=False)),
                name="a_notice_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=Q(is_cancelled=False) | ~Q(cancel_reason=""), name="a_cancelled_meeting_says_why"
            ),
            models.CheckConstraint(condition=~Q(previous=models.F("pk")), name="a_meeting_does_not_follow_itself"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One item: when, what, who presents it, and which figures are shown inside it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("item"), max_length=limits.SENTENCE)
    presenter = models.CharField(_("presented by"), max_length=limits.CAPACITY, blank=True)
    starts_at = models.TimeField(_("at"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    shows_figures = models.BooleanField(_("with the unit's figures"), default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agenda_items_stand_in_order")]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """One who was asked to a meeting: a person of the portal, or a guest as printed. Speakers are picked from here."""

    class Capacity(models.TextChoices):
        CHAIR = "chair", _("chair")
        MEMBER = "member", _("member")
        REVIEWED = "reviewed", _("of the unit reviewed")
        GUEST = "guest", _("asked to attend")

    class Presence(models.TextChoices):
        ASKED = "asked", _("asked")
        PRESENT = "present", _("present")
        ABSENT = "absent", _("absent")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=limits.NAME, blank=True)
    post = models.CharField(_("post"), max_length=limits.CAPACITY, blank=True)
    capacity = models.CharField(_("takes part as"), max_length=10, choices=Capacity, default=Capacity.MEMBER)
    presence = models.CharField(_("presence"), max_length=10, choices=Presence, default=Presence.ASKED)
    reason = models.CharField(_("reason of absence"), max_length=limits.NAME, blank=True)
    invited_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="those_asked_stand_in_order"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(capacity="chair"), name="a_meeting_has_one_chair"),
            models.CheckConstraint(condition=~Q(name="") | ~Q(post=""), name="who_is_asked_has_a_name_or_a_post"),
        ]

    def __str__(self) -> str:
        return self.name or self.post


class MeetingPaper(models.Model):
    """A paper asked of the unit, or a written opinion asked of a body, before the meeting; with a day and a state."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("paper of the unit")
        OPINION = "opinion", _("written opinion")
        HANDED_OUT = "handed_out", _("handed out")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=limits.SENTENCE)
    asked_of = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    text = models.TextField(_("text"), max_length=limits.PARAGRAPHS, blank=True)
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)
    received_from = models.CharField(max_length=limits.CAPACITY, blank=True)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | ~Q(text="") | Q(file__isnull=False),
                name="a_received_paper_has_text_or_a_file",
            )
        ]

    def __str__(self) -> str:
        return self.title


class LeaderNote(models.Model):
    """What a leader writes for themselves before or during a meeting: in no export, search or journal."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=limits.PARAGRAPHS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_leaders_note_a_meeting")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.person_id}"
