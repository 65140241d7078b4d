"""/desk/site/: what the institution arranges itself. `key` is home, menu, footer or a page such as p12."""

from django.urls import URLPattern, path

from civic.desk.views import content, content_banners, content_blocks, content_pages, content_redirects

_ONE = "site/<slug:key>/"
_EDITION = f"{_ONE}versions/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("site/", content.content, name="content"),
    path("site/pages/", content_pages.pages, name="pages"),
    path("site/pages/new/", content_pages.new_page, name="page_new"),
    path("site/redirects/", content_redirects.redirects, name="redirects"),
    path("site/redirects/<int:pk>/removal/", content_redirects.redirect_removal, name="redirect_removal"),
    path("site/banners/", content_banners.banners, name="banners"),
    path("site/banners/new/", content_banners.new_banner, name="banner_new"),
    path("site/banners/<int:pk>/", content_banners.banner, name="banner"),
    path("site/banners/<int:pk>/end/", content_banners.banner_end, name="banner_end"),
    path(_ONE, content.arrangement, name="arrangement"),
    path(f"{_ONE}head/", content_blocks.head, name="arrangement_head"),
    path(f"{_ONE}blocks/new/<slug:kind>/", content_blocks.new_block, name="block_new"),
    path(f"{_ONE}blocks/<slug:block>/", content_blocks.block, name="block"),
    path(f"{_ONE}blocks/<slug:block>/place/", content_blocks.block_place, name="block_place"),
    path(f"{_ONE}publication/", content.publication, name="arrangement_publication"),
    path(f"{_ONE}discarding/", content.discarding, name="arrangement_discarding"),
    path(f"{_ONE}address/", content_pages.page_address, name="page_address"),
    path(f"{_ONE}removal/", content_pages.page_removal, name="page_removal"),
    path(f"{_ONE}versions/", content.versions, name="arrangement_versions"),
    path(_EDITION, content.version, name="arrangement_version"),
    path(f"{_EDITION}restoration/", content.restoration, name="arrangement_restoration"),
    path(f"{_EDITION}withdrawal/", content.edition_withdrawal, name="edition_withdrawal"),
]
