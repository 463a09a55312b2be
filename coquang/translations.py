"""Compiling .po to .mo without gettext's own tools, which a bare machine does not have."""

from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import gettext_noop

# Django's own sentences that its Vietnamese catalogue leaves in English; ours has them.
SAID_BY_DJANGO = (gettext_noop("Null characters are not allowed."),)


def compile_messages() -> int:
    """Compile each catalogue that is newer than what was compiled from it; how many were."""
    compiled = 0
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/django.po"):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                polib.pofile(str(source)).save_as_mofile(str(target))
                compiled += 1
    return compiled
