import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from yiyuan.kernel.actor import Function
from yiyuan.organisations.types import (
    ACT_STATE_WORDS,
    ACT_WORDS,
    DUTY_WORDS,
    ENDING_WORDS,
    FUNCTION_WORDS,
    KIND_WORDS,
    LEGAL_WORDS,
    OFFICE_WORDS,
    PAPER_WORDS,
    ActKind,
    ActState,
    Duty,
    Ending,
    Kind,
    Legal,
    Office,
    Paper,
)


class Region(models.Model):
    """A division of GB/T 2260: province, prefecture or county."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A department, bureau, centre or utility. Never deleted: abolished with a date and a successor.

    Its people work in the platform from `enrolled_on`; before that only administrators do.
    """

    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=40)
    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name="行政区划")
    kind = models.CharField(
        "管理关系", max_length=20, choices=[(k.value, KIND_WORDS[k]) for k in Kind], default=Kind.OWN
    )
    legal = models.CharField(
        "机构性质",
        max_length=32,
        choices=[(k.value, LEGAL_WORDS[k]) for k in Legal],
        default=Legal.GOVERNMENT,
        blank=True,
        help_text="空：尚未确定，不能登记为政务部门",
    )
    office = models.CharField(
        "承担职能", max_length=20, choices=[(k.value, OFFICE_WORDS[k]) for k in Office], default=Office.NONE
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name="上级单位"
    )
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承接单位"
    )
    unit = models.CharField("实施机构", max_length=100, blank=True, help_text="承担数据工作的内设机构")
    established_on = models.DateField("设立日期", null=True, blank=True)
    enrolled_on = models.DateField("启用日期", null=True, blank=True, help_text="登记为政务部门、可以办理业务的日期")
    abolished_on = models.DateField("撤销日期", null=True, blank=True, help_text="撤销当天起不再办理")

    def __str__(self) -> str:
        return self.name


class OrganisationName(models.Model):
    """A name an organisation bore, with dates; the last one open-ended."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=100)
    from_on = models.DateField()
    to_on = models.DateField(null=True, help_text="last day, inclusive")

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """A dated act by which one body ended and another took over what it had."""

    old = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="succession")
    new = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inherited")
    ending = models.CharField("方式", max_length=12, choices=[(e.value, ENDING_WORDS[e]) for e in Ending])
    act = models.CharField("文件", max_length=200, help_text="名称和文号")
    act_on = models.DateField("文件日期")
    on = models.DateField("生效日期", help_text="当天起由承接单位办理")
    announced = models.BooleanField(default=False, help_text="other rooms were told, on the day it took effect")

    def __str__(self) -> str:
        return f"{self.old_id} {self.new_id} {self.on}"


class AccountManager(BaseUserManager["Account"]):
    def get_queryset(self) -> models.QuerySet["Account"]:
        return super().get_queryset().select_related("person")  # an account is asked whose it is at every request

    def create_user(self, login: str, password: str | None = None, *, person_name: str) -> "Account":
        account = self.model(login=login, person=Person.objects.create(name=person_name))
        account.set_password(password)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login=username)


class Person(models.Model):
    """A human being; may have accounts, holds functions."""

    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("办公电话", max_length=40, blank=True)
    post = models.CharField("职务", max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class Account(AbstractBaseUser):
    """A login. What it may do comes from the person's functions, not from the account."""

    login = models.CharField("登录名", max_length=60, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField("可登录", default=True)
    must_change = models.BooleanField("登录后改密码", default=False, help_text="an administrator chose the password")

    objects = AccountManager()
    USERNAME_FIELD = "login"

    def __str__(self) -> str:
        return self.login


class Login(models.Model):
    """A session somebody is logged in with, for the list its owner reads. No address but its network."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="logins")
    session_key = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField("开始")
    seen_at = models.DateTimeField("最近操作", help_text="a minute or less behind")
    network = models.CharField("网段", max_length=45, blank=True, help_text="/24 or /64")
    program = models.CharField("程序", max_length=40)

    def __str__(self) -> str:
        return f"{self.account_id} {self.begun_at}"


class SecondFactor(models.Model):
    """What an account shows beside its password: codes of an authenticator (RFC 6238)."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="second_factor")
    sealed = models.BinaryField(help_text="the shared secret, sealed")
    last_step = models.BigIntegerField(help_text="of the last code that was accepted; no older one is any more")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.account_id)


