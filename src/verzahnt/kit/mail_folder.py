"""Letters into a local folder: one file each, named by its Message-ID, there whole or not at all."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class MailFolder(BaseEmailBackend):
    """Django's door to the folder `settings.MAIL_FOLDER`. Sending a letter twice leaves one file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for letter in email_messages:
            message = letter.message()
            name = re.sub(r"[^A-Za-z0-9.@-]", "", message["Message-ID"])
            draft = folder / f".{name}.{os.getpid()}"
            draft.write_bytes(message.as_bytes())
            draft.replace(folder / f"{name}.eml")
        return len(email_messages)
