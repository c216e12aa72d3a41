"""The words of a spec: strings and numbers with a meaning of their own.

A form's pattern and the words for it stand side by side: people read the words, editors
and pydantic the pattern. Patterns keep to what Rust, ECMAScript and Python read alike.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints
from pydantic.config import JsonDict

from cfngen.spec.accounts import OF_ACCOUNTS
from cfngen.spec.form import Form

NAME = Form(
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
    "a name",
    "lower-case letters and digits, in words joined by single dashes, a letter first: "
    "web, web-app",
)
REGION = Form(
    r"^[a-z]{2,4}(-[a-z]+)+-[0-9]$", "a region", "an AWS region, such as us-east-1"
)
CIDR = Form(
    r"^([0-9]{1,3}\.){3}[0-9]{1,3}/[0-9]{1,2}$",
    "an IPv4 range",
    "four numbers and a prefix length, such as 10.0.0.0/24",
)
DOMAIN = Form(
    r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$",
    "a domain name",
    "labels of lower-case letters, digits and dashes joined by dots, without a scheme "
    "or a dot at the end, such as shop.example.com",
)
HEALTH_PATH = Form(
    r"^/[A-Za-z0-9_.~!$&'()+,;=:@%/-]*$",
    "the path of a URL",
    "a slash and then a path without query or spaces, such as /health",
)
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
ROUTE_PATH = Form(
    r"^/[A-Za-z0-9_.$/~\"'@:+&*?-]*$",
    "a path pattern",
    "a slash and then letters, digits and _-.$/~\"'@:+& with the wildcards * and ?, "
    "such as /api/*",
)
ROUTE_HOST = Form(
    r"^(([a-z0-9*?-]+\.)+[a-z]+)?$",
    "a host name",
    "lower-case letters, digits and dashes joined by dots, with the wildcards * and ? "
    "but letters only after the last dot, such as *.example.com",
)
VARIABLE = Form(
    r"^[A-Z][A-Z0-9_]*$",
    "the name of a variable",
    "capital letters, digits and underscores, a letter first, such as LOG_LEVEL",
)
IDENTIFIER = Form(
    r"^[a-z][a-z0-9_]*$",
    "a database name",
    "lower-case letters, digits and underscores, a letter first, such as shop",
)
DATABASE_VERSION = Form(
    r"^[0-9]+(\.[0-9]+){0,2}$",
    "an engine version",
    'the major version or the full one, such as "17", "17.4" or "8.4"',
)
INSTANCE_CLASS = Form(
    r"^db\.[a-z0-9-]+\.[a-z0-9]+$",
    "an instance class",
    "db., family and size, such as db.t4g.micro",
)
CACHE_VERSION = Form(
    r"^[0-9]+\.[0-9]+$",
    "an engine version",
    'major and minor version, such as "7.1"',
)
NODE_TYPE = Form(
    r"^cache\.[a-z0-9-]+\.[a-z0-9]+$",
    "a node type",
    "cache., family and size, such as cache.t4g.micro",
)
REPOSITORY = Form(
    r"^[A-Za-z0-9-]+/[A-Za-z0-9_.-]+$",
    "a repository",
    "owner and name as GitHub shows them, such as example/shop",
)
BRANCH = Form(
    r"^[A-Za-z0-9_./-]+$",
    "a branch",
    "letters, digits and _./- without wildcards, such as main",
)
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
EVERY = Form(
    r"^([1-9][0-9]{0,3} (minutes|hours|days)|minute|hour|day)$",
    "a time span",
    "a number with minutes, hours or days, or one of these alone without its s, such "
    "as 5 minutes or hour",
)
CRON = Form(
    r"^[0-9*,/-]+ [0-9*,/-]+ [0-9*,/?LW-]+ [0-9A-Z*,/-]+ [0-9A-Z*,/?#-]+ [0-9*,/-]+$",
    "a cron expression",
    "six fields in quotes, one of the two days being a question mark, such as "
    '"30 6 * * ? *"',
)
TIME_ZONE = Form(
    r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}$",
    "a time zone",
    "a name of the IANA database, such as America/Montevideo",
)
IMAGE = Form(
    r"^([a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9._-]+)+"
    r"(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@sha256:[0-9a-f]{64})?)?$",
    "an image",
    "registry, repository and tag, such as public.ecr.aws/nginx/nginx:1.29",
)
FOLDER = Form(
    r"^([A-Za-z0-9_.][A-Za-z0-9_.-]*(/[A-Za-z0-9_.][A-Za-z0-9_.-]*)*)?$",
    "a folder",
    "a path below the root of the source without spaces, or a dot for the root itself, "
    "such as services/api",
)
FILTER = Form(
    r"^[^\r\n]+$",
    "a filter pattern",
    "one line, as the filter patterns of CloudWatch Logs are written: ?ERROR ?FATAL",
)
SENTENCE = Form(
    r"^\S([^\r\n]*\S)?$",
    "a sentence",
    "one line of text, without spaces or line breaks at its ends",
)
CHECK_ID = Form(
    r"^[A-Z]{1,2}[0-9]{3,4}$",
    "the id of a check",
    "capital letters and a number, such as CG540 or W1011",
)
RESOURCES = Form(
    r"^[A-Za-z0-9*?][A-Za-z0-9*?/:-]*$",
    "a pattern of resources",
    "the path of a resource with the wildcards * and ?, such as Network/Vpc or "
    "*/TaskDefinition",
)
REASON = Form(
    r"^\S[^\r\n]{13,298}\S$",
    "a reason",
    "one line of 15 to 300 characters that says why",
)

FORMS = (
    *(NAME, REGION, CIDR, DOMAIN, HEALTH_PATH, ROUTE_PATH, ROUTE_HOST, VARIABLE),
    *(IDENTIFIER, DATABASE_VERSION, INSTANCE_CLASS, CACHE_VERSION, NODE_TYPE),
    *(REPOSITORY, BRANCH, EVERY, CRON, TIME_ZONE, IMAGE, FOLDER, FILTER, SENTENCE),
    *(CHECK_ID, RESOURCES, REASON, *OF_ACCOUNTS),
)
"""Every form, so that the words of a pattern can be found."""

ONCE: JsonDict = {"uniqueItems": True}
"""Says of a list that no entry may come twice, to editors and to a check."""

Name = Annotated[str, StringConstraints(pattern=NAME.pattern, max_length=20)]
"""A system, a service, a sidecar or a bucket."""

JobName = Annotated[str, StringConstraints(pattern=NAME.pattern, max_length=40)]
"""A job; nothing that is named after it is short of room."""

Cidr = Annotated[str, StringConstraints(pattern=CIDR.pattern)]
"""An IPv4 range; that it is a real one is a check of its own."""

Domain = Annotated[str, StringConstraints(pattern=DOMAIN.pattern, max_length=64)]
"""A domain name; ACM takes 64 characters as a certificate's first name:
https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html"""

UrlPath = Annotated[
    str, StringConstraints(pattern=HEALTH_PATH.pattern, max_length=1024)
]
"""The path of a URL, as a health check asks for it."""

VariableName = Annotated[str, StringConstraints(pattern=VARIABLE.pattern)]
"""The name of an environment variable."""

Folder = Annotated[str, StringConstraints(pattern=FOLDER.pattern, max_length=200)]
"""A folder of the source that a pipeline builds."""

TcpPort = Annotated[int, Field(ge=1, le=65535)]
"""A TCP port."""

Percent = Annotated[int, Field(ge=1, le=99)]
"""A share of what a task has."""
