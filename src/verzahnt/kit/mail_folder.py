"""Letters into a local folder: one file each, named by its Message-ID, there whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from verzahnt.kit import message_folder


class MailFolder(BaseEmailBackend):
    """Django's door to the folder `settings.MAIL_FOLDER`. Sending a letter twice leaves one file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for letter in email_messages:
            message = letter.message()
            message_folder.put(Path(settings.MAIL_FOLDER), f"{message['Message-ID']}.eml", message.as_bytes())
        return len(email_messages)
