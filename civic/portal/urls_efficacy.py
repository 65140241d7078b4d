from django.urls import URLPattern, path

from civic.portal import effect

urlpatterns: list[URLPattern] = [
    path("effect/", effect.effect, name="effect"),
    path("effect/numbers.csv", effect.effect_csv, name="effect_csv"),
    path("effect/numbers.xlsx", effect.effect_xlsx, name="effect_xlsx"),
]
