from django.urls import path

from civic.portal import ballot, ballots, ballots_sitemap, my_ballots

_ONE = "votes/<int:pk>/"

urlpatterns = [
    path("votes/", ballots.ballots, name="ballots"),
    path("sitemaps/votes.xml", ballots_sitemap.ballots_sitemap, name="ballots_sitemap"),
    path("votes/pictures/<uuid:key>/", ballot.picture, name="ballot_picture"),
    path(_ONE, ballot.ballot, name="ballot"),
    path(f"{_ONE}paper/", ballot.paper, name="ballot_paper"),
    path(f"{_ONE}papers.csv", ballot.papers_file, name="ballot_papers"),
    path(f"{_ONE}papers.json", ballot.papers_receipt, name="ballot_papers_receipt"),
    path(f"{_ONE}paper/withdrawal/", ballot.withdrawal, name="ballot_withdrawal"),
    path("me/votes/", my_ballots.my_ballots, name="my_ballots"),
]
