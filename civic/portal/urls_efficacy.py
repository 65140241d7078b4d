from django.urls import URLPattern, path

from civic.portal import effect, my_effect, survey

urlpatterns: list[URLPattern] = [
    path("effect/", effect.effect, name="effect"),
    path("effect/numbers.csv", effect.effect_csv, name="effect_csv"),
    path("effect/numbers.xlsx", effect.effect_xlsx, name="effect_xlsx"),
    path("effect/letters/<str:token>/", my_effect.digest_stop, name="digest_stop"),
    path("me/effect/", my_effect.my_effect, name="my_effect"),
    path("me/effect/letters/", my_effect.digest_wish, name="digest_wish"),
    path("answers/<int:answer>/reply/", survey.survey, name="survey"),
    path("answers/replies/<str:token>/", survey.survey_link, name="survey_link"),
]
