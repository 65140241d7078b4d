"""/desk/votes/: from the draft of a ballot to its result."""

from django.urls import URLPattern, path

from civic.desk.views import ballots, ballots_asking, ballots_boxes, ballots_counter, ballots_options

_ONE = "votes/<int:pk>/"
_OPTION = f"{_ONE}options/<int:option>/"
_BOX = f"{_ONE}boxes/<int:box>/"

urlpatterns: list[URLPattern] = [
    path("votes/", ballots.ballots, name="ballots"),
    path("votes/new/", ballots_asking.question, name="ballot_question"),
    path("votes/preparation/", ballots.preparations, name="ballot_preparations"),
    path("votes/preparation/<int:number>/", ballots.preparation, name="ballot_preparation"),
    path(_ONE, ballots.ballot, name="ballot"),
    path(f"{_ONE}question/", ballots.terms, name="ballot_terms"),
    path(f"{_ONE}approval/", ballots.approval, name="ballot_approval"),
    path(f"{_ONE}opening/", ballots.opening, name="ballot_opening"),
    path(f"{_ONE}result.csv", ballots.result_csv, name="ballot_csv"),
    path(f"{_ONE}options/", ballots_options.options, name="ballot_options"),
    path(_OPTION, ballots_options.option, name="ballot_option"),
    path(f"{_OPTION}place/", ballots_options.option_place, name="ballot_option_place"),
    path(f"{_OPTION}removal/", ballots_options.option_removal, name="ballot_option_removal"),
    path(f"{_ONE}counter/", ballots_counter.counter, name="ballot_counter"),
    path(f"{_ONE}boxes/", ballots_boxes.boxes, name="ballot_boxes"),
    path(f"{_ONE}boxes/end/", ballots_boxes.boxes_end, name="ballot_boxes_end"),
    path(_BOX, ballots_boxes.box, name="ballot_box"),
    path(f"{_BOX}removal/", ballots_boxes.box_removal, name="ballot_box_removal"),
]
