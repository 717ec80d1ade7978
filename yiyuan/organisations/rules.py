"""What holds for organisations. Pure."""

from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import is_uscc, uscc_check
from yiyuan.organisations.types import Office

USCC_LENGTH = 18
OFFICE_FUNCTIONS = {
    Function.BUREAU: {Office.BUREAU},
    Function.OPERATOR: {Office.CENTRE, Office.BUREAU},
    Function.AUDITOR: {Office.AUDIT, Office.BUREAU},
}


def check_uscc(code: str) -> None:
    """A unified social credit code must have 18 characters and the right check character."""
    if not is_uscc(code):
        try:
            hint = uscc_check(code[:17]) if len(code) == USCC_LENGTH else ""
        except ValueError:
            hint = ""
        raise RuleBroken("organisations.uscc", code=code, expected=hint)


def check_function_fits(*, function: Function, office: Office) -> None:
    """The bureau's, operator's and auditor's functions exist only where the organisation holds that office."""
    if function in OFFICE_FUNCTIONS and office not in OFFICE_FUNCTIONS[function]:
        raise RuleBroken("organisations.function", function=function.value, office=office.value)


def check_duties_apart(functions: frozenset[Function]) -> None:
    """System, security and audit administration are three persons' work."""
    held = functions & {Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN, Function.AUDIT_ADMIN}
    if len(held) > 1:
        raise RuleBroken("organisations.three_administrators", functions=sorted(held))
