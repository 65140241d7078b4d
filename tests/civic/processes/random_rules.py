"""Sets of rules drawn at random: everything the document can say, in every combination that can be carried out."""

from random import Random
from typing import Any

from civic.processes.kinds import (
    OUTCOMES,
    TIMED,
    Answerer,
    AnswerForm,
    CountedFrom,
    Counter,
    DayUnit,
    DebateForm,
    Deed,
    Dismissal,
    Effect,
    Expiry,
    Ground,
    Identity,
    Majority,
    Rescue,
    Shown,
    StageKind,
    Tie,
    Track,
    Unverified,
    Visibility,
)

KINDS = [kind for kind in StageKind if kind != StageKind.CLOSED]
ANSWERS = ["department", "head", "bureau"]


def random_document(seed: int) -> dict[str, Any]:
    """The same document for the same seed; parse_rules takes it."""
    return _Drawing(Random(seed)).document()


class _Drawing:
    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.populations = [self.population(place) for place in range(chance.randint(0, 2))]
        self.answers = chance.sample(ANSWERS, chance.randint(1, 3))

    def document(self) -> dict[str, Any]:
        kinds = [self.one(KINDS) for _ in range(self.chance.randint(1, 6))]
        keys = [f"s{place}" for place in range(len(kinds))] + ["closed"]
        stages = [self.stage(kind, place, keys) for place, kind in enumerate(kinds)]
        return {
            "format": 2,
            "track": self.one(Track).value,
            "label": self.label(),
            "stages": [*stages, {"kind": "closed", "label": self.label()}],
            "answers": {key: self.answer() for key in self.answers},
            "rescue": self.rescue(keys),
            "counting": {
                "unverified": self.one(Unverified).value,
                "dislike": self.coin(),
                "offline_counts": self.coin(),
            },
            "merging": self.coin(),
            "eligibility": {deed.value: self.requirement() for deed in self.some(Deed)},
            "limits": [
                {"deed": self.one(Deed).value, "count": self.small(), "days": self.small()}
                for _ in range(self.chance.randint(0, 3))
            ],
            "populations": self.populations,
            "refusals": [
                {"code": f"r{place}", "how": self.one(Dismissal).value, "label": self.label()}
                for place in range(self.chance.randint(0, 3))
            ],
        }

    def stage(self, kind: StageKind, place: int, keys: list[str]) -> dict[str, Any]:
        following = keys[place + 1 :]
        drawn: dict[str, Any] = {
            "key": keys[place],
            "kind": kind.value,
            "label": self.label(),
            "visibility": self.one(Visibility).value,
            "without": [deed.value for deed in self.some(Deed)] if self.coin() else [],
            "hand_moves": self.some(keys) if self.coin() else [],
            "answer": self.one(["", *self.answers]),
            "ways": {one.value: self.one(following) for one in OUTCOMES.get(kind, ()) if self.coin()},
            "otherwise": self.otherwise(kind, following),
        }
        if kind in TIMED or self.coin():
            drawn["window"] = self.window()
        if kind in TIMED:
            count = self.chance.randint(0, 3)
            drawn["gates"] = [self.gate(f"{keys[place]}g{number}", following) for number in range(count)]
        if self.coin():
            drawn[self.one(["committee", "debate", "vote"])] = None
        return {name: getattr(self, name)() if value is None else value for name, value in drawn.items()}

    def window(self) -> dict[str, Any]:
        return {
            "days": self.chance.randint(1, 100),
            "unit": self.one(DayUnit).value,
            "counted_from": self.one(CountedFrom).value,
            "grace": {deed.value: self.small() for deed in self.some(Deed)} if self.coin() else {},
        }

    def gate(self, key: str, following: list[str]) -> dict[str, Any]:
        effects = [effect.value for effect in self.some(Effect)]
        drawn = {"key": key, "when": self.condition(), "effects": effects, "label": self.label()}
        drawn["answer"] = self.one(["", *self.answers]) or self.answers[0]
        if not effects or self.coin():
            drawn["to"] = self.one(following)
        return drawn

    def condition(self, depth: int = 0) -> dict[str, Any]:
        counter = self.one(Counter).value
        forms: list[dict[str, Any]] = [
            {"counter": counter, "at_least": self.chance.randint(1, 5000)},
            {
                "part": counter,
                "of": self.one(Counter).value,
                self.one(["more_than", "at_least"]): self.share(),
            },
            {"top": self.small(), "by": counter},
            {"always": True},
        ]
        if self.populations:
            one = self.one(self.populations)
            forms.append({"counter": counter, "share_of": one["key"], "at_least": self.share()})
        if depth < 3 and self.coin():
            inner = [self.condition(depth + 1) for _ in range(self.chance.randint(1, 3))]
            return {self.one(["all", "any"]): inner}
        return self.one(forms)

    def otherwise(self, kind: StageKind, following: list[str]) -> dict[str, Any]:
        how = self.one(Expiry)
        drawn: dict[str, Any] = {"how": how.value, "answer": self.one(["", *self.answers])}
        if how == Expiry.HAND_TO_DEPARTMENT:
            return {"how": "close"}
        if how == Expiry.GO_ON:
            drawn["to"] = self.one(following)
        if self.coin():
            drawn["repropose_after_days"] = self.chance.randint(0, 90)
        return drawn

    def answer(self) -> dict[str, Any]:
        drawn: dict[str, Any] = {
            "days": self.chance.randint(1, 90),
            "unit": self.one([DayUnit.CALENDAR, DayUnit.WORKING]).value,
            "by": self.one(Answerer).value,
            "interim_after_days": self.chance.randint(0, 100),
            "escalate_after_days": self.chance.randint(0, 30),
            "escalate_to": self.one(Answerer).value,
            "forms": [form.value for form in self.some(AnswerForm)] or ["text"],
        }
        if self.coin():
            drawn |= {"extensions": self.small(), "extension_days": self.chance.randint(1, 60)}
        if self.coin():
            drawn |= {"pauses": self.small(), "pause_days": self.chance.randint(1, 60)}
        return drawn

    def committee(self) -> dict[str, Any]:
        return {
            "seats": [
                {"label": self.label(), "count": self.small()} for _ in range(self.chance.randint(0, 2))
            ],
            "term_months": self.chance.randint(0, 24),
            "quorum": self.share(),
            "majority": self.one(Majority).value,
            "again_if_short": self.coin(),
        }

    def debate(self) -> dict[str, Any]:
        return {
            "form": self.one(DebateForm).value,
            "reason_required": self.coin(),
            "shown": self.one(Shown).value,
            "hand_over_days": self.chance.randint(0, 30),
            "publish_days": self.chance.randint(0, 30),
        }

    def vote(self) -> dict[str, Any]:
        drawn: dict[str, Any] = {
            "choices": self.small(),
            "exactly": self.coin(),
            "one_per_category": self.coin(),
            "budget": self.chance.randint(0, 10**9),
            "may_change": self.coin(),
            "shown": self.one(Shown).value,
        }
        if self.coin():
            drawn["electorates"] = [{"label": self.label(), "share": "1/2"} for _ in range(2)]
        return drawn

    def rescue(self, keys: list[str]) -> dict[str, Any]:
        return {
            "by": self.one(Rescue).value,
            "grounds": [ground.value for ground in self.some(Ground)],
            "within_days": self.chance.randint(0, 60),
            "similar_at_least": self.chance.randint(0, 9),
            "to": self.one(keys),
        }

    def requirement(self) -> dict[str, Any]:
        return {
            "member": self.coin(),
            "mail_confirmed": self.coin(),
            "identity": self.one(Identity).value,
            "ties": [tie.value for tie in self.some(Tie)],
            "min_age": self.one([0, 14, 18]),
            "no_staff": self.coin(),
        }

    def population(self, place: int) -> dict[str, Any]:
        drawn = {"key": f"p{place}", "people": self.chance.randint(1, 10**7), "label": self.label()}
        if self.coin():
            drawn["as_of"] = f"20{self.chance.randint(10, 30)}-0{self.chance.randint(1, 9)}-15"
        return drawn

    def label(self) -> dict[str, str]:
        names = {"ko": f"이름 {self.small()}", "en": f"Name {self.small()}"}
        return {language: names[language] for language in self.some(["ko", "en"])}

    def share(self) -> str:
        below = self.chance.randint(2, 200)
        return f"{self.chance.randint(1, below)}/{below}"

    def small(self) -> int:
        return self.chance.randint(1, 20)

    def coin(self) -> bool:
        return self.chance.random() < 0.5

    def one(self, choices: Any) -> Any:
        return self.chance.choice(list(choices))

    def some(self, choices: Any) -> list[Any]:
        pool = list(choices)
        return self.chance.sample(pool, self.chance.randint(0, min(3, len(pool))))
