from hoaxa_danvan.documents.models.documents import Document, DocumentReading, document_path
from hoaxa_danvan.documents.models.numbers import NumberSeries, PaperNumber, Term
from hoaxa_danvan.documents.models.papers import OfficialPaper, PaperSection, WrittenSection
from hoaxa_danvan.documents.models.signed import SignedCopy, signed_path
from hoaxa_danvan.documents.models.stationery import FirstPage, Stationery

__all__ = [
    "Document",
    "DocumentReading",
    "FirstPage",
    "NumberSeries",
    "OfficialPaper",
    "PaperNumber",
    "PaperSection",
    "SignedCopy",
    "Stationery",
    "Term",
    "WrittenSection",
    "document_path",
    "signed_path",
]
