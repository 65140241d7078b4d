"""Coming in with a service's account, and having checked who one is."""

from django.urls import URLPattern, path

from civic.portal import guardians, identity_check, my_ways, one_time, phone_check, ways

urlpatterns: list[URLPattern] = [
    # Without an account, where the rules allow it.
    path("proposals/<int:number>/one-time/<slug:deed>/", one_time.one_time, name="one_time"),
    path("votes/<int:number>/one-time/", one_time.one_time, {"deed": "vote"}, name="one_time_vote"),
    path("debates/<int:number>/one-time/", one_time.one_time, {"deed": "opinion"}, name="one_time_opinion"),
    path("one-time/", one_time.one_time_mine, name="one_time_mine"),
    path("one-time/code/", one_time.one_time_code, name="one_time_code"),
    path("one-time/return/", one_time.one_time_return, name="one_time_return"),
    path("one-time/account/", one_time.one_time_account, name="one_time_account"),
    path("one-time/end/", one_time.one_time_end, name="one_time_end"),
    # Below fourteen, where the institution takes children in.
    path("sign-up/guardian/", guardians.guardian_request, name="guardian_request"),
    path("guardian/<str:token>/", guardians.guardian_letter, name="guardian_letter"),
    path("sign-up/guardian/<int:number>/", guardians.guardian, name="guardian"),
    path("sign-up/guardian/<int:number>/with/<slug:key>/", guardians.guardian_check, name="guardian_check"),
    path("sign-up/guardian/<int:number>/code/", guardians.guardian_code, name="guardian_code"),
    path("sign-up/guardian/<int:number>/end/", guardians.guardian_end, name="guardian_end"),
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
    path("me/confirmations/phone/", phone_check.check_phone, name="check_phone"),
    path("me/confirmations/phone/code/", phone_check.check_phone_code, name="check_phone_code"),
    path("me/confirmations/code/", identity_check.check_code, name="check_code"),
    path("me/confirmations/letter/", identity_check.check_letter, name="check_letter"),
    path("me/confirmations/letter/return/", identity_check.check_letter_return, name="check_letter_return"),
]
