"""The tables of operation."""

from operation.models.agreements import Agreement, AgreementAsset, Amendment, Candidate
from operation.models.dues import Allocation, Due, Receipt
from operation.models.jobs import LocalJob
from operation.models.operators import Operator, Sanction
from operation.models.selfrun import SelfOperation

__all__ = [
    "Agreement",
    "AgreementAsset",
    "Allocation",
    "Amendment",
    "Candidate",
    "Due",
    "LocalJob",
    "Operator",
    "Receipt",
    "Sanction",
    "SelfOperation",
]
