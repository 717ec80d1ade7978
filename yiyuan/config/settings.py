"""Django settings. What a city may set is an environment variable listed in docs/reference/settings.md."""

from yiyuan.config import database, env
from yiyuan.dataplane import scans
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Function

ADMINISTRATORS = (Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN, Function.AUDIT_ADMIN)
HOME = env.home()
INSTALLATION_SECRETS = env.secrets_of(HOME)  # the one in use, then those before it
INSTALLATION_SECRET = INSTALLATION_SECRETS[0]
DEMO = (HOME / "demo.json").exists()  # written by `yiyuan demo`; never in a city's own home
PAGE_PORT = env.port("YIYUAN_PORT", 8000)
GATEWAY_PORT = env.port("YIYUAN_GATEWAY_PORT", PAGE_PORT + 1)
PUBLIC_PORT = env.port("YIYUAN_PUBLIC_PORT", PAGE_PORT + 3)
SITE = env.text("YIYUAN_SITE")  # "open": this process is the public site of open data; set by the supervisor
if DEMO:
    clock.use_offset_file(HOME / "demo-clock")

SECRET_KEY = INSTALLATION_SECRET
DEBUG = env.flag("YIYUAN_DEBUG")
ALLOWED_HOSTS = [host for host in env.text("YIYUAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host]
TRUSTED_PROXIES = env.networks("YIYUAN_TRUSTED_PROXIES")  # whose X-Forwarded-For is believed
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in {"127.0.0.1", "localhost", "[::1]"}]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("YIYUAN_HTTPS")
CSRF_FAILURE_VIEW = "yiyuan.web.kept.aged"
HSTS_S = 86_400 * env.number("YIYUAN_HSTS_DAYS", 0, least=0, most=3650) if SESSION_COOKIE_SECURE else 0
SESSION_COOKIE_AGE = 3600 * env.number("YIYUAN_SESSION_HOURS", 8, least=1, most=24)  # of a login, however it is used
SESSION_IDLE_S = 60 * env.number("YIYUAN_SESSION_IDLE_MINUTES", 30, least=1, most=1440)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = f"yiyuan_{PAGE_PORT}"
CSRF_COOKIE_NAME = f"yiyuan_csrf_{PAGE_PORT}"

ROOMS = [
    "yiyuan.supervision",
    "yiyuan.operations",
    "yiyuan.rectification",
    "yiyuan.services",
    "yiyuan.disputes",
    "yiyuan.projects",
    "yiyuan.standing",
    "yiyuan.exchange",
    "yiyuan.holders",
    "yiyuan.making",
    "yiyuan.sharing",
    "yiyuan.licences",
    "yiyuan.opening",
    "yiyuan.credit",
    "yiyuan.registries",
    "yiyuan.formats",
    "yiyuan.collection",
    "yiyuan.pools",
    "yiyuan.connectors",
    "yiyuan.quality",
    "yiyuan.intake",
    "yiyuan.lists",
    "yiyuan.spreadsheets",
    "yiyuan.catalog",
    "yiyuan.elements",
    "yiyuan.consultations",
    "yiyuan.issues",
    "yiyuan.workflow",
    "yiyuan.notices",
    "yiyuan.organisations",
    "yiyuan.regulations",
    "yiyuan.workdays",
    "yiyuan.audit",
    "yiyuan.web",
]
INSTALLED_APPS = [
    "yiyuan.config.apps.ConfigApp",
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "template_partials",
    "procrastinate.contrib.django",
    "ninja",
]
MIDDLEWARE = [
    "yiyuan.web.middleware.RequestId",
    "yiyuan.web.middleware.MachineErrors",
    "yiyuan.web.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "yiyuan.config.parts.Bound",
    "yiyuan.config.edge.ActorMiddleware",
    "yiyuan.web.middleware.KernelErrors",
]
PUBLIC_MIDDLEWARE = [
    "yiyuan.web.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yiyuan.web.middleware.Fit",
]
PUBLIC_URLCONF = "yiyuan.config.public_urls"
ROOT_URLCONF = "yiyuan.config.urls"
if SITE == "open":  # its own origin: no session, no department's page
    ROOT_URLCONF, MIDDLEWARE = PUBLIC_URLCONF, PUBLIC_MIDDLEWARE
WSGI_APPLICATION = "yiyuan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yiyuan.config.navigation.context",
            ],
            "builtins": ["yiyuan.web.templatetags.components", "template_partials.templatetags.partials"],
        },
    }
]
YIYUAN_EXPLAIN = "yiyuan.config.edge.explain"
YIYUAN_FAULTS = "yiyuan.config.edge.keep_fault"

