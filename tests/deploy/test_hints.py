"""Each row of the table with a message as AWS writes it.

The messages are from issues, pages and logs that people have published, their numbers
and names changed.
"""

from __future__ import annotations

import pytest

from cfngen.deploy.hints import ROWS, hint

SERVICE = "AWS::ECS::Service"
LOGS = "AWS::Logs::LogGroup"
WHO = "User: arn:aws:sts::123456789012:assumed-role/Deployer/ci"

MESSAGES = {
    "export in use": (
        "Export shop-dev-VpcId cannot be deleted as it is in use by web and jobs",
        "web and jobs imports the output shop-dev-VpcId",
    ),
    "export in use, update": (
        "Export shop:ClusterArn cannot be updated as it is in use by shop-web",
        "shop-web imports the output shop:ClusterArn",
    ),
    "export in use, of a stack that is deleted": (
        "Delete canceled. Cannot delete export shop-dev-VpcId as it is in use by "
        "web and jobs.",
        "web and jobs imports the output shop-dev-VpcId",
    ),
    "export taken": (
        "Export with name shop-VpcId is already exported by stack shop-old. "
        "Rollback requested by user.",
        "The stack shop-old has the export shop-VpcId",
    ),
    "no export": (
        "No export named production:TaskRole found. Rollback requested by user.",
        "exports production:TaskRole",
    ),
    "capability": (
        "Requires capabilities : [CAPABILITY_NAMED_IAM]",
        "needs CAPABILITY_NAMED_IAM",
    ),
    "template url": (
        "TemplateURL must be a supported URL.",
        "cannot read a template",
    ),
    "template denied": (
        "S3 error: Access Denied For more information check "
        "http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
        "cannot read a template",
    ),
    "stack policy": (
        "Action denied by stack policy: Statement [#1] does not allow "
        "[Update:Replace] for resource [LogicalResourceId/Database];",
        "forbids this change of Database",
    ),
    "early validation": (
        "The following hook(s)/validation failed: "
        "[AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early "
        "Validation errors, use the DescribeEvents API for detailed failure "
        "information.",
        "ResourceExistenceCheck",
    ),
    "hook": (
        "The following hook(s) failed: [AWS::ControlTower::Hook] : Hook failed with "
        "message: [CT.ECR.PR.2]: Require image scanning",
        "AWS::ControlTower::Hook",
    ),
    "parameter missing": (
        "Parameters: [DomainName, CertificateArn] must have values",
        "DomainName, CertificateArn",
    ),
    "parameter refused": (
        "Parameter LogDays failed to satisfy constraint: must be one of the values",
        "parameter LogDays",
    ),
    "parameter of a wrong type": (
        "Parameter validation failed: parameter value sg-1 for parameter name VpcId "
        "does not exist",
        "parameter VpcId",
    ),
    "cancelled": ("User Initiated", "Somebody has cancelled it"),
    "image for another platform": (
        "CannotPullContainerError: pull image manifest has been retried 7 time(s): "
        "image Manifest does not contain descriptor matching platform 'linux/amd64'",
        "linux/amd64",
    ),
    "image missing": (
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): "
        "failed to resolve ref 123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:v9: "
        "not found",
        "not in the repository",
    ),
    "image forbidden": (
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): "
        'failed to resolve ref "123456789012.dkr.ecr.eu-west-3.amazonaws.com/shop": '
        "unexpected status code 403 Forbidden",
        "may not read the image",
    ),
    "image out of reach": (
        "CannotPullContainerError: pull image manifest has been retried 5 time(s)",
        "could not be read",
    ),
    "secret out of reach": (
        "ResourceInitializationError: unable to pull secrets or registry auth: "
        "execution resource retrieval failed: dial tcp 52.1.2.3:443: i/o timeout",
        "could not reach Secrets Manager",
    ),
    "secret of a task": (
        "ResourceInitializationError: unable to pull secrets or registry auth: "
        "execution resource retrieval failed: unable to retrieve secret from asm: "
        "service call has been retried 1 time(s): failed to fetch secret "
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/dev/key-a1",
        "A secret of the task could not be read",
    ),
    "load balancer's health check": (
        "Task failed ELB health checks in (target-group "
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1)",
        "the load balancer got no good answer",
    ),
    "container's health check": (
        "Task failed container health checks",
        "own health check failed",
    ),
    "memory": (
        "OutOfMemoryError: Container killed due to memory usage",
        "needed more memory",
    ),
    "container exited": (
        "Essential container in task exited",
        "A container ended by itself",
    ),
    "circuit breaker": (
        "Resource handler returned message: \"Error occurred during operation 'ECS "
        "Deployment Circuit Breaker was triggered'.\" (RequestToken: 1-2, "
        "HandlerErrorCode: GeneralServiceException)",
        "ECS gave up",
    ),
    "service never stable": (
        'Resource handler returned message: "Exceeded attempts to wait" '
        "(RequestToken: 1-2, HandlerErrorCode: NotStabilized)",
        "never had all of its tasks",
    ),
    "target group without listener": (
        "The target group with targetGroupArn arn:aws:elasticloadbalancing:us-west-2:"
        "123456789012:targetgroup/foo/abc does not have an associated load balancer.",
        "no listener that leads to it",
    ),
    "released by CodeDeploy": (
        'Resource handler returned message: "Invalid request provided: UpdateService '
        "error: Unable to update task definition on services with a CODE_DEPLOY "
        'deployment controller. Use AWS CodeDeploy to trigger a new deployment."',
        "CodeDeploy releases this service",
    ),
    "pair of cpu and memory": (
        "No Fargate configuration exists for given values: 4096 CPU, 4096 memory",
        "CPU and memory",
    ),
    "denied by the organization": (
        f"{WHO} is not authorized to perform: ec2:AllocateAddress on resource: "
        "arn:aws:ec2:us-east-1:123456789012:elastic-ip/* with an explicit deny in a "
        "service control policy: arn:aws:organizations::1:policy/o-1/p-1",
        "The organization forbids ec2:AllocateAddress",
    ),
    "denied explicitly": (
        f"{WHO} is not authorized to perform: iam:PutRolePolicy on resource: role "
        "shop-web with an explicit deny in an identity-based policy (Service: Iam, "
        "Status Code: 403, Request ID: 1)",
        "A policy forbids iam:PutRolePolicy outright",
    ),
    "boundary": (
        f"{WHO} is not authorized to perform: events:DescribeRule on resource: "
        "arn:aws:events:us-east-1:123456789012:rule/mail because no permissions "
        "boundary allows the events:DescribeRule action",
        "does not include events:DescribeRule",
    ),
    "role not passed": (
        f"{WHO} is not authorized to perform: iam:PassRole on resource: "
        "arn:aws:iam::123456789012:role/shop-task because no identity-based policy "
        "allows the iam:PassRole action",
        "may not hand the role arn:aws:iam::123456789012:role/shop-task",
    ),
    "denied": (
        f'Resource handler returned message: "{WHO} is not authorized to perform: '
        "logs:CreateLogGroup on resource: arn:aws:logs:us-east-1:123456789012:"
        "log-group:/shop because no identity-based policy allows the "
        'logs:CreateLogGroup action" (RequestToken: 1, HandlerErrorCode: AccessDenied)',
        "logs:CreateLogGroup on arn:aws:logs:us-east-1:123456789012:log-group:/shop",
    ),
    "denied by ec2": (
        "You are not authorized to perform this operation. Encoded authorization "
        "failure message: abc (Service: Ec2, Status Code: 403)",
        "Whoever deploys is not allowed",
    ),
    "service role": (
        "Role arn:aws:iam::123456789012:role/cfn-exec is invalid or cannot be assumed",
        "its service role arn:aws:iam::123456789012:role/cfn-exec",
    ),
    "scheduler's role": (
        "The execution role you provide must allow AWS EventBridge Scheduler to "
        "assume the role.",
        "scheduler may not assume",
    ),
    "ECS's own role": (
        "Invalid request provided: CreateCluster Invalid Request: Unable to assume "
        "the service linked role. Please verify that the ECS service linked role "
        "exists.",
        "ECS has no service-linked role",
    ),
    "a service's own role": (
        "Before you can proceed, you must enable a service-linked role to give "
        "Amazon OpenSearch Service permissions to access your VPC.",
        "Amazon OpenSearch Service has no service-linked role",
    ),
    "key": (
        "The specified KMS key does not exist or is not allowed to be used with Arn "
        "'arn:aws:logs:us-east-1:123456789012:log-group:/ecs/shop'",
        "The key's own policy",
    ),
    "denied without a word": (
        'Resource handler returned message: "Access denied for operation '
        "'AWS::Scheduler::Schedule'.\" (RequestToken: 1, HandlerErrorCode: "
        "AccessDenied)",
        "does not say which",
    ),
    "quota of VPCs": (
        "The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400)",
        "as many VPCs",
    ),
    "quota of internet gateways": (
        "The maximum number of internet gateways has been reached. (Service: Ec2, "
        "Status Code: 400, HandlerErrorCode: ServiceLimitExceeded)",
        "as many internet gateways",
    ),
    "quota of addresses": (
        "The maximum number of addresses has been reached. (Service: AmazonEC2; "
        "Status Code: 400; Error Code: AddressLimitExceeded)",
        "as many Elastic IP addresses",
    ),
    "quota of NAT gateways": (
        "Performing this operation would exceed the limit of 5 NAT gateways",
        "5 NAT gateways",
    ),
    "quota of rules": (
        "The maximum number of rules per security group has been reached. (Service: "
        "Ec2, Status Code: 400)",
        "as many rules",
    ),
    "quota of vCPUs": (
        "You've reached the limit on the number of vCPUs you can run concurrently",
        "as many vCPUs",
    ),
    "quota of IAM": (
        "Cannot exceed quota for PoliciesPerRole: 10",
        "PoliciesPerRole is used up: 10",
    ),
    "quota of anything": (
        "The maximum number of VPC endpoints has been reached. (Service: Ec2)",
        "as many VPC endpoints",
    ),
    "range taken": (
        "The CIDR '10.0.1.0/24' conflicts with another subnet",
        "10.0.1.0/24 overlaps",
    ),
    "subnet in use": (
        "Resource handler returned message: \"The subnet 'subnet-0befbf' has "
        'dependencies and cannot be deleted."',
        "subnet-0befbf",
    ),
    "security group in use": (
        "resource sg-0270b9c66a has a dependent object (Service: Ec2, Status Code: "
        "400) (SDK Attempt Count: 1)",
        "sg-0270b9c66a is still in use",
    ),
    "network interface in use": (
        "Network interface 'eni-0a1b2c' is currently in use.",
        "eni-0a1b2c is still in use",
    ),
    "priority taken": (
        "Priority '26' is currently in use (Service: AmazonElasticLoadBalancingV2; "
        "Status Code: 400; Error Code: PriorityInUse; Request ID: 1)",
        "has priority 26",
    ),
    "target group in use": (
        "Target group 'arn:aws:elasticloadbalancing:us-east-1:123456789012:"
        "targetgroup/web/4f' is currently in use by a listener or a rule",
        "still sends requests",
    ),
    "one zone": (
        "A load balancer cannot be attached to multiple subnets in the same "
        "Availability Zone (Service: ElasticLoadBalancingV2, Status Code: 400)",
        "two Availability Zones",
    ),
    "load balancer protected": (
        "Load balancer 'arn:aws:elasticloadbalancing:eu-west-3:123456789012:"
        "loadbalancer/app/my-alb/e4' cannot be deleted because deletion protection is "
        "enabled",
        "The load balancer is protected",
    ),
    "scope of a web ACL": (
        "Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: "
        "CLOUDFRONT (Service: Wafv2, Status Code: 400)",
        "only be made in us-east-1",
    ),
    "certificate of CloudFront": (
        "Invalid request provided: The specified SSL certificate doesn't exist, isn't "
        "in us-east-1 region, isn't valid, or doesn't include a valid certificate "
        "chain.",
        "certificates of us-east-1 only",
    ),
    "certificate pending": (
        "The certificate 'arn:aws:acm:us-east-1:123456789012:certificate/c1' must "
        "have a fully-qualified domain name, a supported signature, and a supported "
        "key size.",
        "certificate/c1 is most likely not issued yet",
    ),
    "certificate missing": (
        "Certificate 'arn:aws:acm:us-east-1:123456789012:certificate/c2' not found",
        "certificate/c2 in this account",
    ),
    "certificate refused": (
        "DNS Record Set is not available. Certificate is in FAILED status.",
        "CAA",
    ),
    "domain at another distribution": (
        "One or more of the CNAMEs you provided are already associated with a "
        "different resource.",
        "Another CloudFront distribution",
    ),
    "record there": (
        "[Tried to create resource record set [name='www.example.com.', type='A'] but "
        "it already exists]",
        "www.example.com. (A)",
    ),
    "bucket not empty": (
        "The bucket you tried to delete is not empty. You must delete all versions in "
        "the bucket. (Service: S3, Status Code: 409)",
        "only deleted when it is empty",
    ),
    "repository not empty": (
        "The repository with name 'shop' in registry with id '123456789012' cannot be "
        "deleted because it still contains images (Service: Ecr, Status Code: 400)",
        "holds no images",
    ),
    "database protected": (
        "Cannot delete protected DB Instance, please disable deletion protection and "
        "try again.",
        "The database is protected",
    ),
    "cluster protected": (
        "Cannot delete protected Cluster, please disable deletion protection and try "
        "again.",
        "The database is protected",
    ),
    "subnet group in use": (
        "Cannot delete the subnet group 'shop-group' because at least one database "
        "instance: shop-db is still using it.",
        "shop-db still stands in the subnet group shop-group",
    ),
    "parameter group in use": (
        "One or more database instances are still members of this parameter group "
        "shop-settings, so the group cannot be deleted",
        "the parameter group shop-settings",
    ),
    "version of a database": (
        "Cannot find version 13.7 for postgres (Service: Rds, Status Code: 400)",
        "postgres 13.7",
    ),
    "class of a database": (
        "RDS does not support creating a DB instance with the following combination: "
        "DBInstanceClass=db.t2.small, Engine=mysql, EngineVersion=8.0.39, "
        "LicenseModel=general-public-license. For supported combinations of instance "
        "class and database engine version, see the documentation.",
        "mysql 8.0.39 on db.t2.small",
    ),
    "subnets of a database": (
        "The DB subnet group doesn't meet Availability Zone (AZ) coverage "
        "requirement. Current AZ coverage: us-east-1a. Add subnets to cover at least "
        "2 AZs.",
        "these are in us-east-1a",
    ),
    "secret's name kept": (
        "You can't create this secret because a secret with this name is already "
        "scheduled for deletion.",
        "recovery window",
    ),
    "secret missing": (
        "Secrets Manager can't find the specified secret.",
        "not in this account and region",
    ),
    "secret's key missing": (
        "Could not find a value associated with JSONKey in SecretString",
        "lacks the key",
    ),
    "parameter store": (
        "Unable to fetch parameters [/shop/dev/key] from parameter store for this "
        "account.",
        "/shop/dev/key",
    ),
    "name kept while replaced": (
        "CloudFormation cannot update a stack when a custom-named resource requires "
        "replacing. Rename shop-dev and update the stack again.",
        "called shop-dev",
    ),
    "log group there": (
        "Resource handler returned message: \"Resource of type 'AWS::Logs::LogGroup' "
        'with identifier \'{"/properties/LogGroupName":"/ecs/shop"}\' already '
        'exists." (RequestToken: 1, HandlerErrorCode: AlreadyExists)',
        "The log group /ecs/shop is there already",
    ),
    "log group there, in the words of its service": (
        "The specified log group already exists (Service: CloudWatchLogs, Status "
        "Code: 400)",
        "The log group is there already",
    ),
    "GitHub's identities are there": (
        'Resource handler returned message: "Provider with url '
        "https://token.actions.githubusercontent.com already exists. (Service: Iam, "
        'Status Code: 409)" (HandlerErrorCode: AlreadyExists)',
        "one provider of GitHub's identities",
    ),
    "in another stack": (
        "/aws/lambda/shop already exists in stack "
        "arn:aws:cloudformation:us-east-1:123456789012:stack/old/1",
        "belongs to another stack",
    ),
    "there already": (
        "Resource of type 'AWS::IAM::Role' with identifier 'shop-task' already "
        "exists. (HandlerErrorCode: AlreadyExists)",
        "AWS::IAM::Role called shop-task",
    ),
    "bucket's name taken": (
        "The requested bucket name is not available. The bucket namespace is shared "
        "by all users of the system. (Service: S3, Status Code: 409, "
        "HandlerErrorCode: AlreadyExists)",
        "name of the bucket is taken",
    ),
    "route there": (
        'Resource handler returned message: "The route identified by 0.0.0.0/0 '
        'already exists." (RequestToken: 1, HandlerErrorCode: AlreadyExists)',
        "of the same name is there already",
    ),
    "throttled": (
        "Rate exceeded (Service: KinesisAnalyticsV2, Status Code: 400) "
        "HandlerErrorCode: GeneralServiceException",
        "more often than it allows",
    ),
    "some quota": (
        'Resource handler returned message: "Limit of thing" (RequestToken: 1, '
        "HandlerErrorCode: ServiceLimitExceeded)",
        "A quota of the account",
    ),
    "service's own fault": (
        'Resource handler returned message: "null" (RequestToken: 1, '
        "HandlerErrorCode: ServiceInternalError)",
        "The service failed by itself",
    ),
}
TYPES = {
    "service never stable": SERVICE,
    "log group there": LOGS,
    "log group there, in the words of its service": LOGS,
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_explained(name: str) -> None:
    reason, words = MESSAGES[name]
    found = hint(reason, TYPES.get(name, "AWS::Test::Thing"))
    assert found
    assert words in found.means
    assert found.do
    assert "{" not in found.means + found.do.replace("{id}", "")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.pattern[:40])
