"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verzahnt.config.settings.home")
application = get_wsgi_application()

from django.db import connections  # noqa: E402 - Django must stand first

from verzahnt.config.start import refuse_what_is_unsafe  # noqa: E402

refuse_what_is_unsafe()
connections.close_all()  # the web server forks from here, and a connection must not be shared
