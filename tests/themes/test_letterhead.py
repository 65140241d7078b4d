"""Letters and paper come from the same house as its pages: one colour, one emblem."""

from platform_core.documents.letterhead import on_paper
from platform_core.outbound.letters import write_letter
from tenants.context import public
from themes.queries import worn_theme


def test_a_letter_wears_the_colours_of_its_institution(haneul):
    html = write_letter(
        subject="답변", body="안녕하세요", action_label="보기", action_url="https://x.example/"
    ).html
    worn = worn_theme()
    assert f"border-top:6px solid {worn.colour}" in html
    assert f"background:{worn.colour};color:{worn.on_colour}" in html
    assert f'src="{haneul.address("/emblem.png")}" alt=""' in html


def test_a_letter_of_the_platform_has_no_city_s_emblem(haneul):
    with public():
        assert "/emblem.png" not in write_letter(subject="알림", body="안녕하세요").html


def test_paper_has_the_emblem_whole_for_it_asks_nobody(haneul):
    paper = on_paper("documents/base.html", {})
    assert 'src="data:image/svg+xml;base64,' in paper and f"--brand: {worn_theme().colour}" in paper
