"""Static files under names that carry their content, compressed, so that a browser keeps them for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """As its parent once `yiyuan serve` has gathered the files; before that, and in tests, the plain names."""

    def stored_name(self, name: str) -> str:
        return str(super().stored_name(name)) if self.hashed_files else name
