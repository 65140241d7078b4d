"""At the platform's own address: what it costs, and where Stripe knocks."""

from django.urls import path

from billing.views import prices, webhook

app_name = "billing"
urlpatterns = [
    path("prices/", prices.prices, name="prices"),
    path("billing/stripe/", webhook.stripe_webhook, name="stripe_webhook"),
]
