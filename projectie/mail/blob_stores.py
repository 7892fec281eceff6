"""Which store keeps the blobs, by its address: a folder, or an object store."""

from pathlib import Path

from projectie.bucket import bucket_at
from projectie.config import Settings
from projectie.mail.blob_bucket import ObjectStore
from projectie.mail.blob_folder import FolderStore
from projectie.mail.blobs import BlobStore


def store_by(settings: Settings, *, synced: bool = True) -> BlobStore:
    """Return the store of these settings; a folder that is not `synced` does not wait for the disk."""
    if settings.blob_url:
        return ObjectStore(bucket_at(settings.blob_url))
    return FolderStore(settings.blob_dir, synced=synced)


def store_at(address: str) -> BlobStore:
    """Return the store at an address as BLOB_URL gives it; raise ValueError where it makes no sense."""
    if address.startswith("s3://"):
        return ObjectStore(bucket_at(address))
    folder = address.removeprefix("file://")
    if not folder or "://" in folder:
        raise ValueError("must be a folder or s3://….")
    return FolderStore(Path(folder).expanduser().resolve())
