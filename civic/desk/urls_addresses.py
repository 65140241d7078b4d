"""/desk/addresses/: where the institution is found, and where its letters come from."""

from django.urls import URLPattern, path

from civic.desk.views import addresses, bounces

_ONE = "addresses/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("addresses/", addresses.addresses, name="addresses"),
    path("addresses/main/", addresses.main_address, name="main_address"),
    path(f"{_ONE}look/", addresses.look, name="address_look"),
    path(f"{_ONE}return/", addresses.giving_back, name="address_return"),
    path("addresses/sender/", addresses.sender, name="sender"),
    path("addresses/sender/look/", addresses.sender_look, name="sender_look"),
    path("addresses/sender/trial/", addresses.sender_trial, name="sender_trial"),
    path("addresses/sender/end/", addresses.sender_end, name="sender_end"),
    path("addresses/bounces/", bounces.bounces, name="bounces"),
    path("addresses/bounces/hook/", bounces.bounce_hook, name="bounce_hook"),
    path("addresses/bounces/<int:pk>/clearing/", bounces.bounce_clearing, name="bounce_clearing"),
]
