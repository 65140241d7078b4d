from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "civic.answers"
    label = "answers"
