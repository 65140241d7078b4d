"""/desk/theme/: what is worn, what is coming, drafts and what was worn before."""

from django.urls import path

from themes import (
    views_desk,
    views_drafts,
    views_files,
    views_library,
    views_preview,
    views_publishing,
)

urlpatterns = [
    path("desk/theme/", views_desk.overview, name="overview"),
    path("desk/theme/history/", views_desk.history, name="history"),
    path("desk/theme/history/<int:pk>/return/", views_publishing.going_back, name="going_back"),
    path("desk/theme/history/<int:pk>/theme.toml", views_files.theme_file, name="theme_file"),
    path("desk/theme/history/<int:pk>/sharing/", views_library.sharing, name="sharing"),
    path("desk/theme/library/", views_library.library, name="library"),
    path("desk/theme/library/<int:pk>/", views_library.taking, name="taking"),
    path("desk/theme/library/<int:pk>/withdrawal/", views_library.withdrawal, name="withdrawal"),
    path("desk/theme/coming/<int:pk>/removal/", views_publishing.calling_off, name="calling_off"),
    path("desk/theme/file/", views_files.taking_in, name="taking_in"),
    path("desk/theme/drafts/", views_drafts.drafts, name="drafts"),
    path("desk/theme/drafts/<int:pk>/", views_drafts.editor, name="editor"),
    path("desk/theme/drafts/<int:pk>/removal/", views_drafts.removal, name="removal"),
    path("desk/theme/drafts/<int:pk>/theme.toml", views_files.draft_file, name="draft_file"),
    path("desk/theme/drafts/<int:pk>/publication/", views_publishing.publication, name="publication"),
    path(
        "desk/theme/drafts/<int:pk>/style-<slug:digest>.css",
        views_preview.draft_stylesheet,
        name="draft_stylesheet",
    ),
    path("desk/theme/preview/<slug:page>/", views_preview.preview, name="preview"),
]
