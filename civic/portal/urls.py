"""Citizens' addresses. Nouns: what changes something is a thing of its own (a support, a withdrawal)."""

from django.urls import path

from civic.portal import (
    answers,
    attachments,
    comments,
    drafts,
    edition,
    guide_page,
    home,
    me,
    mergers,
    my_opinions,
    notifications,
    proposal,
    proposals,
    repetition,
    robots,
    similar,
    sitemap,
    status,
    supplement,
    support,
    why,
    writing,
)
from civic.portal.urls_agenda import urlpatterns as agenda_urlpatterns
from civic.portal.urls_ballots import urlpatterns as ballots_urlpatterns
from civic.portal.urls_content import urlpatterns as content_urlpatterns
from civic.portal.urls_debates import urlpatterns as debates_urlpatterns
from civic.portal.urls_efficacy import urlpatterns as efficacy_urlpatterns
from civic.portal.urls_execution import urlpatterns as execution_urlpatterns
from civic.portal.urls_gatherings import urlpatterns as gatherings_urlpatterns
from civic.portal.urls_guide import urlpatterns as guide_urlpatterns
from civic.portal.urls_identity import urlpatterns as identity_urlpatterns
from civic.portal.urls_ledger import urlpatterns as ledger_urlpatterns
from civic.portal.urls_moderation import urlpatterns as moderation_urlpatterns
from civic.portal.urls_notices import urlpatterns as notices_urlpatterns
from civic.portal.urls_paper import urlpatterns as paper_urlpatterns
from civic.portal.urls_privacy import urlpatterns as privacy_urlpatterns
from civic.portal.urls_questions import urlpatterns as questions_urlpatterns
from civic.portal.urls_results import urlpatterns as results_urlpatterns
from civic.portal.urls_search import urlpatterns as search_urlpatterns
from civic.portal.urls_wording import urlpatterns as wording_urlpatterns

app_name = "portal"

_ONE = "proposals/<int:number>/"
_COMMENT = f"{_ONE}comments/<int:comment>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("proposals/", proposals.proposals, name="proposals"),
    # Early, too: thousands open the link to a debate on one evening.
    *debates_urlpatterns,
    *ballots_urlpatterns,
    path("proposals/new/", writing.propose, name="propose"),
    path("proposals/drafts/", drafts.drafts, name="drafts"),
    path("proposals/similar/", similar.similar, name="similar"),
    path(_ONE, proposal.proposal, name="proposal"),
    path(f"{_ONE}versions/<int:version>/", proposal.version, name="version"),
    path(f"{_ONE}supplement/", supplement.supplement, name="supplement"),
    path(f"{_ONE}support/", support.support, name="support"),
    path(f"{_ONE}support/withdrawal/", support.support_withdrawal, name="support_withdrawal"),
    path(f"{_ONE}disagreement/", support.dislike, name="dislike"),
    path(f"{_ONE}disagreement/withdrawal/", support.dislike_withdrawal, name="dislike_withdrawal"),
    path(f"{_ONE}why/", why.why, name="why"),
    path(f"{_ONE}repetition/", repetition.repetition, name="repetition"),
    path(f"{_ONE}merger/support/", mergers.carried_support, name="carried_support"),
    path(f"{_ONE}edition/", edition.edition, name="edition"),
    path(f"{_ONE}withdrawal/", edition.withdrawal, name="withdrawal"),
    path(f"{_ONE}comments/", comments.comments, name="comments"),
    path(_COMMENT, comments.comment, name="comment"),
    path(f"{_COMMENT}edition/", comments.comment_edition, name="comment_edition"),
    path(f"{_COMMENT}removal/", comments.comment_removal, name="comment_removal"),
    path(f"{_COMMENT}support/", comments.comment_support, name="comment_support"),
    path(
        f"{_COMMENT}support/withdrawal/",
        comments.comment_support_withdrawal,
        name="comment_support_withdrawal",
    ),
    path("files/<uuid:key>/<path:name>", attachments.file, name="file"),
    path("me/", me.my_proposals, name="my_page"),
    path("me/supports/", me.my_supports, name="my_supports"),
    path("me/comments/", me.my_comments, name="my_comments"),
    path("me/opinions/", my_opinions.my_opinions, name="my_opinions"),
    path("me/drafts/", drafts.my_drafts, name="my_drafts"),
    path("me/drafts/<int:draft>/removal/", drafts.draft_removal, name="draft_removal"),
    path("me/notifications/", notifications.notifications, name="notifications"),
    path("me/notifications/reading/", notifications.notifications_read, name="notifications_read"),
    path("me/notifications/letters/", notifications.mail_settings, name="mail_settings"),
    path("unsubscribe/<str:token>/", notifications.unsubscribe, name="unsubscribe"),
    path("why/", why.deeds, name="deeds"),
    path("how/", guide_page.guide, name="guide"),
    path("how/<slug:process>/versions/", guide_page.versions, name="guide_versions"),
    path("how/<slug:process>/versions/<int:number>/", guide_page.version, name="guide_version"),
    path("how/<slug:process>/difference/", guide_page.difference, name="guide_difference"),
    path("how/<slug:process>/poster/", guide_page.poster, name="guide_poster"),
    path("answers/", answers.answers, name="answers"),
    path("answers/record.csv", answers.answers_csv, name="answers_csv"),
    path("robots.txt", robots.robots, name="robots"),
    path("status/", status.status, name="status"),
    path("status/feed/", status.feed, name="status_feed"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemaps/<int:page>.xml", sitemap.sitemap_page, name="sitemap_page"),
    *agenda_urlpatterns,
    *content_urlpatterns,
    *efficacy_urlpatterns,
    *execution_urlpatterns,
    *gatherings_urlpatterns,
    *guide_urlpatterns,
    *ledger_urlpatterns,
    *identity_urlpatterns,
    *moderation_urlpatterns,
    *notices_urlpatterns,
    *paper_urlpatterns,
    *privacy_urlpatterns,
    *questions_urlpatterns,
    *results_urlpatterns,
    *search_urlpatterns,
    *wording_urlpatterns,
]
