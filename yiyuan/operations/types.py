from enum import StrEnum


class BackupState(StrEnum):
    RUNNING = "running"
    COMPLETE = "complete"  # written, renamed and read again
    FAILED = "failed"
    DROPPED = "dropped"  # an old one, deleted by rule


BACKUP_WORDS = {
    BackupState.RUNNING: "正在备份",
    BackupState.COMPLETE: "完整",
    BackupState.FAILED: "没有做成",
    BackupState.DROPPED: "已按规则删除",
}


class OperationsTag(StrEnum):
    BACKED_UP = "operations.backup.done"
    BACKUP_FAILED = "operations.backup.failed"
    KEYS_ROTATED = "operations.keys.rotated"
    RESTORED = "operations.backup.restored"
    DAMAGED = "operations.damage.found"
    JOB_RETRIED = "operations.job.retried"


class Standing(StrEnum):
    """How a part of the installation does, from well to worst."""

    OK = "ok"
    SOON = "soon"
    LATE = "late"


STANDING_WORDS = {Standing.OK: "正常", Standing.SOON: "要留意", Standing.LATE: "要处理"}


class Part(StrEnum):
    PROCESSES = "processes"
    QUEUE = "queue"
    DATABASE = "database"
    DISK = "disk"
    KEYS = "keys"
    INTERFACES = "interfaces"
    FILES = "files"
    BACKUPS = "backups"


PART_WORDS = {
    Part.PROCESSES: "进程",
    Part.QUEUE: "任务",
    Part.DATABASE: "数据库",
    Part.DISK: "磁盘",
    Part.KEYS: "密钥",
    Part.INTERFACES: "接口",
    Part.FILES: "封存的文件",
    Part.BACKUPS: "备份",
}
# every job of the product, as people call it
TASK_WORDS = {
    "catalog.take_sheet": "读入目录表格",
    "notices.send": "送出通知",
    "yiyuan.audit.jobs.seal": "封存审计记录",
    "yiyuan.collection.jobs.follow": "跟进汇总填报的结果",
    "yiyuan.collection.jobs.gather": "汇总基层填报",
    "making.run": "批量制证",
    "yiyuan.making.jobs.watch_steps": "核对证照是否同步",
    "yiyuan.connectors.jobs.begin_due": "到点取数",
    "yiyuan.connectors.jobs.follow": "跟进取数结果",
    "yiyuan.connectors.jobs.look_into": "看投递的文件",
    "yiyuan.connectors.jobs.read_table": "从数据库取数",
    "yiyuan.holders.jobs.expire": "结束到期的用证授权和代办授权",
    "credit.read_file": "读入批量提供的信用信息",
    "yiyuan.credit.jobs.keep_terms": "信用信息到期归档、删除",
    "yiyuan.credit.jobs.check_originals": "核对信用信息原件",
    "yiyuan.opening.jobs.build_release": "处理要开放的数据",
    "yiyuan.opening.jobs.keep_up": "按周期更新开放数据",
    "yiyuan.opening.jobs.take_inbox": "收取公众提交的内容",
    "yiyuan.standing.jobs.end_expired": "信用名单到期移出",
    "yiyuan.quality.jobs.begin_due": "到期检查数据质量",
    "yiyuan.quality.jobs.check_resource": "检查数据质量",
    "yiyuan.consultations.jobs.lapse_unanswered": "结束到期的征求意见",
    "yiyuan.disputes.jobs.compare_sources": "比对数据元的来源",
    "yiyuan.exchange.jobs.note_first_deliveries": "登记首次使用",
    "yiyuan.exchange.jobs.record_refused_calls": "登记没有有效密钥的调用",
    "yiyuan.exchange.jobs.remove_extracts": "删除到期的下载文件",
    "yiyuan.exchange.jobs.watch_interfaces": "检查提供方接口",
    "yiyuan.exchange.jobs.write_extract": "写下载文件",
    "yiyuan.intake.jobs.forget_jobs": "清理做完的任务",
    "yiyuan.intake.jobs.load_batch": "批次入池",
    "yiyuan.intake.jobs.purge_refused": "删除到期的退回行",
    "yiyuan.intake.jobs.recover": "接续中断的任务",
    "yiyuan.intake.jobs.watch_loads": "检查归集是否按周期",
    "yiyuan.licences.jobs.expire_licences": "证照到期",
    "yiyuan.notices.jobs.forget_contacts": "删除到期的联系方式",
    "yiyuan.notices.jobs.hand_out_digests": "送出通知摘要",
    "yiyuan.operations.jobs.back_up": "备份",
    "yiyuan.operations.jobs.forget_faults": "清理出错记录",
    "yiyuan.operations.jobs.watch_processes": "查看各进程",
    "yiyuan.organisations.jobs.announce_successions": "机构承接",
    "yiyuan.organisations.jobs.forget_failures": "清理登录失败和过期登录",
    "yiyuan.pools.jobs.forget_past": "删除到期的旧值",
    "yiyuan.pools.jobs.withdraw_batch": "撤回批次",
    "yiyuan.supervision.jobs.refresh_boards": "统计驾驶舱",
    "yiyuan.supervision.jobs.open_reports": "建立年度共享情况报告",
    "yiyuan.projects.jobs.measure_years": "统计项目年度共享",
    "yiyuan.registries.jobs.found_missing": "补建基础库",
    "yiyuan.registries.jobs.link_registry": "找疑似重复",
    "yiyuan.projects.jobs.roll_library": "项目库年度滚动",
    "yiyuan.projects.jobs.open_evaluations": "项目运行满期，待评价",
    "yiyuan.registries.jobs.build_registry": "汇集基础库、主题库",
    "yiyuan.sharing.jobs.expire_grants": "授权到期",
    "yiyuan.sharing.jobs.note_first_delivery": "登记首次使用",
    "yiyuan.sharing.jobs.watch_unused": "检查未使用的授权",
    "yiyuan.workflow.jobs.recompute_provisional": "重算暂定期限",
    "yiyuan.workflow.jobs.watch_terms": "检查期限",
}
