"""What every answer carries: a strict content policy, no sniffing, no caching of pages."""

from flask import Flask, Response, request

from projectie.confidential import PATHS

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def mail_policy(*, images_from_elsewhere: bool) -> str:
    """Return the policy of a page that shows somebody's mail.

    It keeps its origin, or browsers would not send the cookie that its own images are asked for with; as nothing
    in it runs, that gives nothing away.
    """
    images = "'self' https:" if images_from_elsewhere else "'self'"
    return (
        "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        f"style-src 'self'; img-src {images}; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    )


def init(app: Flask) -> None:
    """Add the headers to every answer."""

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if app.config["SESSION_COOKIE_SECURE"]:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store" if _confidential() else "no-cache, private")
        return response


def _confidential() -> bool:
    """Whether the page may not linger in a browser (everything behind the sign-in, and what is said in confidence)."""
    return not request.path.startswith(("/nl/", "/en/")) or request.path.startswith(PATHS)
