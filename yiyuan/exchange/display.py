"""How deliveries and files look: lights, counts, facts."""

from yiyuan.exchange.models import Delivery, Extract, Interface
from yiyuan.exchange.types import (
    BAD_VALUE,
    FORBIDDEN,
    NO_RECORD,
    OK,
    PROVIDER_FAILED,
    PROVIDER_LATE,
    STATUS_WORDS,
    Action,
    ExtractState,
    InterfaceState,
)
from yiyuan.web.components import Chip, Code, Fact, Light, LightKind, Link, Noted, moment, number

LIGHTS: dict[int, LightKind] = {
    OK: "ok",
    NO_RECORD: "none",
    FORBIDDEN: "late",
    BAD_VALUE: "none",
    PROVIDER_FAILED: "late",
    PROVIDER_LATE: "late",
}
INTERFACE_LIGHTS: dict[InterfaceState, LightKind] = {
    InterfaceState.DRAFT: "soon",
    InterfaceState.UP: "ok",
    InterfaceState.DOWN: "late",
    InterfaceState.PAUSED: "end",
}
EXTRACT_LIGHTS: dict[ExtractState, LightKind] = {
    ExtractState.WAITING: "none",
    ExtractState.WRITING: "run",
    ExtractState.READY: "ok",
    ExtractState.FAILED: "late",
    ExtractState.CANCELLED: "end",
}
PURPOSE_WORDS = {True: "一致", False: "不一致", None: "未申报"}
KILO = 1024


def light_of(delivery: Delivery) -> Light:
    return Light(
        LIGHTS.get(delivery.status, "none"), f"{delivery.status} {STATUS_WORDS.get(delivery.status, '')}".strip()
    )


def extract_light(extract: Extract) -> Light:
    return Light(EXTRACT_LIGHTS[ExtractState(extract.state)], extract.get_state_display())


def interface_light(interface: Interface) -> Light:
    """Like "中断，2026-10-12 08:41 起"."""
    state = InterfaceState(interface.state)
    since = (
        f"，{moment(interface.failing_since)} 起" if state is InterfaceState.DOWN and interface.failing_since else ""
    )
    return Light(INTERFACE_LIGHTS[state], f"{interface.get_state_display()}{since}")


def size_words(size_bytes: int) -> str:
    """Like "3.4 MB"."""
    size = float(size_bytes)
    for unit in ("字节", "KB", "MB"):
        if size < KILO:
            return f"{size:.0f} {unit}" if unit == "字节" else f"{size:.1f} {unit}"
        size /= KILO
    return f"{size:.1f} GB"


def method_words(delivery: Delivery) -> str:
    """Like "接口 按键查询", "文件 CSV"."""
    if delivery.action == Action.FILE:
        return f"{delivery.action_words} {delivery.get_format_display()}"
    return f"{delivery.channel_words} {delivery.action_words}"


def who(delivery: Delivery) -> Noted | str:
    """Machine or person on the consumer's side."""
    person = delivery.person_name or (f"接口 {delivery.operator}".strip())
    return Noted(delivery.consumer.short_name, person)


def _subjects(delivery: Delivery) -> str:
    """How many persons or companies a look-up was about; a list or a file is recorded as a whole."""
    if delivery.action == Action.BY_KEY:
        return f"{len(delivery.subjects)} 个（只存加密摘要）"
    return "整批取用，不逐个记录"


def facts_of(delivery: Delivery, chips: list[Chip]) -> list[Fact]:
    made = [
        Fact("授权", Link(delivery.grant_number, f"/sharing/grants/{delivery.grant_id}/")),
        Fact("资源", delivery.resource_name),
        Fact("使用部门", delivery.consumer.name),
        Fact("提供部门", delivery.provider.name),
        Fact("取用人", delivery.person_name or "接口（系统）"),
        Fact("经办人代号", delivery.operator or "未填"),
        Fact("时间", moment(delivery.at, seconds=True)),
        Fact("业务日期", delivery.legal_on),
        Fact("方法", method_words(delivery)),
        Fact("行数", number(delivery.rows)),
        Fact("大小", size_words(delivery.bytes)),
        Fact("用时", f"{number(delivery.ms)} 毫秒"),
        Fact("办件编号", delivery.case or "未填"),
        Fact("事由", delivery.reason or "未填"),
        Fact("所报用途", PURPOSE_WORDS[delivery.purpose_ok]),
        Fact("数据批次", number(delivery.batch_id) if delivery.batch_id is not None else "无"),
        Fact("数据主体", _subjects(delivery)),
        Fact("依据", chips),
    ]
    if delivery.provider_ms is not None:
        took = f"{number(delivery.provider_ms)} 毫秒"
        given = f"，给出 {number(delivery.provider_rows)} 行" if delivery.provider_rows is not None else ""
        failed = f"，{delivery.get_failure_display()}" if delivery.failure else ""
        made.append(Fact("提供部门的接口", f"{took}{given}{failed}"))
    if delivery.why:
        told = "；".join(delivery.refusal_articles) or "平台规则"
        made.insert(0, Fact("没有交付的原因", delivery.why, wide=True))
        if delivery.refusal:
            made.insert(1, Fact("告知的依据", f"{told}（代码 {delivery.refusal}）", wide=True))
    if delivery.sha256:
        made.append(Fact("SHA-256", Code(delivery.sha256), wide=True))
    return made
