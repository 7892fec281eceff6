"""Which tables name blobs: what none of them names is swept, what one names must be there."""

from projectie.invoices.models import InvoiceFile
from projectie.mail.models import Enclosure, RawMail
from projectie.tickets.models import Attachment

NAMED = (RawMail, Attachment, InvoiceFile, Enclosure)
