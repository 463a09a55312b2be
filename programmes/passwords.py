"""The rule on the length of passwords, refused in our own words: Django's have no Vietnamese."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("This password is too short; type at least %(n)d characters.") % {"n": self.min_length}
