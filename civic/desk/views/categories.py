"""What proposals are about. Opened by a moderator who renames, orders and hides categories."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.categories.actions import NameTaken, add_category, change_category, move_category
from civic.categories.models import Category
from civic.categories.rules import may_manage_categories
from civic.desk.forms.categories import CategoryForm
from civic.desk.gate import colleague, staff_page
from platform_core.access import require


@require_safe
@staff_page
def categories(request: HttpRequest) -> HttpResponse:
    require(may_manage_categories(request.user))
    rows = Category.objects.select_related("default_department")
    return render(request, "desk/categories.html", {"categories": rows})


@require_http_methods(["GET", "POST"])
@staff_page
def new_category(request: HttpRequest) -> HttpResponse:
    require(may_manage_categories(request.user))
    form = CategoryForm(request.POST or None)
    if form.is_valid():
        try:
            add_category(**form.said(), by=colleague(request), at=timezone.now())
        except NameTaken:
            form.add_error("name", _("Another category has this name already."))
        else:
            messages.success(request, _("The category is there for everyone to choose."))
            return redirect("desk:categories")
    return _form_page(request, form)


@require_http_methods(["GET", "POST"])
@staff_page
def category(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_manage_categories(request.user))
    found = get_object_or_404(Category, pk=pk)
    form = CategoryForm(request.POST or None, category=found)
    if form.is_valid():
        try:
            changed = change_category(category=found, **form.said(), by=colleague(request), at=timezone.now())
        except NameTaken:
            form.add_error("name", _("Another category has this name already."))
        else:
            messages.success(request, _("Saved.")) if changed else messages.info(
                request, _("Nothing was changed.")
            )
            return redirect("desk:categories")
    return _form_page(request, form, found)


@require_POST
@staff_page
def category_place(request: HttpRequest, pk: int) -> HttpResponse:
    """`move` is up or down."""
    require(may_manage_categories(request.user))
    found = get_object_or_404(Category, pk=pk)
    move_category(
        category=found, up=request.POST.get("move") == "up", by=colleague(request), at=timezone.now()
    )
    return redirect("desk:categories")


def _form_page(request: HttpRequest, form: CategoryForm, found: Category | None = None) -> HttpResponse:
    context = {"form": form, "category": found}
    return render(request, "desk/category.html", context, status=422 if form.is_bound else 200)
