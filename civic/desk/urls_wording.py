"""/desk/words/: what things are called here; /desk/glossary/: how words are explained; /desk/reading/: how a text reads; /desk/languages/."""

from django.urls import URLPattern, path

from civic.desk.views import glossary, languages, reading, wording

urlpatterns: list[URLPattern] = [
    path("words/", wording.words, name="words"),
    path("words/preview/", wording.preview, name="words_preview"),
    path("words/publication/", wording.publication, name="words_publication"),
    path("words/draft/removal/", wording.draft_removal, name="words_draft_removal"),
    path("words/versions/<int:number>/return/", wording.version_return, name="words_return"),
    path("words/in/<str:language>/", wording.words_in, name="words_in"),
    path("languages/", languages.languages, name="languages"),
    path("reading/", reading.reading, name="reading"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/in/<str:language>/new/", glossary.new_explanation, name="glossary_new"),
    path("glossary/in/<str:language>/<str:key>/", glossary.explanation, name="glossary_word"),
    path("glossary/in/<str:language>/<str:key>/usual/", glossary.usual_explanation, name="glossary_usual"),
]
