"""The form field through which files come in: examined by their content, refused in plain words."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coquang import attachments, limits
from coquang.attachments import Attachment
from coquang.not_attached import NotAttached

NO_FILE = _("No file came. Choose a file, then send once more.")


class AttachedField(forms.FileField):
    """A file, given back as what it is by its content; refused with a sentence when it is not taken.

    `ours` tells papers of our own that it may go on from, as one signed by a program does.
    """

    def __init__(self, *, endings: Collection[str] = attachments.ENDINGS, **kwargs: Any) -> None:
        accept = ",".join(f".{ending}" for ending in endings)
        told = {
            "required": NO_FILE,
            "missing": NO_FILE,
            "invalid": NO_FILE,
            "empty": _("The file is empty; choose it again."),
        }
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), error_messages=told, **kwargs)
        self.kinds = {attachments.ENDINGS[ending] for ending in endings}
        self.ours: Callable[[], Iterable[bytes]] = tuple

    def clean(self, data: Any, initial: Any = None) -> Attachment:
        sent = super().clean(data, initial)
        try:
            if sent.size > limits.FILE_BYTES:
                raise attachments.too_large()
            content = sent.read()
            ours = next((paper for paper in self.ours() if content.startswith(paper)), b"")
            attachment = attachments.examine(sent.name, content, ours=ours)
        except NotAttached as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "vi")) from refusal
        if attachment.kind not in self.kinds:
            raise forms.ValidationError(gettext("Only a PDF or a picture (JPG, PNG, WebP) is taken here."))
        return attachment
