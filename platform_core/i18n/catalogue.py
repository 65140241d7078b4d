"""Catalogues of translations: written so that a change of one sentence is a change of its lines only.

Sorted by sentence, without line numbers, dates and wrapping; translations of sentences that are gone
are dropped (the history has them). Korean has one plural form, so one msgstr[0].
"""

import os
import tempfile
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import normalize, read_po

from platform_core.i18n.sources import ROOT, Key, Sentence

LOCALE_FOLDER = ROOT / "platform_core" / "locale"


def catalogue_paths(folder: Path = LOCALE_FOLDER) -> dict[str, Path]:
    """Language code -> path of its .po, for every language that has a folder here."""
    return {
        messages.parent.name: messages / "django.po"
        for messages in sorted(folder.glob("*/LC_MESSAGES"))
        if messages.is_dir()
    }


def read_catalogue(path: Path, language: str) -> Catalog:
    """Empty when there is no file yet."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language, ignore_obsolete=False, charset="utf-8", abort_invalid=True)


def updated_text(sentences: dict[Key, Sentence], known: Catalog, language: str) -> str:
    """The catalogue as it should be written: these sentences, with the translations already known."""
    entries = [_entry(sentence, known) for sentence in sentences.values()]
    return "\n".join([_header(known, language), *entries])


def compile_catalogues(folder: Path = LOCALE_FOLDER, *, force: bool = False) -> list[Path]:
    """Write each .mo that is older than its .po; the ones written. Needs no settings and no database."""
    return [
        _compile(source, language)
        for language, source in catalogue_paths(folder).items()
        if source.exists() and (force or _is_stale(source))
    ]


def translations_of(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (tuple, list)) else [message.string or ""]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path, language: str) -> Path:
    compiled = source.with_suffix(".mo")
    # Beside the target and then moved over it: a server starting now reads the old file or the new one.
    descriptor, name = tempfile.mkstemp(dir=compiled.parent, suffix=".mo.part")
    with os.fdopen(descriptor, "wb") as target:
        write_mo(target, read_catalogue(source, language), use_fuzzy=False)
    os.chmod(name, 0o644)
    os.replace(name, compiled)
    return compiled


def _header(known: Catalog, language: str) -> str:
    return "\n".join(
        [
            'msgid ""',
            'msgstr ""',
            f'"Language: {language}\\n"',
            '"MIME-Version: 1.0\\n"',
            '"Content-Type: text/plain; charset=UTF-8\\n"',
            '"Content-Transfer-Encoding: 8bit\\n"',
            f'"Plural-Forms: {known.plural_forms}\\n"',
            "",
        ]
    )


def _entry(sentence: Sentence, known: Catalog) -> str:
    message = known.get(sentence.singular, sentence.context or None)
    lines = [f"# {comment}" for comment in (message.user_comments if message else [])]
    lines += [f"#. {comment}" for comment in sentence.comments]
    lines += [f"#: {file}" for file in sorted(sentence.files)]
    lines += _flags(sentence, message)
    if sentence.context:
        lines.append(f"msgctxt {_quoted(sentence.context)}")
    lines.append(f"msgid {_quoted(sentence.singular)}")
    return "\n".join([*lines, *_strings(sentence, message, known.num_plurals), ""])


def _strings(sentence: Sentence, message: Message | None, plurals: int) -> list[str]:
    strings = translations_of(message) if message else [""]
    if not sentence.plural:
        return [f"msgstr {_quoted(strings[0])}"]
    strings = (strings + [""] * plurals)[:plurals]
    numbered = [f"msgstr[{number}] {_quoted(string)}" for number, string in enumerate(strings)]
    return [f"msgid_plural {_quoted(sentence.plural)}", *numbered]


def _flags(sentence: Sentence, message: Message | None) -> list[str]:
    is_format = Message(
        (sentence.singular, sentence.plural) if sentence.plural else sentence.singular
    ).python_format
    flags = ["fuzzy"] if message and message.fuzzy else []
    flags += ["python-format"] if is_format else []
    return [f"#, {', '.join(flags)}"] if flags else []


def _quoted(text: str) -> str:
    return normalize(text, width=0)
