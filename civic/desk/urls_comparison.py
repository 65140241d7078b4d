from django.urls import URLPattern, path

from civic.desk.views import comparison

urlpatterns: list[URLPattern] = [path("comparison/", comparison.comparison, name="comparison")]
