"""Adds a debate to an opened city: a question with a briefing, three cards, documents, and people who speak."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

QUESTION = "공공자전거를 탈 때 안전모를 꼭 쓰게 할까요?"
CARDS = [
    (
        "첫째 장: 안전모 의무화, 무엇이 달라지나. 2018년 9월 28일부터 자전거를 탈 때 안전모를 써야 합니다.",
        "왜 묻나요",
    ),
    ("둘째 장: 막대그래프. 머리를 다친 사람 100명 가운데 안전모를 쓴 사람은 12명.", "사고는 얼마나 나나요"),
    ("셋째 장: 다른 도시 세 곳. 빌려주기, 스스로 쓰기, 의무로 하기.", "다른 곳은 어떻게 하나요"),
]
PARTS = {
    "background": "공공자전거를 타는 사람은 하루 **3만 명**입니다. 안전모를 빌려준 두 달 동안 쓴 사람은 100명 가운데 3명이었습니다.",
    "facts": "- 사고 1,000건에 머리 부상 240건\n- 안전모 하나 1만 4천 원\n- 잃어버린 안전모 23%",
    "pro": "- 머리를 크게 다치는 일을 줄입니다.\n- 법이 이미 정한 일입니다.\n- 함께 쓰면 어색하지 않습니다.",
    "con": "- 짧은 거리를 타는 사람이 떠납니다.\n- 함께 쓰는 안전모는 위생이 걱정됩니다.\n- 먼저 길을 고쳐야 합니다.",
}
SAID = [
    ("pro", "아이를 태우고 다니는 부모로서 꼭 필요하다고 봅니다. 작년에 이웃이 크게 다쳤습니다."),
    ("con", "저는 집에서 역까지 5분 탑니다. 안전모를 들고 다니라고 하면 걷겠습니다."),
    (
        "con",
        "안전모보다 자전거길이 먼저입니다.\n찻길 가장자리를 달리게 두고 안전모만 쓰라는 것은 순서가 바뀌었습니다.",
    ),
    ("other", "아이는 의무로, 어른은 권고로 하면 어떨까요?"),
    ("con", "빌려주는 안전모는 아무도 쓰지 않았습니다. 지난번에 이미 해 봤습니다."),
    ("pro", "처음엔 불편해도 곧 익숙해집니다. 안전띠도 그랬습니다."),
    ("con", "여름에는 머리에 땀이 나서 함께 쓰기 어렵습니다."),
]


def hold() -> dict[str, Any]:
    """In the city at hand; what the tests need to know."""
    from django.utils import timezone

    held = _held(timezone.now() - timedelta(days=12))
    _brief(held, timezone.now() - timedelta(days=12))
    _talk(held, timezone.now() - timedelta(days=2))
    return {"debate": held.pk, "question": QUESTION}


def _held(at: Any) -> Any:
    from civic.debates.models import Debate
    from civic.journeys.begin import begin_item
    from civic.journeys.debate import prepare_debate
    from civic.people.models import Department
    from civic.processes.actions import open_process, publish_rules
    from civic.processes.models import ProcessDraft
    from civic.proposals.actions import Writing
    from platform_core.accounts.models import User

    administrator = User.objects.get(email="admin@example.org")
    process = open_process(preset_key="question", name="하늘시가 묻습니다", by=administrator, at=at)
    document = ProcessDraft.objects.get(process=process).document
    document["stages"][0]["debate"]["shown"] = "live"
    publish_rules(process=process, document=document, reason="처음 엽니다", by=administrator, at=at)
    process.refresh_from_db()
    item = begin_item(
        process=process,
        writing=Writing(QUESTION, "모두에게 묻습니다."),
        department=Department.objects.get(code="roads"),
        by=administrator,
        at=at,
    )
    prepare_debate(
        item=item,
        by=administrator,
        at=at,
        question=QUESTION,
        lead="의무로 정할지, 스스로 쓰게 할지, 다른 길이 있는지 함께 정합니다.",
        video_url="https://video.example.org/helmet",
    )
    return Debate.objects.select_related("item").get(item=item)


def _brief(held: Any, at: Any) -> None:
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from civic.debates.models import Briefing, Card, Material, Note
    from platform_core.text.rich import render_markdown

    for part, text in PARTS.items():
        Briefing.objects.create(
            debate=held, part=part, body_source=text, body_html=render_markdown(text), changed_at=at
        )
    script = "**[00:00]** 자전거를 타는 시민이 나옵니다.\n\n**해설** 하루 3만 명이 공공자전거를 탑니다."
    Briefing.objects.create(
        debate=held, part="script", body_source=script, body_html=render_markdown(script), changed_at=at
    )
    for position, (alt, caption) in enumerate(CARDS, start=1):
        stored = default_storage.save(f"cards/{uuid4().hex}.png", ContentFile(_picture(position)))
        Card.objects.create(
            debate=held,
            key=uuid4(),
            position=position,
            stored_as=stored,
            width=800,
            height=800,
            alt=alt,
            caption=caption,
        )
    for part, name, source in [
        ("background", "공공자전거 이용 현황 2025.pdf", "도로과"),
        ("pro", "머리 부상 통계.pdf", "시립병원"),
        ("con", "안전모 대여 시범 결과.pdf", "자전거시민모임"),
    ]:
        stored = default_storage.save(f"materials/{uuid4().hex}.pdf", ContentFile(b"%PDF-1.4"))
        Material.objects.create(
            debate=held,
            key=uuid4(),
            part=part,
            stored_as=stored,
            name=name,
            source=source,
            content_type="application/pdf",
            size=483_212,
            sha256="0" * 64,
            added_at=at,
        )
    told = "첫 주에 1,200명이 읽었습니다. 길을 먼저 고치자는 말이 많아 도로과에 물었습니다."
    Note.objects.create(
        debate=held, body_source=told, body_html=render_markdown(told), at=at + timedelta(days=7)
    )


def _picture(number: int) -> bytes:
    from PIL import Image, ImageDraw

    ground = [(23, 89, 214), (242, 112, 61), (13, 107, 60)][number - 1]
    image = Image.new("RGB", (800, 800), ground)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((80, 80, 720, 720), 40, fill=(255, 255, 255))
    for bar in range(number + 2):
        draw.rectangle((160 + bar * 110, 620 - (bar + 1) * 90, 230 + bar * 110, 620), fill=ground)
    made = BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def _talk(held: Any, at: Any) -> None:
    from civic.journeys.debate import opine, opine_on_paper, support_opinion
    from platform_core.accounts.models import User

    crowd = list(User.objects.filter(email__startswith="neighbour").order_by("pk")[:40])
    said = [
        opine(debate=held, author=person, side=side, body=body, at=at + timedelta(minutes=number))
        for number, (person, (side, body)) in enumerate(zip(crowd, SAID, strict=False))
    ]
    for number, person in enumerate(crowd[10:30]):
        side = ("con", "con", "pro")[number % 3]
        opine(debate=held, author=person, side=side, body="", at=at + timedelta(hours=1, minutes=number))
    for person in crowd[:9]:
        support_opinion(opinion=said[2], citizen=person, at=at)
    roads = User.objects.get(email="respondent@example.org")
    answer = "도로과입니다. 올해 자전거길 4.2km를 새로 놓습니다. 자료에 더했습니다."
    opine(debate=held, author=roads, parent=said[2], body=answer, at=at + timedelta(hours=3))
    opine(debate=held, author=crowd[7], parent=said[2], body="반가운 소식입니다.", at=at + timedelta(hours=4))
    counter = User.objects.get(email="moderator@example.org")
    opine_on_paper(
        debate=held,
        author=None,
        side="pro",
        body="어르신 쉼터에서: 넘어지면 크게 다칩니다.",
        entered_by=counter,
        at=at + timedelta(hours=5),
    )
