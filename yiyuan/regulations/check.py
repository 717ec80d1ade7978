"""`yiyuan regulations check`: is the law data consistent? Each problem is a Chinese sentence with file and line."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from string import Formatter

from yiyuan.kernel.regions import covers
from yiyuan.kernel.terms import Share, Term, Yearly
from yiyuan.regulations import engine, files, profiles, rules, texts
from yiyuan.regulations.files import Document, Slip
from yiyuan.regulations.keys import KEYS, LAW_KEYS
from yiyuan.regulations.types import Key, Kind, Merge, Profile, ProfileStatus, Regulation, Requirement, Value

SHIPPED_REQUIREMENTS = 918


def check() -> list[str]:
    """All problems of all files in one run; empty: texts, keys and profiles agree with each other."""
    regulations, wrong_texts = texts.read()
    found, wrong_profiles = profiles.read()
    slips = {*wrong_texts, *wrong_profiles}
    slips.update(_documents())
    slips.update(_requirements(regulations))
    slips.update(slip for profile in found for slip in _profile(profile, regulations))
    slips.update(slip for profile in found for slip in _parents(profile, found))
    slips.update(slip for profile in found for slip in _above(profile, found))
    slips.update(_overlaps(found))
    slips.update(_merges(found))
    return [*_keys(), *map(str, sorted(slips))]


def figures() -> Mapping[str, int]:
    """What the engine holds, for the command line."""
    return {
        "regulations": len(texts.regulations()),
        "requirements": len(texts.requirements()),
        "keys": len(LAW_KEYS),
        "profiles": len(profiles.profiles()),
    }


def _documents() -> Iterator[Slip]:
    """Names that two texts share, and whether the shipped ones are whole."""
    sources: list[tuple[str, object]] = [(source.name, source.document) for source in files.text_files()]
    sources += [(source.name, source.document.get("regulation")) for source in files.profile_files()]
    seen: dict[tuple[str, str], str] = {}
    for name, document in sources:
        if not isinstance(document, Document):
            continue
        for key, words in (("id", "法规编号"), ("short", "法规简称")):
            before = seen.setdefault((key, str(document.get(key))), name)
            if before != name:
                yield Slip(name, document.line_of(key), f"{words} {document.get(key)} 重复，先见于 {before}")
    total = 0
    for document in texts.shipped():
        requirements = sum(len(article["requirements"]) for article in document["articles"])
        total += requirements
        held = {"articles": len(document["articles"]), "requirements": requirements}
        if document.get("counts", held) != held:
            yield Slip(f"{document['id']}.yaml", document.line_of("counts"), f"应有 {document['counts']}，实有 {held}")
    if total != SHIPPED_REQUIREMENTS:
        yield Slip("texts", 1, f"随产品的要求应有 {SHIPPED_REQUIREMENTS} 条，实有 {total} 条")


def _requirements(regulations: Mapping[str, Regulation]) -> Iterator[Slip]:
    """What requirements say of each other."""
    known = {item.id: item for one in regulations.values() for item in one.requirements}
    for item in known.values():
        for upper in item.overridden_by:
            if upper not in known:
                yield Slip(item.file, item.line, f"{item.id}: 覆盖它的 {upper} 不存在")
        for later in item.superseded_by:
            if later not in known:
                yield Slip(item.file, item.line, f"{item.id}: 取代它的 {later} 不存在")
            elif not _is_later(regulations[item.regulation_id], regulations[known[later].regulation_id]):
                yield Slip(item.file, item.line, f"{item.id}: 取代它的 {later} 不在同一地方后来印发的文件里")


def _is_later(draft: Regulation, text: Regulation) -> bool:
    """Whether a text that was issued took the place of a draft of the same region or one below its region."""
    return draft.status == "draft" and text.status == "issued" and covers(text.region, draft.region)


def _keys() -> Iterator[str]:
    for key in KEYS.values():
        if key.kind in (Kind.SET, Kind.CHOICE) and not key.values:
            yield f"{key.name}: 没有列出可取的值"
        if not _default_fits(key):
            yield f"{key.name}: 平台默认值类型不对"
        if key.broken and _placeholders(key.broken[-1]) - {"value"}:
            yield f"{key.name}: 最后一句不能依赖事实"


def _default_fits(key: Key) -> bool:
    held = key.default
    fits = {
        Kind.TERM: held is None or isinstance(held, Term),
        Kind.EARLIEST: held is None or isinstance(held, Term),
        Kind.FIXED: held is None,
        Kind.COUNT: held is None,
        Kind.SHARE: isinstance(held, Share),
        Kind.STANDING: held is True,
        Kind.FLAG: isinstance(held, bool),
        Kind.SET: isinstance(held, tuple) and set(held) <= set(key.values),
        Kind.CHOICE: held in key.values,
        Kind.TEXT: isinstance(held, str),
    }
    return fits[key.kind]


def _placeholders(template: str) -> set[str]:
    return {field for _literal, field, _spec, _conversion in Formatter().parse(template) if field}


def _profile(profile: Profile, regulations: Mapping[str, Regulation]) -> Iterator[Slip]:
    """What a profile says, held against the texts it names."""
    for text in profile.texts:
        if text not in regulations:
            yield _head(profile, "texts", f"没有法规 {text}")
    known = {item.id: item for one in regulations.values() for item in one.requirements}
    for apart in profile.apart:
        for cite in apart.cite:
            yield from (_head(profile, "apart", problem) for problem in _cite(profile, cite, known, regulations))
    for name, binding in profile.bindings.items():
        where = partial(_rule, profile, name)
        if binding.value is not None and not binding.cite and profile.status is not ProfileStatus.UNVERIFIED:
            yield where("有值而没有条文")
        for cite in binding.cite:
            yield from (where(problem) for problem in _cite(profile, cite, known, regulations))
        yield from (where(problem) for problem in _amount(name, binding.value, binding.cite, known))


def _head(profile: Profile, key: str, problem: str) -> Slip:
    return Slip(profile.file, profile.lines.get(f"profile.{key}", profile.lines.get("profile", 1)), problem)


def _rule(profile: Profile, name: str, problem: str) -> Slip:
    return Slip(profile.file, profile.lines.get(name, 1), f"{name}: {problem}")


def _cite(
    profile: Profile, cite: str, known: Mapping[str, Requirement], regulations: Mapping[str, Regulation]
) -> Iterator[str]:
    requirement = known.get(cite)
    if requirement is None:
        yield f"没有要求 {cite}"
        return
    if requirement.regulation_id not in profile.texts:
        yield f"{cite} 不属于本辖区所列的法规"
    if regulations[requirement.regulation_id].status == "draft" and profile.status is ProfileStatus.ISSUED:
        yield f"{cite} 是送审稿，不能作现行依据"


def _amount(name: str, value: Value, cites: tuple[str, ...], known: Mapping[str, Requirement]) -> Iterator[str]:
    kind = LAW_KEYS[name].kind
    found = [known[cite].deadline for cite in cites if cite in known]
    stated = [deadline for deadline in found if deadline and deadline.get("kind") == kind.value]
    match value:
        case Term():
            fits = any((one.get("amount"), one.get("unit")) == (value.amount, value.unit.value) for one in stated)
        case Yearly():
            fits = any(one.get("date") == f"{value.month:02}-{value.day:02}" for one in stated)
        case _:
            return
    if stated and not fits:
        yield f"期限 {value} 与所引条文要点的期限不符"


def _parents(profile: Profile, among: Sequence[Profile]) -> Iterator[Slip]:
    for parent in profile.parents:
        upper = profiles.valid_on(parent.profile, parent.since, among=among)
        if upper is None:
            yield _head(profile, "parents", f"上级 {parent.profile} 在 {parent.since} 没有规定")
            continue
        if upper.status is not ProfileStatus.ISSUED:
            yield _head(profile, "parents", f"上级 {parent.profile} 不是已发布的规定，不能作上级")
        for region in profile.regions:
            if not any(covers(one, region) for one in upper.regions):
                yield _head(
                    profile, "regions", f"辖区 {region} 不在上级 {upper.title}（{'、'.join(upper.regions)}）之内"
                )
    if profile.name in _ancestors(profile, among, set()):
        yield _head(profile, "parents", "上级关系成环")


def _ancestors(profile: Profile, among: Sequence[Profile], seen: set[str]) -> set[str]:
    for parent in profile.parents:
        if parent.profile not in seen:
            seen.add(parent.profile)
            for upper in among:
                if upper.name == parent.profile:
                    _ancestors(upper, among, seen)
    return seen


def _above(profile: Profile, among: Sequence[Profile]) -> Iterator[Slip]:
    """An issued text above binds what lies within: each must be named as parent, or set apart with an article."""
    if profile.status is not ProfileStatus.ISSUED:
        return
    named = _ancestors(profile, among, set()) | {apart.profile for apart in profile.apart}
    for upper in among:
        begins = max(profile.valid_from, upper.valid_from)
        both_hold = profiles.holds(profile, begins) and profiles.holds(upper, begins)
        if upper.status is not ProfileStatus.ISSUED or upper.name == profile.name or not both_hold:
            continue
        inside = [region for region in profile.regions if any(_within(region, above) for above in upper.regions)]
        if inside and upper.name not in named:
            words = f"辖区 {'、'.join(inside)} 在 {upper.title}（{upper.name}）之内：须在 parents 里写明上级"
            yield _head(profile, "regions", f"{words}，或在 apart 里写明为什么不受其约束和所依据的条文")
        late = [one.since for one in profile.parents if one.profile == upper.name and one.since > begins]
        if inside and late and profile.lines.get("profile.parents"):
            yield _head(profile, "parents", f"上级 {upper.title} 自 {begins} 起有规定，不能迟至 {late[0]} 才约束本辖区")


def _within(region: str, above: str) -> bool:
    return region != above and covers(above, region)


def _overlaps(among: Sequence[Profile]) -> Iterator[Slip]:
    issued = [profile for profile in among if profile.status is ProfileStatus.ISSUED]
    for index, one in enumerate(issued):
        for other in issued[index + 1 :]:
            both = set(one.regions) & set(other.regions)
            later = max(one.valid_from, other.valid_from)
            if both and profiles.holds(one, later) and profiles.holds(other, later):
                yield _head(other, "regions", f"与 {one.version}：同一辖区 {'、'.join(sorted(both))} 同日有两份规定")


def _merges(among: Sequence[Profile]) -> Iterator[Slip]:
    """Values of a profile and of those above it: can they be merged, and is the later one no looser?"""
    days = sorted({day for one in among for day in (one.valid_from, *(parent.since for parent in one.parents))})
    circular = {one.name for one in among if one.name in _ancestors(one, among, set())}
    for profile in (one for one in among if not circular & {one.name, *_ancestors(one, among, set())}):
        for day in (day for day in days if profiles.holds(profile, day)):
            yield from _merged(profile, engine.with_parents(profile, day, among=among)[:-1])


def _merged(profile: Profile, uppers: Sequence[Profile]) -> Iterator[Slip]:
    for name, binding in profile.bindings.items():
        stated = [upper for upper in uppers if name in upper.bindings and upper.bindings[name].value is not None]
        if binding.value is None or not stated:
            continue
        try:
            merged = rules.merge(LAW_KEYS[name], [*(upper.bindings[name].value for upper in stated), binding.value])
        except rules.MergeConflictError as conflict:
            yield _rule(profile, name, f"上下级不能合并：{conflict}")
            continue
        looser = LAW_KEYS[name].merge is Merge.STRICTEST and len(stated) not in merged.winners
        if looser and not binding.note and profile.valid_from >= max(upper.valid_from for upper in stated):
            above = "、".join(f"{upper.title}（{upper.bindings[name].value}）" for upper in stated)
            yield _rule(profile, name, f"比上级宽：{above}。改严，或在 note 里说明为什么")
