"""Pages of invented content that use every component once, for tests and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import engines

from yiyuan.kernel import errors
from yiyuan.web import components as c
from yiyuan.web.forms import Choices, DateField, Form, Radios, choose
from yiyuan.web.forms import refuse as refuse_field
from yiyuan.web.htmx import REFUSED, see_other
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.web.sight import in_sight

LAW = c.Chip("安徽299号令 第25条", "/law/anhui/25", title="共享申请")
DEFAULT = c.Chip("平台默认 10 个工作日", "/law/default", "default")
UNCHECKED = c.Chip("国务院令第809号", "/law/national", "open")

SHELL: Mapping[str, Any] = {
    "demo_banner": "演示环境：人员、办件与数据均为虚构。业务日期 2026-10-10（周六，调休上班）",
    "tenant_name": "某市政务数据",
    "search_url": "/search",
    "person": c.Person(
        "周敏",
        "数据专员",
        "市民政局",
        (c.Hat("1", "数据专员、目录审核人", "市民政局", current=True), c.Hat("2", "数据专员", "市老龄办")),
        "/hat",
        "/logout",
        (c.Link("个人访问令牌", "/tokens"),),
    ),
    "navigation": [
        c.NavGroup("", [c.NavItem("工作台", "/todo", 8, due=True, current=True)]),
        c.NavGroup("目录", [c.NavItem("资源目录", "/cat"), c.NavItem("本部门资源", "/own", 46)]),
        c.NavGroup("数据", [c.NavItem("归集批次", "/batch", 1, due=True), c.NavItem("数据池", "/pool")]),
        c.NavGroup("共享", [c.NavItem("收到的申请", "/in", 3, due=True), c.NavItem("发出的申请", "/out", 4)]),
        c.NavGroup("规则", [c.NavItem("法规与期限", "/law"), c.NavItem("审计记录", "/audit")]),
    ],
}


def page(request: HttpRequest, source: str, *, status: int = 200, **context: Any) -> HttpResponse:  # template context
    template = engines["django"].from_string("{% load components %}" * (not source.startswith("{% extends")) + source)
    sight = {"sight": in_sight(context)} if status == REFUSED else {}
    return HttpResponse(template.render({**SHELL, **context, **sight}, request), status=status)


@dataclass(frozen=True)
class Matter:
    id: int
    title: str
    note: str
    term: c.TermView
    party: c.Party
    chip: c.Chip
    action: c.Action
    group: str


MATTERS = [
    Matter(1, "答复市教育局：低保对象信息", "GX-2026-0388，已提醒 2 次", c.TermView("late", "逾期 2 个工作日", date(2026, 10, 8)), c.Party("救助科 吴国平", note="09-30 起在办"), LAW, c.Action("催办", "/1"), "已逾期，1 件"),
    Matter(2, "更新目录：殡葬服务单位信息", "3 处修改已存草稿", c.TermView("soon", "今天 24:00 到期", date(2026, 10, 10)), c.Party("周敏", me=True), LAW, c.Action("提交更新", "/2", primary=True), "今天到期，1 件"),
    Matter(3, "答复市住房公积金管理中心：婚姻登记信息", "已拟办：缩小范围后同意", c.TermView("soon", "剩 1 个工作日", date(2026, 10, 12)), c.Party("孙卫东", note="分管副局长"), LAW, c.Action("看审批", "/3"), "下周到期，2 件"),
    Matter(4, "交付市医疗保障局：殡葬火化信息", "尚未首次调用", c.TermView("ok", "剩 5 个工作日", date(2026, 10, 16)), c.Party("市医保局", note="等对方联调"), DEFAULT, c.Action("看交付", "/4"), "下周到期，2 件"),
    Matter(5, "处理 313 行未收数据：低保对象信息", "到期自动删除，只留数量", c.TermView("none", "30 天", date(2027, 1, 9), provisional=True), c.Party("周敏", me=True), DEFAULT, c.Action("看批次", "/5"), "以后，1 件"),
]  # fmt: skip


def todo(request: HttpRequest) -> HttpResponseBase:
    listing = Listing(
        request,
        MATTERS,
        [
            Column(
                "term", "期限", "term", width=160, css="nw", narrow_label="", sort="term.on", export=lambda m: m.term.on
            ),
            Column("title", "事项", lambda m: c.Link(m.title, f"/case/{m.id}", m.note), head=True, sort="title"),
            Column("party", "轮到谁", "party", width=140, narrow_label="轮到"),
            Column("basis", "依据", "chip", width=200),
            Column("act", "下一步", "action", css="act", width=120, narrow_label="", export=False),
        ],
        default_sort="term",
        caption="本部门待办",
        filename="待办",
        css="y-todo",
        group=lambda m: m.group,
        unit="件",
    )
    return listing.export() if listing.is_export else page(request, TODO, listing=listing.view())


TODO = """{% extends "web/base.html" %}{% load components %}{% block title %}工作台{% endblock %}
{% block head %}<h1>今天到期 1 件，另有 1 件已逾期</h1>
<p><b>殡葬服务单位信息</b>的目录更新今天 24:00 到期，由你提交。给市教育局的答复已逾期 2 个工作日，在救助科。</p>{% endblock %}
{% block main %}{% include "web/listing.html" %}
<p class="s q3 mt12">收到当天不计，最后一天算到 24:00（平台默认）。</p>{% endblock %}"""


@dataclass(frozen=True)
class Resource:
    id: int
    name: str
    provider: str
    rows: int | None
    updated_on: date
    kind: c.Light


PROVIDERS = [("mz", "市民政局"), ("rs", "市人力资源和社会保障局"), ("jy", "市教育局")]
RESOURCES = [
    Resource(
        n,
        f"资源 {n:04d} 登记信息" if n % 7 else "=1+1 名称像公式的资源",
        PROVIDERS[n % 3][0],
        n * 1021 if n % 5 else None,
        date(2026, 1, 1) + timedelta(days=n % 280),
        c.Light("half", "有条件共享") if n % 2 else c.Light("ok", "无条件共享"),
    )
    for n in range(1, 1430)
]


def resource_listing(request: HttpRequest, **more: Any) -> Listing:  # arguments of Listing
    return Listing(
        request,
        RESOURCES,
        [
            Column("name", "名称", lambda r: c.Link(r.name, f"/cat/{r.id}"), sort="name", head=True),
            Column("provider", "提供部门", lambda r: dict(PROVIDERS)[r.provider], sort="provider", width=240),
            Column("kind", "共享类型", "kind", width=140),
            Column("rows", "数据量", "rows", numeric=True, sort="rows", width=120),
            Column("updated", "最近更新", "updated_on", sort="updated_on", width=120),
        ],
        [
            Filter("q", "名称", lambda rows, text: [r for r in rows if text in r.name]),
            Filter("provider", "提供部门", lambda rows, key: [r for r in rows if r.provider == key], PROVIDERS),
            Filter("since", "更新不早于", lambda rows, on: [r for r in rows if r.updated_on >= on], kind="date"),
        ],
        caption="资源目录",
        filename="资源目录",
        empty=c.Empty("还没有资源。先登记一个。", "登记资源", "/cat/new"),
        **more,
    )


def resources(request: HttpRequest) -> HttpResponseBase:
    listing = resource_listing(request)
    return listing.export() if listing.is_export else page(request, RESOURCES_PAGE, listing=listing.view())


RESOURCES_PAGE = """{% extends "web/base.html" %}{% load components %}{% block title %}资源目录{% endblock %}
{% block head %}<h1>资源目录</h1><p>全市 62 个部门登记，1,429 个已发布</p>{% endblock %}{% block act %}<a class="btn btn-primary" href="/cat/new">登记资源</a>{% endblock %}
{% block main %}{% include "web/listing.html" %}{% endblock %}"""

STRIP = [
    c.StripDay(date(2026, 9, 24), is_start=True),
    *(c.StripDay(date(2026, 9, d), is_workday=False, name="中秋" if d == 25 else "") for d in (25, 26, 27)),
    *(c.StripDay(date(2026, 9, d), d - 27) for d in (28, 29, 30)),
    *(c.StripDay(date(2026, 10, d), is_workday=False, name="国庆" if d == 1 else "") for d in range(1, 8)),
    c.StripDay(date(2026, 10, 8), 4),
    c.StripDay(date(2026, 10, 9), 5),
    c.StripDay(date(2026, 10, 10), 6, mark="班", is_today=True),
    c.StripDay(date(2026, 10, 11), is_workday=False),
    c.StripDay(date(2026, 10, 12), 7, is_due=True),
]


class Answer(Form):
    reason = django_forms.CharField(label="理由", widget=django_forms.Textarea(attrs={"rows": 3}))
    level = django_forms.ChoiceField(label="依据的级别", choices=choose([("law", "法律"), ("ministry", "部门规章")]))
    basis = django_forms.CharField(label="名称和条款")


def decide(request: HttpRequest) -> HttpResponse:
    form = Answer(
        {"reason": "申请的用途可由“是否匹配”接口满足。", "level": "ministry", "basis": "某档案管理办法 第15条"}
    )
    form.is_valid()
    refuse_field(
        form,
        "basis",
        c.Refusal("这个级别不能作依据", (LAW,), "依据只认法律、行政法规和党中央、国务院政策；部门规章不在其内。"),
    )
    steps = [
        c.Step("周敏，数据专员", ["09-29 10:20 拟办：缩小范围后同意。"]),
        c.Step("赵海燕，社会事务科科长", ["09-30 16:05 同意拟办"]),
        c.Step("孙卫东，分管副局长", ["现在轮到你，可作出答复"], "now"),
        c.Step("主要负责人", ["本件不需要：没有全量提供"], "none"),
    ]
    facts = [
        c.Fact("申请单位", "市住房公积金管理中心，许静"),
        c.Fact("职责依据", [c.Chip("某条例 第24条", "/law/x"), "提取条件审核"]),
        c.Fact("用途", "核验提取人婚姻状况和配偶身份，不再收结婚证复印件"),
        c.Fact("材料", c.Light("ok", "3 项齐全")),
    ]
    term = c.TermView("soon", "剩 1 个工作日", date(2026, 10, 12), chips=(LAW,))
    return page(request, DECIDE, status=422, form=form, steps=steps, facts=facts, term=term, days=STRIP, law=LAW)


DECIDE = """{% extends "web/base.html" %}{% load components %}{% block title %}审批{% endblock %}
{% block crumb %}<a href="/in">收到的申请</a> / GX-2026-0412{% endblock %}
{% block head %}<h1>市住房公积金管理中心申请 婚姻登记信息</h1><p>{% term term %} <span>24:00 前答复</span> {% chips term.chips %}</p>{% endblock %}
{% block act %}<a class="btn btn-sm" href="/print">打印 A4</a>{% endblock %}
{% block main %}<section class="mt24" aria-label="期限日历">{% strip days "9 月 24 日收到，当天不计；10 月 10 日（周六）调休上班，计 1 个工作日。" %}</section>
<div class="y-half mt24"><div><section><h2 class="mb8">对方要什么</h2>{% dl facts 1 %}</section></div>
<div class="y-side"><section><h2 class="mb8">同意后会怎样</h2><ul class="y-list"><li>对方每月约查 <b>2,400 人</b>。</li><li>撤销后下一次调用即被拒绝。</li></ul></section>
<section class="y-sec"><h2 class="mb8">手边的条文</h2><div class="y-read"><p>收到申请之日起 7 个工作日内答复。</p><p class="s q3">条文要点，不是原文。{% chip law %}</p></div></section>
<section class="y-sec"><h2 class="mb12">本部门审批</h2>{% steps steps "down" %}</section></div></div>
<section class="y-sec"><h2 class="mb8">你的答复</h2><form class="y-pick" id="answer" method="post">
<input type="radio" name="a" id="a1" value="narrow"><label for="a1"><b>缩小范围后同意</b>（拟办意见）<small>按上面勾选的 6 项、逐人接口、1 年。</small></label>
<div class="more"><label class="f" for="why1">给对方的说明</label><input class="form-control" id="why1" name="why1"></div>
<input type="radio" name="a" id="a3" value="refuse" checked><label for="a3"><b>不予共享</b><small>须写明理由和依据。{% chip law %}</small></label>
<div class="more">{% field form.reason "对方会看到" %}<div class="y-grid2 mt16">{% field form.level %}{% field form.basis %}</div></div></form></section>
<div class="y-act y-stick"><button class="btn btn-primary" form="answer">提交不予共享</button><button class="btn" form="answer">退回重拟</button><span class="s q">答复生成《共享答复书》草稿，签发后登记文号。</span></div>
{% endblock %}"""


def batch(request: HttpRequest) -> HttpResponse:
    parts = [
        c.BarPart("未变", 43259, "c"),
        c.BarPart("更新", 3518, "b"),
        c.BarPart("新增", 1126, "a"),
        c.BarPart("未收", 313, "r", "/refused"),
    ]
    sums = [c.BarPart("收下", 47903), c.BarPart("未收", 313, "r")]
    steps = [
        c.Step("收到", ["10-10 08:41:07，周敏", c.Code("9f3a07…c21e")]),
        c.Step("检查完", ["08:41:19，用时 12 秒"]),
        c.Step("接受", ["等周敏确认"], "now"),
        c.Step("已入池", [], "todo"),
    ]
    facts = [
        ("文件", "低保对象_2026年9月.xlsx，6.4 MB"),
        ("工作表", "第 1 张，表头第 2 行"),
        ("资源", c.Link("低保对象信息", "/cat/204")),
        ("更新周期", [c.Light("ok", "按期"), "每月 10 日前"]),
        c.Fact("摘要", "本市最低生活保障对象记录。", wide=True),
    ]
    return page(request, BATCH, parts=parts, sums=sums, steps=steps, facts=facts, chip=DEFAULT)


BATCH = """{% extends "web/base.html" %}{% load components %}{% block title %}批次{% endblock %}
{% block crumb %}<a href="/batch">归集批次</a> / GJ-20261010-041{% endblock %}
{% block head %}<h1>低保对象信息，2026 年 9 月</h1><p>{% light "run" "检查完，等确认" %} <span>313 行未收，改好后可再交</span></p>{% endblock %}
{% block act %}<a class="btn" href="/batch/new">再交一批</a>{% endblock %}
{% block main %}<section class="y-sec">{% steps steps label="批次进度" %}</section>
<section class="y-sec">{% sums "读到" 48216 sums %}{% bar parts %}</section>
<section class="y-sec"><div class="y-h2"><h2>未收的 313 行</h2></div><table class="y-table y-stack" role="table"><caption class="vh">未收的行</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">原因和怎么改</th><th scope="col" role="columnheader" class="num c100">行数</th><th scope="col" role="columnheader" class="c180">列</th><th scope="col" role="columnheader" class="c200">单元格</th></tr></thead>
<tbody role="rowgroup"><tr role="row"><th scope="row" role="rowheader">身份证件号码被 Excel 改成数值<small>把该列设为“文本”，从业务系统重新导出。</small></th><td class="num" role="cell" data-l="行数">{% count 1186 %}</td><td role="cell" data-l="列">E 身份证件号码</td><td role="cell" data-l="单元格"><span class="y-cell">3.40203E+17</span></td></tr></tbody>
<tfoot role="rowgroup"><tr role="row"><th scope="row" role="rowheader">合计</th><td class="num" role="cell">1,186</td><td role="cell"></td><td role="cell"></td></tr></tfoot></table>
<div class="y-act"><a class="btn btn-primary" href="/refused.xlsx">下载红格工作簿（313 行）</a><span class="s q">错的单元格标红并写明原因。{% chip chip %}</span></div></section>
<section class="y-sec"><h2>这一批</h2>{% dl facts %}</section>{% endblock %}"""


def law(request: HttpRequest) -> HttpResponse:
    rows = [
        c.TimeRow("国家", [c.TimeSpan("待核对", date(2025, 8, 1), kind="open")]),
        c.TimeRow("省", [c.TimeSpan("7 个工作日，2021-03-01 至今", date(2021, 3, 1))]),
        c.TimeRow("市", [c.TimeSpan("10 个工作日", date(2020, 7, 22), date(2021, 3, 1), "was")]),
    ]
    tabs = [c.Tab("共享", "/law?a", 31, current=True), c.Tab("目录", "/law?b", 12)]
    return page(request, LAW_PAGE, rows=rows, tabs=tabs, start=date(2020, 7, 1), end=date(2026, 12, 31), chip=UNCHECKED)


LAW_PAGE = """{% extends "web/base.html" %}{% load components %}{% block title %}规则{% endblock %}
{% block head %}<h1>有条件共享答复期限 = 7 个工作日</h1>{% endblock %}
{% block main %}<p class="y-note soon mt16 y-state">{% light "soon" "上位法待核对" %} {% chip chip %} 尚未逐条核对</p>
{% tabs tabs "/law.xlsx" %}<section class="y-sec"><h2>什么时候是多少</h2>{% timeline rows start end %}</section>
<section class="y-sec"><h2>还没有</h2>{% empty "还没有批次。下载模板，填好后交第一批。" "下载模板" "/t.xlsx" %}</section>{% endblock %}"""


def grant(request: HttpRequest) -> HttpResponse:
    secret = c.Secret(
        "yyk_demo_7Q2MXH4VT9RCPA3WZ8NB5KED",
        "10-10 11:36 由林涛生成。丢了就再生成一把。",
        actions=(c.Action("我已保存", "/g"),),
    )
    parts = [c.BarPart("已用", 137), c.BarPart("余", 363, "o")]
    return page(request, GRANT, secret=secret, parts=parts)


GRANT = """{% extends "web/base.html" %}{% load components %}{% block title %}授权{% endblock %}
{% block head %}<h1>不动产权属信息</h1><p>{% light "ok" "生效中" %} <span>2026-09-28 至 2027-09-27</span></p>{% endblock %}
{% block main %}<div class="y-two mt24"><div>{% secret secret %}</div><aside class="y-side" aria-label="限制"><h3>今天已用</h3>
<p class="mb8"><b class="fig">137</b> <span class="q">/ 500 次</span></p>{% bar parts thin=True key=False %}</aside></div>{% endblock %}"""


class Sample(Form):
    name = django_forms.CharField(label="资源名称", help_text="和三定职责里的叫法一致", max_length=20)
    on = DateField(label="起用日期")
    kind = django_forms.ChoiceField(label="共享类型", choices=[("c", "有条件共享"), ("u", "无条件共享")], widget=Radios)
    ways = django_forms.MultipleChoiceField(
        label="提供方式", choices=[("a", "接口"), ("f", "文件")], widget=Choices, required=False
    )
    file = django_forms.FileField(label="附件", required=False)
    agree = django_forms.BooleanField(label="已核对，不含涉密内容")


def form(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return page(request, FORM, form=Sample())
    filled = Sample(request.POST, request.FILES)
    return see_other("/todo") if filled.is_valid() else page(request, FORM, status=422, form=filled)


FORM = """{% extends "web/base.html" %}{% load components %}{% block title %}登记资源{% endblock %}
{% block head %}<h1>登记资源</h1>{% endblock %}
{% block main %}<form class="y-form mt16" method="post" enctype="multipart/form-data" novalidate>{% csrf_token %}{% fields form %}
<div class="y-act"><button class="btn btn-primary">提交审核</button><button class="btn" name="draft" value="1">存草稿</button></div></form>{% endblock %}"""


class Login(Form):
    username = django_forms.CharField(label="账号")
    password = django_forms.CharField(label="密码", widget=django_forms.PasswordInput)


def login(request: HttpRequest) -> HttpResponse:
    return page(request, LOGIN, form=Login())


LOGIN = """{% extends "web/plain.html" %}{% load components %}{% block title %}登录{% endblock %}
{% block main %}<h1>登录</h1><form class="mt24" method="post">{% csrf_token %}{% fields form %}<div class="y-act"><button class="btn btn-primary">登录</button></div></form>{% endblock %}"""

FAMILIES: Mapping[str, errors.YiyuanError] = {
    "found": errors.NotFound("application", id=7),
    "allowed": errors.NotAllowed("sharing.grant"),
    "rule": errors.RuleBroken("sharing.scope", fields=["address"]),
    "conflict": errors.Conflict("catalog.resource"),
    "unavailable": errors.Unavailable("pool"),
}


def refuse(request: HttpRequest, family: str) -> HttpResponse:
    raise FAMILIES[family]
