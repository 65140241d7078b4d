"""/desk/debates/: from the question to the closing summary."""

from django.urls import URLPattern, path

from civic.desk.views import debates, debates_cards, debates_material, debates_notes, debates_opinions

_ONE = "debates/<int:pk>/"
_CARD = f"{_ONE}cards/<uuid:key>/"
_NOTE = f"{_ONE}notes/<int:note>/"

urlpatterns: list[URLPattern] = [
    path("debates/", debates.debates, name="debates"),
    path("debates/preparation/", debates.preparations, name="debate_preparations"),
    path("debates/preparation/<int:number>/", debates.preparation, name="debate_preparation"),
    path(_ONE, debates.debate, name="debate"),
    path(f"{_ONE}question/", debates.terms, name="debate_terms"),
    path(f"{_ONE}conclusion/", debates.conclusion, name="debate_conclusion"),
    path(f"{_ONE}briefing/", debates_material.briefing, name="debate_briefing"),
    path(f"{_ONE}materials/", debates_material.materials, name="debate_materials"),
    path(
        f"{_ONE}materials/<uuid:key>/removal/",
        debates_material.material_removal,
        name="debate_material_removal",
    ),
    path(f"{_ONE}cards/", debates_cards.cards, name="debate_cards"),
    path(_CARD, debates_cards.card, name="debate_card"),
    path(f"{_CARD}place/", debates_cards.card_place, name="debate_card_place"),
    path(f"{_CARD}removal/", debates_cards.card_removal, name="debate_card_removal"),
    path(f"{_ONE}notes/", debates_notes.notes, name="debate_notes"),
    path(_NOTE, debates_notes.note, name="debate_note"),
    path(f"{_NOTE}removal/", debates_notes.note_removal, name="debate_note_removal"),
    path(f"{_ONE}opinions/", debates_opinions.opinions, name="debate_opinions"),
    path("opinions/<int:pk>/standing/", debates_opinions.opinion_standing, name="opinion_standing"),
]
