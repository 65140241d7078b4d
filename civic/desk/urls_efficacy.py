from django.urls import URLPattern, path

from civic.desk.views import statistics, statistics_replies

urlpatterns: list[URLPattern] = [
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/days.csv", statistics.statistics_csv, name="statistics_csv"),
    path("statistics/days.xlsx", statistics.statistics_xlsx, name="statistics_xlsx"),
    path("statistics/replies/", statistics_replies.replies, name="replies"),
    path("statistics/replies.csv", statistics_replies.replies_csv, name="replies_csv"),
]
