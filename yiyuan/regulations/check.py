"""`yiyuan regulations check`: is the law data consistent? Each problem is one Chinese sentence that names its place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from string import Formatter

from yiyuan.kernel.terms import Term
from yiyuan.regulations import engine, files, profiles, rules, texts
from yiyuan.regulations.keys import KEYS, LAW_KEYS
from yiyuan.regulations.types import Key, Kind, Profile, ProfileStatus

SHIPPED_REQUIREMENTS = 918


def check() -> list[str]:
    """All problems found; empty: texts, keys and profiles agree with each other."""
    problems = [*_texts(), *_keys()]
    try:
        profiles.profiles()
    except profiles.ProfileError as error:
        return [*problems, str(error)]
    found = [*_profiles(), *_parents(), *_overlaps()]
    if not found:  # resolving makes no sense on profiles that are wrong in themselves
        found = list(_resolution())
    return problems + found


def figures() -> Mapping[str, int]:
    """What the engine holds, for the command line."""
    return {
        "regulations": len(texts.regulations()),
        "requirements": len(texts.requirements()),
        "keys": len(LAW_KEYS),
        "profiles": len(profiles.profiles()),
    }


def _texts() -> Iterator[str]:
    shipped = [document for _name, document in files.text_documents()]
    brought = [document["regulation"] for _name, document in files.profile_documents() if "regulation" in document]
    documents = [*shipped, *brought]
    held = {document["id"]: _items(document) for document in documents}
    yield from _twice((document["id"] for document in documents), "法规编号重复")
    yield from _twice((document["short"] for document in documents), "法规简称重复")
    yield from _twice((item["id"] for items in held.values() for item in items), "要求编号重复")
    for document in documents:
        yield from _ids(document, held[document["id"]])
        found = {"articles": len(document["articles"]), "requirements": len(held[document["id"]])}
        if document.get("counts", found) != found:
            yield f"{document['id']}: 应有 {document['counts']}，实有 {found}"
    total = sum(len(_items(document)) for document in shipped)
    if total != SHIPPED_REQUIREMENTS:
        yield f"随产品的要求应有 {SHIPPED_REQUIREMENTS} 条，实有 {total} 条"
    yield from _overridden()


def _items(document: files.Document) -> list[files.Document]:
    return [item for article in document["articles"] for item in article["requirements"]]


def _twice(names: Iterable[str], problem: str) -> Iterator[str]:
    yield from (f"{name}: {problem}" for name, times in Counter(names).items() if times > 1)


def _overridden() -> Iterator[str]:
    known = texts.requirements()
    for requirement in known.values():
        if requirement.overridden_by and requirement.overridden_from is None:
            yield f"{requirement.id}: 被覆盖而没有起始日"
        yield from (f"{requirement.id}: 覆盖它的 {u} 不存在" for u in requirement.overridden_by if u not in known)


def _ids(document: files.Document, items: list[files.Document]) -> Iterator[str]:
    for article in document["articles"]:
        for item in article["requirements"]:
            if not item["id"].startswith(f"{document['id']}/{article['article']}."):
                yield f"{item['id']}: 编号与所在条文不符"
    yield from (f"{item['id']}: 没有验收句" for item in items if not item.get("accept"))


def _keys() -> Iterator[str]:
    for key in KEYS.values():
        if key.kind in (Kind.SET, Kind.CHOICE) and not key.values:
            yield f"{key.name}: 没有列出可取的值"
        if not _default_fits(key):
            yield f"{key.name}: 平台默认值类型不对"
        if key.broken and _placeholders(key.broken[-1]) - {"value"}:
            yield f"{key.name}: 最后一句不能依赖事实"


def _default_fits(key: Key) -> bool:
    match key.kind:
        case Kind.TERM:
            return key.default is None or isinstance(key.default, Term)
        case Kind.FLAG:
            return isinstance(key.default, bool)
        case Kind.SET:
            return isinstance(key.default, tuple) and set(key.default) <= set(key.values)
        case Kind.CHOICE:
            return key.default in key.values
        case Kind.TEXT:
            return isinstance(key.default, str)


def _placeholders(template: str) -> set[str]:
    return {field for _literal, field, _spec, _conversion in Formatter().parse(template) if field}


def _profiles() -> Iterator[str]:
    known = texts.regulations()
    for profile in profiles.profiles():
        yield from (
            f"{profile.version}: 辖区代码 {region} 不是六位数字"
            for region in profile.regions
            if not (len(region) == 6 and region.isdigit())  # noqa: PLR2004 - GB/T 2260
        )
        yield from (f"{profile.version}: 没有法规 {text}" for text in profile.texts if text not in known)
        for name, binding in profile.bindings.items():
            where = f"{profile.version} {name}"
            if binding.value is not None and not binding.cite and profile.status is not ProfileStatus.UNVERIFIED:
                yield f"{where}: 有值而没有条文"
            for cite in binding.cite:
                yield from (f"{where}: {problem}" for problem in _cite(profile, cite))
            if isinstance(binding.value, Term):
                yield from (f"{where}: {problem}" for problem in _amount(binding.value, binding.cite))


def _cite(profile: Profile, cite: str) -> Iterator[str]:
    requirement = texts.requirements().get(cite)
    if requirement is None:
        yield f"没有要求 {cite}"
        return
    if requirement.regulation_id not in profile.texts:
        yield f"{cite} 不属于本辖区所列的法规"
    if texts.regulation(requirement.regulation_id).status == "draft" and profile.status is ProfileStatus.ISSUED:
        yield f"{cite} 是送审稿，不能作现行依据"


def _amount(value: Term, cites: tuple[str, ...]) -> Iterator[str]:
    stated = [texts.requirements()[cite].deadline for cite in cites if cite in texts.requirements()]
    terms = [deadline for deadline in stated if deadline and deadline.get("kind") == "term"]
    if terms and (value.amount, value.unit.value) not in [(term["amount"], term["unit"]) for term in terms]:
        yield f"期限 {value} 与所引条文要点的期限不符"


def _parents() -> Iterator[str]:
    for profile in profiles.profiles():
        for parent in profile.parents:
            if profiles.valid_on(parent.profile, parent.since) is None:
                yield f"{profile.version}: 上级 {parent.profile} 在 {parent.since} 没有规定"
        if profile.name in _ancestors(profile, set()):
            yield f"{profile.version}: 上级关系成环"


def _ancestors(profile: Profile, seen: set[str]) -> set[str]:
    for parent in profile.parents:
        if parent.profile not in seen:
            seen.add(parent.profile)
            for upper in profiles.profiles():
                if upper.name == parent.profile:
                    _ancestors(upper, seen)
    return seen


def _overlaps() -> Iterator[str]:
    issued = [profile for profile in profiles.profiles() if profile.status is ProfileStatus.ISSUED]
    for index, one in enumerate(issued):
        for other in issued[index + 1 :]:
            both = set(one.regions) & set(other.regions)
            later = max(one.valid_from, other.valid_from)
            if both and profiles.holds(one, later) and profiles.holds(other, later):
                yield f"{one.version} 与 {other.version}: 同一辖区 {'、'.join(sorted(both))} 同日有两份规定"


def _resolution() -> Iterator[str]:
    regions = sorted({region for profile in profiles.profiles() for region in profile.regions})
    for region in regions:
        for day in [*engine.turning_days(region), date.max]:
            for name in LAW_KEYS:
                try:
                    engine.resolve(name, region=region, on=day)
                except rules.MergeConflictError as conflict:
                    yield f"{region} {day} {name}: 上下级不能合并：{conflict}"
