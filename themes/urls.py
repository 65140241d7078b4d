from django.urls import path, re_path

from themes import views, views_icons
from themes.urls_desk import urlpatterns as desk_urlpatterns

app_name = "themes"
urlpatterns = [
    path("theme-<slug:digest>.css", views.theme_stylesheet, name="stylesheet"),
    path("emblem-<slug:key>", views_icons.own_emblem, name="own_emblem"),
    path("emblem.png", views_icons.letter_png, name="letter_emblem"),
    path("icon-<slug:key>.svg", views_icons.icon_svg, name="icon_svg"),
    # A kind has no hyphen in it.
    re_path(r"^icon-(?P<key>[0-9a-f]{16})-(?P<kind>[0-9a-z]+)\.png$", views_icons.icon_png, name="icon"),
    path("share-<slug:key>.png", views_icons.share_png, name="share"),
    path("manifest.webmanifest", views_icons.manifest, name="manifest"),
    *desk_urlpatterns,
]
