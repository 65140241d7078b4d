"""What things are called, in one language: a line for each term, empty where the usual word stays."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.wording.rules import LONGEST_ENGLISH, LONGEST_KOREAN, problems_of
from platform_core.i18n.english_words import many_of
from platform_core.i18n.terms import TERMS, Term
from platform_core.text.fields import LineField


class KoreanWordsForm(forms.Form):
    """The own word, and for terms that are deeds whether the verb changes along (공감하다 → 동의하다)."""

    language = "ko"

    def __init__(self, *args: Any, words: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for term in TERMS:
            said = words.get(term.key) or {}
            self.fields[f"{term.key}_word"] = LineField(
                label=_("Own word for “%(word)s”") % {"word": term.korean},
                help_text=term.meaning,
                required=False,
                max_characters=LONGEST_KOREAN,
                initial=said.get("word", ""),
            )
            if term.is_deed:
                self.fields[f"{term.key}_verb"] = forms.BooleanField(
                    label=_("Also where it is a verb: “%(word)s”") % {"word": f"{term.korean}하다"},
                    required=False,
                    initial=said.get("verb", False),
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _say_what_is_wrong(self, self.words())
        return data

    def words(self) -> dict[str, dict[str, Any]]:
        """{term: own word} of every term that is called otherwise than usual."""
        return {
            term.key: {"word": word, "verb": bool(self.cleaned_data.get(f"{term.key}_verb"))}
            for term in TERMS
            if (word := self.cleaned_data.get(f"{term.key}_word")) and word != term.korean
        }

    def groups(self) -> list[tuple[Term, list[BoundField]]]:
        return _groups(self)


class EnglishWordsForm(forms.Form):
    """One and many of it; for support also the deed."""

    language = "en"

    def __init__(self, *args: Any, words: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for term in TERMS:
            said = words.get(term.key) or {}
            self.fields[f"{term.key}_one"] = LineField(
                label=_("Own word for “%(word)s”") % {"word": term.one},
                help_text=term.meaning,
                required=False,
                max_characters=LONGEST_ENGLISH,
                initial=said.get("one", ""),
            )
            self.fields[f"{term.key}_many"] = LineField(
                label=_("Several of them: “%(word)s”") % {"word": term.many},
                required=False,
                max_characters=LONGEST_ENGLISH,
                initial=said.get("many", ""),
            )
            if term.key == "support":
                self.fields[f"{term.key}_verb"] = LineField(
                    label=_("What people do: “to %(word)s”") % {"word": term.one},
                    help_text=_("A regular verb without “to”. Empty: they go on supporting."),
                    required=False,
                    max_characters=LONGEST_ENGLISH,
                    initial=said.get("verb", ""),
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for term in TERMS:
            if not data.get(f"{term.key}_one") and (
                data.get(f"{term.key}_many") or data.get(f"{term.key}_verb")
            ):
                self.add_error(f"{term.key}_one", _("Please write what one of them is called."))
        _say_what_is_wrong(self, self.words())
        return data

    def words(self) -> dict[str, dict[str, Any]]:
        data = self.cleaned_data
        return {
            term.key: {
                "one": one,
                "many": data.get(f"{term.key}_many") or many_of(one),
                "verb": data.get(f"{term.key}_verb") or "",
            }
            for term in TERMS
            if (one := data.get(f"{term.key}_one")) and one != term.one
        }

    def groups(self) -> list[tuple[Term, list[BoundField]]]:
        return _groups(self)


FORMS: dict[str, type[KoreanWordsForm] | type[EnglishWordsForm]] = {
    "ko": KoreanWordsForm,
    "en": EnglishWordsForm,
}


class PublishForm(forms.Form):
    reason = LineField(
        label=pgettext_lazy("of a change of words", "Why they change"),
        help_text=_("Colleagues read it in the history. May stay empty."),
        required=False,
        max_characters=200,
    )


def _groups(form: forms.Form) -> list[tuple[Term, list[BoundField]]]:
    """The fields of each term together."""
    return [
        (term, [form[name] for name in form.fields if name.rpartition("_")[0] == term.key]) for term in TERMS
    ]


def _say_what_is_wrong(form: KoreanWordsForm | EnglishWordsForm, words: Mapping[str, Any]) -> None:
    for problem in problems_of(words, form.language):
        name = f"{problem.key}_{problem.part}"
        if name in form.fields and name not in form.errors:
            form.add_error(name, problem.sentence)
