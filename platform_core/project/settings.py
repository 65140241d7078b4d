"""All of Madang's settings. Every variable read here is described in deploy/env.example."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from platform_core.project import env, places

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / ".data")))

# --- What kind of place this is -------------------------------------------------
DEBUG = env.flag("DEBUG")
# The demo shows a local inbox and log-ins on its pages: never on a public server.
DEMO = env.flag("DEMO")
SECRET_KEY = env.text("SECRET_KEY", "only-for-development" if DEBUG or DEMO else None)
# Those before it: what they signed is still known, what is new is signed with the first.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
# By which people who took part on paper are known again (civic/paper/recognising.py), by number, the newest highest.
CONTACT_PEPPERS = env.numbered("CONTACT_PEPPERS")

# --- Addresses ------------------------------------------------------------------
# Institutions live at <subdomain>.BASE_DOMAIN, the operator at console.BASE_DOMAIN.
BASE_DOMAIN = env.text("BASE_DOMAIN", "localhost:8000")
BASE_HOST = BASE_DOMAIN.partition(":")[0]
PUBLIC_SCHEME = env.text("PUBLIC_SCHEME", "http" if DEBUG or DEMO else "https")
CONSOLE_HOST = f"console.{BASE_HOST}"
# Every host reaches the middleware, which knows exactly the hosts it serves and answers 404 to the rest.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = False
CSRF_TRUSTED_ORIGINS: list[str] = []
BEHIND_TLS_PROXY = env.flag("BEHIND_TLS_PROXY", default=PUBLIC_SCHEME == "https")
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Which X-Forwarded-For entry names the visitor. Without it everybody behind a proxy has the proxy's address,
# and one person's guesses at a password lock the whole city out.
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 1 if BEHIND_TLS_PROXY else 0)

# --- Rooms ----------------------------------------------------------------------
GROUND = [
    "platform_core.accounts",
    "platform_core.events",
    "platform_core.outbound",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.sessions",
]
SHARED_APPS = [
    "tenants",
    "tenants.closing",
    "tenants.moving",
    "tenants.watching",
    "django_tenants",
    "billing",
    *GROUND,
]
TENANT_APPS = [
    *GROUND,
    "civic.restraints",
    "civic.people",
    "civic.identity",
    "civic.categories",
    "civic.processes",
    "civic.proposals",
    "civic.answers",
    "civic.execution",
    "civic.debates",
    "civic.ballots",
    "civic.agenda",
    "civic.questions",
    "civic.results",
    "civic.gatherings",
    "civic.paper",
    "civic.guide",
    "civic.efficacy",
    "civic.notices",
    "civic.wording",
    "civic.content",
    "civic.moderation",
    "civic.abuse",
    "civic.ledger",
    "civic.privacy",
    "civic.notifications",
    "civic.visits",
    "civic.api",
    "themes",
]
# Without tables of their own in any schema: permission is a verdict, not a row.
TABLELESS_APPS = [
    "platform_core.access",
    "platform_core.jobs",
    "platform_core.i18n",
    "platform_core.text",
    "platform_core.files",
    "platform_core.documents",
    "platform_core.ui",
    "platform_core.web",
    "platform_core.console",
    "civic.journeys",
    "civic.portal",
    "civic.desk",
    "civic.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "csp",
    "django_htmx",
    "rest_framework",
    "rest_framework_api_key",
    "drf_spectacular",
]
INSTALLED_APPS = list(dict.fromkeys([*SHARED_APPS, *TENANT_APPS, *TABLELESS_APPS]))

ROOT_URLCONF = "platform_core.project.urls_institution"
PUBLIC_SCHEMA_URLCONF = "platform_core.project.urls_console"
WSGI_APPLICATION = "platform_core.project.wsgi.application"

MIDDLEWARE = [
    "platform_core.web.middleware.metrics.MetricsMiddleware",
    "platform_core.web.middleware.health.HealthMiddleware",
    "tenants.middleware.CertificateMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside everything that may answer by itself: pages of a closed or unknown house carry them too.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "platform_core.web.middleware.limits.RequestLimitsMiddleware",
    "tenants.middleware.InstitutionMiddleware",
    "tenants.replica.middleware.ReplicaMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "platform_core.web.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "platform_core.web.middleware.csrf.CsrfMiddleware",
    "platform_core.accounts.middleware.WhoAsksMiddleware",
    "civic.desk.visited.VisitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "platform_core.accounts.agreeing.AgreementMiddleware",
    "platform_core.accounts.stopped.StoppedMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "platform_core.web.middleware.refusals.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "platform_core.ui.context.ui",
                "themes.context.theme",
                "civic.portal.context.person",
            ],
        },
    }
]

# --- Database: one schema per institution ---------------------------------------
# Which database, and whether some reads go to a replica of it: places.py.
DATABASES = places.databases()
DATABASE_ROUTERS = ["tenants.replica.router.ReplicaRouter", "django_tenants.routers.TenantSyncRouter"]
# So long is a visitor who wrote something answered by the first database alone, in seconds; and a replica that is
# further behind than this is not asked.
REPLICA_AFTER_WRITING = env.number("REPLICA_AFTER_WRITING", 30, least=1)
REPLICA_MOST_BEHIND = env.number("REPLICA_MOST_BEHIND", 10, least=1)
TENANT_MODEL = "tenants.Institution"
TENANT_DOMAIN_MODEL = "tenants.Hostname"
TENANT_LIMIT_SET_CALLS = False  # our backend does this safely; see tenants/backend/base.py
PROVISIONING_STEPS = [
    "tenants.provisioning.steps.create_schema",
    "billing.provisioning.start_plan",
    "tenants.designs.provisioning.arrange_as_designed",
    "themes.provisioning.choose_theme",
    "civic.processes.provisioning.publish_default_rules",
    "civic.categories.provisioning.seed_categories",
    "civic.people.provisioning.invite_first_administrator",
    "civic.demo.examples.lay_out_examples",
    "tenants.provisioning.steps.open_doors",
]
# What a blueprint file of an institution says, in the order in which it is arranged (tenants/designs).
DESIGN_SECTIONS = [
    "tenants.designs.ground.SECTION",
    "billing.designing.SECTION",
    "themes.designing.SECTION",
    "civic.people.designing.SECTION",
    "civic.categories.designing.SECTION",
    "civic.processes.designing.SECTION",
    "civic.wording.designing.SECTION",
    "civic.wording.designing.GLOSSARY",
    "civic.content.designing.SECTION",
]
# Called inside an institution that is opened again, with the time for which nobody could write there.
REOPENING_STEPS = ["civic.journeys.prolong.prolong_windows"]
# Whether a first administrator's mail domain is looked up before an institution is made.
ASK_WHETHER_MAIL_ARRIVES = env.flag("ASK_WHETHER_MAIL_ARRIVES", not (DEBUG or DEMO))
# Whether anybody may open an institution on trial from the console's address (tenants/trials).
SELF_SERVICE_TRIALS = env.flag("SELF_SERVICE_TRIALS")
# An order in which nothing happened for so long is discarded.
ABANDONED_ORDER_DAYS = env.number("ABANDONED_ORDER_DAYS", 14, least=1)
# How often a process writes down how many answers it gave, in seconds; 0 for never (tenants/watching/answering.py).
ANSWERS_WRITTEN_EVERY = env.number("ANSWERS_WRITTEN_EVERY", 20)
# So many days lie between asking for an institution's erasure and carrying it out.
ERASURE_WAIT_DAYS = env.number("ERASURE_WAIT_DAYS", 30)
# Schemas that the worker makes before they are ordered: an opening gives one its name.
SPARE_SCHEMAS = env.number("SPARE_SCHEMAS", 2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, broker, workers -----------------------------------------------------
VALKEY_URL = env.text("VALKEY_URL", "")
CACHES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "platform_core.web.sturdy_cache.SturdyCache"
        if VALKEY_URL
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": VALKEY_URL or "madang",
        # Refuses a key while no institution (nor the public schema) is set.
        "KEY_FUNCTION": "tenants.cache.make_key",
        # A Valkey that hangs must not hang the page.
        **({"OPTIONS": {"socket_timeout": 2}} if VALKEY_URL else {}),
    }
}
CELERY_BROKER_URL = env.text(
    "CELERY_BROKER_URL", VALKEY_URL.replace("unix://", "redis+socket://") or "memory://"
)
# Whoever hands out a task while the broker is away is told at once: a page must not wait six seconds for it.
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# However long the broker is away, a worker goes on asking.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TIMEZONE = "UTC"
# Workers write the same log lines as the web, with the institution in front and nobody's address in them.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- People and sessions --------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["platform_core.accounts.backends.InstitutionBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 9}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# A password of a million characters is a way to keep a server busy.
PASSWORD_MAX_LENGTH = 200
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "platform_core.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "platform_core.accounts.forms.NameForm"
ACCOUNT_FORMS = {
    "login": "platform_core.accounts.sign_forms.SignInForm",
    "signup": "platform_core.accounts.sign_forms.SignUpForm",
    "reset_password": "platform_core.accounts.sign_forms.ResetForm",
    "reset_password_from_key": "platform_core.accounts.sign_forms.NewPasswordForm",
    "change_password": "platform_core.accounts.sign_forms.ChangePasswordForm",
    "set_password": "platform_core.accounts.sign_forms.SetPasswordForm",
    "add_email": "platform_core.accounts.sign_forms.ChangeAddressForm",
    "change_email": "platform_core.accounts.sign_forms.OtherAddressForm",
    "reauthenticate": "platform_core.accounts.sign_forms.ConfirmPasswordForm",
    "confirm_email_verification_code": "platform_core.accounts.sign_forms.AddressCodeForm",
    "request_login_code": "platform_core.accounts.sign_forms.LetterCodeForm",
    "confirm_login_code": "platform_core.accounts.sign_forms.LogInCodeForm",
    "confirm_password_reset_code": "platform_core.accounts.sign_forms.ResetCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
# Long enough to find one's glasses and the spam folder.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
# Counted inside each institution; failures are also counted across all (accounts/guesses.py). Hundreds of
# citizens share one address behind a mobile carrier, so the limits per address are wide, per account narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/5m/ip,10/5m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/10m/key",
    "reset_password_from_key": "60/m/ip",
    "request_login_code": "60/m/ip,5/10m/key",
    "confirm_email": "1/20s/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    # Going to a service and coming back; typing a code of the institution's.
    "service": "300/m/ip",
    # Reading and downloading everything that is kept of oneself.
    "my_data": "30/h/user",
    "identity_code": "10/10m/user",
    # Taking part without an account: a code that is sent, and typing it.
    "one_time": "60/m/ip,5/10m/key",
    "one_time_code": "60/m/ip",
    # Text messages cost: fewer of them, and few to one number.
    "text": "20/m/ip,3/10m/key",
    # Letters to a child's guardian, and codes from the counter typed there.
    "guardian": "20/m/ip,3/d/key",
    "guardian_code": "10/10m/ip",
}
# Codes by letter or message, over all institutions (platform_core/accounts/crowding.py). From so many in ten minutes
# by one network address, or in a minute by everybody, browsers work a little for one (work.py) …
HOT_CODES_BY_ADDRESS = env.number("HOT_CODES_BY_ADDRESS", 60, least=1)
HOT_CODES_BY_ALL = env.number("HOT_CODES_BY_ALL", 600, least=1)
# … and here it ends: in ten minutes by one network address, in an hour to one recipient.
MOST_CODES_BY_ADDRESS = env.number("MOST_CODES_BY_ADDRESS", 1_000, least=1)
MOST_CODES_TO_ONE = env.number("MOST_CODES_TO_ONE", 15, least=1)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "platform_core.accounts.mfa.MFAAdapter"
MFA_FORMS = {
    "authenticate": "platform_core.accounts.code_forms.SecondStepForm",
    "reauthenticate": "platform_core.accounts.code_forms.ConfirmCodeForm",
    "activate_totp": "platform_core.accounts.code_forms.ActivateForm",
    "add_webauthn": "platform_core.accounts.code_forms.PasskeyForm",
}
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1

SECURE_COOKIES = PUBLIC_SCHEME == "https"
_PREFIX = "__Host-" if SECURE_COOKIES else ""
SESSION_ENGINE = "platform_core.accounts.sessions"
SESSION_COOKIE_NAME = f"{_PREFIX}session"
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_FAILURE_VIEW = "platform_core.web.views.csrf_failure"
# Set only where there is a replica, on whoever sent something, for REPLICA_AFTER_WRITING seconds.
WROTE_COOKIE_NAME = f"{_PREFIX}wrote"
LANGUAGE_COOKIE_NAME = f"{_PREFIX}language"
LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Headers and limits ---------------------------------------------------------
SECURE_SSL_REDIRECT = PUBLIC_SCHEME == "https"
SECURE_HSTS_SECONDS = 31_536_000 if PUBLIC_SCHEME == "https" else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# Five files of ten megabytes and the text around them.
REQUEST_MAX_BYTES = 55 * 1024 * 1024

# --- Operators ------------------------------------------------------------------
# The longest an operator may stay in an institution at a time, in minutes.
VISIT_MOST_MINUTES = env.number("VISIT_MOST_MINUTES", 60)
# From here on a full disk is an alert.
DISK_ALERT_PERCENT = env.number("DISK_ALERT_PERCENT", 85)

# --- Files ----------------------------------------------------------------------
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(DATA_DIR / "media")))
# Services that people come in with stand beside the password, above the floor on which that is asked.
WAYS_IN = "civic.identity.queries.open_ways"
# What stands at the head of documents: themes are painted above the floor that makes them.
LETTERHEAD = "themes.letterhead.letterhead"
# The pages on which a new look is tried: they are doors' pages, above the room that paints.
SAMPLE_PAGES = "civic.portal.sample_pages.sample_pages"
# An institution's own terms and privacy notice are written above the floor that records consent to them.
OWN_VERSIONS = "civic.content.queries.own_versions"
OWN_NOTICES = "civic.portal.pages.own_notice"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA_DIR / "static")))
STORAGES = {
    "default": places.files(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Mail -----------------------------------------------------------------------
EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    "platform_core.outbound.inbox.LocalInbox" if DEMO else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
# The address mail leaves from; the name in front of it is the institution's own.
MAIL_ADDRESS = env.text("MAIL_ADDRESS", f"no-reply@{BASE_HOST}")
DEFAULT_FROM_EMAIL = MAIL_ADDRESS
# What an institution's own domain must include in its SPF record to send through our servers; "" asks for nothing.
MAIL_SPF_INCLUDE = env.text("MAIL_SPF_INCLUDE", "")

# Whether services that people sign in with may stand in our own network, and speak without encryption.
PRIVATE_PROVIDERS = env.flag("PRIVATE_PROVIDERS", default=DEBUG or DEMO)
# Seal what institutions entrust to us; the first seals, all of them open. Without any, SECRET_KEY does.
SEALING_KEYS = env.words("SEALING_KEYS")
# Sign the archives that institutions leave in; the first signs. Without any, SECRET_KEY does.
EXPORT_SIGNING_KEYS = env.words("EXPORT_SIGNING_KEYS")
# Public keys (base64) of other deployments whose archives are taken in here.
TRUSTED_EXPORT_KEYS = env.words("TRUSTED_EXPORT_KEYS")
# Where finished archives wait to be fetched, and for how long.
# A directory outside this machine's reach (mounted, mirrored) for the ledger's signed checkpoints; "" for none.
LEDGER_SECOND_PLACE = env.text("LEDGER_SECOND_PLACE", "")
EXPORTS_ROOT = Path(env.text("EXPORTS_ROOT", str(DATA_DIR / "exports")))
EXPORT_DAYS = env.number("EXPORT_DAYS", 7, least=1)
# What else goes when an institution is taken away: (institution), in the same transaction.
FORGOTTEN_WITH_AN_INSTITUTION = [
    "tenants.moving.forgetting.forget_what_was_moved",
    "tenants.machines.ordering.forget_what_it_was_ordered_as",
]
# What an institution bought, told by the rooms above the floor that moves it: dotted paths of (institution) -> dict.
MOVING_SUMMARIES: list[str] = ["billing.moving.subscription_summary"]
# Who lets the trainer into a training copy: (institution, *, email, at).
TRAINER_INVITED_BY = "civic.people.provisioning.invite_trainer"

# --- Bills ----------------------------------------------------------------------
# Without a key bills are our own, paid by bank transfer. A key of Stripe's test mode begins with sk_test_.
STRIPE_KEY = env.text("STRIPE_KEY", "")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET", "")
STRIPE_ADDRESS = env.text("STRIPE_ADDRESS", "")
# Who sends the bills: stands at their foot and in the export for tax invoices (세금계산서).
SUPPLIER = {
    "name": env.text("SUPPLIER_NAME", "Madang"),
    "registration_number": env.text("SUPPLIER_REGISTRATION_NUMBER", ""),
    "representative": env.text("SUPPLIER_REPRESENTATIVE", ""),
    "address": env.text("SUPPLIER_ADDRESS", ""),
    "business_type": env.text("SUPPLIER_BUSINESS_TYPE", ""),
    "business_item": env.text("SUPPLIER_BUSINESS_ITEM", ""),
    "email": env.text("SUPPLIER_EMAIL", ""),
    "account": env.text("SUPPLIER_ACCOUNT", ""),
}

# --- Names ----------------------------------------------------------------------
# Where an institution's own address has to lead, and whom to ask whether it does.
DOMAIN_TARGET = env.text("DOMAIN_TARGET", BASE_HOST)
DNS_SERVERS = env.words("DNS_SERVERS")

# --- Language and time ----------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "platform_core" / "locale"]
# Korean times as people write them: “오전 9:12”.
FORMAT_MODULE_PATH = "platform_core.ui.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # storage; pages are shown in the institution's zone
# By whose clock the operators' console shows and takes times.
CONSOLE_TIME_ZONE = env.zone("CONSOLE_TIME_ZONE", "Asia/Seoul")

# --- API ------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "civic.api.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["civic.api.pausing.MachinesMayRead"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "civic.api.throttles.PersonThrottle",
        "civic.api.throttles.StrangerThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"person": "600/min", "stranger": "120/min"},
    "EXCEPTION_HANDLER": "civic.api.errors.answer",
    "NUM_PROXIES": TRUSTED_PROXY_COUNT,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Madang API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    # Fields of the same name in several rooms: each set of words has a name of its own.
    "ENUM_NAME_OVERRIDES": {
        "SideEnum": "civic.debates.models.Side.choices",
        "StageKindEnum": "civic.processes.kinds.StageKind.choices",
        "ProgressKindEnum": "civic.execution.models.ProgressKind.choices",
        "ProposalOriginEnum": "civic.proposals.models.Origin.choices",
        "BallotStateEnum": "civic.api.ballot_serializers.STATES",
        "BallotKindEnum": "civic.ballots.kinds.Kind.choices",
        "CandidateStateEnum": "civic.agenda.models.State.choices",
        "DebateStateEnum": "civic.api.debate_serializers.STATES",
        "DebateOriginEnum": "civic.api.debate_serializers.ORIGINS",
        "MilestoneStateEnum": "civic.execution.models.MilestoneState.choices",
    },
}

# --- Logs and errors ------------------------------------------------------------
# One line of JSON for each thing that is said, for programs that collect logs.
LOG_JSON = env.flag("LOG_JSON")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"institution": {"()": "platform_core.web.logs.InstitutionFilter"}},
    "formatters": {
        "line": {
            "()": "platform_core.web.logs.Line",
            "format": "%(levelname)s [%(institution)s] %(name)s: %(message)s",
        },
        "json": {"()": "platform_core.web.logs.JsonLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["institution"],
            "formatter": "json" if LOG_JSON else "line",
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "madang": {"level": env.text("LOG_LEVEL", "INFO")},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
# --- Figures --------------------------------------------------------------------
# The word that Prometheus says at /internal/metrics/; without one there is no such page.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
METRIC_SOURCES = [
    "tenants.metrics.institutions",
    "tenants.metrics.work",
    "tenants.metrics.migrations",
    "tenants.metrics.database",
    "platform_core.jobs.metrics.queue",
]
# Asked before this process is sent visitors; so many institutions may then still be behind its migrations.
READINESS = "tenants.readiness.what_is_behind"
READY_WHILE_BEHIND = env.number("READY_WHILE_BEHIND", 0)

SENTRY_DSN = env.text("SENTRY_DSN", "")
if SENTRY_DSN:
    from platform_core.web.sentry import start_sentry

    start_sentry(SENTRY_DSN, environment=env.text("SENTRY_ENVIRONMENT", "production"))

SILENCED_SYSTEM_CHECKS = [
    # ALLOWED_HOSTS is the Hostname table: InstitutionMiddleware answers 404 to every other host.
    "security.W020",
    # Our CsrfMiddleware is Django's own with Madang's failure page.
    "security.W003",
]
