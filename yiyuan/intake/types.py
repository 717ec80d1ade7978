"""What crosses the border of intake."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from psycopg import sql

from yiyuan.dataplane.checks import Reason
from yiyuan.dataplane.rules import Dimension, Severity
from yiyuan.dataplane.staging import TableName

BatchId = NewType("BatchId", int)


class State(StrEnum):
    """Of a batch."""

    RECEIVED = "received"
    MAPPING = "mapping"
    CHECKED = "checked"
    SECOND = "second"
    ACCEPTED = "accepted"
    LOADED = "loaded"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


STATE_WORDS = {
    State.RECEIVED: "已收到，检查中",
    State.MAPPING: "列没有对上，待对照",
    State.CHECKED: "检查完，待确认",
    State.SECOND: "已确认一次，等第二个人",
    State.ACCEPTED: "已确认，入池中",
    State.LOADED: "已入池",
    State.WITHDRAWN: "已从数据池撤回",
    State.FAILED: "没有入池",
}
ENDS = (State.LOADED, State.WITHDRAWN, State.FAILED)


class Way(StrEnum):
    """What a file is to the pool."""

    MERGE = "merge"
    REPLACE = "replace"


WAY_WORDS = {
    Way.MERGE: "合并",
    Way.REPLACE: "整体替换",
}


class Stage(StrEnum):
    """What is being done to a batch right now."""

    WAITING = "waiting"
    READING = "reading"
    COMPARING = "comparing"
    MERGING = "merging"
    NONE = ""


STAGE_WORDS = {
    Stage.WAITING: "排队等候",
    Stage.READING: "读取并逐行检查",
    Stage.COMPARING: "与数据池比对",
    Stage.MERGING: "合并入池",
    Stage.NONE: "",
}


class Failure(StrEnum):
    """Why a batch as a whole did not get into the pool."""

    FILE = "file"
    NO_ROWS = "no_rows"
    NONE_KEPT = "none_kept"
    CANCELLED = "cancelled"
    CLASSIFIED = "classified"
    WITHDRAWN = "withdrawn"
    DAMAGED = "damaged"
    INTERNAL = "internal"


FAILURE_WORDS = {
    Failure.FILE: "文件读不下去",
    Failure.NO_ROWS: "只有表头，没有数据",
    Failure.NONE_KEPT: "没有一行可以收下",
    Failure.CANCELLED: "已取消",
    Failure.CLASSIFIED: "疑似含有涉密内容，已停止处理并隔离",
    Failure.WITHDRAWN: "资源已从目录撤销",
    Failure.DAMAGED: "平台保存的原件在磁盘上被改动或损坏，数据没有入池；运维已得到通知，请重新上传这个文件",
    Failure.INTERNAL: "平台处理出错，数据没有入池；运维已得到通知",
}


# what is wrong with a row or cell; never a content of it
REASON_TITLES: Mapping[Reason, str] = {
    Reason.DAMAGED: "号码被 Excel 改成数值",
    Reason.MISSING: "必填项为空",
    Reason.NOT_IN_CODES: "不在允许的取值之内",
    Reason.DUPLICATE_KEY: "同一份文件里主键重复",
    Reason.NOT_DATE: "日期不存在或写法不对",
    Reason.NOT_DATETIME: "时间不存在或写法不对",
    Reason.NOT_NUMBER: "不是数字",
    Reason.NOT_INTEGER: "不是整数",
    Reason.NOT_BOOLEAN: "不是“是”或“否”",
    Reason.TOO_LONG: "太长",
    Reason.TOO_PRECISE: "小数位太多",
    Reason.NOT_MATCHING: "不符合规定的格式",
    Reason.BELOW_MINIMUM: "小于下限",
    Reason.ABOVE_MAXIMUM: "大于上限",
    Reason.BAD_CITIZEN_ID: "身份证号码校验位不符",
    Reason.BAD_USCC: "统一社会信用代码校验位不符",
    Reason.GARBLED: "含有乱码",
    Reason.FORMULA_ERROR: "公式出错",
    Reason.NO_RESULT: "公式没有结果",
    Reason.MERGED: "单元格横向合并",
    Reason.TOTAL: "像是合计行",
    Reason.NOT_TAKEN: "数据库存不下这个值",
    Reason.LONG: "列数比表头多",
    Reason.SHORT: "列数比表头少",
}


class Verdict(StrEnum):
    """What the secrecy reviewer finds of an isolated file."""

    SECRET = "secret"  # noqa: S105 - a finding, no password
    CLEAR = "clear"


class IntakeTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    RECEIVED = "intake.batch.received"
    ISOLATED = "intake.batch.isolated"
    REFUSED_READ = "intake.refused.read"
    REFUSED_PURGED = "intake.refused.purged"
    CHANGES_READ = "intake.changes.read"
    DOCUMENT_KEPT = "intake.document.kept"
    DOCUMENT_READ = "intake.document.read"
    DOCUMENT_WITHDRAWN = "intake.document.withdrawn"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the columns of a file are read.

    heading: row of the heading, 0: there is none. columns: each column of the file with the item it gives, "" where it
    is set aside; none at all where headings are the items' names. again: as an earlier file with these headings.
    """

    heading: int
    columns: tuple[tuple[str, str], ...] = ()
    again: bool = False

    @property
    def digest(self) -> str:
        """Tells mappings apart; empty without one."""
        text = json.dumps([self.heading == 0, sorted(self.columns)], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest() if self.columns else ""


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """A rule of the resource as it stood when a batch was checked by it. reason: what stands for it among reasons."""

    reason: str
    sentence: str
    severity: Severity
    dimension: Dimension


class Treatment(StrEnum):
    """What is done to the rows of a file, one after another."""

    FILTER = "filter"
    CLEAN = "clean"
    TRANSFORM = "transform"


TREATMENT_WORDS = {
    Treatment.FILTER: ("筛选", "去掉不成行的：列数与表头对不上"),
    Treatment.CLEAN: ("清洗", "改成统一写法：空格、全角、日期、千分位；改不成的不收"),
    Treatment.TRANSFORM: ("加工", "按信息项排列、转换类型，按主键归并，按质量规则核对"),
}


@dataclass(frozen=True, slots=True)
class Treated:
    """Rows of one treatment: came = refused + left; changed are among those that came."""

    treatment: Treatment
    came: int
    changed: int
    refused: int
    left: int


@dataclass(frozen=True, slots=True)
class Fail:
    """Rows that fail for one reason, in words."""

    sentence: str
    column: str
    dimension: Dimension
    rows: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    """What checking a batch found, in rows. faults: rows that lack this quality, refused or kept."""

    batch_id: BatchId
    number: str
    resource_id: int
    version_id: int
    provider_id: int
    region_code: str
    received_on: date
    read: int
    refused: int
    faults: Mapping[Dimension, int]
    fails: tuple[Fail, ...]


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How often a reason was met. A row may have several; `first_row` is the row of the file where it stands first."""

    reason: str
    column: str
    position: int
    rows: int
    first_row: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a batch would do to the pool, in rows: kept = added + changed + same; after = pool + added - gone.

    number: the first preview of a batch is 1; another one is made when the pool has moved.
    after_batch: id of the batch that was last loaded when it was made; None: none.
    lost: rows of the pool that get no successor; gone, but where rows have no key: by how many the pool gets fewer.
    """

    number: int
    after_batch: int | None
    pool: int
    added: int
    changed: int
    same: int
    gone: int
    lost: int

    @property
    def after(self) -> int:
        return self.pool + self.added - self.gone


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch so far, in rows. failure: in words; preview: what it would do, while it was looked at."""

    number: str
    state: State
    failure: str
    read: int
    kept: int
    refused: int
    inserted: int
    updated: int
    unchanged: int
    removed: int
    preview: Preview | None


@dataclass(frozen=True, slots=True)
class StagedBatch:
    """A checked batch whose kept rows wait in a staging table; after it was loaded they are in the pool."""

    batch_id: BatchId
    resource_id: int
    version_id: int
    staging: TableName
    kept_rows: int
    loaded_at: datetime
    way: Way


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """Rows a batch adds, changes or takes out, as a query of texts under these headers, masked.

    ends_with_batch: the last column is the id of the batch that brought the row.
    """

    headers: tuple[str, ...]
    query: sql.Composed
    ends_with_batch: bool


@dataclass(frozen=True, slots=True)
class LoadedDay:
    """Batches of a resource that were received on one legal day and are loaded, and the rows kept of them."""

    resource_id: int
    received_on: date
    batches: int
    rows: int


@dataclass(frozen=True, slots=True)
class FileOf:
    """The file a batch came in. headings: item -> heading of its column; none where headings are the items' names."""

    batch_id: BatchId
    number: str
    file_name: str
    sha256: str
    sender: str
    person: str
    received_at: datetime
    headings: Mapping[str, str]

    def heading(self, item: str) -> str:
        return self.headings.get(item, item)


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """A batch as other rooms see it; counts only."""

    id: BatchId
    number: str
    resource_id: int
    version_id: int
    provider_id: int
    state: State
    read_rows: int
    kept_rows: int
    refused_rows: int
    received_at: datetime
    loaded_at: datetime | None
