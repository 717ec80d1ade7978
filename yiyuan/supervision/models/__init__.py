from yiyuan.supervision.models.assessments import Assessment, Circular, Figure, Indicator, Receipt, Scheme, Sheet
from yiyuan.supervision.models.board import BoardDay
from yiyuan.supervision.models.inspections import Inspected, Inspection, InspectionFinding
from yiyuan.supervision.models.joint import JointCheck, JointScore, Scoring
from yiyuan.supervision.models.reports import YearReport

__all__ = [
    "Assessment",
    "BoardDay",
    "Circular",
    "Figure",
    "Indicator",
    "Inspected",
    "Inspection",
    "InspectionFinding",
    "JointCheck",
    "JointScore",
    "Receipt",
    "Scheme",
    "Scoring",
    "Sheet",
    "YearReport",
]
