from django.urls import URLPattern, path

from civic.desk.views import ledger

urlpatterns: list[URLPattern] = [path("ledger/", ledger.state, name="ledger")]
