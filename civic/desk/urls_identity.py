"""/desk/services/, /desk/codes/, /desk/letters/: by what people come in and show who they are."""

from django.urls import URLPattern, path

from civic.desk.views import identity, providers

urlpatterns: list[URLPattern] = [
    path("services/", providers.providers, name="providers"),
    path("services/rules/", providers.coming_in, name="coming_in"),
    path("services/texts/", providers.text_limits, name="text_limits"),
    path("services/new/", providers.new_provider, name="new_provider"),
    path("services/<int:pk>/", providers.provider, name="provider"),
    path("services/<int:pk>/trial/", providers.provider_trial, name="provider_trial"),
    path("services/<int:pk>/removal/", providers.provider_removal, name="provider_removal"),
    path("codes/", identity.codes, name="codes"),
    path("codes/<int:pk>/end/", identity.codes_end, name="codes_end"),
    path("letters/", identity.postal_checks, name="postal_checks"),
    path("letters/<int:pk>/printing/", identity.postal_check_print, name="postal_check_print"),
]
