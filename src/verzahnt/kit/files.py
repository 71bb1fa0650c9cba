"""Files in the database: their content, its hash, and a type that was looked at, not believed."""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import models

MOST_BYTES = 10 * 1024 * 1024
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


def media_type_of(content: bytes) -> str:
    """The type the content's first bytes show; a file of any other kind is refused with a sentence."""
    for start, media_type in SIGNATURES.items():
        if content.startswith(start):
            return media_type
    raise ValidationError("Diese Datei können wir nicht annehmen. Möglich sind PDF, PNG und JPEG.")


class StoredFile(models.Model):
    """A file of at most 10 MB, held under the same row security as what it belongs to."""

    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        abstract = True

    def take_in(self, name: str, content: bytes) -> None:
        """Take over a file's name and content, with hash and checked type."""
        if len(content) > MOST_BYTES:
            raise ValidationError("Die Datei ist größer als 10 MB. Bitte verkleinern Sie sie.")
        self.media_type = media_type_of(content)
        self.name = name[:120]
        self.content = content
        self.sha256 = sha256(content).hexdigest()
