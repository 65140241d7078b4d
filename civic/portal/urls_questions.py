"""○○시가 묻습니다: what the institution asks."""

from django.urls import URLPattern, path

from civic.portal import questions

urlpatterns: list[URLPattern] = [path("questions/", questions.questions, name="questions")]
