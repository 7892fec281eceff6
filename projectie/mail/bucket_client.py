"""The client that asks an object store: patient for a while, and with checksums every store knows."""

from typing import Any

from projectie.bucket import Bucket

_PATIENCE = {
    "connect_timeout": 5,
    "read_timeout": 30,
    "retries": {"total_max_attempts": 3, "mode": "standard"},
}


def client_of(bucket: Bucket) -> Any:
    """Return the client of a bucket; loading boto3 takes long, so it is done here."""
    import boto3
    from botocore.config import Config

    # Checksums beyond MD5 are asked of nobody: other stores than Amazon's know S3 as it was.
    config = Config(
        **_PATIENCE,
        s3={"addressing_style": "path" if bucket.path_style else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    session = boto3.session.Session(
        aws_access_key_id=bucket.key or None,
        aws_secret_access_key=bucket.secret or None,
        region_name=bucket.region or None,
    )
    return session.client("s3", endpoint_url=bucket.endpoint or None, config=config)
