"""What the office says in its own words on a notice of conclusions, before it is printed."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import DayField, TextField
from programmes.issuers import Issuer
from programmes.notice_paper import Typed
from programmes.wording import lines_of


class NoticePaperForm(forms.Form):
    issuer = forms.ChoiceField(label=_("Issued by"))
    subject = TextField(label=_("Subject"), max_length=limits.SENTENCE, multiline=True)
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
    recipients = TextField(
        label=_("Recipients, one a line"), max_length=limits.PARAGRAPHS, required=False, multiline=True
    )

    def __init__(
        self, data: QueryDict | None = None, *, issuers: Sequence[Issuer], usual: Issuer | None, proposed: Typed
    ) -> None:
        shown = {
            "issuer": usual.key if usual else "",
            "subject": proposed.subject,
            "assessment": "\n".join(proposed.assessment),
            "proposals": "\n".join(proposed.proposals),
            "recipients": "\n".join(proposed.recipients),
        }
        super().__init__(data, initial=shown)
        self.issuers = {issuer.key: issuer for issuer in issuers}
        choice = self.fields["issuer"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(issuer.key, issuer.words) for issuer in issuers]

    def issuer_chosen(self) -> Issuer:
        return self.issuers[self.cleaned_data["issuer"]]

    def typed(self) -> Typed:
        told = self.cleaned_data
        return Typed(
            subject=" ".join(told["subject"].split()),
            assessment=lines_of(told["assessment"]),
            proposals=lines_of(told["proposals"]),
            report_by=told["report_by"],
            recipients=lines_of(told["recipients"]),
        )