DATABASES = {"default": database.django_settings(HOME, INSTALLATION_SECRET, env.text("YIYUAN_DATABASE_ROLE", "app"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organisations.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login",)},
    },
]
LOGIN_URL = "organisations:login"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]  # decision 10: one language
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "yiyuan.web.storage.Hashed"},
}
WHITENOISE_USE_FINDERS = True
ORIGINALS = HOME / "originals"
CHECKPOINTS = HOME / "checkpoints"
CHECKPOINTS_ALSO = env.text("YIYUAN_CHECKPOINTS_ALSO")  # a folder of another machine; empty: in one place only
BACKUP_TO = env.text("YIYUAN_BACKUP_TO")  # a folder, best of another machine; empty: no backups by schedule
BACKUP_AT = env.number("YIYUAN_BACKUP_AT", 2, least=0, most=23)
BACKUP_KEEP = env.number("YIYUAN_BACKUP_KEEP", 14, least=1, most=10_000)
BACKUP_PASSPHRASE = env.content("YIYUAN_BACKUP_PASSPHRASE_FILE")
# for which functions a second factor is demanded at login
SECOND_FACTOR = env.some_of(
    "YIYUAN_SECOND_FACTOR", frozenset() if DEMO else frozenset(ADMINISTRATORS), allowed=list(Function)
)
POOL_PAST_DAYS = env.number("YIYUAN_POOL_PAST_DAYS", 1095, least=1, most=36500)  # how long former values are kept
FAULT_DAYS = env.number("YIYUAN_FAULT_DAYS", 30, least=1, most=3650)  # how long what failed is found by its number
SCANNER = env.text("YIYUAN_SCANNER")  # host:port of a ClamAV daemon; files are refused while it does not answer
CREDIT_FORMS = env.text("YIYUAN_CREDIT_FORMS")  # a file with the columns of 双公示 in place of the shipped ones
MATERIAL_BYTES = env.number("YIYUAN_MATERIAL_MB", 20, least=1, most=20) * 1024 * 1024  # of a file of an application
MATERIAL_FILES = env.number("YIYUAN_MATERIAL_FILES", 30, least=1, most=200)  # of one application
MATERIAL_KINDS = env.several("YIYUAN_MATERIAL_KINDS", "pdf,ofd,png,jpg,docx", known=scans.KINDS)
# where notices go outside the product; empty: nowhere
SMTP_HOST, SMTP_PORT = env.host_and_port("YIYUAN_SMTP", 25)
SMTP_USER = env.text("YIYUAN_SMTP_USER")
SMTP_PASSWORD = env.text("YIYUAN_SMTP_PASSWORD")
SMTP_STARTTLS = env.flag("YIYUAN_SMTP_STARTTLS")
MAIL_FROM = env.text("YIYUAN_MAIL_FROM", "yiyuan@localhost")
MESSENGER_URL = env.text("YIYUAN_MESSENGER_URL")
MESSENGER_SECRET = env.text("YIYUAN_MESSENGER_SECRET")
MESSENGER_HOSTS = frozenset(host for host in env.text("YIYUAN_MESSENGER_HOSTS").split(",") if host)
SMS_URL = env.text(
    "YIYUAN_SMS_URL", "simulator" if DEMO else ""
)  # "simulator" sends nothing and shows the operator what
SMS_SECRET = env.text("YIYUAN_SMS_SECRET")
SMS_HOSTS = frozenset(host for host in env.text("YIYUAN_SMS_HOSTS").split(",") if host)
RESULT_CONTACT_DAYS = env.number(
    "YIYUAN_RESULT_CONTACT_DAYS", 7, least=0, most=365
)  # kept after the end, of the public
DROP_FOLDERS = env.folders("YIYUAN_DROP_FOLDERS")  # of this machine, in which departments may leave files
PROVIDER_HOSTS = env.inside("YIYUAN_PROVIDER_HOSTS")  # providers' systems inside the network; others must be public
REGISTRY_ENGINE = env.text("YIYUAN_REGISTRY_ENGINE", "postgresql")  # or "spark": what builds base registries
SPARK_MASTER = env.text("YIYUAN_SPARK_MASTER", "")  # spark://host:7077
SPARK_SHARED = env.text("YIYUAN_SPARK_SHARED", "")  # folder that the cluster reads and writes too
# part of a system (`parts` of the rooms) -> networks from which alone it answers; empty: from everywhere
PARTS = {
    "licence_platform": env.networks("YIYUAN_LICENCE_PLATFORM_NETWORKS"),
    "licence_library": env.networks("YIYUAN_LICENCE_LIBRARY_NETWORKS"),
}
# the real-name login of holders: "oidc", or "simulator", which checks nobody and says so; empty: none
# 安康码: `http`, the province's own interface, or `simulator`
ANKANG = env.text("YIYUAN_ANKANG", "simulator" if DEMO else "")
ANKANG_URL, ANKANG_KEY = env.text("YIYUAN_ANKANG_URL"), env.text("YIYUAN_ANKANG_KEY")
ANKANG_HOSTS = frozenset(host for host in env.text("YIYUAN_ANKANG_HOSTS").split(",") if host)
HOLDER_LOGIN = env.text("YIYUAN_HOLDER_LOGIN", "simulator" if DEMO else "")
HOLDER_OIDC_ISSUER = env.text("YIYUAN_HOLDER_OIDC_ISSUER")
HOLDER_OIDC_CLIENT = env.text("YIYUAN_HOLDER_OIDC_CLIENT")
HOLDER_OIDC_SECRET = env.text("YIYUAN_HOLDER_OIDC_SECRET")
HOLDER_OIDC_SCOPE = env.text("YIYUAN_HOLDER_OIDC_SCOPE", "openid profile")
HOLDER_OIDC_HOSTS = frozenset(host for host in env.text("YIYUAN_HOLDER_OIDC_HOSTS").split(",") if host)
# claims of the token that hold name and number of a person, and of the body a person speaks for
HOLDER_OIDC_NAME = env.text("YIYUAN_HOLDER_OIDC_NAME", "name")
HOLDER_OIDC_CODE = env.text("YIYUAN_HOLDER_OIDC_CODE", "id_number")
HOLDER_OIDC_BODY_NAME = env.text("YIYUAN_HOLDER_OIDC_BODY_NAME", "corp_name")
HOLDER_OIDC_BODY_CODE = env.text("YIYUAN_HOLDER_OIDC_BODY_CODE", "corp_code")
PUBLIC_URL = env.text("YIYUAN_PUBLIC_URL", f"http://127.0.0.1:{PAGE_PORT}").rstrip("/")
OPEN_URL = env.text("YIYUAN_OPEN_URL", f"http://127.0.0.1:{PUBLIC_PORT}").rstrip("/")
OPEN_TITLE = env.text("YIYUAN_OPEN_TITLE", "政务数据开放平台")
OPEN_PER_MINUTE = env.number("YIYUAN_OPEN_PER_MINUTE", 120, least=0, most=10**6)  # of an address; 0: no limit
OPEN_KEY_PER_DAY = env.number("YIYUAN_OPEN_KEY_PER_DAY", 10_000, least=0, most=10**9)
OPEN_REGION = env.text("YIYUAN_OPEN_REGION")  # division code; empty: that of the newest data set
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {request_id} {message}", "style": "{"}},
    "filters": {"numbered": {"()": "yiyuan.web.middleware.Numbered"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["numbered"]}},
    "root": {"handlers": ["stderr"], "level": env.text("YIYUAN_LOG_LEVEL", "WARNING")},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 2,
    "fetch_job_polling_interval": 1.0,
    "update_heartbeat_interval": 2.0,
    "stalled_worker_timeout": 15.0,
    "shutdown_graceful_timeout": 10.0,
    "delete_jobs": "never",
}
