"""The encrypted store: AES-256-GCM under the keys of settings.DOCUMENT_KEYS, through Django's storage alias.

The document's id is bound into the seal, so that two stored files cannot be exchanged for one another.
"""

import base64
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

ALIAS = "documents"
_FORMAT = b"LPK1"
_NONCE_BYTES = 12
_FOLDER_DIGITS = 6  # of a time-ordered id: a new folder every 4.7 hours


class ContentDamaged(Exception):
    """The stored bytes are not what was put there, or no key of ours opens them."""


def put(*, document_id: UUID, content: bytes) -> str:
    """Encrypt under the first key and store; return the name it is stored under.

    What comes together lies together: spread over many folders, making a file takes ten times as long.
    """
    nonce = os.urandom(_NONCE_BYTES)
    sealed = _ciphers()[0].encrypt(nonce, content, document_id.bytes)
    name = f"{document_id.hex[:_FOLDER_DIGITS]}/{document_id.hex}"
    return storages[ALIAS].save(name, ContentFile(_FORMAT + nonce + sealed))


def get(*, document_id: UUID, stored_name: str) -> bytes:
    """Return the content, decrypted by whichever key fits. Raises ContentDamaged, FileNotFoundError."""
    with storages[ALIAS].open(stored_name) as stored:
        data = stored.read()
    head = len(_FORMAT) + _NONCE_BYTES
    if not data.startswith(_FORMAT) or len(data) < head:
        raise ContentDamaged(str(document_id))
    for cipher in _ciphers():
        try:
            return cipher.decrypt(data[len(_FORMAT) : head], data[head:], document_id.bytes)
        except InvalidTag:
            continue
    raise ContentDamaged(str(document_id))


def remove(*, stored_name: str) -> None:
    """Remove stored content; nothing happens when it is gone already."""
    storages[ALIAS].delete(stored_name)


def _ciphers() -> list[AESGCM]:
    return [AESGCM(base64.urlsafe_b64decode(key)) for key in settings.DOCUMENT_KEYS]
