"""The catalog: items with one provider, versions, terms of publication."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import DateField, F, Func, Max, Value

from yiyuan.audit.api import record
from yiyuan.credit import policies, rules, selectors
from yiyuan.credit.models import CreditCatalog, CreditCategory, CreditItem, CreditRecord, PublicationTerm
from yiyuan.credit.types import CreditTag, Level, Section, Severity, SubjectKind
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.kernel.regions import lineage
from yiyuan.organisations.api import organisation


@transaction.atomic
def add_category(*, actor: Actor, section: Section, name: str) -> CreditCategory:
    """A level-three category beside those of the law. Raises NotAllowed."""
    if not policies.may_keep_catalog(actor):
        raise NotAllowed("credit.item.add")
    made, _ = CreditCategory.objects.get_or_create(region_code=actor.region_code, section=section, name=name.strip())
    return made


@transaction.atomic
def add_item(
    *,
    actor: Actor,
    code: str,
    name: str,
    subject_kind: SubjectKind,
    section: Section,
    category: str,
    provider_id: int,
    level: Level,
    validity: str,
    basis: str,
    agreed: str,
    description: str = "",
    hidden: Sequence[str] = (),
) -> CreditItem:
    """Raises NotAllowed, NotFound, RuleBroken("credit.categories" | "credit.one_provider" | "credit.item_once" |
    "credit.yearly_catalog").
    """
    if not policies.may_keep_catalog(actor):
        raise NotAllowed("credit.item.add")
    if not agreed.strip():
        raise RuleBroken("credit.yearly_catalog")
    if section != Section.OTHER and category not in selectors.categories(actor.region_code, section):
        raise RuleBroken("credit.categories", category=category)
    same = CreditItem.objects.filter(
        region_code=actor.region_code, subject_kind=subject_kind, name=name.strip(), ended_on=None
    )
    if held := same.select_related("provider").first():
        raise RuleBroken("credit.one_provider", item=held.name, provider=held.provider.name)
    try:
        with transaction.atomic():
            made = CreditItem.objects.create(
                region_code=actor.region_code,
                code=code.strip(),
                name=name.strip(),
                subject_kind=subject_kind,
                section=section,
                category=category.strip(),
                description=description.strip(),
                provider_id=organisation(provider_id).id,
                level=level,
                validity=validity.strip(),
                basis=basis.strip(),
                agreed=agreed.strip(),
                hidden=list(hidden),
                added_by=actor.person_name,
                added_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("credit.item_once") from None
    record(actor, CreditTag.ITEM, object_type="credit.item", object_id=made.id)
    return made


@transaction.atomic
def set_level(item_id: int, *, actor: Actor, level: Level) -> None:
    """The scope is the provider's to set: the centre has no way to. Raises NotFound, NotAllowed."""
    found = selectors.item_for(actor, item_id, lock=True)
    policies.require_provider(found, actor)
    CreditItem.objects.filter(id=found.id).update(level=level)
    record(actor, CreditTag.ITEM_LEVEL, object_type="credit.item", object_id=found.id, facts={"level": str(level)})


@transaction.atomic
def end_item(item_id: int, *, actor: Actor) -> None:
    """Nothing more is taken for it; what was taken stays. Raises NotFound, NotAllowed."""
    found = selectors.item_for(actor, item_id, lock=True)
    policies.require_office(found, actor)
    CreditItem.objects.filter(id=found.id, ended_on=None).update(ended_on=clock.today())
    record(actor, CreditTag.ITEM_ENDED, object_type="credit.item", object_id=found.id)


@transaction.atomic
def set_term(
    item_id: int, *, actor: Actor, months: int, basis: str, severity: Severity | str = "", least_months: int = 0
) -> PublicationTerm:
    """How long records of the item are published; those that stand are reckoned anew.

    Raises NotFound, NotAllowed, RuleBroken("credit.terms").
    """
    found = selectors.item_for(actor, item_id, lock=True)
    policies.require_office(found, actor)
    if not basis.strip() or months < 1 or least_months > months:
        raise RuleBroken("credit.terms")
    made = PublicationTerm.objects.create(
        item=found,
        severity=severity,
        months=months,
        least_months=least_months,
        basis=basis.strip(),
        set_by=actor.person_name,
        set_on=clock.today(),
    )
    facts = {"months": months, "severity": str(severity)}
    record(actor, CreditTag.TERM, object_type="credit.item", object_id=found.id, facts=facts)
    for each in Severity:
        if term := term_of(found.id, each):
            held = CreditRecord.objects.filter(item=found, archived_on=None, severity=each)
            held.update(published_until=_months_on(term.months))
    return made


def _months_on(months: int) -> Func:
    """The day of the document and so many months, as `rules.months_on` reckons, for many rows at once."""
    return Func(
        F("document_on"),
        Value(months),
        template="(%(expressions)s)::date",
        function="",
        arg_joiner=" + interval '1 month' * ",
        output_field=DateField(),
    )


def term_of(item_id: int, severity: str) -> PublicationTerm | None:
    """The newest for this severity, else the newest for all."""
    terms = PublicationTerm.objects.filter(item_id=item_id)
    return terms.filter(severity=severity).first() or terms.filter(severity="").first()


def published_until(one: CreditRecord) -> date | None:
    """The last day it is published, from the day of its document; None: no term is set, so it is not published."""
    term = term_of(one.item_id, one.severity)
    return rules.months_on(one.document_on, term.months) if term else None


@transaction.atomic
def publish_catalog(*, actor: Actor, title: str) -> CreditCatalog:
    """The items as they stand, as the next version. Raises NotAllowed."""
    if not actor.has(*policies.OFFICE):
        raise NotAllowed("credit.catalog.publish")
    held = CreditItem.objects.filter(region_code__in=lineage(actor.region_code), ended_on=None)
    lines = [
        {
            "code": one.code,
            "subject_kind": one.subject_kind,
            "section": one.section,
            "category": one.category,
            "name": one.name,
            "provider": one.provider.name,
            "level": one.level,
            "validity": one.validity,
            "basis": one.basis,
        }
        for one in held.select_related("provider").order_by("subject_kind", "section", "category", "code")
    ]
    last = CreditCatalog.objects.filter(region_code=actor.region_code).aggregate(last=Max("version"))["last"] or 0
    made = CreditCatalog.objects.create(
        region_code=actor.region_code,
        version=last + 1,
        year=clock.today().year,
        title=title.strip(),
        lines=lines,
        digest=hashlib.sha256(json.dumps(lines, ensure_ascii=False, sort_keys=True).encode()).hexdigest(),
        published_by=actor.person_name,
        published_on=clock.today(),
    )
    facts = {"version": made.version, "items": len(lines)}
    record(actor, CreditTag.CATALOG, object_type="credit.catalog", object_id=made.id, facts=facts)
    return made
