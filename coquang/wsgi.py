"""What gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from coquang import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coquang.settings")
if settings.EMBEDDED:
    embedded.hold(settings.VAR_DIR)

application = get_wsgi_application()
