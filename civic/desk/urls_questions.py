"""/desk/questions/: from the first talk with a department to the letter that hands the result over."""

from django.urls import URLPattern, path

from civic.desk.views import questions, questions_letter, questions_materials, questions_review

_ONE = "questions/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", questions.new_question, name="question_new"),
    path(_ONE, questions.question, name="question"),
    path(f"{_ONE}steps/<slug:step>/", questions.step, name="question_step"),
    path(f"{_ONE}sources/", questions_materials.sources, name="question_sources"),
    path(
        f"{_ONE}sources/<uuid:key>/removal/",
        questions_materials.source_removal,
        name="question_source_removal",
    ),
    path(f"{_ONE}cards/", questions_materials.cards, name="question_cards"),
    path(f"{_ONE}cards/<uuid:key>/place/", questions_materials.card_place, name="question_card_place"),
    path(f"{_ONE}cards/<uuid:key>/removal/", questions_materials.card_removal, name="question_card_removal"),
    path(f"{_ONE}files/<uuid:key>/", questions_materials.file, name="question_file"),
    path(f"{_ONE}review/", questions_review.review, name="question_review"),
    path(f"{_ONE}review/request/", questions_review.review_request, name="question_review_request"),
    path(f"{_ONE}return/", questions_review.returning, name="question_return"),
    path(f"{_ONE}publication/", questions_review.publication, name="question_publication"),
    path(f"{_ONE}withdrawal/", questions_review.withdrawal, name="question_withdrawal"),
    path(f"{_ONE}letter/", questions_letter.letter, name="question_letter"),
    path(f"{_ONE}letter/print/", questions_letter.print_page, name="question_letter_print"),
    path(f"{_ONE}letter/exports/", questions_letter.exports, name="question_letter_exports"),
    path(f"{_ONE}letter/delivery/", questions_letter.delivery, name="question_delivery"),
    path(f"{_ONE}result/", questions_letter.result, name="question_result"),
]
