from django.apps import AppConfig


class CategoriesConfig(AppConfig):
    name = "civic.categories"
    label = "categories"
