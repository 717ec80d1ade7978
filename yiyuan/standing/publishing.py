"""What is put on the public site of credit, and what leaves it."""

from yiyuan.kernel import clock
from yiyuan.organisations.api import region_name
from yiyuan.regulations.api import chips, resolve
from yiyuan.standing import store
from yiyuan.standing.models import Commitment, CreditReport, ListEntry
from yiyuan.standing.types import ON_LIST, EntryState
from yiyuan.web.components import moment


def describe(region_code: str) -> None:
    """Name and label of the site, as the law of today has it."""
    law = resolve("standing.public", region=region_code, on=clock.today())
    said = "、".join(chip.text for chip in chips(law))
    store.describe(region_code, title=f"信用{region_name(region_code).removesuffix('市')}", label=said)


def show_commitment(one: Commitment) -> None:
    body = {
        "code": one.code,
        "title": one.form.title,
        "version": one.form.version,
        "field": one.form.field,
        "text": one.form.text,
        "matter": one.matter,
        "by": one.organisation.name,
        "breaches": [
            {"document_no": found.document_no, "on": found.found_on, "words": found.words}
            for found in one.breaches.all()
        ],
    }
    describe(one.region_code)
    store.show(
        store.COMMITMENT,
        one.id,
        region=one.region_code,
        code=one.code,
        name=one.name,
        day=one.filed_on,
        until=None,
        body=body,
    )


def show_entry(one: ListEntry) -> None:
    """While it is on the list; else it leaves the site."""
    if EntryState(one.state) not in ON_LIST or one.decided_on is None:
        store.take_back([one.kind], one.id)
        return
    body = {
        "code": one.code,
        "title": one.basis,
        "facts": one.facts,
        "document_no": one.decision_no,
        "by": one.organisation.name,
        "marks": ["异议处理中"] if one.state == EntryState.DOUBTED else [],
    }
    describe(one.region_code)
    store.show(
        one.kind,
        one.id,
        region=one.region_code,
        code=one.code,
        name=one.name,
        day=one.decided_on,
        until=one.until,
        body=body,
    )


def show_report(one: CreditReport) -> None:
    """For whoever has its code; found by nothing else."""
    body = {
        "code": one.code,
        "title": one.get_kind_display(),
        "subject": one.lookup.shown,
        "serial": one.serial,
        "cut_off": moment(one.cut_off),
        "by": one.organisation.name,
        "counts": list(one.counts.items()),
        "pdf": one.pdf,
        "ofd": one.ofd,
    }
    describe(one.region_code)
    store.show(
        store.REPORT, one.id, region=one.region_code, code="", name=one.serial, day=one.made_on, until=None, body=body
    )
