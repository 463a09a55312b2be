"""Proposals upward (kiến nghị) and their answers; initiatives worth spreading (mô hình hay)."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from programmes.models.bodies import Body
from programmes.models.meetings import Meeting
from programmes.models.units import Place, Tree, Unit

if TYPE_CHECKING:
    from programmes.models.people import Person


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, person: "Person") -> Self:
        """Of the units a person sees, and those addressed to a unit the person sits in; a draft only at home."""
        seats = person.reach(dates.today()).unit_ids
        at_home = Q(unit__in=seats)
        sent = Q(sent_on__isnull=False) & (Q(unit__in=person.visible_units()) | Q(addressed_to__unit__in=seats))
        return self.filter(at_home | sent)


class Proposal(models.Model):
    """What a unit asks its superior to decide or to help with. Several may go up in one paper."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposals")
    addressed_to = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="proposals_received")
    text = models.TextField(_("proposal"), max_length=limits.PARAGRAPHS)
    paper_number = models.CharField(_("number of the paper"), max_length=limits.CODE * 2, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    answer_due = models.DateField(_("answer due on"), null=True, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()
    is_demonstration = models.BooleanField(default=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_proposal_says_something"),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(answer_due__isnull=False), name="a_sent_proposal_has_a_clock"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ProposalReply(models.Model):
    """One answer; the last one tells where the proposal stands. Forwarded and considered ones stay open."""

    class Kind(models.TextChoices):
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", _("not agreed yet")
        FORWARDED = "forwarded", _("given to another body to settle")
        CONSIDERING = "considering", _("being considered")

    CLOSING = (Kind.AGREED, Kind.REFUSED)
    # Something is to be done then, so a task may arise.
    GIVING = (Kind.AGREED, Kind.FORWARDED)

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(_("answer"), max_length=12, choices=Kind)
    text = models.TextField(_("words of the answer"), max_length=limits.PARAGRAPHS, blank=True)
    forwarded_to = models.CharField(_("given to"), max_length=limits.NAME, blank=True)
    settled_by = models.DateField(_("to be settled by"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()

    serving_rights = "append"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="refused") | ~Q(text=""), name="a_proposal_is_refused_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(kind="forwarded") | (~Q(forwarded_to="") & Q(settled_by__isnull=False)),
                name="a_proposal_is_given_to_somebody_with_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind}"


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def visible_to(self, person: "Person") -> Self:
        """Good ways of working are there to be copied: those of a person's units, of units beside them, and all below.

        Beside stands whoever has the same superior today.
        """
        own = person.reach(dates.today()).unit_ids
        parents = Place.objects.filter(unit__in=own, tree__in=Tree.objects.holding(dates.today())).values("parent")
        beside = Place.objects.filter(parent__in=parents, tree__in=Tree.objects.holding(dates.today())).values("unit")
        return self.filter(Q(unit__in=person.visible_units()) | Q(unit__in=beside))


class Initiative(models.Model):
    """A good way of working: registered, recognised at a meeting, spread to other units."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="initiatives")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=limits.SENTENCE)
    what = models.TextField(_("what it is"), max_length=limits.PARAGRAPHS, blank=True)
    registered_on = models.DateField(_("registered on"))
    recognised_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="initiatives"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    is_demonstration = models.BooleanField(default=False)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="an_initiative_has_a_title")]

    def __str__(self) -> str:
        return self.title


class InitiativeSpread(models.Model):
    """That another unit took it up, since when."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="spread")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("since"))
    note = models.CharField(_("note"), max_length=limits.SENTENCE, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "unit"], name="a_unit_takes_an_initiative_up_once")
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.unit_id}"
