"""The forms of an official paper: writing it, and one small form for each step of its way."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.filefields import AttachedField
from coquang.textfields import DayField, TextField
from programmes import issuing
from programmes.models import Body, Delivery, OfficialPaper, Person
from programmes.permissions import colleagues_of_unit
from programmes.permissions_of_papers import bodies_to_draft_for


class NewPaperForm(forms.Form):
    """Who issues what; the rest is written on the next page, which then knows its usual words."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Issued by"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"))
    subject = TextField(
        label=_("Subject"),
        max_length=limits.SENTENCE,
        help_text=_("As it is printed below the kind, such as: kết luận của Thường trực Đảng ủy về công tác thu thuế."),
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = bodies_to_draft_for(by)
        pick: Any = self.fields
        pick["body"].queryset = Body.objects.filter(pk__in=[body.pk for body in bodies]).order_by("pk")
        kinds = {kind.code: kind for body in bodies for kind in issuing.kinds_of(body, dates.today())}
        pick["kind"].choices = [(code, kind.word.capitalize()) for code, kind in kinds.items()]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        body, kind = facts.get("body"), facts.get("kind")
        if body and kind and kind not in {one.code for one in issuing.kinds_of(body, dates.today())}:
            told = gettext("%(body)s does not issue papers of this kind: choose another kind.")
            self.add_error("kind", told % {"body": body.name})
        return facts


class PaperForm(forms.ModelForm):  # type: ignore[type-arg]
    subject = TextField(label=_("Subject"), max_length=limits.SENTENCE)
    address = TextField(
        label=_("Addressed to"),
        max_length=limits.REMARK,
        required=False,
        multiline=True,
        help_text=_("One a line; for letters, submissions and invitations only."),
    )
    text = TextField(
        label=_("Text"),
        max_length=limits.PARAGRAPHS,
        required=False,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "A line is a paragraph. “I- Results” is a heading, “1. Economy” one below it, “- …” a line of a list, "
            "“a) …” a point, “Điều 1. …” an article, “Căn cứ …” at the beginning a basis. Numbers are counted anew."
        ),
    )
    recipients = TextField(
        label=_("Recipients"), max_length=limits.REMARK, required=False, multiline=True, help_text=_("One a line.")
    )
    signing_power = TextField(label=_("Signs for"), max_length=limits.POST, required=False)
    signer_title = TextField(label=_("Title of the signer"), max_length=limits.POST)
    signer_name = TextField(
        label=_("Name of the signer"),
        max_length=limits.NAME,
        required=False,
        help_text=_("May stay empty until the paper is signed."),
    )
    to = forms.ModelMultipleChoiceField(
        Body.objects.none(),
        label=_("Sent inside the portal to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They get it on their list when it is issued."),
    )
    seen = forms.Field(widget=forms.HiddenInput, required=False)

    class Meta:
        model = OfficialPaper
        fields = (
            "subject",
            "address",
            "text",
            "recipients",
            "signing_power",
            "signer_title",
            "signer_name",
            "is_two_sided",
        )
        help_texts = {"is_two_sided": _("The back of each sheet is then bound at its right edge.")}

    def __init__(self, *args: Any, paper: OfficialPaper, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "instance": paper})
        pick: Any = self.fields
        pick["to"].queryset = bodies_to_send_to(self.instance)
        pick["to"].initial = list(self.instance.deliveries.values_list("body", flat=True))
        pick["seen"].initial = self.instance.version
        if not self.instance.of_kind.address_label("hd36"):
            del self.fields["address"]

    def clean_seen(self) -> int:
        """The version that was open; what is no version is none, and is told so where it is compared."""
        text = str(self.cleaned_data["seen"] or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    def clean_signing_power(self) -> str:
        power: str = self.cleaned_data["signing_power"]
        if issuing.is_deputys_power(self.instance.body.kind, power):
            raise forms.ValidationError(issuing.no_deputy())
        return power


def bodies_to_send_to(paper: OfficialPaper) -> Any:
    """Bodies with a letterhead of the units above, below and beside: those whose office reads here."""
    bodies = Body.objects.current(dates.today()).exclude(letterhead=Body.Letterhead.NONE).exclude(pk=paper.body_id)
    near = Body.objects.near(paper.unit, dates.today())
    return bodies.filter(pk__in=near).order_by("unit__level", "unit__name_sort", "pk")


class ReasonForm(forms.Form):
    reason = TextField(label=_("Reason"), max_length=limits.SENTENCE)


class SignForm(forms.Form):
    on = DayField(label=_("Signed on"))
    signer_name = TextField(label=_("Signed by"), max_length=limits.NAME)

    def __init__(self, *args: Any, paper: OfficialPaper, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": dates.today(), "signer_name": paper.signer_name})
        super().__init__(*args, **kwargs)


class IssueForm(forms.Form):
    day = DayField(label=_("Day of the paper"))
    number = forms.IntegerField(
        label=_("Number in the paper book"),
        required=False,
        min_value=1,
        max_value=99_999,
        help_text=_("Leave it empty to take the next number of the register."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": dates.today()})
        super().__init__(*args, **kwargs)


class CopyForm(forms.Form):
    file = AttachedField(
        label=_("Scan of the signed paper"),
        endings=("pdf", "jpg", "jpeg", "png", "webp"),
        help_text=_("PDF or a picture, at most 10 MB, with all pages."),
    )
    code = TextField(
        label=_("Paper code"),
        max_length=limits.CODE,
        help_text=_("The short code at the foot of its first page, such as 9HD2-VK6L."),
    )

    def __init__(self, *args: Any, paper: OfficialPaper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick: Any = self.fields["file"]
        pick.ours = lambda: _printed_files(paper)


def _printed_files(paper: OfficialPaper) -> Iterator[bytes]:
    """What was printed for the signer and as issued: either may come back signed by a program."""
    for made in paper.standing_prints.select_related("document"):
        if made.document.is_ready:
            with made.document.file.open("rb") as file:
                yield file.read()


class TakeInForm(forms.Form):
    incoming_number = TextField(label=_("Incoming number"), max_length=limits.CODE, required=False)
    handler = forms.ModelChoiceField(
        Person.objects.none(), label=_("Handled by"), required=False, empty_label=_("nobody yet")
    )

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"incoming_number": delivery.incoming_number, "handler": delivery.handler_id})
        super().__init__(*args, **kwargs)
        pick: Any = self.fields["handler"]
        pick.queryset = colleagues_of_unit(delivery.body.unit_id)
