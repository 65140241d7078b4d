"""/desk/plan/: plan, usage and bills of an institution."""

from django.urls import path

from billing.views import orders, papers, plan

app_name = "billing"
urlpatterns = [
    path("desk/plan/", plan.plan, name="plan"),
    path("desk/plan/usage/", plan.usage, name="usage"),
    path("desk/plan/rooms/", plan.rooms, name="rooms"),
    path("desk/plan/order/", orders.order, name="order"),
    path("desk/plan/cancellation/", orders.cancellation, name="cancellation"),
    path("desk/plan/resumption/", orders.resumption, name="resumption"),
    path("desk/plan/party/", papers.party, name="party"),
    path("desk/plan/cards/", papers.portal, name="portal"),
    path("desk/plan/bills/<int:pk>.pdf", papers.bill, name="bill"),
]
