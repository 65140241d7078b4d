from django.urls import path

from civic.portal import debate, debate_files, debate_opinion, debate_taking_part, debates, sitemap

_ONE = "debates/<int:pk>/"
_OPINION = f"{_ONE}opinions/<int:opinion>/"

urlpatterns = [
    path("debates/", debates.debates, name="debates"),
    path("sitemaps/debates.xml", sitemap.debates_sitemap, name="debates_sitemap"),
    path("debates/cards/<uuid:key>/", debate_files.card, name="debate_card"),
    path("debates/materials/<uuid:key>/<path:name>", debate_files.material, name="debate_material"),
    path(_ONE, debate.debate, name="debate"),
    path(f"{_ONE}cards/", debate.cards, name="debate_cards"),
    path(f"{_ONE}opinions/", debate_taking_part.opinions, name="debate_opinions"),
    path(_OPINION, debate_opinion.opinion, name="debate_opinion"),
    path(f"{_OPINION}edition/", debate_opinion.edition, name="debate_opinion_edition"),
    path(f"{_OPINION}withdrawal/", debate_opinion.withdrawal, name="debate_opinion_withdrawal"),
    path(f"{_OPINION}support/", debate_opinion.support, name="debate_opinion_support"),
    path(
        f"{_OPINION}support/withdrawal/",
        debate_opinion.support_withdrawal,
        name="debate_opinion_support_withdrawal",
    ),
]
