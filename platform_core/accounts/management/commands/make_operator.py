"""manage.py make_operator EMAIL: a person who may enter the console."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django_tenants.utils import get_public_schema_name, schema_context

from platform_core.accounts.actions import open_account
from platform_core.accounts.mfa import MFAAdapter
from platform_core.accounts.models import User


class Command(BaseCommand):
    help = "Make an operator of the platform, or give an existing one a new password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument(
            "--password-file", type=Path, help="Read the password from this file instead of asking."
        )
        parser.add_argument(
            "--totp", action="store_true", help="Set up an authenticator now and print its secret."
        )

    def handle(
        self, *, email: str, name: str, password_file: Path | None, totp: bool, **options: Any
    ) -> None:
        with schema_context(get_public_schema_name()), transaction.atomic():
            user = self.operator(email.strip().lower(), name, self.password(password_file))
            if totp:
                self.set_up_totp(user)

    def password(self, password_file: Path | None) -> str:
        if password_file:
            password = password_file.read_text(encoding="utf-8").strip()
        else:
            password = getpass.getpass("Password: ")
            if getpass.getpass("Once more: ") != password:
                raise CommandError("The two passwords differ.")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password

    def operator(self, email: str, name: str, password: str) -> User:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            name = name or email.partition("@")[0]
            user = open_account(email=email, name=name, password=password, at=timezone.now())
            self.stdout.write(f"Operator {email} may now enter the console.")
            return user
        user.set_password(password)
        user.name = name or user.name
        user.save(update_fields=["password", "name"])
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        self.stdout.write(f"Operator {email} has a new password.")
        return user

    def set_up_totp(self, user: User) -> None:
        Authenticator.objects.filter(user=user).delete()
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        codes = RecoveryCodes.activate(user).get_unused_codes()
        self.stdout.write(f"Authenticator secret: {secret}")
        self.stdout.write(f"Authenticator address: {MFAAdapter().build_totp_url(user, secret)}")
        self.stdout.write(f"Recovery codes: {' '.join(codes)}")
