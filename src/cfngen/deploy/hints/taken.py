"""Names that are taken, and names that stand in the way."""

from __future__ import annotations

from cfngen.deploy.hints.row import Row

ROWS: tuple[Row, ...] = (
    Row(
        r"custom-named resource requires replacing\. Rename (?P<name>\S+)",
        "The change needs a new resource before the old one goes, and both would be "
        "called {name}.",
        "Undo the change, or give the resource another name in the same deployment.",
    ),
    Row(
        r"'AWS::Logs::LogGroup' with identifier '(?:\{.*?LogGroupName\":\")?"
        r"(?P<name>[^\"']+)\"?\}?' already exists"
        r"|(?P<other>/\S+) already exists|The specified log group already exists",
        "The log group {name} is there already: a service wrote to it before it was "
        "made, or a deleted stack has kept it. | The log group {other} is there "
        "already, and this stack did not make it. | The log group is there already, "
        "and this stack did not make it.",
        "If nobody needs its logs: aws logs delete-log-group --log-group-name {name}. "
        "Then deploy again. | Delete it, if nobody needs its logs, and deploy again.",
        type=r"AWS::Logs::LogGroup",
    ),
    Row(
        r"Provider with url https://token\.actions\.githubusercontent\.com/? already "
        r"exists",
        "An account has one provider of GitHub's identities, and it is there already.",
        "Set CreateGitHubOidcProvider to false in this environment's parameter file.",
    ),
    Row(
        r"(?P<name>\S+) already exists in stack (?P<stack>arn:\S+)",
        "The name {name} belongs to another stack: {stack}.",
        "Delete it there, or give one of the two another name.",
    ),
    Row(
        r"Resource of type '(?P<type>[\w:]+)' with identifier '(?P<name>[^']+)' "
        r"already exists",
        "There is a {type} called {name} already, and this stack did not make it: a "
        "deleted stack may have kept it.",
        "Delete it, if nobody needs it, or give this one another name.",
    ),
    Row(
        r"bucket name is not available|BucketAlreadyExists|BucketAlreadyOwnedByYou",
        "The name of the bucket is taken, perhaps by another account: bucket names are "
        "shared by everybody.",
        "Choose another name, or delete the old bucket if it is yours.",
    ),
    Row(
        r"HandlerErrorCode: AlreadyExists|already exists \(Service",
        "Something of the same name is there already, and this stack did not make it.",
        "Delete it, if nobody needs it, or give this one another name.",
    ),
)
