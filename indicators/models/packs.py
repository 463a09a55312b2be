"""Many papers made in one go, packs or the parts of a book: of which units, in which order, and what became of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.records.models import Job, PrintedDocument
from programmes.models import Meeting, Person, Unit


class PackRoundQuerySet(models.QuerySet["PackRound"]):
    def asked_for_by(self, person: Person) -> "PackRoundQuerySet":
        """Papers hold what their maker may see, so they are the maker's."""
        return self.filter(by=person)

    def packs(self) -> "PackRoundQuerySet":
        return self.filter(kind=PackRound.Kind.PACKS)

    def books(self) -> "PackRoundQuerySet":
        return self.filter(kind=PackRound.Kind.BOOK)


class PackRound(models.Model):
    """One order for many papers: a job with a step for each, and one for the file that holds them all.

    Of a book the papers are its parts: at position 0 the contents, then the units; they are bound into `book`.
    """

    class Kind(models.TextChoices):
        PACKS = "packs", _("packs of meetings")
        BOOK = "book", _("book of results")

    kind = models.CharField(max_length=5, choices=Kind, default=Kind.PACKS)
    host = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()
    job = models.OneToOneField(Job, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    book = models.OneToOneField(PrintedDocument, on_delete=models.PROTECT, null=True, related_name="+")
    # The file of all, beside the papers themselves.
    stored_as = models.CharField(max_length=limits.NAME, blank=True)

    serving_rights = "keep"
    objects = PackRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.host_id} {self.period}"

    @property
    def file_word(self) -> str:
        return "tap-so-lieu" if self.kind == self.Kind.BOOK else "bo-tai-lieu"


class PackOfRoundQuerySet(models.QuerySet["PackOfRound"]):
    def uncomposed(self) -> "PackOfRoundQuerySet":
        return self.filter(document__isnull=True, reason="")

    def unmade(self) -> "PackOfRoundQuerySet":
        """Those that have neither a finished paper nor a reason why there is none."""
        return self.filter(
            Q(document__isnull=True, reason="") | Q(document__pages__isnull=True, document__isnull=False)
        )


class PackOfRound(models.Model):
    """One paper of an order: of a unit, for its meeting when it has one; the paper, or why none could be made."""

    round = models.ForeignKey(PackRound, on_delete=models.CASCADE, related_name="packs")
    position = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(PrintedDocument, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=limits.SENTENCE, blank=True)
    # Of the facts of a book's part: the same facts are not laid out again in the next book.
    facts_sha256 = models.CharField(max_length=64, blank=True)

    serving_rights = "keep"
    objects = PackOfRoundQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["facts_sha256"], name="parts_by_their_facts", condition=~Q(facts_sha256="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="packs_of_an_order_stand_in_order"),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(reason=""), name="a_pack_is_made_or_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.position}"
