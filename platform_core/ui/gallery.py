"""What the component gallery shows: believable content, no database."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms

SEOUL = ZoneInfo("Asia/Seoul")


class SampleForm(forms.Form):
    """Fields of every kind, one of them filled in wrongly."""

    title = forms.CharField(
        label="제목", max_length=100, help_text="무엇이 어떻게 바뀌면 좋을지 한 문장으로 적어 주세요."
    )
    category = forms.ChoiceField(
        label="분야", choices=[("", "골라 주세요"), ("traffic", "교통"), ("parks", "공원·녹지")]
    )
    body = forms.CharField(label="제안 내용", widget=forms.Textarea(attrs={"rows": 6}), max_length=3000)
    place = forms.CharField(label="장소", required=False)
    photos = forms.FileField(
        label="첨부 파일",
        required=False,
        help_text="사진이나 문서를 5개까지, 한 개에 10 MB까지 올릴 수 있어요.",
    )
    agree = forms.BooleanField(label="공개되는 글이라는 것을 확인했습니다.")


class SampleFilter(forms.Form):
    q = forms.CharField(label="검색", required=False)
    stage = forms.ChoiceField(
        label="단계", required=False, choices=[("", "모든 단계"), ("gathering", "공감 모으는 중")]
    )
    category = forms.ChoiceField(
        label="분야", required=False, choices=[("", "모든 분야"), ("traffic", "교통")]
    )
    sort = forms.ChoiceField(
        label="순서", required=False, choices=[("new", "최신순"), ("support", "공감 많은 순")]
    )


def proposal(number, title, excerpt, category, stage, supports, goal, days, comments, author):
    """One proposal in the shape the card component reads."""
    kind, label = stage
    return {
        "number": number, "url": f"#{number}", "title": title, "excerpt": excerpt, "category": category,
        "stage_kind": kind, "stage_label": label, "support_count": supports, "next_threshold": goal,
        "remaining": max(0, (goal or 0) - supports), "days_left": days, "comment_count": comments,
        "closes_on": date(2026, 6, 30), "author_name": author,
    }  # fmt: skip


GATHERING = ("gathering", "공감 모으는 중")
PROPOSALS = [
    proposal(412, "한빛초등학교 앞 횡단보도에 보행 신호를 10초만 더 주세요",
             "아이들과 어르신이 한 번에 건너기에는 신호가 짧습니다. 등·하교 시간만이라도 10초를 늘려 주시면 좋겠습니다.",
             "교통", GATHERING, 27, 50, 12, 8, "김서연"),
    proposal(398, "강변 산책로 3km 구간에 그늘막과 물 마시는 곳을 만들어 주세요",
             "여름에는 나무가 없어 걷기 어렵습니다. 쉼터 세 곳만 있어도 많은 분이 다시 걸을 수 있습니다.",
             "공원·녹지", GATHERING, 96, 100, 2, 31, "박도윤"),
    proposal(371, "밤 10시 이후 마을버스 막차를 30분만 늦춰 주세요",
             "늦게 퇴근하는 시민이 지하철역에서 집까지 40분을 걷고 있습니다.",
             "교통", ("answering", "답변 준비 중"), 1204, 1000, None, 142, "이하준"),
    proposal(340, "동네 도서관을 일요일 저녁 9시까지 열어 주세요", "공부할 곳이 없는 청소년에게 꼭 필요합니다.",
             "문화·교육", ("carrying_out", "실행 중"), 318, None, None, 44, "최지우"),
    proposal(322, "재활용품 배출 요일을 문자로 알려 주세요", "이사 온 사람은 요일을 알기 어렵습니다.",
             "환경", ("reviewing", "검토 중"), 152, 1000, 20, 17, "정민서"),
    proposal(287, "시청 앞 광장 주차장을 없애고 잔디를 넓혀 주세요", "",
             "도시", ("closed", "마침"), 41, None, None, 63, "한예준"),
]  # fmt: skip

STORY = [
    {"icon": "write", "title": "제안이 올라왔습니다", "at": datetime(2026, 4, 2, 9, 12, tzinfo=SEOUL), "text": "이하준 님이 제안했습니다."},
    {"icon": "heart", "title": "50명이 공감했습니다", "at": datetime(2026, 4, 4, 20, 3, tzinfo=SEOUL), "tone": "good",
     "text": "교통정책과가 살펴보기 시작했습니다."},
    {"icon": "building", "title": "교통정책과가 답변을 맡았습니다", "at": datetime(2026, 4, 6, 10, 0, tzinfo=SEOUL)},
    {"icon": "clock", "title": "답변 기한을 10일 늘렸습니다", "at": datetime(2026, 4, 20, 17, 40, tzinfo=SEOUL), "tone": "warn",
     "text": "운수회사와 막차 시간을 협의하고 있어 시간이 더 필요합니다."},
    {"icon": "flag", "title": "답변을 약속한 날", "on": date(2026, 5, 8), "coming": True},
]  # fmt: skip

ANSWER = {
    "id": 1, "verdict": "partly", "verdict_label": "일부 채택", "department": "교통정책과",
    "at": datetime(2026, 5, 6, 11, 0, tzinfo=SEOUL),
    "body_html": "<p>제안해 주신 마을버스 막차 연장을 <strong>3개 노선부터</strong> 시작합니다. 늦은 시간 이용이 가장 많은 02번, 05번, 11번입니다.</p>",
    "reason_html": "<p>전체 12개 노선을 한 번에 늦추려면 기사 18명이 더 필요해 올해 예산으로는 어렵습니다.</p>",
    "next_steps_html": "<ul><li>7월 1일부터 세 노선 막차를 30분 늦춥니다.</li><li>10월에 이용 결과를 공개하고 나머지 노선을 다시 살펴봅니다.</li></ul>",
    "follow_up_on": date(2026, 10, 15),
}  # fmt: skip

REPLY = {
    "id": 3, "author_name": "교통정책과", "by_staff": "교통정책과", "at": datetime(2026, 4, 6, 10, 5, tzinfo=SEOUL),
    "body": "의견 고맙습니다. 노선별 이용 인원을 이번 주 안에 공개하겠습니다.", "support_count": 12,
}  # fmt: skip
COMMENTS = [
    {"id": 1, "author_name": "윤가온", "at": datetime(2026, 4, 5, 22, 14, tzinfo=SEOUL), "support_count": 38, "supported": True,
     "body": "간호사입니다. 3교대 근무자에게 막차 30분은 정말 큽니다.\n병원 앞 정류장부터라도 해 주세요.", "support_url": "#", "reply_url": "#", "report_url": "#", "replies": [REPLY]},
    {"id": 2, "author_name": "", "gone": True, "at": datetime(2026, 4, 6, 8, 0, tzinfo=SEOUL), "body": "다른 사람을 비방하는 내용이라 가렸습니다."},
]  # fmt: skip


def sample_content() -> dict[str, object]:
    """The gallery's context."""
    wrong = SampleForm(
        {"title": "신호를 늘려 주세요", "category": "", "body": "등하교 시간에", "agree": "on"}
    )
    return {
        "section": "proposals",
        "proposals": PROPOSALS,
        "first": PROPOSALS[0],
        "nearly": PROPOSALS[1],
        "changes": [
            {"title": "저녁 8시 어린이집 돌봄이 열 곳으로 늘었어요", "url": "#", "text": "맞벌이 부모 412명이 공감한 제안이 올해 3월부터 실행되고 있습니다.", "supports": 412, "on": date(2026, 3, 2), "label": "실행 중", "kind": "carrying_out"},
            {"title": "경사로 없는 버스 정류장 38곳을 고쳤어요", "url": "#", "text": "휠체어를 타는 시민의 제안으로 시작했습니다. 남은 12곳은 9월까지 마칩니다.", "supports": 1083, "on": date(2026, 5, 20), "label": "마침", "kind": "closed"},
            {"title": "공원 화장실에 비상벨을 달았어요", "url": "#", "text": "시내 공원 27곳에 설치했고 경찰서와 바로 이어집니다.", "supports": 266, "on": date(2026, 1, 15), "label": "마침", "kind": "closed"},
        ],
        "hot": PROPOSALS[2],
        "story": STORY,
        "answer": ANSWER,
        "comments": COMMENTS,
        "form": wrong,
        "filter_form": SampleFilter(),
        "unread_count": 3,
        "milestones": [
            {"count": 50, "label": "부서가 살펴봅니다", "crossed": True},
            {"count": 100, "label": "담당 부서가 답변합니다", "crossed": True},
            {"count": 1000, "label": "시장이 직접 답변합니다", "crossed": False},
        ],
        "tabs": [{"label": "전체", "url": "#", "current": True, "count": 128}, {"label": "공감 모으는 중", "url": "#", "count": 86},
                 {"label": "답변 준비 중", "url": "#", "count": 12}, {"label": "실행 중", "url": "#", "count": 9}],
        "chips": [{"label": "전체", "url": "#", "current": True}, {"label": "교통", "url": "#", "count": 34}, {"label": "공원·녹지", "url": "#", "count": 21},
                  {"label": "문화·교육", "url": "#", "count": 18}, {"label": "환경", "url": "#", "count": 11}],
        "facts": [{"number": 1948, "label": "개의 제안"}, {"number": 132, "label": "건이 바뀌었어요"}],
        "crumbs": [{"label": "제안 보기", "url": "#"}, {"label": "마을버스 막차"}],
        "files": [{"name": "막차_이용인원_2026.xlsx", "url": "#", "size": 348_160}, {"name": "정류장 사진.jpg", "url": "#", "size": 2_202_009, "is_image": True}],
        "refused": {"allowed": False, "sentence": "이 단계에서는 공감할 수 없어요.", "what_next": "다음 단계 소식을 알림으로 받아 보세요."},
        "allowed": {"allowed": True},
        "owed": [
            {"title": p["title"], "department": "교통정책과", "due": date(2026, 5, 8) + timedelta(days=3 * n), "supports": p["support_count"], "row": row}
            for n, (p, row) in enumerate(zip(PROPOSALS[1:5], ["row--overdue", "row--soon", "", ""], strict=True))
        ],
    }  # fmt: skip
