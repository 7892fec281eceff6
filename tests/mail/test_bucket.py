"""What BLOB_URL says of an object store."""

import pytest

from projectie.bucket import Bucket, bucket_at
from projectie.config import load
from projectie.setting_values import SettingsError


@pytest.mark.parametrize(
    ("url", "bucket"),
    [
        ("s3://mails", Bucket("mails", "")),
        ("s3://mails/desk/blobs/?region=eu-west-1", Bucket("mails", "desk/blobs/", region="eu-west-1")),
        (
            "s3://key:se%2Fcret@store.example/mails",
            Bucket("mails", "", "https://store.example", "key", "se/cret", "us-east-1", path_style=True),
        ),
        (
            "s3://key:secret@127.0.0.1:9000/mails/desk?tls=no&region=nl&style=host",
            Bucket("mails", "desk/", "http://127.0.0.1:9000", "key", "secret", "nl"),
        ),
    ],
)
def test_an_address_names_bucket_place_and_key(url: str, bucket: Bucket) -> None:
    assert bucket_at(url) == bucket


@pytest.mark.parametrize(
    "url",
    [
        "s3://",
        "s3:///mails",
        "s3://key@store.example/mails",
        "s3://key:secret@store.example",
        "s3://mails?tls=maybe",
        "s3://mails?colour=red",
        "s3://mails?style=fancy",
    ],
)
def test_an_address_that_makes_no_sense_stops_the_start(url: str, tmp_path: object) -> None:
    with pytest.raises(SettingsError, match="BLOB_URL"):
        load({"BLOB_URL": url, "DATA_DIR": str(tmp_path)})
