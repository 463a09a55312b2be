"""What the office says in its own words on a notice of conclusions, and in whose name and to whom it goes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import DayField, SeenField, TextField
from programmes.forms.official import bodies_to_send_to
from programmes.issuers import Issuer
from programmes.models import Body, Meeting, NoticeOfConclusions, OfficialPaper
from programmes.notice_parts import Typed
from programmes.wording import lines_of

PARTS = ("assessment", "proposals")


class NoticePartsForm(forms.Form):
    """The parts that are kept with the notice while it is a draft."""

    assessment = TextField(
        label=_("Assessment, one matter a line"),
        max_length=limits.PARAGRAPHS,
        required=False,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    proposals = TextField(
        label=_("On proposals, one matter a line"),
        max_length=limits.PARAGRAPHS,
        required=False,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    report_by = DayField(label=_("Results are reported by"), required=False)
    seen = SeenField()

    @classmethod
    def of(cls, notice: NoticeOfConclusions, data: QueryDict | None) -> Self:
        kept = {name: getattr(notice, name) for name in (*PARTS, "report_by")}
        return cls(data, initial={**kept, "seen": notice.paper.version})

    def anew(self, offered: Typed) -> Self:
        """The same form with what the record says now in place of what was typed."""
        told = {part: "\n".join(lines) for part, lines in offered.lines.items()}
        return type(self)({**dict(self.data.items()), **told}, initial=self.initial)

    def typed(self) -> Typed:
        told = self.cleaned_data
        parts = {part: lines_of(told[part]) for part in PARTS}
        return Typed(subject="", report_by=told["report_by"], **parts)


class NewNoticeForm(NoticePartsForm):
    """The parts, and what is chosen once: who issues it, whom it goes to."""

    issuer = forms.ChoiceField(label=_("Issued by"))
    subject = TextField(label=_("Subject"), max_length=limits.SENTENCE, multiline=True)
    recipients = TextField(label=_("Recipients, one a line"), max_length=limits.REMARK, required=False, multiline=True)
    to = forms.ModelMultipleChoiceField(
        Body.objects.none(),
        label=_("Sent inside the portal to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They get it on their list when it is issued."),
    )
    field_order = ("issuer", "subject", *PARTS, "report_by", "recipients", "to")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        meeting: Meeting,
        issuers: Sequence[Issuer],
        usual: Issuer | None,
        proposed: Typed,
        bodies: Sequence[Body],
    ) -> None:
        shown = {
            "issuer": usual.key if usual else "",
            "subject": proposed.subject,
            "recipients": "\n".join(proposed.recipients),
            "to": bodies,
            **{part: "\n".join(lines) for part, lines in proposed.lines.items()},
        }
        super().__init__(data, initial=shown)
        self.issuers = {issuer.key: issuer for issuer in issuers}
        pick: Any = self.fields
        pick["issuer"].choices = [(issuer.key, issuer.words) for issuer in issuers]
        near = bodies_to_send_to(OfficialPaper(unit=meeting.unit))
        pick["to"].queryset = near.filter(pk__in=[body.pk for body in bodies])

    def issuer_chosen(self) -> Issuer:
        return self.issuers[self.cleaned_data["issuer"]]

    def typed(self) -> Typed:
        told = self.cleaned_data
        return replace(
            super().typed(),
            subject=" ".join(told["subject"].split()),
            recipients=lines_of(told["recipients"]),
        )
