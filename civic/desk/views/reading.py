"""What could be plainer in a text that is being written: asked while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from civic.desk.forms.reading import findings_of
from civic.desk.gate import staff_page

MOST_FIELDS = 12
LONGEST_LABEL = 100


@require_POST
@staff_page
def reading(request: HttpRequest) -> HttpResponse:
    """A fragment; the page names its fields in `read_field` and what they are called in `read_label`."""
    names = request.POST.getlist("read_field")[:MOST_FIELDS]
    labels = request.POST.getlist("read_label")[:MOST_FIELDS]
    texts = {
        name: (label[:LONGEST_LABEL], request.POST.get(name, ""))
        for name, label in zip(names, labels, strict=False)
    }
    return render(request, "desk/parts/findings.html", {"read": findings_of(texts)})
