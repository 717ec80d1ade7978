from yiyuan.credit.models.catalog import CreditCatalog, CreditCategory, CreditItem, PublicationTerm
from yiyuan.credit.models.objections import CreditObjection, CreditRepair, ObjectionEvidence
from yiyuan.credit.models.records import (
    CreditFile,
    CreditFileRow,
    CreditReading,
    CreditRecord,
    DeletionProof,
    RecordVersion,
    Statement,
)
from yiyuan.credit.models.subjects import CreditSubject, SubjectName

__all__ = [
    "CreditCatalog",
    "CreditCategory",
    "CreditFile",
    "CreditFileRow",
    "CreditItem",
    "CreditObjection",
    "CreditReading",
    "CreditRecord",
    "CreditRepair",
    "CreditSubject",
    "DeletionProof",
    "ObjectionEvidence",
    "PublicationTerm",
    "RecordVersion",
    "Statement",
    "SubjectName",
]
