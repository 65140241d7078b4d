import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_core.project.settings")
application = get_wsgi_application()

# What was loaded until here stays for good: looking through it for garbage again and again is wasted, and a page
# makes thousands of short-lived objects that need no looking through either (4 % of a press of the support button).
gc.freeze()
gc.set_threshold(10_000, 20, 50)