def test_every_row_has_a_message(row: object) -> None:
    first = [_row(reason, name) for name, (reason, _) in MESSAGES.items()]
    assert row in first


def _row(reason: str, name: str) -> object:
    kind = TYPES.get(name, "AWS::Test::Thing")
    said = " ".join(reason.split())
    return next((row for row in ROWS if row.hint(said, kind)), None)


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "Resource creation cancelled",
        "Resource creation Initiated",
        "The following resource(s) failed to create: [Store]. ",
        "Embedded stack arn:aws:cloudformation:us-east-1:1:stack/x/1 was not "
        "successfully created: The following resource(s) failed to create: [Logs]. ",
        "Model validation failed (#/Name: expected maxLength: 5)",
        'Resource handler returned message: "Exceeded attempts to wait" '
        "(RequestToken: 1-2, HandlerErrorCode: NotStabilized)",
    ],
)
def test_what_nobody_knows_gets_no_hint(reason: str) -> None:
    assert hint(reason, "AWS::Test::Thing") is None


def test_a_reason_may_be_broken_into_lines() -> None:
    assert hint("The maximum number of\n   VPCs has been\nreached.")


def test_a_quota_is_named_with_its_code() -> None:
    found = hint("The maximum number of VPCs has been reached.")
    assert found
    assert "--service-code vpc --quota-code L-F678F1CE" in found.do


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("database protected", "modify-db-instance --db-instance-identifier ID"),
        ("cluster protected", "modify-db-cluster --db-cluster-identifier ID"),
        (
            "load balancer protected",
            "--load-balancer-arn arn:aws:elasticloadbalancing:",
        ),
    ],
)
def test_what_a_failed_stack_protects_takes_no_deployment(
    name: str, command: str
) -> None:
    found = hint(MESSAGES[name][0])
    assert found and command in found.do
    assert "cfngen recover after ROLLBACK_FAILED" in found.do
