"""Static files with a fingerprint in their names, imports inside JavaScript modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise has no types
    """Rewrites module imports too, so that every script may be cached for good."""

    support_js_module_import_aggregation = True
