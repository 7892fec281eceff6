"""What BLOB_URL=s3://… says: which object store, which bucket, and how to reach it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

_WORDS = {"region", "style", "tls"}


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket and how it is reached; what is empty comes from AWS_* in the environment."""

    name: str
    prefix: str  # empty, or ends with a slash
    endpoint: str = ""
    key: str = ""
    secret: str = ""
    region: str = ""
    path_style: bool = False


def bucket_at(url: str) -> Bucket:
    """Return the bucket of `s3://key:secret@host[:port]/bucket/prefix?…` or `s3://bucket/prefix?…`.

    Options: `region=eu-central-1`, `style=path|host`, `tls=no`. Raises ValueError with the end of a sentence.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme != "s3" or not parts.netloc or not set(options) <= _WORDS:
        raise ValueError(
            "must be s3://bucket/prefix or s3://key:secret@host/bucket/prefix, with region, style, tls."
        )
    if options.get("style", "path") not in {"path", "host"} or options.get("tls", "yes") not in {"yes", "no"}:
        raise ValueError("takes style=path or style=host, and tls=yes or tls=no.")
    path = parts.path.strip("/")
    if "@" not in parts.netloc:
        return Bucket(
            parts.netloc,
            _prefix(path),
            region=options.get("region", ""),
            path_style=options.get("style") == "path",
        )
    name, _, prefix = path.partition("/")
    host = parts.netloc.rpartition("@")[2]
    if not (name and parts.hostname and parts.username and parts.password):
        raise ValueError("must name key, secret, host and bucket: s3://key:secret@host/bucket/prefix.")
    scheme = "http" if options.get("tls") == "no" else "https"
    return Bucket(
        name,
        _prefix(prefix),
        endpoint=f"{scheme}://{host}",
        key=unquote(parts.username),
        secret=unquote(parts.password),
        region=options.get("region", "") or "us-east-1",
        path_style=options.get("style", "path") == "path",
    )


def _prefix(path: str) -> str:
    path = path.strip("/")
    return f"{path}/" if path else ""
