"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linkportal.settings")

application = get_wsgi_application()

from linkportal.kit.checks import refuse_unsafe_server  # noqa: E402 - the apps must be ready

# A worker that can't be loaded ends, and gunicorn with it: better no portal than one that loses an inquiry.
refuse_unsafe_server()
