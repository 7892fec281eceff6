"""Blobs in an object store that speaks S3.

It cannot rename: waiting bytes are copied to their final place and then removed. Each attempt waits under a name
of its own, so that sweeping what a killed program left never takes the bytes of another.
"""

import logging
import secrets
import threading
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from projectie.bucket import Bucket
from projectie.mail.blobs import CHUNK, BlobStore, Lying, StoreAwayError, digest_of, place_of, write_ahead
from projectie.mail.bucket_client import client_of
from projectie.mail.bucket_parts import PART, clear_unfinished, md5_of, send_in_parts

log = logging.getLogger(__name__)
_WAITING = "waiting/"
_MISSING = frozenset(("NoSuchKey", "404", "NotFound"))
_making = threading.Lock()


class ObjectStore(BlobStore):
    """A bucket, or a part of it under a prefix."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._made: Any = None

    @property
    def _client(self) -> Any:
        """The client; one for all threads, made at first use: boto3 takes long to load."""
        with _making:
            self._made = self._made or client_of(self._bucket)
        return self._made

    def ahead(self, session: Session, contents: Iterable[bytes]) -> None:
        """Write what the next transaction will keep, before it takes its lock."""
        written: dict[str, str | None] = {}
        for content in contents:
            digest = digest_of(content)
            if digest not in written:
                written[digest] = self._set_down(digest, content)
        write_ahead(session, written)

    def _set_down(self, digest: str, content: bytes) -> str | None:
        if self._head(place_of(digest)) is not None:
            return None
        waiting = f"{digest}.{secrets.token_hex(6)}"
        with _asking():
            self._client.put_object(**self._at(_WAITING + waiting), Body=content, ContentMD5=md5_of(content))
        return waiting

    def _set_down_file(self, digest: str, path: Path) -> str | None:
        if path.stat().st_size <= PART:
            return self._set_down(digest, path.read_bytes())
        if self._head(place_of(digest)) is not None:
            return None
        waiting = f"{digest}.{secrets.token_hex(6)}"
        with _asking():
            send_in_parts(self._client, self._at(_WAITING + waiting), path)
        return waiting

    def chunks(self, digest: str, start: int = 0) -> Iterator[bytes]:
        """Open the object and return its bytes from there on."""
        if start and start >= self.size(digest):
            return iter(())
        span = {"Range": f"bytes={start}-"} if start else {}
        with _asking():
            try:
                answer = self._client.get_object(**self._at(place_of(digest)), **span)
            except self._client.exceptions.NoSuchKey:
                self._find(digest)
                answer = self._client.get_object(**self._at(place_of(digest)), **span)
        return _streamed(answer["Body"])

    def size(self, digest: str) -> int:
        """Return the size of the object."""
        size = self._head(place_of(digest))
        if size is None:
            self._find(digest)
            size = self._head(place_of(digest))
        if size is None:
            raise FileNotFoundError(digest)
        return size

    def remove(self, digest: str) -> None:
        """Remove the object, and any copy that waits."""
        self._remove(place_of(digest))
        for key, _ in list(self._list(f"{_WAITING}{digest}.")):
            self._remove(key)

    def settle(self, waiting: str) -> None:
        """Put waiting bytes in their final place, once a row names them; left to the sweep when that cannot be now."""
        try:
            self._move(waiting)
        except StoreAwayError:
            log.warning("a blob waits for the object store to come back")

    def sweep(self, before: datetime, named: Container[str]) -> int:
        """Put in place what waits since before that moment and a row names, remove the rest; return how many went."""
        removed = 0
        with _asking():
            clear_unfinished(self._client, self._bucket.name, self._bucket.prefix + _WAITING, before)
        for key, changed in list(self._list(_WAITING)):
            waiting = key.removeprefix(_WAITING)
            if changed >= before:
                continue
            if waiting.partition(".")[0] in named:
                self._move(waiting)
            else:
                self._remove(_WAITING + waiting)
                removed += 1
        return removed

    def shelves(self) -> set[str]:
        """Return the names of what lies at the top, waiting bytes apart."""
        found = set()
        for page in self._pages("", Delimiter="/"):
            found |= {self._own(each["Prefix"]).rstrip("/") for each in page.get("CommonPrefixes", ())}
            found |= {self._own(each["Key"]) for each in page.get("Contents", ())}
        return found - {_WAITING.rstrip("/"), ""}

    def shelf(self, name: str) -> Iterator[Lying]:
        """Yield every object on a shelf, also one that is no blob."""
        for key, _ in self._list(name):
            if key == name or key.startswith(f"{name}/"):
                own = key.rpartition("/")[2]
                yield Lying(own, key == place_of(own))

    def _find(self, digest: str) -> None:
        """Put in place what a killed program left waiting; raise FileNotFoundError when there is nothing."""
        waiting = next((key for key, _ in self._list(f"{_WAITING}{digest}.")), None)
        if waiting is None:
            raise FileNotFoundError(digest)
        self._move(waiting.removeprefix(_WAITING))

    def _move(self, waiting: str) -> None:
        final = place_of(waiting.partition(".")[0])
        source = {"Bucket": self._bucket.name, "Key": self._bucket.prefix + _WAITING + waiting}
        try:
            with _asking():
                self._client.copy_object(**self._at(final), CopySource=source)
        except FileNotFoundError:
            if self._head(final) is None:
                raise
            return
        self._remove(_WAITING + waiting)

    def _remove(self, key: str) -> None:
        with _asking():
            self._client.delete_object(**self._at(key))

    def _head(self, key: str) -> int | None:
        try:
            with _asking():
                return int(self._client.head_object(**self._at(key))["ContentLength"])
        except FileNotFoundError:
            return None

    def _list(self, start: str) -> Iterator[tuple[str, datetime]]:
        for page in self._pages(start):
            yield from ((self._own(each["Key"]), each["LastModified"]) for each in page.get("Contents", ()))

    def _pages(self, start: str, **more: str) -> Iterator[dict[str, Any]]:
        with _asking():
            pages = self._client.get_paginator("list_objects_v2")
            yield from pages.paginate(Bucket=self._bucket.name, Prefix=self._bucket.prefix + start, **more)

    def _at(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket.name, "Key": self._bucket.prefix + key}

    def _own(self, key: str) -> str:
        return key.removeprefix(self._bucket.prefix)


def _streamed(body: Any) -> Iterator[bytes]:
    try:
        with _asking():
            yield from body.iter_chunks(CHUNK)
    finally:
        body.close()


@contextmanager
def _asking() -> Iterator[None]:
    """Turn what boto3 raises into what a folder would: not there, or cannot be used now."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "unknown"))
        if code in _MISSING:
            raise FileNotFoundError(code) from error
        raise StoreAwayError(f"the object store refuses ({code})") from error
    except BotoCoreError as error:
        raise StoreAwayError(f"the object store cannot be reached ({type(error).__name__})") from error
