"""What happens to departments and their people: a merger, a rotation, somebody away, a draft asked about, a problem."""

from datetime import timedelta

from yiyuan.consultations import services as consultations
from yiyuan.demo.cases import workdays_before
from yiyuan.demo.people import PASSWORD, SINCE, Staff
from yiyuan.issues import services as issues
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Function
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.organisations import services
from yiyuan.organisations.models import Assignment
from yiyuan.organisations.types import Duty, Ending, Paper

ARTICLES = [
    ("各部门应当在每年三月底前完成本部门目录的全面维护。", "《芜湖市政务信息资源管理办法》第六条"),
    ("目录责任清单随目录变更同步调整，不另行报送。", "《安徽省政务数据资源管理办法》第十五条"),
    ("共享申请由主要负责人授权的经办处室在线办理。", "没有直接依据，参照兄弟城市做法"),
]
ASKED = ("civil", "police", "fund", "health", "education", "market", "labour")


def live(staff: Staff) -> None:
    """Everything; needs the staff of Wuhu."""
    today = clock.today()
    with clock.frozen(workdays_before(today, 40)):
        _papers(staff)
    with clock.frozen(workdays_before(today, 12)):
        _merger(staff)
        _rotation(staff)
    with clock.frozen(workdays_before(today, 4)):
        _consultation(staff)
    _away(staff)


def _papers(staff: Staff) -> None:
    for key in ("civil", "police", "fund"):
        services.file_paper(
            staff.organisations[f"wuhu.{key}"],
            actor=staff.actor(f"wuhu.{key}.head"),
            kind=Paper.RULES,
            title="政务数据共享管理制度",
            issued_on=SINCE,
            goals="按目录共享，专人负责，每季度自查一次。",
        )
    services.file_paper(
        staff.organisations["wuhu.police"],
        actor=staff.actor("wuhu.police.head"),
        kind=Paper.PLAN,
        title="政务数据共享工作方案",
        issued_on=SINCE,
    )


def _merger(staff: Staff) -> None:
    """The information office, with a problem on its desk, is merged into the bureau."""
    stem = "11340200990099001".ljust(17, "0")
    office = services.register_organisation(
        actor=SYSTEM,
        name="芜湖市信息化办公室",
        short_name="市信息办",
        uscc=stem + uscc_check(stem),
        region_code="340200",
        established_on=SINCE,
        first_responsible="钱学明",
    )
    issues.raise_issue(
        actor=staff.actor("wuhu.civil.officer"),
        title="前置机证书即将到期",
        detail="婚姻登记接口所用前置机的证书下月到期，请更换。",
        assigned_to=office,
        about="婚姻登记信息",
    )
    services.succeed_organisation(
        office,
        actor=SYSTEM,
        new_id=staff.organisations["wuhu.bureau"],
        ending=Ending.MERGED,
        act="《关于市信息化办公室职责整合的通知》（示例）",
        act_on=clock.today() - timedelta(days=10),
    )


def _rotation(staff: Staff) -> None:
    """The data officer of the market office moved on; somebody new sits there."""
    body = staff.organisations["wuhu.market"]
    left = Assignment.objects.filter(
        organisation_id=body, function=Function.DATA_OFFICER, person__accounts=staff.accounts["wuhu.market.officer"]
    ).get()
    new = services.open_account(
        actor=SYSTEM, login="wuhu.market.officer2", password=PASSWORD, person_name="冯晓", post="数据专员"
    )
    services.assign(actor=SYSTEM, account_id=new, organisation_id=body, functions=[Function.DATA_OFFICER])
    services.name_officer(body, actor=SYSTEM, duty=Duty.SHARING, name="冯晓")
    services.end_assignment(left.id, actor=SYSTEM, to_on=clock.today() + timedelta(days=40))


def _consultation(staff: Staff) -> None:
    """A draft is out; one department has answered."""
    bureau = staff.actor("wuhu.bureau.bureau")
    made = consultations.draft_consultation(
        actor=bureau,
        title="政务数据目录维护细则（征求意见稿）",
        notice="《关于征求目录维护细则意见的函》（示例）",
        due_on=clock.today() + timedelta(days=12),
        silence_consents=True,
        articles=ARTICLES,
    )
    consultations.open_consultation(made, actor=bureau, invited=[staff.organisations[f"wuhu.{key}"] for key in ASKED])
    head = staff.actor("wuhu.police.head")
    opinion = {
        "article": "1",
        "stance": "change",
        "text": "每年四月底前",
        "reason": "三月底与年度统计报送时间重叠。",
    }
    consultations.answer_consultation(made, actor=head, opinions=[opinion], signed_by=head.person_name)


def _away(staff: Staff) -> None:
    """The head of the labour office is on a journey; the reviewer decides meanwhile."""
    services.delegate_function(
        actor=staff.actor("wuhu.labour.head"),
        function=Function.HEAD,
        delegate_account_id=staff.accounts["wuhu.labour.reviewer"],
        from_on=clock.today(),
        to_on=clock.today() + timedelta(days=7),
        reason="参加省里培训",
    )
