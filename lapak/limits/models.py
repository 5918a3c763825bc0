from django.db import models


class Bucket(models.Model):
    """What somebody used up of a rate: nothing of it is left over from `free_at` on.

    `key` is a keyed hash of rate, day and who, so that it says nothing and joins nothing over days. The table
    is unlogged: after a crash of the database everybody begins anew.
    """

    key = models.CharField(max_length=64, primary_key=True)
    free_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:8]
