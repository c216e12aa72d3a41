"""Networks, load balancers, names and certificates."""

from __future__ import annotations

from cfngen.deploy.hints.row import UNPROTECTED, Row

ROWS: tuple[Row, ...] = (
    Row(
        r"CIDR '(?P<range>[^']+)' conflicts with another subnet",
        "The range {range} overlaps that of another subnet of the VPC.",
        "Choose another range in the network section of the spec, or wait until the "
        "old subnet is deleted.",
    ),
    Row(
        r"subnet '?(?P<id>subnet-\w+|[^' ]+)'? has dependencies and cannot be deleted",
        "Something still has a network interface in the subnet {id}.",
        "aws ec2 describe-network-interfaces --filters Name=subnet-id,Values={id} "
        "shows what. Tasks and functions give theirs back minutes after they end: then "
        "again.",
    ),
    Row(
        r"resource (?P<id>sg-\w+) has a dependent object",
        "The security group {id} is still in use: by a network interface, or by a rule "
        "of another group.",
        "aws ec2 describe-network-interfaces --filters Name=group-id,Values={id} shows "
        "by what. What just ended gives it back within minutes: then again.",
    ),
    Row(
        r"(?i)network interface '?(?P<id>eni-\w+)'? is (?:currently )?in use",
        "The network interface {id} is still in use.",
        "Wait until its owner is gone: aws ec2 describe-network-interfaces "
        "--network-interface-ids {id}",
    ),
    Row(
        r"Priority '(?P<priority>\d+)' is currently in use",
        "Another rule of the listener has priority {priority}.",
        "Give the route another priority in the spec. Two rules cannot trade "
        "priorities in one deployment.",
    ),
    Row(
        r"[Tt]arget group .*is currently in use by a listener or a rule",
        "A listener still sends requests to the target group.",
        "Move the listener first. Where CodeDeploy releases the service, the live "
        "target group may be the other one: see <Service>LiveTargetGroup.",
    ),
    Row(
        r"subnets? in (?:at least )?two (?:different )?Availability Zones must be "
        r"specified|cannot be attached to multiple subnets in the same Availability",
        "A load balancer needs a subnet in each of two Availability Zones at least.",
        "Look at the Availability Zones in the network section of the spec.",
    ),
    Row(
        r"[Ll]oad balancer '?(?P<arn>[^' ]+)'? cannot be deleted because deletion "
        r"protection is enabled",
        "The load balancer is protected from deletion, on purpose.",
        "If it is really to go: aws elbv2 modify-load-balancer-attributes "
        "--load-balancer-arn {arn} --attributes "
        f"Key=deletion_protection.enabled,Value=false. {UNPROTECTED}",
    ),
    Row(
        r"The scope is not valid\., field: SCOPE_VALUE, parameter: CLOUDFRONT",
        "A web ACL for CloudFront can only be made in us-east-1.",
        "Deploy the system to us-east-1, or leave CloudFront's web ACL out.",
    ),
    Row(
        r"specified SSL certificate doesn't exist, isn't in us-east-1",
        "CloudFront takes certificates of us-east-1 only, and only issued ones.",
        "Look at it: aws acm list-certificates --region us-east-1. Then mend the ARN "
        "in the parameter file.",
    ),
    Row(
        r"certificate (?:'(?P<arn>[^']+)' )?must have a fully-qualified domain name",
        "The certificate {arn} is most likely not issued yet. | The certificate is "
        "most likely not issued yet.",
        "See its status: aws acm describe-certificate --certificate-arn {arn}. Write "
        "the DNS records that it waits for, then deploy again. | Write the DNS records "
        "that it waits for, then deploy again.",
    ),
    Row(
        r"Certificate '?(?P<arn>arn:[^' ]+)'? not found",
        "There is no certificate {arn} in this account and region.",
        "Mend the ARN in the parameter file; a load balancer needs a certificate of "
        "its own region.",
    ),
    Row(
        r"DNS Record Set is not available\. Certificate is in FAILED status",
        "The certificate was refused: most often a CAA record of the domain does not "
        "allow Amazon, or the domain's name servers do not answer.",
        'Allow it with a record CAA 0 issue "amazon.com", then deploy again.',
    ),
    Row(
        r"CNAMEs you provided are already associated with a different resource",
        "Another CloudFront distribution, perhaps of another account, has this domain.",
        "Take it away there first: aws cloudfront list-conflicting-aliases tells.",
    ),
    Row(
        r"create resource record set \[name='(?P<name>[^']+)', type='(?P<type>\w+)'"
        r".*but it already exists",
        "The DNS record {name} ({type}) is there already, and the stack did not make "
        "it.",
        "Delete the record, or leave it out of the spec, and deploy again.",
    ),
)
