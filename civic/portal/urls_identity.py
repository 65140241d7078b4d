"""Coming in with a service's account, and having checked who one is."""

from django.urls import URLPattern, path

from civic.portal import identity_check, my_ways, ways

urlpatterns: list[URLPattern] = [
    path("sign-in/with/<slug:key>/", ways.sign_in_with, name="sign_in_with"),
    path("sign-in/back/", ways.way_back, name="way_back"),
    path("sign-in/joining/", ways.way_joining, name="way_joining"),
    path("sign-in/completion/", ways.way_completion, name="way_completion"),
    path("me/account/ways/", my_ways.my_ways, name="my_ways"),
    path("me/account/ways/<slug:key>/link/", my_ways.way_link, name="way_link"),
    path("me/account/ways/<int:pk>/removal/", my_ways.way_removal, name="way_removal"),
    path("me/confirmations/", identity_check.my_confirmations, name="my_confirmations"),
    path("me/confirmations/with/<slug:key>/", identity_check.check_with, name="check_with"),
    path("me/confirmations/back/", identity_check.check_back, name="check_back"),
    path("me/confirmations/code/", identity_check.check_code, name="check_code"),
    path("me/confirmations/letter/", identity_check.check_letter, name="check_letter"),
    path("me/confirmations/letter/return/", identity_check.check_letter_return, name="check_letter_return"),
]
