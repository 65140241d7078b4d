from typing import Any

from django.core.management.base import BaseCommand, CommandError

from platform_core.i18n.catalogue import LOCALE_FOLDER, catalogue_paths
from platform_core.i18n.findings import find_problems
from platform_core.i18n.sources import UnreadableSource, find_sentences


class Command(BaseCommand):
    help = "Fail when a catalogue is not complete, correct and current."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sentences = find_sentences()
        except UnreadableSource as error:
            raise CommandError(str(error)) from error
        wrong = 0
        for language, path in catalogue_paths(LOCALE_FOLDER).items():
            findings = find_problems(path, language, sentences)
            wrong += len(findings)
            for finding in findings:
                self.stdout.write(f"{language}: {finding}")
        if wrong:
            raise CommandError(f"{wrong} findings in the catalogues")
        self.stdout.write(f"{len(sentences)} sentences, all translated")
