"""/desk/execution/: what is carried out, told and changed."""

from django.urls import path

from civic.desk.views import execution, execution_files, execution_plan, executions

_ONE = "execution/<int:pk>/"

urlpatterns = [
    path("execution/", executions.executions, name="executions"),
    path(_ONE, execution.execution, name="execution"),
    path(f"{_ONE}report/", execution.execution_report, name="execution_report"),
    path(f"{_ONE}plan/", execution_plan.plan, name="execution_plan"),
    path(f"{_ONE}files/new/", execution_files.new_file, name="execution_new_file"),
    path(f"{_ONE}files/<int:file>/removal/", execution_files.file_removal, name="execution_file_removal"),
    path(f"{_ONE}sharing/", execution_files.sharing, name="execution_sharing"),
    path(f"{_ONE}<slug:part>/new/", execution_plan.new_row, name="execution_new_row"),
    path(f"{_ONE}<slug:part>/<int:row>/", execution_plan.one_row, name="execution_row"),
]
