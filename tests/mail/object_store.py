"""An object store of our own: it answers over HTTP as S3 does, and can go away."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

from tests.process import free_port


@dataclass
class S3:
    """The server, and what is in its buckets."""

    port: int = field(default_factory=free_port)
    buckets: int = 0

    def bucket(self) -> str:
        """Make an empty bucket and return its address."""
        self.buckets += 1
        name = f"projectie-{self.buckets}"
        self.client.create_bucket(Bucket=name)
        return f"s3://key:secret@127.0.0.1:{self.port}/{name}/desk?tls=no"

    @property
    def away(self) -> str:
        """Return an address at which nobody answers."""
        return f"s3://key:secret@127.0.0.1:{free_port()}/projectie/desk?tls=no"

    def keys(self, address: str) -> list[str]:
        """Return what lies in a bucket."""
        name = address.split("/")[3]
        return [each["Key"] for each in self.client.list_objects_v2(Bucket=name).get("Contents", ())]

    @property
    def client(self) -> Any:
        """Return a client of its own, to look from outside."""
        return boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            region_name="us-east-1",
        )


@contextmanager
def s3_server() -> Iterator[S3]:
    """Run the server for as long as the block lasts."""
    s3 = S3()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=s3.port, verbose=False)
    server.start()
    try:
        yield s3
    finally:
        server.stop()
