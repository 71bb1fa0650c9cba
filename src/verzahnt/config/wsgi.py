"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verzahnt.config.settings.home")
application = get_wsgi_application()

from verzahnt.config.start import refuse_what_is_unsafe  # noqa: E402 - Django must stand first

refuse_what_is_unsafe()
