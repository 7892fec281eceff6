"""A file too large for memory goes into an object store in parts; they become one object at once, or none."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

PART = 16 * 1024 * 1024  # bytes in memory at once; but for the last, a store takes none below 5 MiB


def send_in_parts(client: Any, at: dict[str, str], path: Path) -> None:
    """Upload a file, each part with its MD5; what was sent of one that fails is cleared away."""
    upload = {**at, "UploadId": client.create_multipart_upload(**at)["UploadId"]}
    try:
        sent = [
            {
                "PartNumber": number,
                "ETag": client.upload_part(**upload, PartNumber=number, Body=part, ContentMD5=md5_of(part))[
                    "ETag"
                ],
            }
            for number, part in enumerate(_parts(path), start=1)
        ]
        client.complete_multipart_upload(**upload, MultipartUpload={"Parts": sent})
    except BaseException:
        with suppress(Exception):  # away: the sweep clears it
            client.abort_multipart_upload(**upload)
        raise


def clear_unfinished(client: Any, bucket: str, prefix: str, before: datetime) -> None:
    """Clear away what a killed program left of files it was sending, begun before that moment."""
    pages = client.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, Prefix=prefix)
    begun = [each for page in pages for each in page.get("Uploads", ()) if each["Initiated"] < before]
    for each in begun:
        client.abort_multipart_upload(Bucket=bucket, Key=each["Key"], UploadId=each["UploadId"])


def md5_of(content: bytes) -> str:
    """Return the checksum that every store that speaks S3 knows."""
    return b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(PART):
            yield part
