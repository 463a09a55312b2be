"""What gunicorn serves."""

import os
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

from coquang import embedded, garbage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coquang.settings")
if settings.EMBEDDED:
    embedded.hold(settings.VAR_DIR)


class Utf8Request(WSGIRequest):
    """Read as UTF-8 whatever writing its body claims; SoundRequests turns any other claim away.

    Django takes the claim at its word while it makes the request, where no page of ours can answer: "zlib" is in
    Python's list of writings, and is none.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    request_class = Utf8Request


django.setup(set_prefix=False)
application = Handler()
garbage.settle(garbage.WEB)