class RecoveryCode(models.Model):
    """Opens once in place of a code, when the authenticator is lost."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the code, hex; it has 80 random bits")
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.factor_id)


class LoginFailure(models.Model):
    """A login that did not fit; kept for a day."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="login_failures")
    origin = models.CharField(max_length=64, help_text="address it came from; of IPv6 the /64")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.origin} {self.at}"


class Assignment(models.Model):
    """A function a person holds for an organisation between two dates."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assignments")
    function = models.CharField("岗位", max_length=20, choices=[(f.value, FUNCTION_WORDS[f]) for f in Function])
    from_on = models.DateField("任职起")
    to_on = models.DateField("任职止", null=True, blank=True, help_text="最后一天，含当天")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "function"],
                condition=models.Q(to_on=None),
                name="one_open_assignment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.function} {self.organisation}"


class NamedOfficer(models.Model):
    """Whom a department names for a duty, with a substitute; a function in the platform is another thing."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="officers")
    duty = models.CharField("职责", max_length=20, choices=[(d.value, DUTY_WORDS[d]) for d in Duty])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duties")
    substitute = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, help_text="最后一天，含当天")
    filed_on = models.DateField("报备日期", null=True)
    accepted = models.BooleanField("接收", null=True, help_text="by the centre; none: not answered")
    answered_on = models.DateField("答复日期", null=True)
    answer_note = models.CharField("不接收的原因", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "duty"], condition=models.Q(to_on=None), name="one_officer_of_a_duty"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.duty}"


class PolicyPaper(models.Model):
    """A plan or a set of rules a department made for its data work, on record."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField("种类", max_length=12, choices=[(p.value, PAPER_WORDS[p]) for p in Paper])
    title = models.CharField("名称", max_length=200)
    doc_no = models.CharField("文号", max_length=100, blank=True)
    issued_on = models.DateField("印发日期")
    goals = models.TextField("目标和责任", blank=True)

    def __str__(self) -> str:
        return self.title


class Delegation(models.Model):
    """A function exercised by somebody else while its holder is away."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    function = models.CharField("岗位", max_length=20, choices=[(f.value, FUNCTION_WORDS[f]) for f in Function])
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="given_delegations")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taken_delegations")
    from_on = models.DateField("起")
    to_on = models.DateField("止", help_text="最后一天，含当天")
    reason = models.CharField("事由", max_length=200)

    def __str__(self) -> str:
        return f"{self.principal} {self.function} {self.delegate}"


class PendingAct(models.Model):
    """An act of high risk: asked by one administrator, done when another confirms it."""

    kind = models.CharField("事项", max_length=12, choices=[(k.value, ACT_WORDS[k]) for k in ActKind])
    title = models.CharField("内容", max_length=300)
    facts = models.JSONField(help_text="arguments of the service that does it")
    region_code = models.CharField(max_length=6)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("提出日期")
    state = models.CharField(
        "状态", max_length=12, choices=[(s.value, ACT_STATE_WORDS[s]) for s in ActState], default=ActState.WAITING
    )
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField("处理日期", null=True)

    def __str__(self) -> str:
        return self.title


def token_prefix() -> str:
    return secrets.token_hex(4)


class AccessToken(models.Model):
    """A personal access token: acts as (person, organisation, functions). Kept as a digest, shown once."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    functions = ArrayField(models.CharField(max_length=20), help_text="only these of the person's functions")
    name = models.CharField("用途", max_length=60)
    prefix = models.CharField(max_length=8, default=token_prefix, help_text="shown, to tell tokens apart")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"
