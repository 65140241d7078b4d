"""Addresses of what is carried out, of the whole story, and of following it."""

from django.urls import path

from civic.portal import execution, execution_files, executions, following, story_card, story_page

_ONE = "proposals/<int:number>/"

urlpatterns = [
    path("execution/", executions.executions, name="executions"),
    path("execution/record.csv", executions.executions_csv, name="executions_csv"),
    path("execution/files/<uuid:key>/<path:name>", execution_files.execution_file, name="execution_file"),
    path(f"{_ONE}execution/", execution.execution, name="execution"),
    path(f"{_ONE}story/", story_page.story, name="story"),
    path(f"{_ONE}story.png", story_card.story_image, name="story_image"),
    path(f"{_ONE}following/", following.following, name="following"),
    path(f"{_ONE}following/end/", following.following_end, name="following_end"),
    path("unfollowing/<str:token>/", following.unfollowing, name="unfollowing"),
]
