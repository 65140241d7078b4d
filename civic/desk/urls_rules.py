"""/desk/rules/: processes, their drafts and versions, and the open items they are brought to."""

from django.urls import URLPattern, path

from civic.desk.views import (
    rules,
    rules_editor,
    rules_items,
    rules_library,
    rules_process,
    rules_publication,
)

urlpatterns: list[URLPattern] = [
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.new_process, name="rules_new"),
    path("rules/library/", rules_library.rules_library, name="rules_library"),
    path("rules/library/<int:pk>/", rules_library.rules_library_entry, name="rules_library_entry"),
    path(
        "rules/library/<int:pk>/withdrawal/",
        rules_library.rules_library_withdrawal,
        name="rules_library_withdrawal",
    ),
    path("rules/<int:process>/sharing/", rules_library.rules_sharing, name="rules_sharing"),
    path("rules/<int:process>/", rules_process.process_page, name="rules_process"),
    path("rules/<int:process>/place/", rules_process.process_place, name="rules_place"),
    path("rules/<int:process>/openness/", rules_process.openness, name="rules_openness"),
    path("rules/<int:process>/agreement/", rules_process.agreement, name="rules_agreement"),
    path("rules/<int:process>/versions/<int:number>/", rules_process.version, name="rules_version"),
    path("rules/<int:process>/items/", rules_items.items, name="rules_items"),
    path("rules/<int:process>/corrections/", rules_items.correction, name="rules_correction"),
    path(
        "rules/<int:process>/corrections/<int:pk>/decision/",
        rules_items.correction_decision,
        name="rules_correction_decision",
    ),
    path("rules/<int:process>/draft/", rules_editor.draft_page, name="rules_draft"),
    path("rules/<int:process>/draft/removal/", rules_editor.removal, name="rules_removal"),
    path("rules/<int:process>/draft/undo/", rules_editor.undo, name="rules_undo"),
    path("rules/<int:process>/draft/parts/<slug:part>/", rules_editor.part, name="rules_part"),
    path("rules/<int:process>/draft/stages/<str:stage>/", rules_editor.stage, name="rules_stage"),
    path("rules/<int:process>/draft/stages/<str:stage>/place/", rules_editor.place, name="rules_stage_place"),
    path(
        "rules/<int:process>/draft/stages/<str:stage>/before/", rules_editor.before, name="rules_stage_before"
    ),
    path("rules/<int:process>/draft/publication/", rules_publication.publication, name="rules_publication"),
    path(
        "rules/<int:process>/draft/agreement/",
        rules_publication.draft_agreement,
        name="rules_draft_agreement",
    ),
]
