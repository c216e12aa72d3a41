"""What CloudFormation itself says: templates, exports, policies, hooks."""

from __future__ import annotations

from cfngen.deploy.hints.row import Row

ROWS: tuple[Row, ...] = (
    Row(
        r"(?:Cannot (?:delete|update) export|Export) (?P<export>\S+) "
        r"(?:cannot be (?:deleted|updated) )?as it is in use by (?P<stacks>.+?)\.?$",
        "{stacks} imports the output {export}, so it can neither go nor change.",
        "Deploy {stacks} without the import first, then this one.",
    ),
    Row(
        r"Export with name (?P<export>\S+) is already exported by stack "
        r"(?P<stack>[\w-]+)",
        "The stack {stack} has the export {export}; a name is there once per region.",
        "Delete it there first, or give this export another name.",
    ),
    Row(
        r"No export named (?P<export>\S+) found",
        "No stack of this region exports {export}.",
        "Deploy the stack that exports it first.",
    ),
    Row(
        r"Requires capabilities ?: ?\[(?P<capabilities>[\w, ]+)\]",
        "A template needs {capabilities}, which this change set does not carry.",
        "Plan again; if it stays, it is a fault of cfngen: it reads the capabilities "
        "from the templates.",
    ),
    Row(
        r"TemplateURL must be a supported URL|S3 error: (?:Access Denied|The spec)",
        "CloudFormation cannot read a template from the bucket: it is gone, or whoever "
        "deploys (or the service role) may not read it.",
        "Look at the bucket for templates and its policy; `cfngen bootstrap` makes it "
        "as it should be.",
    ),
    Row(
        r"[Aa]ction (?:denied|not allowed) by stack policy"
        r"(?:.*for resource \[?(?:LogicalResourceId/)?(?P<resource>\w+))?",
        "The stack policy forbids this change of {resource}, on purpose. | The stack "
        "policy forbids this change, on purpose.",
        "Take the statement out of the environment's stack policy for this one "
        "deployment, if it is meant.",
    ),
    Row(
        r"failed: \[AWS::EarlyValidation::(?P<name>\w+)\]",
        "CloudFormation refused the change before it began: {name}.",
        "Each finding is in: aws cloudformation describe-events --filters "
        "FailedEvents=true, with the stack or the change set.",
    ),
    Row(
        r"The following hook\(s\) failed: \[(?P<hooks>[^\]]+)\]",
        "A check of the organization refused this: {hooks}.",
        "What it wants is in its result: aws cloudformation list-hook-results. Its "
        "owner can say more.",
    ),
    Row(
        r"Parameters: \[(?P<names>[^\]]+)\] must have values",
        "Nobody gives a value to {names}.",
        "Write it into the parameter file; `cfngen params check` finds all of them.",
    ),
    Row(
        r"Parameter '?(?P<name>\w+)'? (?:must|failed to satisfy constraint)"
        r"|Parameter validation failed: parameter value (?P<value>\S+) for parameter "
        r"name (?P<other>\w+)",
        "The value of the parameter {name} is not one that the template takes. | The "
        "value of the parameter {other} is not one that the template takes.",
        "Mend it in the parameter file; `cfngen params check` says what fits.",
    ),
    Row(
        r"^Resource update cancelled|^User Initiated$|^Rollback requested by user",
        "Somebody has cancelled it.",
        "Nothing is to be mended; deploy again when it is wanted.",
    ),
)
