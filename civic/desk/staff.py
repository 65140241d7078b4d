"""Who works here: colleagues, their tasks, invitations and departments. For administrators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from civic.desk.gate import staff_page
from civic.desk.staff_forms import DepartmentNameForm, InviteForm, NewDepartmentForm
from civic.people import actions
from civic.people.models import Department, Invitation, StaffRole
from civic.people.queries import departments_with_people, open_invitations
from civic.people.queries import staff as everybody
from civic.people.rules import may_invite_staff, may_take_role
from platform_core.access import Refused, require

View = Callable[..., HttpResponse]


def administrators_page(view: View) -> View:
    """Colleagues with other tasks are told so; for everybody else the desk is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(may_invite_staff(request.user))
        return view(request, *args, **kwargs)

    return staff_page(guarded)


# --- Colleagues --------------------------------------------------------------------


@administrators_page
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody with a task, who is invited, and the form to invite the next."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        return redirect("desk:staff")
    now = timezone.now()
    context = {"form": form, "people": everybody(), "invitations": open_invitations(now), "section": "staff"}
    return render(request, "desk/staff/index.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, form: InviteForm) -> bool:
    wish = form.cleaned_data
    try:
        actions.invite_staff(
            email=wish["email"],
            role=wish["role"],
            department=wish["department"],
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.verdict.sentence))
        return False
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": wish["email"]})
    return True


@require_POST
@administrators_page
def invitation_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk)
    if actions.revoke_invitation(invitation=invitation, by=request.user, at=timezone.now()):  # type: ignore[arg-type]
        messages.success(request, _("The invitation no longer works."))
    return redirect("desk:staff")


@administrators_page
def role_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, then takes the task away."""
    role = get_object_or_404(StaffRole.objects.select_related("user", "department"), pk=pk)
    if request.method == "POST":
        actions.remove_role(role=role, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("%(name)s no longer has this task.") % {"name": role.user.name})
        return redirect("desk:staff")
    context = {
        "role": role,
        "task": actions.task_in_words(role.role, role.department),
        "verdict": may_take_role(request.user, role),
    }
    return render(request, "desk/staff/role_removal.html", context)


# --- Departments ---------------------------------------------------------------------


@administrators_page
def departments(request: HttpRequest) -> HttpResponse:
    form = NewDepartmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _added(request, form):
        return redirect("desk:departments")
    context = {"form": form, "departments": departments_with_people()}
    return render(request, "desk/staff/departments.html", context, status=422 if form.errors else 200)


def _added(request: HttpRequest, form: NewDepartmentForm) -> bool:
    wish = form.cleaned_data
    try:
        actions.add_department(name=wish["name"], code=wish["code"], by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        form.add_error("code", str(refusal.verdict.sentence))
        return False
    messages.success(request, _("%(name)s can be chosen from now on.") % {"name": wish["name"]})
    return True


@administrators_page
def department(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename it."""
    found = get_object_or_404(Department, pk=pk)
    form = DepartmentNameForm(
        request.POST if request.method == "POST" else None, initial={"name": found.name}
    )
    if request.method == "POST" and form.is_valid():
        actions.rename_department(
            department=found,
            name=form.cleaned_data["name"],
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        return redirect("desk:departments")
    context = {"form": form, "department": found}
    return render(request, "desk/staff/department.html", context, status=422 if form.errors else 200)


@require_POST
@administrators_page
def department_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide it from choices (`wish=hide`) or offer it again (`wish=show`)."""
    found = get_object_or_404(Department, pk=pk)
    change = actions.show_department if request.POST.get("wish") == "show" else actions.hide_department
    change(department=found, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    return redirect("desk:departments")
