"""Which tables name blobs: what none of them names is swept, what one names must be there."""

from projectie.invoices.models import InvoiceFile
from projectie.mail.models import LetterFile, RawMail
from projectie.tickets.models import Attachment
from projectie.tickets.writing_models import DraftFile

NAMED = (RawMail, Attachment, DraftFile, LetterFile, InvoiceFile)
