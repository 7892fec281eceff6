"""Which tables name blobs: what none of them names is swept, what one names must be there."""

from projectie.imports.models import ImportRun
from projectie.invoices.models import InvoiceFile
from projectie.mail.models import LetterFile, RawMail
from projectie.privacy.models import DataExport
from projectie.proofs.models import Proof
from projectie.requests.models import OnlineFile
from projectie.tickets.models import Attachment
from projectie.tickets.writing_models import DraftFile

NAMED = (RawMail, Attachment, DraftFile, OnlineFile, LetterFile, InvoiceFile, DataExport, ImportRun, Proof)
