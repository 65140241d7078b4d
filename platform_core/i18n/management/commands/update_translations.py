from typing import Any

from django.core.management.base import BaseCommand, CommandError

from platform_core.i18n.catalogue import LOCALE_FOLDER, catalogue_paths, read_catalogue, updated_text
from platform_core.i18n.sources import UnreadableSource, find_sentences


class Command(BaseCommand):
    help = "Bring the catalogues up to date with the sentences in code and templates."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sentences = find_sentences()
        except UnreadableSource as error:
            raise CommandError(str(error)) from error
        for language, path in catalogue_paths(LOCALE_FOLDER).items():
            known = read_catalogue(path, language)
            path.write_text(updated_text(sentences, known, language), encoding="utf-8")
            waiting = sum(known.get(s.singular, s.context or None) is None for s in sentences.values())
            self.stdout.write(f"{language}: {len(sentences)} sentences, {waiting} of them new")
