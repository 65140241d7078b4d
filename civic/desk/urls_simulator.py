"""/desk/rules/…/simulation/: rules tried on past proposals."""

from django.urls import URLPattern, path

from civic.desk.views import simulator

urlpatterns: list[URLPattern] = [
    path("rules/<int:process>/simulation/", simulator.simulation, name="simulation"),
    path("rules/<int:process>/simulation/<int:pk>/", simulator.simulation_result, name="simulation_result"),
    path(
        "rules/<int:process>/simulation/<int:pk>/items/", simulator.simulation_items, name="simulation_items"
    ),
    path(
        "rules/<int:process>/simulation/<int:pk>/<slug:what>.csv",
        simulator.simulation_csv,
        name="simulation_csv",
    ),
    path(
        "rules/<int:process>/simulation/<int:pk>/removal/",
        simulator.simulation_removal,
        name="simulation_removal",
    ),
]
