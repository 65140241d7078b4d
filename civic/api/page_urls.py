from django.urls import path

from civic.api import pages

app_name = "api_pages"
urlpatterns = [
    path("me/tokens/", pages.tokens, name="tokens"),
    path("me/tokens/<slug:prefix>/revocation/", pages.revocation, name="revocation"),
]
