from django.db import models

from lapak.kernel.ids import new_id


class SentMail(models.Model):
    """A mail that would have left the house; in the demonstration it can be read on a page."""

    id = models.UUIDField(primary_key=True, default=new_id)
    sent_at = models.DateTimeField()
    to = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    def __str__(self) -> str:
        return self.subject


class KnownDevice(models.Model):
    """A paired device of the demonstration branch with its secret, so that any browser tab can become it."""

    slug = models.SlugField(primary_key=True)
    device_id = models.UUIDField()
    secret = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.slug
