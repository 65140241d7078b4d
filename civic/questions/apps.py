from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "civic.questions"
    label = "questions"
