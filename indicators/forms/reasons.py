"""One sentence saying why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import TextField


class ReasonForm(forms.Form):
    reason = TextField(label=_("Why it is not agreed"), max_length=limits.SENTENCE)
