#!/usr/bin/env python
"""The office's own door to the system, for the people who run it."""

import os
import sys

# These change tables, so they work as the tables' owner; everything else is the serving role's.
AS_OWNER = {"migrate", "prepare", "load_scale"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coquang.settings")
    if sys.argv[1:2] and sys.argv[1] in AS_OWNER:
        os.environ["COQUANG_ROLE"] = "owner"

    from django.conf import settings
    from django.core.management import execute_from_command_line

    from coquang import embedded

    if settings.EMBEDDED:
        embedded.hold(settings.VAR_DIR)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
