"""Ordering, opening, blueprints."""

from django.urls import path

from platform_core.console import batches, blueprints, opening, trials

urlpatterns = [
    path("institutions/new/", opening.new_institution, name="new_institution"),
    path("institutions/<int:pk>/opening/", opening.opening, name="opening"),
    path("institutions/<int:pk>/resumption/", opening.resumption, name="resumption"),
    path("institutions/<int:pk>/removal/", opening.removal, name="removal"),
    path("institutions/<int:pk>/blueprint/", blueprints.blueprint, name="blueprint"),
    path("institutions/<int:pk>/blueprint.toml", blueprints.blueprint_file, name="blueprint_file"),
    path("trial/", trials.trial, name="trial"),
    path("trial/<str:key>/", trials.trial_asked, name="trial_asked"),
    path("orders/", opening.orders, name="orders"),
    path("orders/clearance/", opening.clearance, name="clearance"),
    path("openings/", batches.batches, name="batches"),
    path("openings/sample.csv", batches.sample, name="batch_sample"),
    path("openings/<int:pk>/", batches.batch, name="batch"),
    path("openings/<int:pk>/opening/", batches.batch_opening, name="batch_opening"),
    path("openings/<int:pk>/to-correct.csv", batches.batch_faults, name="batch_faults"),
    path("openings/<int:pk>/report.csv", batches.batch_report, name="batch_report"),
]
