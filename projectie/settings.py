"""Every setting by name, with its default and what it means; config.py reads and checks them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of `flask --app app settings`."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("HOST", "127.0.0.1", "address the embedded server listens on"),
    Setting("PORT", "5000", "port the embedded server listens on"),
    Setting("BASE_URL", "http://HOST:PORT", "address people use; the only source of links in mails"),
    Setting("DATA_DIR", "instance/", "folder for database, blobs and keys"),
    Setting("DATABASE_URL", "SQLite in DATA_DIR", "sqlite:///… or postgresql://…"),
    Setting("SECRET_KEY", "made once in DATA_DIR", "signs sessions and links; at least 32 characters"),
    Setting("BLOB_URL", "DATA_DIR/blobs", "folder or s3://… for raw mails and attachments"),
    Setting(
        "SMTP_URL", "", "smtp://user:password@host:port or smtps://…; empty: letters stay in the local outbox"
    ),
    Setting("IMAP_URL", "", "mailbox for tickets, imaps://user:password@host:port/FOLDER"),
    Setting("IMAP_URL_URGENT", "", "mailbox for urgent requests"),
    Setting("IMAP_URL_INFO", "", "mailbox for questions and complaints (sealed)"),
    Setting(
        "MAIL_OAUTH_TOKEN_URL",
        "",
        "where mail servers' access tokens are had, for mailboxes without a password",
    ),
    Setting("MAIL_OAUTH_CLIENT_ID", "", "by what name the desk is known there"),
    Setting("MAIL_OAUTH_CLIENT_SECRET", "", "its secret there, where it has one"),
    Setting(
        "MAIL_OAUTH_REFRESH_TOKEN",
        "",
        "what tokens are given for; user;AUTH=XOAUTH2:TOKEN@host gives a mailbox its own",
    ),
    Setting(
        "AUTHSERV_ID",
        "",
        "name our mail server signs Authentication-Results with; empty: no sender is proven",
    ),
    Setting("MAIL_MAX_BYTES", "100000000", "of a larger mail only the beginning is read; all of it is kept"),
    Setting("MAIL_MAX_PARTS", "1000", "most parts of a mail that are read"),
    Setting("MAIL_MAX_DEPTH", "20", "how deep parts may be nested, at most 100"),
    Setting(
        "SPAM_HEADER",
        "",
        "header by which our mail server says that a mail is spam, such as X-Spam-Flag: YES; several with ; between",
    ),
    Setting(
        "OWN_LISTS",
        "",
        "ids or addresses of the lists that are our own mailboxes (a Google Group), with ; between",
    ),
    Setting(
        "COMPLAINT_TRUSTEE",
        "",
        "address of somebody outside who is asked when a complaint is about everybody who manages",
    ),
    Setting("TRUSTED_PROXIES", "0", "number of proxies in front whose forwarded address counts"),
    Setting(
        "SECOND_FACTOR",
        "optional",
        "staff: staff and managers must sign in with a second step (code or passkey); optional: who set one up",
    ),
    Setting(
        "OIDC_ISSUER",
        "",
        "where staff sign in with the studio's own accounts, such as https://accounts.google.com; empty: nowhere",
    ),
    Setting("OIDC_CLIENT_ID", "", "by what name the desk is known there"),
    Setting("OIDC_CLIENT_SECRET", "", "its secret there"),
    Setting("OIDC_DOMAIN", "", "the studio's Workspace domain; accounts of another are refused"),
    Setting("MOLLIE_API_KEY", "", "online payment; empty: bank transfer alone"),
    Setting("MOLLIE_API_URL", "", "another payment endpoint, for drills"),
    Setting(
        "VIES_URL",
        "https://ec.europa.eu/taxation_customs/vies/rest-api",
        "where VAT numbers of clients in the EU are looked up; off: they are not, and such clients pay our VAT",
    ),
    Setting("METRICS_TOKEN", "", "token by which a monitor reads /metrics; empty: that page does not exist"),
    Setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR"),
    Setting("THREADS", "96", "threads of the embedded server; each open event stream holds one"),
    Setting("STREAMS", "THREADS - 16", "most event streams at once; must stay below THREADS"),
)
